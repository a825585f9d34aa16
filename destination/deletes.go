package destination

import (
	"slices"

	"airbyte-sage-intacct/intacct"

	"github.com/rs/zerolog"
)

// What a source has deleted may be in the books. There it is not deleted, but
// undone by an opposite posting, or left to people: an auditor looks for what was
// posted once. What is in no books is deleted.

// unposted are the states of what is not in the books yet.
//
// Source: Sage docs, XML API, "Journal entries" and "Bills" (STATE).
var unposted = []string{stateDraft, "Saved", "Submitted", "Partially Approved", "Declined", "Rejected"}

// lookAtBooks has what is needed read of the records that the stream may delete.
func (p *plan) lookAtBooks() {
	if !p.posts() || p.action != actionUpsert {
		return
	}
	p.undoing = p.schema
	if p.reversible() {
		p.undoing = p.schema.reversible()
	}
	if f := p.schema.fields.exact[p.schema.object.Posted]; f != nil {
		p.standing = append(p.standing, f)
	}
	if p.posting != nil {
		p.standing = append(p.standing, p.posting.dates...)
	}
}

// posts reports whether records of the object may be in the books.
func (p *plan) posts() bool { return p.schema.object.Posted != "" }

func (p *plan) reversible() bool { return p.schema.object.Write.Reverse.Manner != intacct.NoWrite }

// looked are the fields that say how records stand, as far as they can be read.
func (f *finder) looked(p *plan) []*field {
	return append(slices.Clone(p.watched), slices.DeleteFunc(slices.Clone(p.standing), func(s *field) bool { return !f.readable(s) })...)
}

// isPosted reports whether a record is in the books. One of which that cannot be
// seen may be.
func (s stored) isPosted(p *plan) bool {
	f := p.schema.fields.exact[p.schema.object.Posted]
	text, read := s.texts[f]
	switch {
	case !p.posts():
		return false
	case f == nil || !read:
		return true
	case f.id != stateField:
		return text != ""
	}
	return !named(unposted, text)
}

// isUndone reports whether a record was reversed or voided.
func (s stored) isUndone(p *plan) bool {
	f := p.schema.fields.exact[stateField]
	return f != nil && named(reversals, s.texts[f])
}

// withdraw undoes a posted record that the source has deleted.
func (d decider) withdraw(it *item, record stored) (outcome, *op) {
	switch p := it.plan; {
	case record.isUndone(p):
		return outcome{did: alreadyGone, number: record.number}, nil
	case !p.reversible():
		const why = "stays although the source has deleted it, because Intacct offers no way to reverse it through this interface,"
		d.notices.note(notice{p.stream, "a posted " + p.object(), why}, it.label, ": reverse it in Intacct")
		return outcome{did: passedOver, number: record.number, text: "It is posted, and " + why + " so it was left: reverse it in Intacct."}, nil
	}
	change := &document{}
	if f := it.plan.undoing.fields.exact[reversalDay]; f != nil {
		change.cells = []cell{{field: f, text: d.undoneOn(it.plan, record)}}
	}
	return outcome{}, &op{item: it, verb: reverses, deed: reversed, record: &record, change: change}
}

// meetsUndone says of a record that the source has, or has again, that it counts
// as there although it was reversed.
func (d decider) meetsUndone(it *item, record stored) {
	if p := it.plan; p.action == actionUpsert && p.posts() && record.isUndone(p) {
		d.notices.note(notice{p.stream, "a reversed " + p.object(), "counts as there although its source has it"}, it.label,
			": send it under another key to have it posted again")
	}
}

// undoneOn is the day of a reversal: today, or that of the posting if it lies
// ahead.
func (d decider) undoneOn(p *plan, record stored) string {
	day := ""
	if d.dates.books != nil {
		day = d.dates.books.today
	}
	if p.posting != nil {
		for _, f := range p.posting.dates {
			day = max(day, record.texts[f])
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
	case byAction && p.schema.status() != nil:
		return "The sync mode soft delete makes it inactive."
	case byAction:
		return ""
	case p.reversible():
		return "With deletes_in auto posted records are reversed, with ignore they are left."
	case p.posts():
		return "With deletes_in auto posted records are left, with ignore all are; reverse them in Intacct."
	case p.schema.status() != nil:
		return "With deletes_in inactive it is made inactive, with ignore left."
	}
	return "With deletes_in ignore it is left."
}

// warnOfDeletes says which streams delete from the books.
func warnOfDeletes(config *Config, plans map[string]*plan, log *zerolog.Logger) {
	if config.DeletesIn != deleteDeletes {
		return
	}
	var names []string
	for _, p := range plans {
		if p.action == actionUpsert && p.posts() {
			names = append(names, p.stream+" ("+p.object()+")")
		}
	}
	slices.Sort(names)
	for _, name := range slices.Compact(names) {
		log.Warn().Msgf("Stream %s: deletes_in is delete, so posted documents that the source deletes are deleted from the books, for good. auto reverses them where Intacct can, and else leaves them.", name)
	}
}
