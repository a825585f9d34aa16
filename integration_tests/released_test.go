package integration_tests

import (
	"bytes"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const releasesFolder = "released"

// releases are the versions whose interfaces are kept, the newest last.
func releases(t *testing.T) []string {
	t.Helper()
	entries, err := os.ReadDir(releasesFolder)
	if err != nil {
		t.Fatal(err)
	}
	var versions []string
	for _, entry := range entries {
		if entry.IsDir() {
			versions = append(versions, entry.Name())
		}
	}
	slices.SortFunc(versions, func(a, b string) int {
		return slices.CompareFunc(strings.Split(a, "."), strings.Split(b, "."), func(x, y string) int {
			if len(x) != len(y) {
				return len(x) - len(y)
			}
			return strings.Compare(x, y)
		})
	})
	return versions
}

// TestReleases holds the program against what each release has promised.
func TestReleases(t *testing.T) {
	t.Parallel()
	version := metadata(t, "metadata.yaml").Data.Tag
	if os.Getenv("RECORD_RELEASE") != "" {
		recordRelease(t, version)
	}
	if !slices.Contains(releases(t), version) {
		t.Errorf("nothing is kept of %s, which metadata.yaml names: RECORD_RELEASE=1 keeps it", version)
	}
	for _, version := range releases(t) {
		t.Run(version, func(t *testing.T) {
			t.Parallel()
			t.Run("spec", func(t *testing.T) { acceptSpecSince(t, version) })
			t.Run("catalogue", func(t *testing.T) { acceptCatalogSince(t, version, fromRoot("integration_tests/sandbox_config.json")) })
			t.Run("configurations", func(t *testing.T) { acceptConfigs(t, version) })
		})
	}
}

func released(t *testing.T, version, name string) []byte {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(releasesFolder, version, name))
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// connection is the schema of a configuration in a specification.
func connection(t *testing.T, spec []byte) map[string]any {
	t.Helper()
	schema, is := fields(t, spec)["connectionSpecification"].(map[string]any)
	if !is {
		t.Fatal("there is no connectionSpecification")
	}
	return schema
}

func acceptSpecSince(t *testing.T, version string) {
	now := ofType(succeed(t, "spec").messages, "SPEC")[0].Spec
	for _, problem := range brokenSpec("", connection(t, released(t, version, "spec.json")), connection(t, now)) {
		t.Error(problem)
	}
}

func acceptCatalogSince(t *testing.T, version, config string) {
	now := map[string]stream{}
	for _, s := range discover(t, config) {
		now[s.Name] = s
	}
	var before struct{ Streams []stream }
	if err := json.Unmarshal(released(t, version, "catalog.json"), &before); err != nil {
		t.Fatal(err)
	}
	for _, was := range before.Streams {
		is, found := now[was.Name]
		if !found {
			t.Errorf("the stream %s is gone", was.Name)
			continue
		}
		for _, problem := range brokenStream(t, was, is) {
			t.Error(problem)
		}
	}
}

// acceptConfigs has the configurations of a release checked in both roles. All
// of its keys are in them.
func acceptConfigs(t *testing.T, version string) {
	var configs []map[string]json.RawMessage
	if err := json.Unmarshal(released(t, version, "configs.json"), &configs); err != nil {
		t.Fatal(err)
	}
	schema := compile(t, "spec.json", []byte(encode(t, connection(t, ofType(succeed(t, "spec").messages, "SPEC")[0].Spec))))
	used := map[string]bool{}
	for _, config := range configs {
		for key := range config {
			used[key] = true
		}
		content := encode(t, config)
		valid(t, schema, "configuration", content)
		file := write(t, "config.json", content)
		for _, role := range []string{"source", "destination"} {
			for _, m := range ofType(execute(t, "", role, "check", "--config", file).messages, "CONNECTION_STATUS") {
				if m.ConnectionStatus.Status != "SUCCEEDED" {
					t.Errorf("%s: %s\n%s", role, m.ConnectionStatus.Message, content)
				}
			}
		}
	}
	properties, _ := connection(t, released(t, version, "spec.json"))["properties"].(map[string]any)
	for key := range properties {
		if !used[key] && !secretFile(key) {
			t.Errorf("no configuration of %s has %s", version, key)
		}
	}
}

// secretFile reports whether a key is for something that no file here can hold.
func secretFile(key string) bool { return key == "ca_certificate" }

// recordRelease writes the interfaces of today's program as those of a version.
func recordRelease(t *testing.T, version string) {
	t.Helper()
	known := releases(t)
	folder := filepath.Join(releasesFolder, version)
	if err := os.MkdirAll(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	var catalog bytes.Buffer
	var streams struct{ Streams []json.RawMessage }
	if err := json.Unmarshal(fieldOf(t, ofType(succeed(t, "discover", "--config", "sandbox_config.json").messages, "CATALOG")[0].line, "catalog"), &streams); err != nil {
		t.Fatal(err)
	}
	catalog.WriteString("{\"streams\":[\n")
	catalog.Write(bytes.Join(rawLines(streams.Streams), []byte(",\n")))
	catalog.WriteString("\n]}\n")
	files := map[string][]byte{"spec.json": rootFile(t, "spec.json"), "catalog.json": catalog.Bytes()}
	if len(known) > 0 {
		files["configs.json"] = released(t, known[len(known)-1], "configs.json")
	}
	for name, content := range files {
		path := filepath.Join(folder, name)
		if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err := os.WriteFile(path, content, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func rawLines(messages []json.RawMessage) [][]byte {
	lines := make([][]byte, len(messages))
	for i, message := range messages {
		lines[i] = message
	}
	return lines
}

func fieldOf(t *testing.T, line, name string) json.RawMessage {
	t.Helper()
	var object map[string]json.RawMessage
	if err := json.Unmarshal([]byte(line), &object); err != nil {
		t.Fatal(err)
	}
	return object[name]
}
