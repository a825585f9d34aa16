package destination

import (
	"fmt"

	"airbyte-sage-intacct/destination/record"
	"airbyte-sage-intacct/destination/result"
)

// claim gives a record that was written without a primary key the one that it now
// has.
func (d decider) claim(it *item, existing record.Stored) (result.Outcome, *op) {
	if !it.plan.CarriesIdentity() {
		return d.unclaimable(it, existing, "Intacct offers no way to change it"), nil
	}
	change := &record.Document{Cells: []record.Cell{{Field: it.plan.Identity, Text: it.handle.values[0]}}}
	o := update(it, existing, change, result.Updated)
	o.claims = true
	return result.Outcome{}, o
}

// unclaimable is for a record that cannot be given its primary key. It counts as
// this one all the same, for this run.
func (d decider) unclaimable(it *item, existing record.Stored, why string) result.Outcome {
	d.blind.once(it.plan.Stream, "a record that keeps no key", fmt.Sprintf(
		"Stream %s: %s %s has the content of %s, was written before the stream had a primary key, and cannot be given it (%s). It is taken for this record, and for no other of this input; further ones are not told.",
		it.plan.Stream, it.plan.Object(), existing.Number, it.label, why))
	return result.Outcome{Kind: result.AlreadyThere, Number: existing.Number}
}
