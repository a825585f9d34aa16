package destination

import (
	"slices"

	"airbyte-sage-intacct/destination/record"
	"airbyte-sage-intacct/destination/result"
	"airbyte-sage-intacct/destination/schema"
)

// A legacy function that changes a record takes fewer fields than the one that
// creates it. What it does not take stays as it is, and to send the rest would
// be called an update at every sync.

// carried is a difference without what an update cannot carry, and the names of
// that as far as the record gives it a value. That a null cannot empty such a
// field is told once.
func (d decider) carried(it *item, diff record.Difference) (record.Difference, []string) {
	model := it.plan.Schema.Object.Write.Update.Content()
	if model == nil {
		return diff, nil
	}
	var stuck []string
	diff.Cells = slices.DeleteFunc(slices.Clone(diff.Cells), func(c record.Cell) bool {
		switch {
		case schema.Takes(model, c.Field), c.Field == it.plan.Identity:
			return false // an identity has its own ways
		case c.Text == "":
			d.blind.keeps(it, c.Field.ID)
		default:
			stuck = append(stuck, c.Field.ID)
		}
		return true
	})
	diff.Rows = slices.DeleteFunc(slices.Clone(diff.Rows), func(r record.Rows) bool {
		if schema.TakesList(model, r.List) {
			return false
		}
		stuck = append(stuck, r.List.Element)
		return true
	})
	return diff, stuck
}

func uncarried(it *item, existing record.Stored, names []string) *result.Rejection {
	return result.Rejectf("%s %s differs in %s, which Intacct takes at a creation and not in an update",
		it.plan.Object(), existing.Number, result.Listed(names[:min(len(names), result.MaxListed)])).
		Advise("Correct it in Intacct, or leave the column out.")
}
