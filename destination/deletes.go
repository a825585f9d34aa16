package destination

import (
	"airbyte-sage-intacct/destination/record"
	"airbyte-sage-intacct/destination/result"
)

// What a source has deleted may be in the books. There it is not deleted, but
// undone by an opposite posting, or left to people: an auditor looks for what was
// posted once. What is in no books is deleted.

// withdraw undoes a posted record that the source has deleted.
func (d decider) withdraw(it *item, existing record.Stored) (result.Outcome, *op) {
	switch p := it.plan; {
	case p.isUndone(existing):
		return result.Outcome{Kind: result.AlreadyGone, Number: existing.Number}, nil
	case !p.reversible():
		const why = "stays although the source has deleted it, because Intacct offers no way to reverse it through this interface,"
		d.notices.Note(result.Notice{Stream: p.stream, Field: "a posted " + p.object(), Reason: why}, it.label, ": reverse it in Intacct")
		return result.Outcome{Kind: result.PassedOver, Number: existing.Number, Text: "It is posted, and " + why + " so it was left: reverse it in Intacct."}, nil
	}
	change := &record.Document{}
	if f := it.plan.undoing.Fields.Exact[reversalDay]; f != nil {
		change.Cells = []record.Cell{{Field: f, Text: d.undoneOn(it.plan, existing)}}
	}
	return result.Outcome{}, &op{item: it, verb: reverses, deed: result.Reversed, record: &existing, change: change}
}

// meetsUndone says of a record that the source has, or has again, that it counts
// as there although it was reversed.
func (d decider) meetsUndone(it *item, existing record.Stored) {
	if p := it.plan; p.action == actionUpsert && p.posts() && p.isUndone(existing) {
		d.notices.Note(result.Notice{Stream: p.stream, Field: "a reversed " + p.object(), Reason: "counts as there although its source has it"}, it.label,
			": send it under another key to have it posted again")
	}
}

// undoneOn is the day of a reversal: today, or that of the posting if it lies
// ahead.
func (d decider) undoneOn(p *plan, existing record.Stored) string {
	day := ""
	if d.dates.books != nil {
		day = d.dates.books.today
	}
	if p.posting != nil {
		for _, f := range p.posting.dates {
			day = max(day, existing.Texts[f])
		}
	}
	return day
}

// otherWays says what else can become of a record of the object that the source
// has deleted.
func (it *item) otherWays() string {
	p := it.plan
	switch byAction := p.action == actionDelete; {
	case byAction && p.reversible():
		return "What is posted can be undone with the action reverse."
	case byAction && p.schema.Status() != nil:
		return "The sync mode soft delete makes it inactive."
	case byAction:
		return ""
	case p.reversible():
		return "With deletes_in auto posted records are reversed, with ignore they are left."
	case p.posts():
		return "With deletes_in auto posted records are left, with ignore all are; reverse them in Intacct."
	case p.schema.Status() != nil:
		return "With deletes_in inactive it is made inactive, with ignore left."
	}
	return "With deletes_in ignore it is left."
}
