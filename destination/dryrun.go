package destination

import (
	"slices"
	"strings"

	"airbyte-sage-intacct/airbyte"
)

// rehearsed are the deeds that a dry run tells of instead of doing them.
var rehearsed = map[verb]deed{creates: wouldCreate, updates: wouldUpdate, deletes: wouldDelete, reverses: wouldReverse}

// rehearse finds what the company would refuse in an op: fields that lookup
// calls required, and values that are not among those it names.
func rehearse(o *op) *rejection {
	if o.change == nil {
		return nil
	}
	c := &complaints{}
	if o.verb == creates && !o.item.document.assumes {
		for _, f := range o.item.plan.schema.ordered {
			if f.required && !f.own && o.change.text(f) == "" {
				c.add(f.id, "is required")
			}
		}
	}
	checkChoices(o.change, c)
	return c.rejection(o.item.plan.object())
}

func checkChoices(d *document, c *complaints) {
	for _, cell := range d.cells {
		if cell.text == "" || len(cell.field.choices) == 0 {
			continue
		}
		for choice := range strings.SplitSeq(cell.text, multipickSeparator) {
			if !slices.ContainsFunc(cell.field.choices, func(valid string) bool { return strings.EqualFold(valid, choice) }) {
				c.add(cell.field.id, "is none of "+listed(cell.field.choices[:min(len(cell.field.choices), 2*maxComplaints)]))
			}
		}
	}
	for _, rows := range d.rows {
		for _, line := range rows.documents {
			checkChoices(line, c)
		}
	}
}

// unsaid swallows the states of a dry run: echoed, they would make Airbyte
// believe that the records are written.
func unsaid([]byte, airbyte.DestinationStats) error { return nil }
