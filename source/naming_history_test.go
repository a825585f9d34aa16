package source

import (
	"encoding/json"
	"strings"
	"testing"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/intacct"
)

// TestHistoriesUnderOtherNames plays random histories, as TestHistories does,
// under the names of other connectors.
func TestHistoriesUnderOtherNames(t *testing.T) {
	eachHistory(t, *histories/4, func(t *testing.T, seed uint64) *history {
		h := newHistory(seed)
		h.renamed(t, []naming{namingHotglue, namingFivetran}[seed%2])
		return h
	})
}

// renamed makes a history's company be read under other names. What comes is
// shown to the history under Intacct's.
func (h *history) renamed(t *testing.T, n naming) {
	h.config["stream_naming"] = n
	objects := make(map[string]string)
	for i := range h.catalog.Streams {
		stream := &h.catalog.Streams[i].Stream
		row, _ := intacct.ObjectNamed(stream.Name)
		objects[n.object(row)] = stream.Name
		stream.Name = n.object(row)
		if n == namingFivetran {
			schema := strings.ReplaceAll(strings.ToLower(string(stream.JSONSchema)), deletedColumn, goneColumn)
			stream.JSONSchema = json.RawMessage(strings.Replace(schema, `"`+goneColumn, `"`+syncedColumn+`":{},"`+goneColumn, 1))
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
func plainRecord(t *testing.T, n naming, raw json.RawMessage, stream string) string {
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
	if n == namingFivetran {
		gone, said := record[goneColumn].(bool)
		if synced, _ := record[syncedColumn].(string); !said || len(synced) != len("2006-01-02T15:04:05Z") || record[deletedColumn] != nil {
			t.Errorf("%s lacks a mark: %s", stream, raw)
		}
		if record[deletedColumn] = nil; gone {
			record[deletedColumn] = record["WHENMODIFIED"]
		}
		delete(record, goneColumn)
		delete(record, syncedColumn)
	}
	if id, _ := record["VENDORID"].(string); n == namingHotglue && stream == "VENDOR" && id == "" {
		t.Errorf("a vendor without its key: %s", raw)
	}
	data, err := json.Marshal(map[string]any{"type": "RECORD", "record": map[string]any{"stream": stream, "data": record, "emitted_at": 1}})
	if err != nil {
		t.Fatal(err)
	}
	return string(data) + "\n"
}
