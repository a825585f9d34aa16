package source

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/internal/long"
	"airbyte-sage-intacct/source/config"
)

// TestRowsOfTheFuture: a row whose time of change lies in the future comes once,
// with a warning, whatever notices deletes; it moves no cursor and costs no call.
func TestRowsOfTheFuture(t *testing.T) {
	cases := 0
	for _, deletes := range []string{config.DeletesAuto, config.DeletesReconcile, config.DeletesOff} {
		for _, in := range []time.Duration{3 * time.Hour, 30 * time.Hour, 70 * 365 * 24 * time.Hour} {
			for _, timezone := range []string{"", "UTC"} {
				if cases++; !long.Picks(cases, 5) {
					continue
				}
				t.Run(fmt.Sprint(deletes, in, timezone), func(t *testing.T) {
					t.Parallel()
					w := small(t, "VENDOR", vendor("1", "2026-10-01T00:00:00Z", "2026-10-01T00:00:00Z"), vendor("2", "2026-10-02T00:00:00Z", "2026-10-02T00:00:00Z"))
					if w.config["deletes"] = deletes; timezone != "" {
						w.config["timezone"] = timezone
					}
					catalog := configured(airbyte.Incremental, "VENDOR")
					out := w.read(t, catalog, nil).ok(t)
					idle := w.read(t, catalog, out.states()).ok(t)
					from := len(w.sandbox.Requests())
					w.read(t, catalog, idle.states()).ok(t)
					calls := len(w.sandbox.Requests()) - from

					future := w.clock().Add(in)
					w.company.Put("VENDOR", vendor("3", stamp(future), "2026-10-02T00:00:00Z"))
					out = w.read(t, catalog, idle.states()).ok(t)
					if got := keys(t, out.records("VENDOR")); !slices.Equal(got, []string{"3"}) {
						t.Errorf("records are %q", got)
					}
					if n := strings.Count(out.logs(), "WARN VENDOR: 1 records were changed in the future, as their WHENMODIFIED says: 3 ("+stamp(future)+")"); n != 1 {
						t.Errorf("%d warnings:\n%s", n, out.logs())
					}
					if cursor := out.state(t, "VENDOR").Slices[""].Cursor.String(); cursor != "2026-10-02T00:00:00Z" {
						t.Errorf("the cursor became %s", cursor)
					}
					for range 2 {
						w.later(time.Minute)
						from = len(w.sandbox.Requests())
						out = w.read(t, catalog, out.states()).ok(t)
						if n := out.count(); n != 0 || strings.Contains(out.logs(), "WARN") || len(w.sandbox.Requests())-from > calls {
							t.Errorf("%d records, %d calls instead of %d:\n%s", n, len(w.sandbox.Requests())-from, calls, out.logs())
						}
					}
					w.later(in)
					if out = w.read(t, catalog, out.states()).ok(t); out.count() != 0 {
						t.Errorf("it came again when its time had come: %s", out.records("VENDOR"))
					}
				})
			}
		}
	}
}

// TestDeletesOfRowsOfTheFuture are not taken for older than the row.
func TestDeletesOfRowsOfTheFuture(t *testing.T) {
	w := small(t, "VENDOR", vendor("1", "2026-10-01T00:00:00Z", "2026-10-01T00:00:00Z"), vendor("2", "2026-10-02T00:00:00Z", "2026-10-02T00:00:00Z"))
	catalog := configured(airbyte.Incremental, "VENDOR")
	out := w.read(t, catalog, nil).ok(t)
	w.company.Put("VENDOR", vendor("3", "2099-01-01T00:00:00Z", ""))
	out = w.read(t, catalog, out.states()).ok(t)
	w.company.Remove("VENDOR", "3")
	w.company.Remove("VENDOR", "2")
	w.later(time.Minute)
	got := w.read(t, catalog, out.states()).ok(t).records("VENDOR")
	want := []string{
		fmt.Sprintf(`{"RECORDNO":2,"WHENMODIFIED":%q,"_ab_cdc_deleted_at":%[1]q}`, stamp(w.clock())),
		`{"RECORDNO":3,"WHENMODIFIED":"2099-01-01T00:00:00Z","_ab_cdc_deleted_at":"2099-01-01T00:00:00Z"}`,
	}
	if !slices.Equal(got, want) {
		t.Errorf("records are %s, want %s", got, want)
	}
}

// TestParentsOfTheFuture do not hide later changes of lines.
func TestParentsOfTheFuture(t *testing.T) {
	w := books(t, 4)
	catalog := configured(airbyte.Incremental, "GLENTRY")
	out := w.read(t, catalog, nil).ok(t)
	w.company.Change("GLBATCH", "1", map[string]string{"WHENMODIFIED": "2099-01-01T00:00:00Z"})
	w.later(time.Hour)
	out = w.read(t, catalog, out.states()).ok(t)
	w.later(24 * time.Hour)
	w.company.Change("GLENTRY", "31", map[string]string{"DESCRIPTION": "changed without a stamp"})
	w.company.Change("GLBATCH", "3", map[string]string{"WHENMODIFIED": stamp(w.clock())})
	w.later(time.Minute)
	out = w.read(t, catalog, out.states()).ok(t)
	if got := keys(t, out.records("GLENTRY")); !slices.Contains(got, "31") {
		t.Errorf("records are %q", got)
	}
}
