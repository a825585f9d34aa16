package registry_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/goccy/go-yaml"
)

var update = flag.Bool("update", false, "make metadata.json anew")

// TestMetadataIsThatOfTheRoles holds the JSON that the program has against the
// metadata.yaml of each role.
func TestMetadataIsThatOfTheRoles(t *testing.T) {
	roles := map[string]any{}
	for role, file := range map[string]string{
		"source": "metadata.yaml", "destination": "docs/destinations/destination-sage-intacct/metadata.yaml",
	} {
		content, err := os.ReadFile(filepath.Join("..", filepath.FromSlash(file)))
		if err != nil {
			t.Fatal(err)
		}
		var metadata struct {
			Data map[string]any `yaml:"data"`
		}
		if err := yaml.Unmarshal(content, &metadata); err != nil {
			t.Fatal(err)
		}
		if roles[role] = metadata.Data; metadata.Data["connectorType"] != role {
			t.Errorf("%s is of a %v", file, metadata.Data["connectorType"])
		}
	}
	want, err := json.MarshalIndent(roles, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	want = append(want, '\n')
	if *update {
		if err := os.WriteFile("metadata.json", want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := os.ReadFile("metadata.json"); err != nil || !bytes.Equal(got, want) {
		t.Errorf("metadata.json is not what the metadata.yaml of the roles say (%v); go test ./registry -update makes it anew", err)
	}
}
