package source

import (
	"strings"
	"testing"

	"airbyte-sage-intacct/airbyte"
)

// TestFullRefreshesByGeneration: only what was read for the same generation is
// done already, or half done. A platform may count no generations.
func TestFullRefreshesByGeneration(t *testing.T) {
	first, second := int64(1), int64(2)
	w := small(t, "CLASS")
	const rows = 12
	for i := range rows {
		w.company.Put("CLASS", class(i+1))
	}
	w.config["page_size"], w.config["max_concurrency"] = 3, 1
	tests := []struct {
		name           string
		written, asked *int64
		complete, half int // the records of a read that goes on from either state
	}{
		{"the same", &first, &first, 0, rows - 3},
		{"a later one", &first, &second, rows, rows},
		{"an earlier one", &second, &first, rows, rows},
		{"none in the state", nil, &first, rows, rows},
		{"none in the catalogue", &first, nil, rows, rows},
		{"none in either", nil, nil, rows, rows - 3}, // half of a refresh is gone on with, as ever
	}
	for _, test := range tests {
		for _, stream := range []string{"CLASS", "unified_classes"} {
			of := func(generation *int64) *airbyte.ConfiguredCatalog {
				catalog := configured(airbyte.FullRefresh, stream)
				catalog.Streams[0].GenerationID = generation
				return catalog
			}
			w.config["unified_schema"] = stream != "CLASS"
			whole := w.read(t, of(test.written), nil).ok(t)
			if got := w.read(t, of(test.asked), whole.states()).ok(t).count(); got != test.complete {
				t.Errorf("%s, %s: %d records after a refresh that came to its end, want %d", test.name, stream, got, test.complete)
			}
			page := whole.lines[:1+strings.Count(strings.SplitAfter(strings.Join(whole.lines, ""), `{"type":"STATE"`)[0], "\n")]
			if got := w.read(t, of(test.asked), statesIn(page)).ok(t).count(); got != test.half {
				t.Errorf("%s, %s: %d records after a refresh of one page, want %d", test.name, stream, got, test.half)
			}
		}
	}
}

// TestGenerationsOfSharedPages: a raw stream and the unified one of the same
// object are at different generations when one of them was refreshed alone.
func TestGenerationsOfSharedPages(t *testing.T) {
	w := small(t, "VENDOR")
	for _, id := range []string{"1", "2", "3"} {
		w.company.Put("VENDOR", vendor(id, "2026-10-01T00:00:00Z", "2026-10-01T00:00:00Z"))
	}
	w.config["unified_schema"] = true
	catalog := configured(airbyte.FullRefresh, "VENDOR", "unified_vendors")
	out := w.read(t, catalog, nil).ok(t)
	next := int64(2)
	catalog.Streams[1].GenerationID = &next
	again := w.read(t, catalog, out.states()).ok(t)
	if raw, shown := len(again.records("VENDOR")), len(again.records("unified_vendors")); raw != 0 || shown != 3 {
		t.Errorf("%d and %d records", raw, shown)
	}
}
