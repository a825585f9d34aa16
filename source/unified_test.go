package source

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/internal/long"
	"airbyte-sage-intacct/sandbox"
	"airbyte-sage-intacct/sandbox/company"
	"airbyte-sage-intacct/unified"
)

// unifiedStreams are the streams that unified_schema adds.
func unifiedStreams() []string {
	var names []string
	for _, table := range unified.Tables {
		if !table.WriteOnly {
			names = append(names, table.Stream())
		}
	}
	return names
}

// unifiedDemo is the demo company with the streams of the unified schema.
func unifiedDemo() *world {
	w := newWorld(company.Demo(company.Options{}), sandbox.Settings{})
	w.config["unified_schema"] = true
	return w
}

// objectsOf are the Intacct objects of a stream of the unified schema.
func objectsOf(t testing.TB, stream string) *unified.Table {
	t.Helper()
	table, known := unified.Named(stream)
	if !known {
		t.Fatal("no table", stream)
	}
	return table
}

// TestUnifiedStreams: all of them are offered when they are asked for, with the
// keys and cursors that the tables say, and every record they bring is one that
// the schema describes, with nothing besides. No record is missing.
func TestUnifiedStreams(t *testing.T) {
	w := unifiedDemo()
	offered := make(map[string]airbyte.Stream)
	for _, m := range w.run(t, t.Context(), "discover", nil, nil).ok(t).messages {
		if m.Type == airbyte.TypeCatalog {
			for _, st := range m.Catalog.Streams {
				offered[st.Name] = st
			}
		}
	}
	catalog := &airbyte.ConfiguredCatalog{}
	for _, name := range unifiedStreams() {
		st, ok := offered[name]
		if !ok {
			t.Errorf("%s is not offered", name)
			continue
		}
		catalog.Streams = append(catalog.Streams, airbyte.ConfiguredStream{Stream: st, SyncMode: airbyte.FullRefresh, DestinationSyncMode: airbyte.Append})
	}
	out := w.read(t, catalog, nil).ok(t)
	for _, st := range catalog.Streams {
		records := out.records(st.Stream.Name)
		valid(t, st.Stream, records)
		table, rows := objectsOf(t, st.Stream.Name), 0
		for _, o := range table.Objects {
			rows += len(w.company.Rows(o.Name))
		}
		if len(table.Objects) > 0 && len(records) != rows {
			t.Errorf("%s: %d records, the company has %d", st.Stream.Name, len(records), rows)
		}
		if len(records) == 0 {
			t.Errorf("%s is empty", st.Stream.Name)
		}
	}
	for _, list := range []struct{ stream, object string }{
		{"unified_bills", "APBILLITEM"},
		{"unified_journal_entries", "GLENTRY"},
		{"unified_bill_payments", "APPYMTDETAIL"},
		{"unified_invoices", "ARINVOICEITEM"},
		{"unified_purchase_orders", "PODOCUMENTENTRY"},
		{"unified_invoice_payments", "ARPYMTDETAIL"},
	} {
		lines := 0
		for _, data := range out.records(list.stream) {
			lines += linesIn(t, objectsOf(t, list.stream), data)
		}
		want := len(w.company.Rows(list.object))
		if strings.HasSuffix(list.object, "PYMTDETAIL") { // which have credits beside the amounts paid
			want = 0
			for _, row := range w.company.Rows(list.object) {
				if row["TRX_PAYMENTAMOUNT"] != "" {
					want++
				}
			}
		}
		if lines != want {
			t.Errorf("%s: %d lines, the company has %d", list.stream, lines, want)
		}
	}
}

// linesIn counts the lines of a record.
func linesIn(t testing.TB, table *unified.Table, data string) int {
	t.Helper()
	var record map[string]json.RawMessage
	if err := json.Unmarshal([]byte(data), &record); err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, l := range table.Lists {
		var lines []json.RawMessage
		if err := json.Unmarshal(record[l.Name], &lines); err != nil {
			t.Fatal(err)
		}
		n += len(lines)
	}
	return n
}

// valid holds records against the schema of their stream, which has to describe
// every member.
func valid(t testing.TB, st airbyte.Stream, records []string) {
	t.Helper()
	schema, err := jsonschema.UnmarshalJSON(strings.NewReader(string(st.JSONSchema)))
	if err != nil {
		t.Fatal(err)
	}
	schema.(map[string]any)["additionalProperties"] = false
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("schema.json", schema); err != nil {
		t.Fatal(err)
	}
	compiled, err := compiler.Compile("schema.json")
	if err != nil {
		t.Fatal(err)
	}
	seen := make(map[string]bool)
	for i, data := range records {
		record, err := jsonschema.UnmarshalJSON(strings.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		if i >= 100 && !long.Asked() {
			// the first ones show it
		} else if err := compiled.Validate(record); err != nil {
			t.Errorf("%s: %v\n%s", st.Name, err, data)
			return
		}
		var id []string
		for _, path := range st.SourceDefinedPrimaryKey {
			value, _ := json.Marshal(record.(map[string]any)[path[0]])
			id = append(id, string(value))
		}
		if key := strings.Join(id, " "); seen[key] {
			t.Errorf("%s: %s came twice", st.Name, key)
		} else {
			seen[key] = true
		}
	}
	if st.SourceDefinedPrimaryKey == nil || st.SourceDefinedCursor && !slices.Equal(st.DefaultCursorField, []string{unified.Cursor}) {
		t.Errorf("%s: key %v, cursor %v", st.Name, st.SourceDefinedPrimaryKey, st.DefaultCursorField)
	}
}
