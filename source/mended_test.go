package source

import (
	"fmt"
	"strings"
	"testing"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/sandbox/alter"
)

// inField puts raw bytes into a field of the record that has a key.
func inField(object, keyField, key, field, raw string) func(*alter.Reply) {
	return func(r *alter.Reply) {
		record := strings.Index(r.Body, "<"+keyField+">"+key+"</"+keyField+">")
		if record < 0 {
			return
		}
		begin := strings.LastIndex(r.Body[:record], "<"+object+">")
		end := begin + strings.Index(r.Body[begin:], "</"+object+">")
		from := begin + strings.Index(r.Body[begin:end], "<"+field+">") + len("<"+field+">")
		to := from + strings.Index(r.Body[from:end], "</"+field+">")
		r.Body = r.Body[:from] + raw + r.Body[to:]
	}
}

// TestForbiddenCharactersInTexts: they become what was meant, or U+FFFD; the
// record says so, and a WARN names it.
func TestForbiddenCharactersInTexts(t *testing.T) {
	for raw, want := range map[string]string{
		"A\x1fB": "A\uFFFDB", "A&#x1F;": "A\uFFFD", "caf\xe9": "café", "A&nbsp;B": "A\u00a0B", "R&D": "R&D", "&#xD800;": "\uFFFD", "\uFFFE": "\uFFFD",
	} {
		for _, mode := range bothModes {
			w := faultSubjects["keyed"].make(t)
			w.config["page_size"] = 5
			w.gateway.Change(alter.Change{Function: "query", Times: -1, Reply: inField("VENDOR", "RECORDNO", "4", "NAME", raw)})
			out := w.read(t, configured(mode, "VENDOR"), nil).ok(t)
			if n := out.count(); n != faultRows {
				t.Errorf("%q: %d records", raw, n)
			}
			for _, m := range out.messages {
				if m.Type != airbyte.TypeRecord {
					continue
				}
				data := string(m.Record.Data)
				changes := ""
				if m.Record.Meta != nil {
					changes = fmt.Sprint(m.Record.Meta.Changes)
				}
				wantChanges := ""
				if key(t, data, "RECORDNO") == "4" {
					wantChanges = "[{NAME TRUNCATED SOURCE_SERIALIZATION_ERROR}]"
					if !strings.Contains(data, `"NAME":"`+want+`"`) {
						t.Errorf("%q: want %q in %s", raw, want, data)
					}
				}
				if changes != wantChanges {
					t.Errorf("%q: changes %s of %s", raw, changes, data)
				}
			}
			if warning := "WARN VENDOR: 1 texts of the field NAME hold characters that XML does not allow (records 4)"; strings.Count(out.logs(), warning) != 1 {
				t.Errorf("%q: logs\n%s", raw, out.logs())
			}
		}
	}
}

// TestForbiddenCharactersElsewhere: nothing goes by a key, a time or a number
// that is only nearly known. What came before stays.
func TestForbiddenCharactersElsewhere(t *testing.T) {
	for field, raw := range map[string]string{
		"RECORDNO": "4\x1f", "WHENMODIFIED": "10/04/2026&nbsp;00:00:00", "TOTALDUE": "&nbsp;5", "ONETIME": "tru\xe9", "WHENCREATED": "&#0;", "CREDITLIMIT": "5 &",
	} {
		w := faultSubjects["keyed"].make(t)
		w.config["page_size"] = 3
		w.gateway.Change(alter.Change{Function: "query", Times: -1, Reply: inField("VENDOR", "VENDORID", "V4", field, raw)})
		out := w.read(t, configured(airbyte.Incremental, "VENDOR"), nil)
		message, failure := out.failure("VENDOR")
		if failure != airbyte.SystemError || !strings.Contains(message, "the field "+field) || !strings.Contains(message, "VENDOR 4") || out.count() > 3 {
			t.Errorf("%s: %d records, %s: %s", field, out.count(), failure, message)
		}
	}
}

func TestForbiddenCharactersInListings(t *testing.T) {
	subject := faultSubjects["listed"]
	spoil := func(field string) *output {
		w := subject.make(t)
		w.config["objects"] = []string{subject.stream}
		w.gateway.Change(alter.Change{Function: "get_list", Times: -1, Reply: inField("supdocfolder", "name", "folder 07", field, "R&D &#x1F; caf\xe9")})
		return w.read(t, configured(airbyte.FullRefresh, subject.stream), nil)
	}
	out := spoil("description").ok(t)
	all, change := strings.Join(out.lines, ""), `"meta":{"changes":[{"field":"description","change":"TRUNCATED","reason":"SOURCE_SERIALIZATION_ERROR"}]}`
	if out.count() != subject.rows || strings.Count(all, change) != 1 || !strings.Contains(all, `"name":"folder 07","description":"R&D `+"\uFFFD"+` café"`) {
		t.Errorf("%d records\n%s", out.count(), all)
	}
	if logs := out.logs(); !strings.Contains(logs, "WARN SUPDOCFOLDER: 1 texts of the field description hold characters that XML does not allow (records folder 07)") {
		t.Errorf("logs\n%s", logs)
	}
	if message, failure := spoil("name").failure(subject.stream); failure != airbyte.SystemError || !strings.Contains(message, "the field name holds a character") {
		t.Errorf("a key: %s: %s", failure, message)
	}
}

func TestForbiddenCharactersInUnifiedRecords(t *testing.T) {
	w := faultSubjects["lines"].make(t)
	w.config["unified_schema"] = true
	spoilt := func(r *alter.Reply) {
		if first := strings.Index(r.Body, "<DESCRIPTION>"); first >= 0 {
			first += len("<DESCRIPTION>")
			r.Body = r.Body[:first] + "R&D " + r.Body[first:]
		}
	}
	w.gateway.Change(alter.Change{Function: "query", Object: "GLENTRY", Times: -1, Reply: spoilt})
	out := w.read(t, configured(airbyte.FullRefresh, "unified_journal_entries"), nil).ok(t)
	all := strings.Join(out.lines, "")
	if change := `"meta":{"changes":[{"field":"lineItems","change":"TRUNCATED","reason":"SOURCE_SERIALIZATION_ERROR"}]}`; strings.Count(all, change) != 1 {
		t.Errorf("changes are told otherwise:\n%s", all)
	}
	if logs := out.logs(); !strings.Contains(logs, "texts of the field GLENTRY.DESCRIPTION hold") {
		t.Errorf("logs\n%s", logs)
	}
}
