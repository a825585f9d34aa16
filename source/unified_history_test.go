package source

import (
	"fmt"
	"regexp"
	"slices"
	"testing"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/intacct"
	"airbyte-sage-intacct/unified"
)

// TestUnifiedHistories plays random histories, as TestHistories does, with
// streams of the unified accounting schema, alone and beside the raw streams of
// their objects.
func TestUnifiedHistories(t *testing.T) {
	eachHistory(t, *histories/4, func(_ *testing.T, seed uint64) *history { return newUnifiedHistory(seed) })
}

// newUnifiedHistory is a history of the same company and gateway as that of the
// seed, with other streams.
func newUnifiedHistory(seed uint64) *history {
	h := newHistory(seed)
	streams := pick(h.random,
		[]string{"unified_vendors"}, []string{"VENDOR", "unified_vendors"}, []string{"unified_classes", "CLASS", "unified_vendors"},
		[]string{"unified_bills"}, []string{"unified_bills", "APBILL"}, []string{"APBILLITEM", "APBILL", "unified_bills"},
		[]string{"unified_journal_entries", "GLBATCH"}, []string{"unified_journal_entries"},
	)
	if h.config["deletes"] == "audit_trail" {
		h.config["deletes"] = "auto" // lines leave no trail
	}
	h.strict = true
	h.catalog = configured(airbyte.Incremental, streams...)
	h.copies, h.objects = make(map[string]*copied), nil
	for i, stream := range streams {
		if text := modelTexts[stream]; text != "" {
			h.catalog.Streams[i].Stream.JSONSchema = fmt.Appendf(nil, `{"properties":{%q:{},"_ab_cdc_deleted_at":{}}}`, text)
		}
		h.copies[stream] = newCopied()
		object := stream
		if table, known := unified.Named(stream); known {
			object = table.Objects[0].Name
		}
		h.objects = append(h.objects, object)
		if lines := modelLines[object]; lines != "" {
			h.objects = append(h.objects, lines)
		}
		if row, _ := intacct.ObjectNamed(object); row.Parent != "" {
			h.objects = append(h.objects, row.Parent)
		}
	}
	slices.Sort(h.objects)
	h.objects = slices.Compact(h.objects)
	h.note("streams %v", streams)
	return h
}

// untimed takes the times out of a record: where the first rows that are read
// are such as show no zone, they may be off until one does.
var untimed = regexp.MustCompile(`"(updatedAt|createdAt)":"[^"]*",`)

// compareUnified holds a destination's table against what a fresh reading of
// the stream brings.
func (h *history) compareUnified(t *testing.T, stream string, c *copied) {
	t.Helper()
	fresh := newCopied()
	for _, data := range h.read(t, configured(airbyte.FullRefresh, stream), nil).ok(t).records(stream) {
		fresh.apply(t, "", []byte(data))
	}
	for k, data := range fresh.rows {
		if got := c.rows[k]; got != data {
			t.Errorf("%s %s is\n%s\nin the destination, in the company\n%s", stream, k, got, data)
		}
	}
	for k := range c.rows {
		if _, there := fresh.rows[k]; !there {
			t.Errorf("%s %s is still in the destination", stream, k)
		}
	}
}
