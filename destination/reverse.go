package destination

import (
	"airbyte-sage-intacct/destination/canonical"
	"airbyte-sage-intacct/destination/plan"
	"airbyte-sage-intacct/destination/record"
	"airbyte-sage-intacct/destination/result"
)

// reverse undoes a posted record, on the day that its record says or else today.
func (d decider) reverse(it *item, existing record.Stored) (result.Outcome, *op) {
	for _, f := range it.plan.Watched {
		if canonical.HasName(plan.Reversals, existing.Texts[f]) {
			return result.Outcome{Kind: result.AlreadyThere, Number: existing.Number}, nil
		}
	}
	change := &record.Document{}
	for _, name := range []string{plan.ReversalDay, plan.ReversalMemo} {
		f := it.plan.Schema.Fields.Exact[name]
		if f == nil {
			continue
		}
		text := it.document.Text(f)
		if text == "" && name == plan.ReversalDay && d.dates.books != nil {
			text = d.dates.books.today
		}
		if text != "" {
			change.Cells = append(change.Cells, record.Cell{Field: f, Text: text})
		}
	}
	return result.Outcome{}, &op{item: it, verb: reverses, deed: result.Reversed, record: &existing, change: change}
}
