package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"testing"
)

func ours(role string) wheel {
	return wheel{
		role: role, version: "1.2.3", platform: platforms["linux/amd64"],
		program: bytes.Repeat([]byte("program "), 1000), page: []byte("# Page\n"), licence: []byte("MIT\n"),
	}
}

// TestWheelIsWhatPipInstalls reads a wheel back: the script, and a RECORD that
// lists every member with its hash.
func TestWheelIsWhatPipInstalls(t *testing.T) {
	packed, err := ours("source").pack()
	if err != nil {
		t.Fatal(err)
	}
	archive, err := zip.NewReader(bytes.NewReader(packed), int64(len(packed)))
	if err != nil {
		t.Fatal(err)
	}
	members, modes := map[string][]byte{}, map[string]os.FileMode{}
	for _, file := range archive.File {
		opened, err := file.Open()
		if err != nil {
			t.Fatal(err)
		}
		if members[file.Name], err = io.ReadAll(opened); err != nil {
			t.Fatal(err)
		}
		modes[file.Name] = file.Mode()
	}
	const script = "airbyte_source_sage_intacct-1.2.3.data/scripts/source-sage-intacct"
	if string(members[script][:8]) != "program " || modes[script] != 0o755 {
		t.Errorf("the script is not there, or is %v", modes[script])
	}
	const info = "airbyte_source_sage_intacct-1.2.3.dist-info/"
	listed := 0
	for line := range strings.Lines(string(members[info+"RECORD"])) {
		name, rest, _ := strings.Cut(strings.TrimSpace(line), ",")
		listed++
		if name == info+"RECORD" {
			continue
		}
		sum := sha256.Sum256(members[name])
		if want := fmt.Sprintf("sha256=%s,%d", base64.RawURLEncoding.EncodeToString(sum[:]), len(members[name])); rest != want {
			t.Errorf("RECORD has %s for %s, not %s", rest, name, want)
		}
	}
	if listed != len(members) {
		t.Errorf("RECORD lists %d of %d members", listed, len(members))
	}
	for file, line := range map[string]string{
		"METADATA": "Name: airbyte-source-sage-intacct\nVersion: 1.2.3\n", "WHEEL": "Tag: py3-none-musllinux_1_1_x86_64\n",
	} {
		if !strings.Contains(string(members[info+file]), line) {
			t.Errorf("%s lacks %q:\n%s", file, line, members[info+file])
		}
	}
}

func TestWheelsAreDeterministic(t *testing.T) {
	for _, role := range []string{"source", "destination"} {
		one, err := ours(role).pack()
		if err != nil {
			t.Fatal(err)
		}
		if other, err := ours(role).pack(); err != nil || !bytes.Equal(one, other) {
			t.Errorf("two wheels of the %s differ: %v", role, err)
		}
	}
}

// TestBill lists the program, Go's library and each module once, with where it
// comes from.
func TestBill(t *testing.T) {
	info := &debug.BuildInfo{GoVersion: "go1.26.8", Deps: []*debug.Module{
		{Path: "github.com/rs/zerolog", Version: "v1.35.1", Sum: "h1:" + base64.StdEncoding.EncodeToString(make([]byte, 32))},
		{Path: "example.com/old", Version: "v1.0.0", Replace: &debug.Module{Path: "example.com/new", Version: "v1.0.1"}},
	}}
	b := billOf(info, "1.2.3")
	var purls []string
	for _, p := range b.Packages {
		purls = append(purls, p.External[0].Locator)
	}
	if want := []string{
		"pkg:golang/airbyte-sage-intacct@1.2.3", "pkg:golang/stdlib@1.26.8",
		"pkg:golang/github.com/rs/zerolog@v1.35.1", "pkg:golang/example.com/new@v1.0.1",
	}; !slices.Equal(purls, want) {
		t.Errorf("the packages are %q", purls)
	}
	if len(b.Relations) != len(b.Packages) {
		t.Errorf("%d relations of %d packages", len(b.Relations), len(b.Packages))
	}
}

// TestBillOfAProgram writes the bill of this test's own program.
func TestBillOfAProgram(t *testing.T) {
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "bill.json")
	if err := writeBill(path, program, "1.2.3"); err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(path)
	var b bill
	if err == nil {
		err = json.Unmarshal(content, &b)
	}
	if err != nil || b.Version != "SPDX-2.3" || !strings.HasPrefix(b.Namespace, "https://") {
		t.Errorf("the bill is %.300s: %v", content, err)
	}
}

// bases writes the root filesystems of two architectures, with a file each.
func bases(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	for _, name := range []string{"x86_64", "aarch64"} {
		content, err := packFiles(map[string][]byte{"bin/sh": []byte(name)})
		if err != nil {
			t.Fatal(err)
		}
		var zipped bytes.Buffer
		w := gzip.NewWriter(&zipped)
		_, failed := w.Write(content)
		path := filepath.Join(folder, "alpine-minirootfs-3.22.2-"+name+".tar.gz")
		if err := errors.Join(failed, w.Close(), os.WriteFile(path, zipped.Bytes(), 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}

// TestImagesLeadToTheirLayers follows an archive from its index to the layers of
// each architecture: every blob is there, under its hash and with its size.
func TestImagesLeadToTheirLayers(t *testing.T) {
	amd64, arm64 := platforms["linux/amd64"], platforms["linux/arm64"]
	program := filepath.Join(t.TempDir(), "program")
	if err := os.WriteFile(program, []byte("program"), 0o755); err != nil {
		t.Fatal(err)
	}
	j := &job{out: t.TempDir(), version: "1.2.3", platforms: []platform{amd64, arm64}, base: bases(t)}
	made, err := j.imagesOf(map[platform]string{amd64: program, arm64: program})
	if err != nil || len(made) != 3 {
		t.Fatalf("made %q: %v", made, err)
	}
	packed, err := os.ReadFile(filepath.Join(j.out, "airbyte-destination-sage-intacct_1.2.3.oci.tar"))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{}
	archive := tar.NewReader(bytes.NewReader(packed))
	for {
		header, err := archive.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if files[header.Name], err = io.ReadAll(archive); err != nil {
			t.Fatal(err)
		}
	}
	type content struct {
		Manifests, Layers []blob
		Config            json.RawMessage
	}
	at := func(b blob) (content content) {
		found := files["blobs/"+strings.Replace(b.Digest, ":", "/", 1)]
		if digest(found) != b.Digest || len(found) != b.Size {
			t.Errorf("%s is not there, or is another", b.Digest)
		}
		if strings.HasSuffix(b.Type, "json") {
			if err := json.Unmarshal(found, &content); err != nil {
				t.Error(err)
			}
		}
		return content
	}
	var top content
	if err := json.Unmarshal(files["index.json"], &top); err != nil {
		t.Fatal(err)
	}
	var architectures []string
	for _, one := range at(top.Manifests[0]).Manifests {
		architectures = append(architectures, one.On.Architecture)
		manifest := at(one)
		var config blob
		if err := json.Unmarshal(manifest.Config, &config); err != nil {
			t.Fatal(err)
		}
		if text := string(at(config).Config); !strings.Contains(text, `"AIRBYTE_ENTRYPOINT=/airbyte/connector destination"`) {
			t.Errorf("the configuration is %s", text)
		}
		if len(manifest.Layers) != 2 {
			t.Errorf("%d layers", len(manifest.Layers))
		}
		for _, layer := range manifest.Layers {
			at(layer)
		}
	}
	if !slices.Equal(architectures, []string{"amd64", "arm64"}) {
		t.Errorf("the architectures are %q", architectures)
	}
	again := &job{out: t.TempDir(), version: "1.2.3", platforms: j.platforms, base: j.base}
	if _, err := again.imagesOf(map[platform]string{amd64: program, arm64: program}); err != nil {
		t.Fatal(err)
	}
	if other, err := os.ReadFile(filepath.Join(again.out, "airbyte-destination-sage-intacct_1.2.3.oci.tar")); err != nil || !bytes.Equal(packed, other) {
		t.Errorf("the same images are other bytes: %v", err)
	}
}

func TestCommandLine(t *testing.T) {
	t.Chdir("..")
	if j, err := readJob([]string{"--platforms", "linux/arm64", wheels}); err != nil || len(j.platforms) != 1 || j.version == "" {
		t.Errorf("the job is %+v: %v", j, err)
	}
	for _, args := range [][]string{{"--platforms", "plan9/mips"}, {"everything"}, {"--nonsense"}} {
		if _, err := readJob(args); err == nil {
			t.Errorf("%q was taken", args)
		}
	}
}
