package source

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/internal/long"
)

// queried counts the queries of objects that a command sends.
func (w *world) queried(of func()) map[string]int {
	w.sandbox.ForgetRequests()
	of()
	calls := make(map[string]int)
	for _, request := range w.sandbox.Requests() {
		for _, call := range request.Calls {
			if call.Function == "query" {
				calls[call.Object]++
			}
		}
	}
	return calls
}

// TestUnifiedStreamsBesideTheRaw: a raw stream and the unified one of the same
// object bring what each would bring alone, by the calls of both.
func TestUnifiedStreamsBesideTheRaw(t *testing.T) {
	sides := map[string][]string{
		"unified_vendors": {"VENDOR"}, "unified_bills": {"APBILL"}, "unified_bank_accounts": {"CHECKINGACCOUNT", "SAVINGSACCOUNT", "CREDITCARD"},
	}
	for first, unifiedStream := range slices.Sorted(maps.Keys(sides)) {
		objects := sides[unifiedStream]
		for i, mode := range []airbyte.SyncMode{airbyte.FullRefresh, airbyte.Incremental} {
			if !long.Picks(first+i, 2) {
				continue
			}
			t.Run(unifiedStream+" "+string(mode), func(t *testing.T) {
				t.Parallel()
				w := unifiedDemo()
				w.config["page_size"] = 300
				both := configured(mode, append([]string{unifiedStream}, objects...)...)
				rawOnly, unifiedOnly := configured(mode, objects...), configured(mode, unifiedStream)
				var alone, shown, shared *output
				var states []byte
				for _, what := range []string{"first", "again", "after a change"} {
					if what == "after a change" {
						w.later(3 * time.Hour)
						row := w.company.Rows(objects[0])[1]
						w.company.Change(objects[0], row["RECORDNO"], map[string]string{"WHENMODIFIED": stamp(w.clock())})
						w.later(time.Minute)
					}
					aloneCalls := w.queried(func() { alone = w.read(t, rawOnly, statesOf(states, objects...)).ok(t) })
					shownCalls := w.queried(func() { shown = w.read(t, unifiedOnly, statesOf(states, unifiedStream)).ok(t) })
					calls := w.queried(func() { shared = w.read(t, both, states).ok(t) })
					for _, object := range objects {
						if calls[object] != aloneCalls[object]+shownCalls[object] {
							t.Errorf("%s: %d queries of %s, alone %d and %d", what, calls[object], object, aloneCalls[object], shownCalls[object])
						}
						if !slices.Equal(shared.records(object), alone.records(object)) {
							t.Errorf("%s: %s has %d records, alone %d, or others", what, object, len(shared.records(object)), len(alone.records(object)))
						}
					}
					if !slices.Equal(shared.records(unifiedStream), shown.records(unifiedStream)) {
						t.Errorf("%s: %s has %d records, alone %d, or others", what, unifiedStream, len(shared.records(unifiedStream)), len(shown.records(unifiedStream)))
					}
					for _, stream := range append(objects, unifiedStream) {
						if got := shared.statuses(stream); !strings.HasPrefix(got, "STARTED RUNNING") || !strings.HasSuffix(got, "COMPLETE") {
							t.Errorf("%s: %s: %s", what, stream, got)
						}
					}
					states = shared.states()
				}
			})
		}
	}
}

// statesOf are the last states of some streams.
func statesOf(states []byte, streams ...string) []byte {
	last := make(map[string]string)
	for line := range strings.Lines(string(states)) {
		for _, stream := range streams {
			if strings.Contains(line, `"name":"`+stream+`"`) {
				last[stream] = line
			}
		}
	}
	var kept []byte
	for _, stream := range streams {
		kept = append(kept, last[stream]...)
	}
	return kept
}

// TestUnifiedStreamsHaveTheirOwnPlaces: each stream goes on from its own place.
func TestUnifiedStreamsHaveTheirOwnPlaces(t *testing.T) {
	w := unifiedDemo()
	both := configured(airbyte.Incremental, "VENDOR", "unified_vendors")
	first := w.read(t, configured(airbyte.Incremental, "VENDOR"), nil).ok(t)
	w.later(time.Hour)
	var second, third *output
	if calls := w.queried(func() { second = w.read(t, both, first.states()).ok(t) }); calls["VENDOR"] < 2 {
		t.Errorf("%d queries of VENDOR from two places", calls["VENDOR"])
	}
	if raw, shown := len(second.records("VENDOR")), len(second.records("unified_vendors")); raw != 0 || shown != len(first.records("VENDOR")) {
		t.Errorf("%d records of VENDOR, which had come; %d of unified_vendors", raw, shown)
	}
	w.later(time.Hour)
	alone := w.queried(func() {
		w.read(t, configured(airbyte.Incremental, "VENDOR"), statesOf(second.states(), "VENDOR")).ok(t)
	})
	calls := w.queried(func() { third = w.read(t, both, second.states()).ok(t) })
	if calls["VENDOR"] != 2*alone["VENDOR"] || third.count() != 0 {
		t.Errorf("%d queries of VENDOR, %d records; alone %d", calls["VENDOR"], third.count(), alone["VENDOR"])
	}
}

// TestUnifiedStreamsUnderOtherNames: whatever raw streams are called and look
// like, the unified ones are the same.
func TestUnifiedStreamsUnderOtherNames(t *testing.T) {
	w := unifiedDemo()
	want := w.read(t, configured(airbyte.Incremental, "unified_customers"), nil).ok(t).records("unified_customers")
	for name, raw := range map[string]string{"hotglue": "customers", "fivetran": "customer"} {
		w.config["stream_naming"] = name
		var first, again *output
		both := configured(airbyte.Incremental, "unified_customers", raw)
		calls := w.queried(func() { first = w.read(t, both, nil).ok(t) })
		if calls["CUSTOMER"] != 2 {
			t.Errorf("%s: %d queries", name, calls["CUSTOMER"])
		}
		if !slices.Equal(first.records("unified_customers"), want) || len(first.records(raw)) != len(want) {
			t.Errorf("%s: %d and %d records, want %d", name, len(first.records("unified_customers")), len(first.records(raw)), len(want))
		}
		w.later(3 * time.Hour)
		row := w.company.Rows("CUSTOMER")[2]
		w.company.Remove("CUSTOMER", row["RECORDNO"])
		w.later(time.Minute)
		again = w.read(t, both, first.states()).ok(t)
		if gone := again.records("unified_customers"); len(gone) != 1 || !strings.Contains(gone[0], `{"id":"`+row["RECORDNO"]+`","updatedAt":"`) || len(again.records(raw)) != 1 {
			t.Errorf("%s: %q, %q", name, gone, again.records(raw))
		}
		w.company.Put("CUSTOMER", row)
	}
}
