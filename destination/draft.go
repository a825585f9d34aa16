package destination

import (
	"slices"
	"strings"

	"airbyte-sage-intacct/destination/record"
	"airbyte-sage-intacct/destination/schema"
)

// submitted makes a change of a draft that its record now wants posted. What is
// posted stays so: it can neither be posted again nor become a draft.
func (it *item) submitted(d record.Difference, existing record.Stored) record.Difference {
	action := it.plan.Schema.Action()
	if action == nil || len(it.plan.Watched) == 0 {
		return d
	}
	isAction := func(c record.Cell) bool { return c.Field == action }
	d.UnseenCells = slices.DeleteFunc(slices.Clone(d.UnseenCells), isAction)
	if text := it.document.Brought(action); text != "" && it.plan.IsDraft(existing) {
		if c := (record.Cell{Field: action, Text: text}); strings.EqualFold(text, schema.SubmitAction) {
			d.Cells = append(slices.Clone(d.Cells), c)
		} else {
			d.UnseenCells = append(d.UnseenCells, c)
		}
	}
	return d
}
