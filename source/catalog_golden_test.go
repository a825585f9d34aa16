package source

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/source/naming"
)

// update writes the golden files anew, for a demo company that was changed on
// purpose: go test ./source -run Golden -update
var update = flag.Bool("update", false, "write the golden files anew")

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", filepath.FromSlash(name))
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

// TestGoldenCatalog holds what discover says of the demo company under each
// naming, a stream a line.
func TestGoldenCatalog(t *testing.T) {
	for n, name := range map[naming.Naming]string{naming.Intacct: "demo", naming.Hotglue: "hotglue", naming.Fivetran: "fivetran"} {
		t.Run(string(n), func(t *testing.T) {
			catalog, _ := with(map[string]any{"stream_naming": n}).discover(t)
			var lines strings.Builder
			for _, stream := range catalog.Streams {
				lines.Write(encoded(t, stream))
				lines.WriteString("\n")
			}
			golden(t, "catalogs/"+name+".jsonl", lines.String())
		})
	}
}

// TestGoldenRecords holds a record of each stream under the names of others, the
// last one that was changed lately. Under Intacct's names the acceptance tests do.
func TestGoldenRecords(t *testing.T) {
	for _, n := range []naming.Naming{naming.Hotglue, naming.Fivetran} {
		t.Run(string(n), func(t *testing.T) {
			config := map[string]any{"stream_naming": n, "start_date": "2026-09-01T00:00:00Z"}
			catalog, _ := with(config).discover(t)
			last := lastRecords(t, with(config), streamNames(catalog))
			older := slices.DeleteFunc(streamNames(catalog), func(name string) bool { return last[name] != "" })
			delete(config, "start_date")
			maps.Copy(last, lastRecords(t, with(config), older))
			var lines strings.Builder
			for _, name := range streamNames(catalog) {
				fmt.Fprintf(&lines, "%s %s\n", name, last[name])
			}
			golden(t, "records/"+string(n)+".txt", lines.String())
		})
	}
}

func lastRecords(t *testing.T, p *program, names []string) map[string]string {
	t.Helper()
	out := p.read(t, configured(airbyte.Incremental, names...), nil).ok(t)
	last := make(map[string]string)
	for _, name := range names {
		if records := out.records(name); len(records) > 0 {
			last[name] = records[len(records)-1]
		}
	}
	return last
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
			golden(t, "catalogs/"+id+".txt", strings.TrimRight(text, "\n")+"\n")
		})
	}
}
