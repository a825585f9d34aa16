package destination

import (
	"slices"
	"strings"

	"airbyte-sage-intacct/destination/canonical"
	"airbyte-sage-intacct/destination/record"
	"airbyte-sage-intacct/destination/result"
)

// rehearsed are the deeds that a dry run tells of instead of doing them.
var rehearsed = map[verb]result.Kind{creates: result.WouldCreate, updates: result.WouldUpdate, deletes: result.WouldDelete, reverses: result.WouldReverse}

// rehearse finds what the company would refuse in an op: fields that lookup
// calls required, and values that are not among those it names.
func rehearse(o *op) *result.Rejection {
	if o.change == nil {
		return nil
	}
	c := &record.Complaints{}
	if o.verb == creates && !o.item.document.Assumes {
		for _, f := range o.item.plan.Schema.Ordered {
			if f.Required && !f.Own && o.change.Text(f) == "" {
				c.Add(f.ID, "is required")
			}
		}
	}
	checkChoices(o.change, c)
	return c.Rejection(o.item.plan.Object())
}

func checkChoices(d *record.Document, c *record.Complaints) {
	for _, cell := range d.Cells {
		if cell.Text == "" || len(cell.Field.Choices) == 0 {
			continue
		}
		for choice := range strings.SplitSeq(cell.Text, canonical.ChoiceSeparator) {
			if !slices.ContainsFunc(cell.Field.Choices, func(valid string) bool { return strings.EqualFold(valid, choice) }) {
				c.Add(cell.Field.ID, "is none of "+result.Listed(cell.Field.Choices[:min(len(cell.Field.Choices), 2*result.MaxListed)]))
			}
		}
	}
	for _, rows := range d.Rows {
		for _, line := range rows.Lines {
			checkChoices(line, c)
		}
	}
}
