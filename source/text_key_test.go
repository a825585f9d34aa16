package source

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"airbyte-sage-intacct/sandbox/alter"
)

// integerNumber is the key in a reply of lookup, up to its type.
var integerNumber = regexp.MustCompile(`(<ID>RECORDNO</ID>(?:<(?:LABEL|DESCRIPTION|REQUIRED|READONLY)(?:/>|>[^<]*</\w+>))*<DATATYPE>)INTEGER`)

// TestKeysThatLookupCallsText: lookup of live companies says TEXT for record
// numbers of orders, batches and groups. They are numbers all the same: the
// catalogue says so, and what was deleted is noticed.
func TestKeysThatLookupCallsText(t *testing.T) {
	w, catalog, states := classes(t, 4, nil)
	before := w.run(t, t.Context(), "discover", nil, nil).ok(t).lines
	w.gateway.Change(alter.Change{Function: "lookup", Times: -1, Reply: func(r *alter.Reply) {
		r.Body = integerNumber.ReplaceAllString(r.Body, "${1}TEXT")
	}})
	if after := w.run(t, t.Context(), "discover", nil, nil).ok(t).lines; !slices.Equal(after, before) {
		t.Error("the catalogue has changed")
	}
	w.remove(t, "2")
	w.remove(t, "3")
	w.later(time.Minute)
	out := w.read(t, catalog, states).ok(t)
	if got := detailKeys(t, out.records("CLASS"), true); !slices.Equal(got, []string{"2", "3"}) {
		t.Errorf("deleted are %q", got)
	}
	if strings.Contains(out.logs(), "WARN") {
		t.Errorf("warnings:\n%s", out.logs())
	}
}
