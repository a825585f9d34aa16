package source

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"airbyte-sage-intacct/airbyte"
)

// books are a company with journal entries of three lines each.
func books(t *testing.T, batches int) *world {
	t.Helper()
	w := small(t, "GLBATCH")
	for b := 1; b <= batches; b++ {
		long := stamp(w.clock().Add(time.Duration(b-90) * 24 * time.Hour))
		w.company.Put("GLBATCH", map[string]string{"RECORDNO": fmt.Sprint(b), "BATCH_TITLE": fmt.Sprintf("batch %d", b), "WHENMODIFIED": long})
		for l := 1; l <= 3; l++ {
			w.company.Put("GLENTRY", entryLine(b, l, long))
		}
	}
	return w
}

func entryLine(batch, n int, modified string) map[string]string {
	return map[string]string{
		"RECORDNO": fmt.Sprint(batch*10 + n), "BATCHNO": fmt.Sprint(batch), "STATE": "Posted",
		"DESCRIPTION": fmt.Sprintf("line %d", n), "WHENMODIFIED": modified, "WHENCREATED": modified,
	}
}

func detailKeys(t *testing.T, records []string, deleted bool) []string {
	t.Helper()
	var found []string
	for _, data := range records {
		if deleted == strings.Contains(data, `"_ab_cdc_deleted_at":"`) {
			found = append(found, key(t, data, "RECORDNO"))
		}
	}
	slices.Sort(found)
	return found
}

// TestDetailsFollowTheirBatches takes lines and whole batches out of the ledger
// and changes others in ways that leave no stamp on the details.
func TestDetailsFollowTheirBatches(t *testing.T) {
	for _, size := range []int{1, 2, 5, 2000} {
		t.Run(fmt.Sprint(size), func(t *testing.T) {
			w := books(t, 20)
			w.config["page_size"] = size
			catalog := configured(airbyte.Incremental, "GLDETAIL")
			out := w.read(t, catalog, nil).ok(t)
			w.equalsCompany(t, "GLDETAIL", out.records("GLDETAIL"))

			now := stamp(w.clock())
			w.company.Remove("GLENTRY", "72") // a line of a batch that stays
			w.company.Change("GLBATCH", "7", map[string]string{"WHENMODIFIED": now})
			for l := 1; l <= 3; l++ { // a whole batch
				w.company.Remove("GLENTRY", fmt.Sprint(130+l))
			}
			w.company.Remove("GLBATCH", "13")
			w.company.Change("GLBATCH", "4", map[string]string{"BATCH_TITLE": "changed", "WHENMODIFIED": now})
			w.company.Put("GLENTRY", entryLine(5, 4, now))
			w.later(time.Minute)

			out = w.read(t, catalog, out.states()).ok(t)
			gone := []string{"13-131-131--accrual", "13-132-132--accrual", "13-133-133--accrual", "7-72-72--accrual"}
			if got := detailKeys(t, out.records("GLDETAIL"), true); !slices.Equal(got, gone) {
				t.Errorf("deleted are %q, want %q", got, gone)
			}
			came := detailKeys(t, out.records("GLDETAIL"), false)
			for _, want := range []string{"4-41-41--accrual", "4-42-42--accrual", "4-43-43--accrual", "5-54-54--accrual"} {
				if !slices.Contains(came, want) {
					t.Errorf("%s did not come; there came %q", want, came)
				}
			}
			again := w.read(t, catalog, out.states()).ok(t)
			if got := detailKeys(t, again.records("GLDETAIL"), true); len(got) > 0 {
				t.Errorf("deleted again: %q", got)
			}
			if last := w.read(t, catalog, again.states()).ok(t).records("GLDETAIL"); len(last) > 0 {
				t.Errorf("came again: %q", last)
			}
		})
	}
}

// TestDetailsOfOlderStates goes on from a state that knows no keys of texts yet.
func TestDetailsOfOlderStates(t *testing.T) {
	w := books(t, 30)
	w.config["page_size"] = 4
	catalog := configured(airbyte.Incremental, "GLDETAIL")
	st := w.read(t, catalog, nil).ok(t).states()
	before, rest, found := strings.Cut(string(st), `,"texts":"`)
	_, after, _ := strings.Cut(rest, `"`)
	if !found {
		t.Fatalf("no keys in %s", st)
	}
	out := w.read(t, catalog, []byte(before+after)).ok(t)
	w.company.Remove("GLENTRY", "203")
	w.later(time.Minute)
	out = w.read(t, catalog, out.states()).ok(t)
	if got := detailKeys(t, out.records("GLDETAIL"), true); !slices.Equal(got, []string{"20-203-203--accrual"}) {
		t.Errorf("deleted are %q", got)
	}
}

// TestLateDetailsAreFound shows a detail only after the look-back has passed it
// by: what is counted and never came is read after all.
func TestLateDetailsAreFound(t *testing.T) {
	w := books(t, 10)
	catalog := configured(airbyte.Incremental, "GLDETAIL")
	out := w.read(t, catalog, nil).ok(t)
	w.company.Put("GLENTRY", entryLine(6, 5, stamp(w.clock().Add(-20*24*time.Hour))))
	w.later(time.Hour)
	w.company.Put("GLENTRY", entryLine(9, 4, stamp(w.clock())))
	w.later(time.Second)
	out = w.read(t, catalog, out.states()).ok(t)
	if got := detailKeys(t, out.records("GLDETAIL"), false); !slices.Equal(got, []string{"6-65-65--accrual", "9-94-94--accrual"}) {
		t.Errorf("came %q", got)
	}
}
