package destination_test

import (
	"strings"
	"testing"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/sandbox"
	"airbyte-sage-intacct/sandbox/alter"
)

// TestStoredTextsThatXMLForbids: a stored record with such a text is found and
// compared as any; one whose key is such a text could be any record, and stops
// the write before something is created twice.
func TestStoredTextsThatXMLForbids(t *testing.T) {
	t.Parallel()
	for field, want := range map[string]string{"NAME": "1 updated", "VENDORID": "VENDORID of a record of VENDOR in Intacct holds a character that XML does not allow"} {
		p := newPlace(sandbox.Settings{})
		p.gateway.Change(alter.Change{Function: "query", Object: "VENDOR", Times: -1, Reply: func(r *alter.Reply) {
			if start := "<" + field + ">"; strings.Contains(r.Body, start) {
				r.Body = strings.Replace(r.Body, start, start+"\x1f", 1)
			}
		}})
		before := len(p.company.Rows("VENDOR"))
		r := p.write(t, nil, catalogOf(stream("VENDOR", airbyte.AppendDedup)), (&input{}).record("VENDOR", `{"VENDORID":"TV-1","NAME":"Test vendor TV-1"}`).String())
		said := r.stdout
		if r.err != nil {
			said += r.err.Error()
		}
		if !strings.Contains(said, want) || (r.err == nil) != (field == "NAME") || len(p.company.Rows("VENDOR")) != before {
			t.Errorf("%s: %v\n%s", field, r.err, r.stdout)
		}
	}
}
