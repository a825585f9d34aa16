package source

import (
	"encoding/json"
	"strings"
	"testing"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/intacct"
	"airbyte-sage-intacct/source/naming"
)

// TestHistoriesUnderOtherNames plays random histories, as TestHistories does,
// under the names of other connectors.
func TestHistoriesUnderOtherNames(t *testing.T) {
	eachHistory(t, *histories/4, func(t *testing.T, seed uint64) *history {
		h := newHistory(seed)
		h.renamed(t, []naming.Naming{naming.Hotglue, naming.Fivetran}[seed%2])
		return h
	})
}

// renamed makes a history's company be read under other names. What comes is
// shown to the history under Intacct's.
func (h *history) renamed(t *testing.T, n naming.Naming) {
	h.config["stream_naming"] = n
	objects := make(map[string]string)
	for i := range h.catalog.Streams {
		stream := &h.catalog.Streams[i].Stream
		row, _ := intacct.ObjectNamed(stream.Name)
		objects[n.Object(row)] = stream.Name
		stream.Name = n.Object(row)
		if n == naming.Fivetran {
			schema := strings.ReplaceAll(strings.ToLower(string(stream.JSONSchema)), naming.DeletedColumn, naming.GoneColumn)
			stream.JSONSchema = json.RawMessage(strings.Replace(schema, `"`+naming.GoneColumn, `"`+naming.SyncedColumn+`":{},"`+naming.GoneColumn, 1))
		}
	}
	h.shown = func(out *output) *output {
		var lines strings.Builder
		for i, m := range out.messages {
			line := out.lines[i]
			if m.Type == airbyte.TypeRecord {
				line = plainRecord(t, n, m.Record.Data, objects[m.Record.Stream])
			}
			lines.WriteString(line)
		}
		return parseOutput(t, out.code, lines.String())
	}
	h.note("under the names of %s", n)
}

// plainRecord is a record as it would be under Intacct's names.
func plainRecord(t *testing.T, n naming.Naming, raw json.RawMessage, stream string) string {
	var named map[string]any
	if err := json.Unmarshal(raw, &named); err != nil {
		t.Fatal(err)
	}
	record := make(map[string]any, len(named))
	for name, value := range named {
		if !strings.HasPrefix(name, "_") {
			name = strings.ToUpper(name)
		}
		record[name] = value
	}
	if n == naming.Fivetran {
		gone, said := record[naming.GoneColumn].(bool)
		if synced, _ := record[naming.SyncedColumn].(string); !said || len(synced) != len("2006-01-02T15:04:05Z") || record[naming.DeletedColumn] != nil {
			t.Errorf("%s lacks a mark: %s", stream, raw)
		}
		if record[naming.DeletedColumn] = nil; gone {
			record[naming.DeletedColumn] = record["WHENMODIFIED"]
		}
		delete(record, naming.GoneColumn)
		delete(record, naming.SyncedColumn)
	}
	if id, _ := record["VENDORID"].(string); n == naming.Hotglue && stream == "VENDOR" && id == "" {
		t.Errorf("a vendor without its key: %s", raw)
	}
	data, err := json.Marshal(map[string]any{"type": "RECORD", "record": map[string]any{"stream": stream, "data": record, "emitted_at": 1}})
	if err != nil {
		t.Fatal(err)
	}
	return string(data) + "\n"
}
