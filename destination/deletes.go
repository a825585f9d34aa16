package destination

import (
	"airbyte-sage-intacct/destination/plan"
	"airbyte-sage-intacct/destination/record"
	"airbyte-sage-intacct/destination/result"
)

// What a source has deleted may be in the books. There it is not deleted, but
// undone by an opposite posting, or left to people: an auditor looks for what was
// posted once. What is in no books is deleted.

// withdraw undoes a posted record that the source has deleted.
func (d decider) withdraw(it *item, existing record.Stored) (result.Outcome, *op) {
	switch p := it.plan; {
	case p.IsUndone(existing):
		return result.Outcome{Kind: result.AlreadyGone, Number: existing.Number}, nil
	case !p.Reversible():
		const why = "stays although the source has deleted it, because Intacct offers no way to reverse it through this interface,"
		d.notices.Note(result.Notice{Stream: p.Stream, Field: "a posted " + p.Object(), Reason: why}, it.label, ": reverse it in Intacct")
		return result.Outcome{Kind: result.PassedOver, Number: existing.Number, Text: "It is posted, and " + why + " so it was left: reverse it in Intacct."}, nil
	}
	change := &record.Document{}
	if f := it.plan.Undoing.Fields.Exact[plan.ReversalDay]; f != nil {
		change.Cells = []record.Cell{{Field: f, Text: d.undoneOn(it.plan, existing)}}
	}
	return result.Outcome{}, &op{item: it, verb: reverses, deed: result.Reversed, record: &existing, change: change}
}

// meetsUndone says of a record that the source has, or has again, that it counts
// as there although it was reversed.
func (d decider) meetsUndone(it *item, existing record.Stored) {
	if p := it.plan; p.Action == plan.Upsert && p.Posts() && p.IsUndone(existing) {
		d.notices.Note(result.Notice{Stream: p.Stream, Field: "a reversed " + p.Object(), Reason: "counts as there although its source has it"}, it.label,
			": send it under another key to have it posted again")
	}
}

// undoneOn is the day of a reversal: today, or that of the posting if it lies
// ahead.
func (d decider) undoneOn(p *plan.Plan, existing record.Stored) string {
	day := ""
	if d.dates.books != nil {
		day = d.dates.books.today
	}
	if p.Posting != nil {
		for _, f := range p.Posting.Dates {
			day = max(day, existing.Texts[f])
		}
	}
	return day
}

// otherWays says what else can become of a record of the object that the source
// has deleted.
func (it *item) otherWays() string {
	p := it.plan
	switch byAction := p.Action == plan.Delete; {
	case byAction && p.Reversible():
		return "What is posted can be undone with the action reverse."
	case byAction && p.Schema.Status() != nil:
		return "The sync mode soft delete makes it inactive."
	case byAction:
		return ""
	case p.Reversible():
		return "With deletes_in auto posted records are reversed, with ignore they are left."
	case p.Posts():
		return "With deletes_in auto posted records are left, with ignore all are; reverse them in Intacct."
	case p.Schema.Status() != nil:
		return "With deletes_in inactive it is made inactive, with ignore left."
	}
	return "With deletes_in ignore it is left."
}
