package destination

import (
	"slices"

	"airbyte-sage-intacct/intacct"
)

// A legacy function that changes a record takes fewer fields than the one that
// creates it. What it does not take stays as it is, and to send the rest would
// be called an update at every sync.

// carried is a difference without what an update cannot carry, and the names of
// that as far as the record gives it a value. That a null cannot empty such a
// field is told once.
func (d decider) carried(it *item, diff difference) (difference, []string) {
	model := it.plan.schema.object.Write.Update.Content()
	if model == nil {
		return diff, nil
	}
	var stuck []string
	diff.cells = slices.DeleteFunc(slices.Clone(diff.cells), func(c cell) bool {
		switch {
		case takes(model, c.field), c.field == it.plan.identity:
			return false // an identity has its own ways
		case c.text == "":
			d.blind.keeps(it, c.field.id)
		default:
			stuck = append(stuck, c.field.id)
		}
		return true
	})
	diff.rows = slices.DeleteFunc(slices.Clone(diff.rows), func(r rows) bool {
		if takesList(model, r.list) {
			return false
		}
		stuck = append(stuck, r.list.element)
		return true
	})
	return diff, stuck
}

func uncarried(it *item, record stored, names []string) *rejection {
	return rejectf("%s %s differs in %s, which Intacct takes at a creation and not in an update",
		it.plan.object(), record.number, listed(names[:min(len(names), maxComplaints)])).
		advise("Correct it in Intacct, or leave the column out.")
}

// takes reports whether a function carries a field.
func takes(model *intacct.Model, f *field) bool {
	return carries(model, f.id) || f.custom && slices.ContainsFunc(model.Elements(), func(e *intacct.Element) bool { return e.Name == customFields })
}

// takesList reports whether a function carries lines.
func takesList(model *intacct.Model, l *list) bool {
	return slices.ContainsFunc(listsOf(model), func(e *intacct.Element) bool {
		return named(e.Fields, l.element) || named(e.Fields, l.line)
	})
}
