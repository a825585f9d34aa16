package source

import (
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/internal/long"
	"airbyte-sage-intacct/sandbox"
)

// cuts are the places at which a read is killed: behind every message that is
// no record, which includes every page boundary, and at random lines.
func cuts(lines []string, random *rand.Rand) []int {
	var places []int
	for i, line := range lines {
		if !strings.HasPrefix(line, `{"type":"RECORD"`) {
			places = append(places, i, i+1)
		}
	}
	for range 5 {
		places = append(places, random.IntN(len(lines)+1))
	}
	slices.Sort(places)
	return slices.Compact(places)
}

// TestKilledReadsLoseNothing kills a read after any line and goes on from the
// last STATE that was out. Both parts together are the company; what comes
// twice had no STATE behind it, or lies inside the look-back.
func TestKilledReadsLoseNothing(t *testing.T) {
	streams := []string{"EMPLOYEE", "CLASS", "GLACCOUNT"}
	for _, mode := range []airbyte.SyncMode{airbyte.FullRefresh, airbyte.Incremental} {
		t.Run(string(mode), func(t *testing.T) {
			w := demo()
			p := &program{transport: w.transport, options: w.options, config: map[string]any{"page_size": 17}}
			catalog := configured(mode, streams...)
			whole := p.read(t, catalog, nil).ok(t)
			for i, cut := range cuts(whole.lines, rand.New(rand.NewPCG(1, 1))) {
				if !long.Picks(i, 4) {
					continue
				}
				before := whole.lines[:cut]
				resumed := p.read(t, catalog, statesIn(before)).ok(t)
				first := parseOutput(t, 0, strings.Join(before, ""))
				for _, stream := range streams {
					covered, loose := recordsByState(first, stream)
					again := resumed.records(stream)
					checkResumed(t, w, stream, cut, covered, loose, again, mode)
				}
			}
		})
	}
}

// recordsByState are the records that a STATE came after, and the others.
func recordsByState(o *output, stream string) (covered, loose []string) {
	for _, m := range o.messages {
		switch {
		case m.Type == airbyte.TypeRecord && m.Record.Stream == stream:
			loose = append(loose, string(m.Record.Data))
		case m.Type == airbyte.TypeState && m.State.Stream.Descriptor.Name == stream:
			covered, loose = append(covered, loose...), nil
		}
	}
	return covered, loose
}

func checkResumed(t *testing.T, w *world, stream string, cut int, covered, loose, again []string, mode airbyte.SyncMode) {
	t.Helper()
	object, _ := w.company.Object(stream)
	if mode == airbyte.FullRefresh {
		w.equalsCompany(t, stream, slices.Concat(covered, again)) // each once
		return
	}
	all := make(map[string]string)
	for _, data := range slices.Concat(covered, loose, again) {
		all[key(t, data, object.Key)] = data
	}
	if rows := w.company.Rows(stream); len(all) != len(rows) {
		t.Errorf("cut at %d: %s has %d rows, the company %d", cut, stream, len(all), len(rows))
	}
	known := byKey(t, covered, object.Key)
	for _, data := range again {
		if _, twice := known[key(t, data, object.Key)]; twice {
			t.Errorf("cut at %d: %s came again: %.60s", cut, stream, data)
		}
	}
}

// TestKilledWindowStaysFrozen kills an incremental read between two pages,
// changes rows on both sides of the cut, and reads on.
func TestKilledWindowStaysFrozen(t *testing.T) {
	var rows []map[string]string
	for i := range 10 {
		rows = append(rows, vendor(strconv.Itoa(i+1), "2026-10-1"+strconv.Itoa(i)+"T00:00:00Z", ""))
	}
	w := small(t, "VENDOR", rows...)
	w.config["page_size"], w.config["deletes"] = 4, "off"
	catalog := configured(airbyte.Incremental, "VENDOR")
	whole := w.read(t, catalog, nil).ok(t)
	cut := slices.IndexFunc(whole.lines, func(line string) bool { return strings.HasPrefix(line, `{"type":"STATE"`) })
	before := parseOutput(t, 0, strings.Join(whole.lines[:cut+1], ""))
	if n := before.count(); n != 4 {
		t.Fatalf("%d records before the first state", n)
	}
	for _, changed := range []string{"2", "7"} {
		w.company.Change("VENDOR", changed, map[string]string{"NAME": "changed", "WHENMODIFIED": stamp(w.clock())})
	}
	w.later(3 * time.Hour)
	after := w.read(t, catalog, before.states()).ok(t)
	// The rest of the frozen window, then what changed since.
	want := []string{"10", "2", "5", "6", "7", "8", "9"}
	if got := keys(t, after.records("VENDOR")); !slices.Equal(slices.Compact(got), want) {
		t.Errorf("records are %q, want %q", got, want)
	}
	for _, data := range after.records("VENDOR") {
		if k := key(t, data, "RECORDNO"); (k == "2" || k == "7") && key(t, data, "NAME") != "changed" {
			t.Errorf("an old version came: %s", data)
		}
	}
}

// TestRowsChangingDuringTheRead changes rows between the requests of a read:
// behind the place of reading and ahead of it. The next read has what this one
// could not.
func TestRowsChangingDuringTheRead(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 7))
	for round := range long.Of(6, 20) {
		var rows []map[string]string
		for i := range 60 {
			rows = append(rows, vendor(strconv.Itoa(i+1), "2026-10-01T00:00:00Z", "2026-10-01T00:00:00Z"))
		}
		w := small(t, "VENDOR", rows...)
		w.config["page_size"] = 7
		next := 61
		w.before = func() {
			w.later(time.Second)
			for range random.IntN(4) {
				id := strconv.Itoa(1 + random.IntN(60))
				w.company.Change("VENDOR", id, map[string]string{"NAME": "changed " + stamp(w.clock()), "WHENMODIFIED": stamp(w.clock())})
			}
			if random.IntN(4) == 0 {
				w.company.Put("VENDOR", vendor(strconv.Itoa(next), stamp(w.clock()), stamp(w.clock())))
				next++
			}
		}
		copied := make(map[string]string)
		var st []byte
		read := func() {
			out := w.read(t, configured(airbyte.Incremental, "VENDOR"), st).ok(t)
			st = out.states()
			for _, data := range out.records("VENDOR") {
				copied[key(t, data, "RECORDNO")] = data
			}
		}
		read()
		read()
		w.before = nil
		w.later(time.Minute)
		read()
		var records []string
		for _, data := range copied {
			records = append(records, data)
		}
		if w.equalsCompany(t, "VENDOR", records); t.Failed() {
			t.Fatalf("round %d", round)
		}
	}
}

func TestFaults(t *testing.T) {
	throttled := sandbox.Fault{Function: "query", Nth: 3, Status: 429}
	tests := []struct {
		name    string
		fault   sandbox.Fault
		failure airbyte.FailureType // "" if the read gets over it
	}{
		{"throttled", throttled, ""},
		{"bad gateway", sandbox.Fault{Function: "query", Nth: 3, Status: 502}, ""},
		{"cut by the CDN", sandbox.Fault{Function: "query", Nth: 3, Status: 524}, ""},
		{"connection lost", sandbox.Fault{Function: "query", Nth: 3, Drop: true}, ""},
		{"answer cut", sandbox.Fault{Function: "query", Nth: 3, Cut: 5000}, ""},
		{"answer ends early", sandbox.Fault{Function: "query", Nth: 3, Truncate: 5000}, ""},
		{"try again later", sandbox.Fault{Function: "query", Nth: 3, Errno: "XL03000099", Description2: "x", Correction: "Please Try Again Later"}, ""},
		{"outage", sandbox.Fault{Function: "query", Nth: 3, Times: -1, Status: 503}, airbyte.TransientError},
		{"permission withdrawn", sandbox.Fault{
			Function: "query", Nth: 3, Times: -1, Errno: "PL04000005",
			Description2: "You do not have permission for API operation READ_BY_QUERY on objects of type vendor",
		}, airbyte.ConfigError},
	}
	for _, test := range tests {
		for _, mode := range []airbyte.SyncMode{airbyte.FullRefresh, airbyte.Incremental} {
			t.Run(test.name+"/"+string(mode), func(t *testing.T) {
				w := small(t, "VENDOR")
				for i := range 40 {
					w.company.Put("VENDOR", vendor(strconv.Itoa(i+1), "2026-10-01T00:00:00Z", ""))
				}
				w.config["page_size"] = 9
				remove := w.sandbox.Fault(test.fault)
				out := w.read(t, configured(mode, "VENDOR"), nil)
				records := out.records("VENDOR")
				if test.failure != "" {
					if _, failure := out.failure("VENDOR"); failure != test.failure || out.code == 0 || len(records) == 0 || len(records) == 40 {
						t.Errorf("exit code %d, %s, %d records", out.code, failure, len(records))
					}
					remove()
					out = w.read(t, configured(mode, "VENDOR"), out.states())
					records = append(records, out.records("VENDOR")...)
				}
				out.ok(t)
				w.equalsCompany(t, "VENDOR", records)
			})
		}
	}
}
