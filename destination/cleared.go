package destination

import (
	"slices"

	"airbyte-sage-intacct/destination/record"
	"airbyte-sage-intacct/destination/result"
)

// A null in a record that is created says nothing to Intacct, which may fill the
// field itself. So a value that is there afterwards is our own work, unless it
// stands in a field that Intacct leaves empty: then the record had other content.

// unchanged settles a record that append has found: nothing but what Intacct
// fills itself may be there where the record has null. What was sent in this run
// is our own.
func (d decider) unchanged(it *item, found []record.Stored, o result.Outcome) result.Outcome {
	at := slices.IndexFunc(found, func(s record.Stored) bool { return s.Number == o.Number })
	if it.sent || at < 0 {
		return o
	}
	if names := record.Cleared(it.document, it.plan.Schema, found[at], it.plan.Posting != nil); len(names) > 0 && !it.handle.content {
		return result.Rejected(result.Rejectf("%s with %s exists with a value in %s, which is null in the record, and append changes nothing that exists",
			it.plan.Object(), it.handle.text(), result.Listed(names[:min(len(names), result.MaxListed)])).
			Advise("Use append_dedup to empty the field, or set nulls to ignore if a null says nothing."))
	}
	d.blind.to(it, record.Comparison{Lenient: true}.Differ(it.document, found[at]))
	return o
}
