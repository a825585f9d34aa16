package source

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/sandbox"
	"airbyte-sage-intacct/sandbox/alter"
	"airbyte-sage-intacct/sandbox/company"
)

// drifting are vendors that were read as discover showed them, besides a stream
// that stays as it is.
func drifting(t *testing.T) (w *world, catalog *airbyte.ConfiguredCatalog, states []byte) {
	t.Helper()
	w = small(t, "VENDOR")
	for _, id := range []string{"1", "2"} {
		row := vendor(id, "2026-10-01T00:00:00Z", "2026-10-01T00:00:00Z")
		row["CREDITLIMIT"], row["ONHOLD"], row["COMMENTS"], row["TAXID"] = "1200.50", "true", "call on 5", "77"
		w.company.Put("VENDOR", row)
	}
	w.company.Put("CLASS", class(1))
	w.config["objects"] = []string{"VENDOR", "CLASS"}
	catalog = configured(airbyte.Incremental, "VENDOR", "CLASS")
	for _, m := range w.run(t, t.Context(), "discover", nil, nil).ok(t).messages {
		if m.Type != airbyte.TypeCatalog {
			continue
		}
		for _, st := range m.Catalog.Streams {
			i := slices.IndexFunc(catalog.Streams, func(c airbyte.ConfiguredStream) bool { return c.Stream.Name == st.Name })
			catalog.Streams[i].Stream.JSONSchema = st.JSONSchema
		}
	}
	states = w.read(t, catalog, nil).ok(t).states()
	w.later(time.Minute)
	for _, id := range []string{"1", "2"} {
		w.company.Change("VENDOR", id, map[string]string{"WHENMODIFIED": stamp(w.clock())})
	}
	row := class(2)
	row["WHENMODIFIED"] = stamp(w.clock())
	w.company.Put("CLASS", row)
	w.later(time.Minute)
	return w, catalog, states
}

// retype makes lookup call a field of vendors something else; "" leaves it out.
func (w *world) retype(field, datatype string) {
	one := regexp.MustCompile(`(?s)<Field>\s*<ID>` + field + `</ID>.*?</Field>`)
	w.gateway.Change(alter.Change{Function: "lookup", Object: "VENDOR", Times: -1, Reply: func(r *alter.Reply) {
		r.Body = one.ReplaceAllStringFunc(r.Body, func(text string) string {
			if datatype == "" {
				return ""
			}
			return regexp.MustCompile(`<DATATYPE>\w*</DATATYPE>`).ReplaceAllString(text, "<DATATYPE>"+datatype+"</DATATYPE>")
		})
	}})
}

// TestFieldsOfAnotherType: values go out as the configured schema has them, or
// are null and said to be; never in another type.
func TestFieldsOfAnotherType(t *testing.T) {
	tests := []struct{ field, datatype, want string }{
		{"CREDITLIMIT", "TEXT", "1200.5"}, // the schema has a number
		{"ONHOLD", "TEXT", "true"},        // … true or false
		{"TAXID", "INTEGER", `"77"`},      // … a text
		{"TAXID", "BOOLEAN", `"77"`},
		{"TAXID", "DATE", ""}, // a date is a text, and this is none
	}
	for _, test := range tests {
		t.Run(test.field+"/"+test.datatype, func(t *testing.T) {
			w, catalog, states := drifting(t)
			w.retype(test.field, test.datatype)
			out := w.read(t, catalog, states).ok(t)
			for _, data := range out.records("VENDOR") {
				var record map[string]json.RawMessage
				if err := json.Unmarshal([]byte(data), &record); err != nil {
					t.Fatal(err)
				}
				if got := string(record[test.field]); test.want != "" && got != test.want || test.want == "" && got != "null" {
					t.Errorf("%s is %s, want %s", test.field, got, test.want)
				}
			}
			if n := strings.Count(out.logs(), "WARN VENDOR: the field "+test.field+" is "); (n == 1) != (test.want != "") {
				t.Errorf("%d warnings:\n%s", n, out.logs())
			}
			if len(out.records("VENDOR")) != 2 || len(out.records("CLASS")) != 1 {
				t.Errorf("%d and %d records", len(out.records("VENDOR")), len(out.records("CLASS")))
			}
		})
	}
}

// TestValuesThatDoNotFitAnyMore were of the schema's type once.
func TestValuesThatDoNotFitAnyMore(t *testing.T) {
	w, catalog, states := drifting(t)
	w.retype("CREDITLIMIT", "TEXT")
	w.company.Change("VENDOR", "2", map[string]string{"CREDITLIMIT": "none"})
	w.gateway.Change(alter.Change{Function: "query", Object: "VENDOR", Times: -1, Reply: func(r *alter.Reply) {
		r.Replace("<CREDITLIMIT>1200.5", "<CREDITLIMIT>no limit")
	}})
	out := w.read(t, catalog, states).ok(t)
	if all := strings.Join(out.records("VENDOR"), ""); strings.Contains(all, "no limit") || strings.Count(all, `"CREDITLIMIT":null`) != 2 {
		t.Errorf("records are %s", all)
	}
	if all := strings.Join(out.lines, ""); strings.Count(all, `{"field":"CREDITLIMIT","change":"NULLED","reason":"SOURCE_SERIALIZATION_ERROR"}`) != 2 {
		t.Errorf("changes are not told:\n%s", all)
	}
	if !strings.Contains(out.logs(), "WARN VENDOR: 2 values of the field CREDITLIMIT are not a number; they are null") {
		t.Errorf("logs:\n%s", out.logs())
	}
}

// TestFieldsThatAreGone: a field that lookup does not name any more, or that the
// user may not query any more.
func TestFieldsThatAreGone(t *testing.T) {
	t.Run("not named", func(t *testing.T) {
		w, catalog, states := drifting(t)
		w.retype("COMMENTS", "")
		out := w.read(t, catalog, states).ok(t)
		if n := strings.Count(out.logs(), "WARN VENDOR: the object has no field for COMMENTS; left out"); n != 1 || len(out.records("VENDOR")) != 2 {
			t.Errorf("%d warnings, %d records:\n%s", n, len(out.records("VENDOR")), out.logs())
		}
	})
	t.Run("refused", func(t *testing.T) {
		w, catalog, states := drifting(t)
		w.sandbox.Fault(sandbox.Fault{
			Function: "query", Object: "VENDOR", Errno: "XL03000009",
			Description2: "The following fields cannot be queried for object VENDOR : [VENDOR: [COMMENTS] ] [Support ID: x]",
		})
		out := w.read(t, catalog, states).ok(t)
		if all := strings.Join(out.records("VENDOR"), ""); strings.Count(all, `"COMMENTS":null`) != 2 || len(out.records("CLASS")) != 1 {
			t.Errorf("records are %s", all)
		}
		if n := strings.Count(out.logs(), "WARN VENDOR: the gateway refuses to query the field COMMENTS"); n != 1 {
			t.Errorf("%d warnings:\n%s", n, out.logs())
		}
	})
}

// TestObjectsThatAreGone: whose right was withdrawn, or that are not there any
// more. The stream is INCOMPLETE, its state stays, and the others are read.
func TestObjectsThatAreGone(t *testing.T) {
	tests := map[string]struct {
		stream   string
		withdraw func(w *world)
	}{
		"right withdrawn": {"VENDOR", func(w *world) {
			user := *w.company.Users()[0]
			user.Deny = map[string]company.Access{"VENDOR": company.All}
			w.company.SetUser(user)
		}},
		"no such object": {"MY_OBJECT", func(*world) {}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			w, catalog, states := drifting(t)
			before := w.read(t, catalog, states).ok(t)
			test.withdraw(w)
			catalog.Streams[0].Stream.Name = test.stream
			out := w.read(t, catalog, []byte(strings.ReplaceAll(string(before.states()), "VENDOR", test.stream)))
			if out.statuses(test.stream) != "STARTED RUNNING INCOMPLETE" && out.statuses(test.stream) != "STARTED INCOMPLETE" {
				t.Errorf("statuses are %q", out.statuses(test.stream))
			}
			if !strings.HasSuffix(out.statuses("CLASS"), "STATE COMPLETE") || out.code == 0 || out.count() != 0 {
				t.Errorf("exit code %d, %d records, statuses of the other stream %q", out.code, out.count(), out.statuses("CLASS"))
			}
			if message, failure := out.failure(test.stream); failure != airbyte.ConfigError {
				t.Errorf("%s: %s", failure, message)
			}
		})
	}
}
