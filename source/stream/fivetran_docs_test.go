package stream

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"airbyte-sage-intacct/intacct"
	"airbyte-sage-intacct/source/encode"
	"airbyte-sage-intacct/source/naming"
)

// TestFivetranDocs keeps the page on these tables up to date.
func TestFivetranDocs(t *testing.T) {
	const page, mark = "../../docs/migration.md", "<!-- tables -->\n"
	raw, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	head, tables, marked := strings.Cut(string(raw), mark)
	if !marked {
		t.Fatalf("%s has no %s", page, mark)
	}
	var want strings.Builder
	for _, object := range slices.Sorted(maps.Keys(fivetranTables)) {
		row, _ := intacct.ObjectNamed(object)
		fmt.Fprintf(&want, "\n### %s\n\n%s, in Intacct `%s`.\n\n| Column | Type |\n|---|---|\n", row.Fivetran, row.Label, object)
		for _, c := range append(fivetranColumns(object), fixedColumn{naming.GoneColumn, encode.Boolean}, fixedColumn{naming.SyncedColumn, encode.Timestamp}) {
			fmt.Fprintf(&want, "| `%s` | %s |\n", c.name, [...]string{"text", "integer", "number", "boolean", "date", "timestamp"}[c.kind])
		}
	}
	if *update {
		if err := os.WriteFile(page, []byte(head+mark+want.String()), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	if tables != want.String() {
		t.Errorf("%s is not what the tables say; -update writes it anew", page)
	}
}

// update writes the page anew.
var update = flag.Bool("update", false, "write the page anew")
