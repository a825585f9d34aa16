package source

import (
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// update writes the golden files anew, for a demo company that was changed on
// purpose: go test ./source -run Golden -update
var update = flag.Bool("update", false, "write the golden files anew")

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", "catalogs", name)
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got == string(want) {
		return
	}
	lines := strings.Split(string(want), "\n")
	for i, line := range strings.Split(got, "\n") {
		if i >= len(lines) || line != lines[i] {
			t.Fatalf("%s, line %d, is now:\n%.300s\n(-update writes it anew)", path, i+1, line)
		}
	}
	t.Fatalf("%s: lines are missing at the end", path)
}

// TestGoldenCatalog holds what discover says of the demo company, a stream a
// line.
func TestGoldenCatalog(t *testing.T) {
	catalog, _ := demo().discover(t)
	var lines strings.Builder
	for _, stream := range catalog.Streams {
		lines.Write(encoded(t, stream))
		lines.WriteString("\n")
	}
	golden(t, "demo.jsonl", lines.String())
}

// supportID is what the gateway adds to each refusal, another one every time.
var supportID = regexp.MustCompile(` \[Support ID: [^]]*\]`)

// TestGoldenUsers holds what each user of the demo company is offered and why
// the rest is left out, with everything switched on.
func TestGoldenUsers(t *testing.T) {
	for _, id := range []string{"demo", "readonly", "no_gl", "no_audit", "tokyo"} {
		t.Run(id, func(t *testing.T) {
			config := user(id)
			config["audit_history"] = true
			config["attachments"] = "metadata"
			config["balance_periods"] = []string{"*"}
			catalog, logs := with(config).discover(t)
			text := strings.Join(streamNames(catalog), "\n") + "\n"
			for line := range strings.Lines(logs) {
				text += supportID.ReplaceAllString(line, "")
			}
			golden(t, id+".txt", strings.TrimRight(text, "\n")+"\n")
		})
	}
}
