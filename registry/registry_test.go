package registry_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"airbyte-sage-intacct/registry"
)

const metadata = `{
  "name": "Test",
  "definitionId": "6f0e6a2c-0000-4f1e-9d0b-ROLE",
  "connectorType": "ROLE",
  "connectorSubtype": "api",
  "dockerRepository": "airbyte-ROLE-test",
  "dockerImageTag": "1.2.3",
  "documentationUrl": "https://example.com/",
  "maxSecondsBetweenMessages": 1800,
  "supportsRefreshes": true
}`

func connector(role string) registry.Connector {
	return registry.Connector{
		Metadata: []byte(strings.ReplaceAll(metadata, "ROLE", role)),
		Spec:     []byte(`{"documentationUrl":"https://example.com/","protocol_version":"0.18.0","connectionSpecification":{"title":"a & b"}}`),
		Page:     []byte("# " + role), PageURL: "https://example.com/" + role, Icon: []byte("<svg/>"),
	}
}

// publish runs the command for both roles.
func publish(t *testing.T, folder string, args ...string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	both := []registry.Connector{connector("destination"), connector("source")}
	if code := registry.Command(both, append([]string{"--out", folder}, args...), &stdout, &stderr); code != 0 {
		t.Fatalf("exit %d: %s", code, stderr.String())
	}
	for name := range strings.Lines(stdout.String()) {
		if _, err := os.Stat(filepath.Join(folder, strings.TrimSpace(name))); err != nil {
			t.Error(err)
		}
	}
}

// shown reads a file of the registry.
func shown[T any](t *testing.T, folder, name string) (content T) {
	t.Helper()
	file, err := os.ReadFile(filepath.Join(folder, name))
	if err == nil {
		err = json.Unmarshal(file, &content)
	}
	if err != nil {
		t.Fatal(err)
	}
	return content
}

type listing map[string][]map[string]any

func TestEntries(t *testing.T) {
	folder := t.TempDir()
	publish(t, folder)
	list := shown[listing](t, folder, "registries/v0/oss_registry.json")
	for _, role := range []string{"source", "destination"} {
		entries := list[role+"s"]
		if len(entries) != 1 {
			t.Fatalf("%d entries of the %s", len(entries), role)
		}
		file := "metadata/airbyte-" + role + "-test/1.2.3/"
		alone := shown[map[string]any](t, folder, file+"oss.json")
		for key, want := range map[string]any{
			role + "DefinitionId": "6f0e6a2c-0000-4f1e-9d0b-" + role, "dockerRepository": "airbyte-" + role + "-test",
			"dockerImageTag": "1.2.3", "documentationUrl": "https://example.com/" + role, "protocolVersion": "0.18.0",
			"public": true, "custom": false, "tombstone": false, "supportsRefreshes": true, "maxSecondsBetweenMessages": 1800.0,
			"connectorType": nil, "definitionId": nil, "connectorSubtype": nil,
		} {
			if entries[0][key] != want || alone[key] != want {
				t.Errorf("%s: %s is %v and %v, not %v", role, key, entries[0][key], alone[key], want)
			}
		}
		if page, err := os.ReadFile(filepath.Join(folder, file+"doc.md")); string(page) != "# "+role {
			t.Errorf("the page is %q: %v", page, err)
		}
	}
	if kind := list["sources"][0]["sourceType"]; kind != "api" {
		t.Errorf("the sourceType is %v", kind)
	}
}

// TestOwnPlaces has images, registry and version of an installation.
func TestOwnPlaces(t *testing.T) {
	folder := t.TempDir()
	publish(t, folder, "--images", "ghcr.io/acme/", "--base-url", "https://acme.example/airbyte", "--version", "1.2.3-acme.1")
	at := "metadata/ghcr.io/acme/airbyte-source-test/1.2.3-acme.1/"
	entry := shown[map[string]any](t, folder, at+"oss.json")
	spec, _ := entry["spec"].(map[string]any)
	for what, got := range map[string]any{"page": entry["documentationUrl"], "page of the form": spec["documentationUrl"]} {
		if got != "https://acme.example/airbyte/"+at+"doc.md" {
			t.Errorf("the %s is at %v", what, got)
		}
	}
	if entry["dockerRepository"] != "ghcr.io/acme/airbyte-source-test" || entry["iconUrl"] != "https://acme.example/airbyte/"+at+"icon.svg" {
		t.Errorf("the entry is %v", entry)
	}
}

// TestOthersStay writes two versions into a registry that lists a connector of
// somebody else.
func TestOthersStay(t *testing.T) {
	folder := t.TempDir()
	list := filepath.Join(folder, "registries", "v0", "oss_registry.json")
	if err := os.MkdirAll(filepath.Dir(list), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(list, []byte(`{"sources":[{"sourceDefinitionId":"other","size":12345678901234567890}],"destinations":[]}`), 0o644); err != nil {
		t.Fatal(err)
	}
	publish(t, folder)
	publish(t, folder, "--version", "1.2.4")
	var versions []string
	for _, entry := range shown[listing](t, folder, "registries/v0/oss_registry.json")["sources"] {
		version, _ := entry["dockerImageTag"].(string)
		versions = append(versions, version)
	}
	if !slices.Equal(versions, []string{"", "1.2.4"}) {
		t.Errorf("the sources listed have the versions %q", versions)
	}
	if content, _ := os.ReadFile(list); !bytes.Contains(content, []byte("12345678901234567890")) {
		t.Error("the number of another entry changed")
	}
	for _, version := range []string{"1.2.3", "1.2.4"} {
		shown[map[string]any](t, folder, "metadata/airbyte-source-test/"+version+"/oss.json")
	}
}

func TestRefusals(t *testing.T) {
	folder := t.TempDir()
	for name, args := range map[string][]string{
		"no folder": {}, "a version that is no tag": {"--out", folder, "--version", "../1"}, "a word": {"--out", folder, "more"},
		"an address without a scheme": {"--out", folder, "--base-url", "acme.example"}, "images elsewhere": {"--out", folder, "--images", "../../acme"},
		"a flag": {"--out", folder, "--nonsense"},
	} {
		var stderr bytes.Buffer
		if code := registry.Command([]registry.Connector{connector("source")}, args, &stderr, &stderr); code != 2 || stderr.Len() == 0 {
			t.Errorf("%s: exit %d: %s", name, code, stderr.String())
		}
	}
	if entries, _ := os.ReadDir(folder); len(entries) > 0 {
		t.Errorf("it wrote %v", entries)
	}
}
