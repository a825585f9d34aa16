package source

import (
	"slices"
	"strconv"
	"testing"
	"time"

	"airbyte-sage-intacct/airbyte"
)

// bill puts a bill and its lines, none of which is ever stamped.
func (w *world) bill(id int, modified string, lines ...int) {
	w.company.Put("APBILL", map[string]string{"RECORDNO": strconv.Itoa(id), "WHENMODIFIED": modified, "AUWHENCREATED": "2026-01-01T00:00:00Z"})
	for _, line := range lines {
		w.company.Put("APBILLITEM", map[string]string{
			"RECORDNO": strconv.Itoa(line), "RECORDKEY": strconv.Itoa(id), "WHENCREATED": "2026-01-01T00:00:00Z",
		})
	}
}

func TestLinesOfChangedParents(t *testing.T) {
	w := small(t, "APBILL")
	w.company.Put("APBILLITEM", map[string]string{"RECORDNO": "999", "WHENMODIFIED": "2026-10-01T00:00:00Z"}) // the cursor of the lines
	w.bill(1, "2026-10-01T00:00:00Z", 11, 12)
	w.bill(2, "2026-10-02T00:00:00Z", 21)
	catalog := configured(airbyte.Incremental, "APBILLITEM")
	states := []byte(nil)
	step := func(want ...string) {
		t.Helper()
		w.later(3 * time.Hour)
		from := len(w.sandbox.Requests())
		out := w.read(t, catalog, states).ok(t)
		if got := keys(t, out.records("APBILLITEM")); !slices.Equal(got, want) {
			t.Errorf("lines %q, want %q", got, want)
		}
		if asked := w.asked(from, "APBILL"); asked != 1 {
			t.Errorf("%d queries of parents", asked)
		}
		states = out.states()
	}
	step("11", "12", "21", "999")
	step()

	// A line changes, and only its bill says so.
	w.company.Change("APBILLITEM", "12", map[string]string{"ENTRYDESCRIPTION": "changed"})
	w.company.Touch("APBILL", "1", w.clock())
	step("12")
	step()

	// The line beside it was stamped as well: it comes once.
	w.company.Change("APBILLITEM", "11", map[string]string{"WHENMODIFIED": stamp(w.clock()), "ENTRYDESCRIPTION": "changed"})
	w.company.Change("APBILLITEM", "12", map[string]string{"ENTRYDESCRIPTION": "again"})
	w.company.Touch("APBILL", "1", w.clock())
	step("11", "12")

	// A bill goes, and its lines with it.
	w.company.Remove("APBILL", "1")
	w.company.Remove("APBILLITEM", "11")
	w.company.Remove("APBILLITEM", "12")
	step("11", "12")
	step()
}

// TestLinesFromBeforeTheStart: what the start date leaves out stays out when its
// document changes, so that it is not taken for deleted afterwards either.
func TestLinesFromBeforeTheStart(t *testing.T) {
	w := small(t, "APBILL")
	w.config["start_date"] = "2026-09-01T00:00:00Z"
	w.bill(1, "2026-08-01T00:00:00Z", 11, 12, 13)
	w.company.Put("APBILLITEM", map[string]string{"RECORDNO": "14", "RECORDKEY": "1", "WHENCREATED": "2026-09-02T00:00:00Z"})
	catalog := configured(airbyte.Incremental, "APBILLITEM")
	var states []byte
	for i, want := range [][]string{{"14"}, nil, {"14"}, nil} {
		w.later(3 * time.Hour)
		if i == 2 {
			w.company.Change("APBILLITEM", "12", map[string]string{"ENTRYDESCRIPTION": "changed"})
			w.company.Change("APBILLITEM", "14", map[string]string{"ENTRYDESCRIPTION": "changed"})
			w.company.Touch("APBILL", "1", w.clock())
		}
		out := w.read(t, catalog, states).ok(t)
		if got := keys(t, out.records("APBILLITEM")); !slices.Equal(got, want) {
			t.Errorf("run %d: lines %q, want %q", i, got, want)
		}
		states = out.states()
	}
}

func TestLinesWhoseParentsMayNotBeRead(t *testing.T) {
	w := small(t, "APBILL")
	w.bill(1, "2026-10-01T00:00:00Z", 11)
	user := *w.company.Users()[0]
	user.Deny = deny("APBILL")
	w.company.SetUser(user)
	out := w.read(t, configured(airbyte.Incremental, "APBILLITEM"), nil).ok(t)
	if got := keys(t, out.records("APBILLITEM")); !slices.Equal(got, []string{"11"}) {
		t.Errorf("lines %q", got)
	}
	wantLog(t, out, "WARN APBILLITEM: lines that change without a stamp of their own are not noticed, because APBILL cannot be read")
}
