package source

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/internal/long"
	"airbyte-sage-intacct/sandbox/company"
)

// accesses is a company with an object whose keys are texts, in an order that
// has nothing to do with time, and with many rows in the same seconds.
func accesses(t testing.TB, n int, random *rand.Rand) *world {
	t.Helper()
	w := small(t, "AUDITHISTORY")
	for i := range n {
		w.company.Put("AUDITHISTORY", access(i, time.Date(2026, 10, 1, 0, 0, random.IntN(1+n/6), 0, time.UTC), random))
	}
	return w
}

func access(i int, when time.Time, random *rand.Rand) map[string]string {
	id := fmt.Sprintf("%c%d-%04d", "aB"[random.IntN(2)], random.IntN(3), i)
	row := map[string]string{"ID": id, "OBJECTTYPE": "vendor", "OBJECTKEY": fmt.Sprint(i), "ACCESSMODE": "Modify"}
	if random.IntN(10) > 0 {
		row["ACCESSTIME"] = stamp(when)
	}
	return row
}

func TestTextKeysInFull(t *testing.T) {
	for _, size := range []int{1, 2, 3, 7, 50, 2000} {
		for _, mode := range []airbyte.SyncMode{airbyte.FullRefresh, airbyte.Incremental} {
			w := accesses(t, 120, rand.New(rand.NewPCG(3, uint64(size))))
			w.config["page_size"] = size
			out := w.read(t, configured(mode, "AUDITHISTORY"), nil).ok(t)
			w.equalsCompany(t, "AUDITHISTORY", out.records("AUDITHISTORY"))
			if again := w.read(t, configured(mode, "AUDITHISTORY"), out.states()).ok(t).count(); again != 0 {
				t.Errorf("%s, page size %d: %d records came again", mode, size, again)
			}
			if t.Failed() {
				t.Fatalf("%s, page size %d", mode, size)
			}
		}
	}
}

func TestTextKeysInAnyCollation(t *testing.T) {
	for _, collation := range []company.Collation{company.Binary, company.Folded, company.Mixed} {
		w := accesses(t, 60, rand.New(rand.NewPCG(5, 5)))
		w.company.SetCollation(collation)
		w.config["page_size"] = 7
		out := w.read(t, configured(airbyte.Incremental, "AUDITHISTORY"), nil).ok(t)
		w.equalsCompany(t, "AUDITHISTORY", out.records("AUDITHISTORY"))
	}
}

func TestKilledTrailsLoseNothing(t *testing.T) {
	for _, mode := range []airbyte.SyncMode{airbyte.FullRefresh, airbyte.Incremental} {
		w := accesses(t, 40, rand.New(rand.NewPCG(9, 9)))
		w.config["page_size"] = 3
		catalog := configured(mode, "AUDITHISTORY")
		whole := w.read(t, catalog, nil).ok(t)
		for _, cut := range cuts(whole.lines, rand.New(rand.NewPCG(1, 1))) {
			before := whole.lines[:cut]
			again := w.read(t, catalog, statesIn(before)).ok(t).records("AUDITHISTORY")
			covered, loose := recordsByState(parseOutput(t, 0, strings.Join(before, "")), "AUDITHISTORY")
			checkResumed(t, w, "AUDITHISTORY", cut, covered, loose, again, mode)
			if t.Failed() {
				t.Fatalf("%s, cut at %d", mode, cut)
			}
		}
	}
}

// TestTrailsBeginASecondAgain touches rows of the second that is being read,
// so that the pages behind them shift. No row may be missed; those that moved
// come in the next read.
func TestTrailsBeginASecondAgain(t *testing.T) {
	random := rand.New(rand.NewPCG(11, 11))
	for round := range long.Of(8, 30) {
		w := accesses(t, 60, random)
		w.config["page_size"] = 4
		var ids []string
		for _, row := range w.company.Rows("AUDITHISTORY") {
			ids = append(ids, row["ID"])
		}
		w.before = func() {
			w.later(time.Second)
			if random.IntN(3) == 0 {
				w.company.Touch("AUDITHISTORY", ids[random.IntN(len(ids))], w.clock())
			}
		}
		copied := make(map[string]string)
		var st []byte
		for i := range 3 {
			if i == 2 {
				w.before = nil
				w.later(time.Minute)
			}
			out := w.read(t, configured(airbyte.Incremental, "AUDITHISTORY"), st).ok(t)
			st = out.states()
			for id, data := range byKey(t, out.records("AUDITHISTORY"), "ID") {
				copied[id] = data
			}
		}
		var records []string
		for _, data := range copied {
			records = append(records, data)
		}
		if w.equalsCompany(t, "AUDITHISTORY", records); t.Failed() {
			t.Fatalf("round %d", round)
		}
	}
}

// TestKeylessObject reads an object that has neither key nor times.
func TestKeylessObject(t *testing.T) {
	var values []string
	gateway := &scripted{answer: func(function, request string) string {
		switch function {
		case "lookup":
			return `<data><Type Name="WIDGET"><Fields><Field><ID>PREFERENCE</ID><DATATYPE>TEXT</DATATYPE></Field></Fields></Type></data>`
		case "readUserFormatting":
			return `<data><userformatting><locale>en_US</locale><dateformat>/mdY</dateformat><gmtoffset>+00:00</gmtoffset><clock>24</clock></userformatting></data>`
		}
		var offset int
		_, after, _ := strings.Cut(request, "<offset>")
		if _, err := fmt.Sscanf(after, "%d<", &offset); err != nil {
			t.Error(err)
		}
		rest := values[offset:]
		some := rest[:min(3, len(rest))]
		var rows strings.Builder
		for _, value := range some {
			fmt.Fprintf(&rows, "<WIDGET><PREFERENCE>%s</PREFERENCE></WIDGET>", value)
		}
		return fmt.Sprintf(`<data listtype="WIDGET" totalcount="%d" offset="%d" count="%d" numremaining="%d">%s</data>`,
			len(values), offset, len(some), len(rest)-len(some), rows.String())
	}}
	values = []string{"a", "b", "b", "c", "d", "d", "e"}
	p := &program{transport: gateway, config: map[string]any{"page_size": 3}}
	out := p.read(t, configured(airbyte.FullRefresh, "WIDGET"), nil).ok(t)
	var got []string
	for _, data := range out.records("WIDGET") {
		got = append(got, key(t, data, "PREFERENCE"))
	}
	if !slices.Equal(got, values) {
		t.Errorf("records are %q, want %q", got, values)
	}
}
