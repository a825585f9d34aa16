package source

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/sandbox"
	"airbyte-sage-intacct/sandbox/alter"
	"airbyte-sage-intacct/sandbox/company"
	"airbyte-sage-intacct/source/config"
	"airbyte-sage-intacct/source/naming"
)

// A vanishing company is one of which most of a stream's records go at once.
type vanishing struct {
	*world
	stream string
	rows   int
	vanish func(n int) // takes the last n records away
	fresh  func()      // makes a new record
}

// vanishings are streams of every kind that has deletes.
var vanishings = map[string]func(t *testing.T) *vanishing{
	"counted": func(t *testing.T) *vanishing { // VENDOR, which the audit history does not call by its number
		const rows = 120
		w := small(t, "VENDOR")
		for i := range rows {
			w.company.Put("VENDOR", vendor(strconv.Itoa(i+1), "2026-10-01T00:00:00Z", "2026-10-01T00:00:00Z"))
		}
		return w.vanishing(t, "VENDOR", rows, func() {
			w.company.Put("VENDOR", vendor("999", stamp(w.clock()), stamp(w.clock())))
		})
	},
	"audited": func(t *testing.T) *vanishing { // CLASS, whose deletes the audit history tells of
		const rows = 120
		w := small(t, "CLASS")
		for i := range rows {
			w.company.Put("CLASS", class(i+1))
		}
		return w.vanishing(t, "CLASS", rows, func() {
			row := class(999)
			row["WHENMODIFIED"] = stamp(w.clock())
			w.company.Put("CLASS", row)
		})
	},
	"texts": func(t *testing.T) *vanishing { return vanishingLines(t, "GLDETAIL") }, // whose keys are texts
	"lines": func(t *testing.T) *vanishing { return vanishingLines(t, "GLENTRY") },  // of which the audit history has no rows
}

func vanishingLines(t *testing.T, stream string) *vanishing {
	const batches = 40
	w := books(t, batches)
	last := 3 * batches
	return &vanishing{world: w, stream: stream, rows: 3 * batches, vanish: func(n int) {
		for ; n > 0; n-- {
			w.company.Remove("GLENTRY", strconv.Itoa((last-1)/3*10+10+(last-1)%3+1))
			last--
		}
	}, fresh: func() { w.company.Put("GLENTRY", entryLine(1, 4, stamp(w.clock()))) }}
}

// vanishing deletes records as a user does, from the last one on.
func (w *world) vanishing(t *testing.T, stream string, rows int, fresh func()) *vanishing {
	v := &vanishing{world: w, stream: stream, rows: rows, fresh: fresh}
	last := rows
	v.vanish = func(n int) {
		for ; n > 0; n-- {
			if !w.tryRemove(stream, strconv.Itoa(last)) {
				t.Fatalf("%s %d cannot be deleted", stream, last)
			}
			last--
		}
	}
	return v
}

// TestMostOfAStreamVanishes: nothing is deleted before somebody says so, what is
// new comes all the same, and nothing is lost by the delay.
func TestMostOfAStreamVanishes(t *testing.T) {
	for kind, make := range vanishings {
		for _, deletes := range []string{config.DeletesAuto, config.DeletesAuditTrail, config.DeletesReconcile} {
			t.Run(kind+"/"+deletes, func(t *testing.T) {
				t.Parallel()
				v := make(t)
				v.config["deletes"] = deletes
				catalog := configured(airbyte.Incremental, v.stream)
				out := v.read(t, catalog, nil).ok(t)
				states := out.states()
				const gone = 61
				v.later(time.Minute)
				v.vanish(gone)
				v.later(time.Minute)
				for i := range 2 {
					if v.later(time.Minute); i == 1 {
						v.fresh()
						v.later(time.Minute)
					}
					from := len(v.sandbox.Requests())
					stopped := v.read(t, catalog, states)
					states = stopped.states()
					message, failure := stopped.failure(v.stream)
					if stopped.code == 0 || failure != airbyte.ConfigError || !strings.HasSuffix(stopped.statuses(v.stream), "INCOMPLETE") {
						t.Errorf("exit code %d, %s, statuses %s", stopped.code, failure, stopped.statuses(v.stream))
					}
					for _, words := range []string{v.stream, "61 of 120 records (50 %)", "max_deletes_percent: 50", "max_deletes_percent to 100", "clear the stream's data"} {
						if !strings.Contains(message, words) {
							t.Errorf("the error does not say %q: %s", words, message)
						}
					}
					if got := stopped.records(v.stream); len(got) != i || strings.Contains(strings.Join(got, ""), naming.DeletedColumn+`":"`) {
						t.Errorf("run %d: records are %s", i, got)
					}
					if calls := v.asked(from, v.stream); calls > 4 {
						t.Errorf("%d queries, which is more than a question", calls)
					}
				}
				v.config["max_deletes_percent"] = 100
				confirmed := v.read(t, catalog, states).ok(t)
				if n := deleted(confirmed.records(v.stream)); n != gone {
					t.Errorf("%d deletes after the confirmation, want %d", n, gone)
				}
				delete(v.config, "max_deletes_percent")
				v.later(time.Minute)
				if again := v.read(t, catalog, confirmed.states()).ok(t).count(); again != 0 {
					t.Errorf("%d records came again", again)
				}
			})
		}
	}
}

func deleted(records []string) int {
	return strings.Count(strings.Join(records, ""), naming.DeletedColumn+`":"`)
}

// TestMuchOfAStreamVanishes is at most what may vanish at once, of many and of
// few records.
func TestMuchOfAStreamVanishes(t *testing.T) {
	for kind, make := range vanishings {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			v := make(t)
			catalog := configured(airbyte.Incremental, v.stream)
			out := v.read(t, catalog, nil).ok(t)
			for range 2 { // half of the hundred and twenty, then all of the sixty
				v.later(time.Minute)
				v.vanish(v.rows / 2)
				v.later(time.Minute)
				out = v.read(t, catalog, out.states()).ok(t)
				if got := deleted(out.records(v.stream)); got != v.rows/2 {
					t.Errorf("%d deletes, want %d", got, v.rows/2)
				}
			}
		})
	}
}

// TestANarrowedRole sees nothing of what it saw, and then sees it again.
func TestANarrowedRole(t *testing.T) {
	w := newWorld(company.Demo(company.Options{}), sandbox.Settings{})
	streams := []string{"APBILLITEM", "GLENTRY", "GLDETAIL", "CLASS"}
	catalog := configured(airbyte.Incremental, streams...)
	first := w.read(t, catalog, nil).ok(t)
	w.later(time.Minute)
	var restore []func()
	for _, object := range streams[:3] {
		restore = append(restore, w.gateway.Change(alter.Change{Function: "query", Object: object, Times: -1, Reply: nothing(object)}))
	}
	narrow := w.read(t, catalog, first.states())
	if n := narrow.count(); n != 0 || narrow.code == 0 {
		t.Errorf("%d records, exit code %d", n, narrow.code)
	}
	for i, stream := range streams {
		if _, failure := narrow.failure(stream); (failure == airbyte.ConfigError) != (i < 3) {
			t.Errorf("%s: failure %q", stream, failure)
		}
	}
	for _, end := range restore {
		end()
	}
	w.later(time.Minute)
	again := w.read(t, catalog, statesOver(first, narrow)).ok(t)
	for _, stream := range streams {
		if n := deleted(again.records(stream)); n != 0 {
			t.Errorf("%s: %d deletes when all was to be seen again", stream, n)
		}
	}
}

// nothing is the answer to a question about records that the user may not see.
func nothing(object string) func(*alter.Reply) {
	return func(r *alter.Reply) {
		before, rest, found := strings.Cut(r.Body, "<data")
		_, after, closed := strings.Cut(rest, "</data>")
		if found && closed {
			r.Body = before + fmt.Sprintf(`<data listtype=%q totalcount="0" offset="0" count="0" numremaining="0"/>`, object) + after
		}
	}
}

// statesOver are the states of a sync over those of the one before.
func statesOver(outputs ...*output) []byte {
	var all []byte
	for _, out := range outputs {
		all = append(all, out.states()...)
	}
	return all
}

// TestMostOfAnEntityVanishes: the others come to their ends.
func TestMostOfAnEntityVanishes(t *testing.T) {
	w := small(t, "CLASS")
	for i, entity := range []string{"100", "200"} {
		w.company.SetEntity(company.Entity{ID: entity, Name: entity, RecordNo: strconv.Itoa(i + 1)})
		for n := range 110 {
			row := class(1000*i + n + 1)
			row["CLASSID"], row["WHENMODIFIED"] = fmt.Sprint("C", 1000*i+n+1), "2026-01-01T00:00:00Z"
			row["MEGAENTITYID"] = entity
			w.company.Put("CLASS", row)
		}
	}
	w.config["entities"] = map[string]any{"mode": "all"}
	w.config["deletes"] = config.DeletesReconcile
	catalog := configured(airbyte.Incremental, "CLASS")
	first := w.read(t, catalog, nil).ok(t)
	for n := range 100 {
		w.company.Remove("CLASS", strconv.Itoa(n+1))
	}
	w.company.Remove("CLASS", "1001")
	w.later(time.Minute)
	out := w.read(t, catalog, first.states())
	if message, _ := out.failure("CLASS"); out.code == 0 || !strings.Contains(message, "entity 100: CLASS: 100 of 110 records") {
		t.Errorf("exit code %d: %s", out.code, message)
	}
	if got := keys(t, out.records("CLASS")); len(got) != 1 || got[0] != "1001" {
		t.Errorf("deletes of %q", got)
	}
}
