package destination

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"airbyte-sage-intacct/intacct"
)

// maxMoves is how often a record is dated anew before it is given up: once for
// the company's books, once for each entity of its lines and the like.
const maxMoves = 4

// redate moves the date of what is about to be posted, where its day is known to
// be closed.
func (b *attempt) redate(o *op) *rejection {
	p := o.item.plan
	if o.change == nil || !b.books.moves(p) || o.verb == updates && !o.posts() {
		return nil
	}
	day := p.posting.day(o.dated())
	open := b.books.opens(o.item, day)
	if b.dry && isFinal(o.change, p.schema) && alwaysPosts(p) && b.books.closed(o.item, day) {
		open = dayAfter(b.books.lastClosed(o.item))
	}
	if day == "" || open == "" || day >= open {
		return nil
	}
	if o.item.handle.content && o.verb == creates {
		return rejectf("%s lies in a closed period, and nothing but its content identifies the record", day).advise(identifyToMove)
	}
	changed, m, reason := p.posting.moved(o.dated(), b.books.target(open), o.item.stubborn)
	if reason != nil {
		return reason
	}
	for _, c := range changed.cells {
		if p.posting.has(c.field) && c.text == m.To {
			o.set(c.field, c.text)
		}
	}
	o.moved, o.item.moved = true, m
	return nil
}

// identifyToMove is the advice for records that could not be told from others
// any more, once they have another date.
const identifyToMove = "To have its date moved, name matching_keys that identify it, or give the stream a primary key and leave the identity field empty: by its content alone a later run could not tell it from a record of that day."

// dated is the document whose dates count: of a draft that is posted, all that
// the record says of it.
func (o *op) dated() *document {
	if o.verb == updates {
		return o.item.document.complete()
	}
	return o.change
}

// set changes a field of what is sent, and of nothing else.
func (o *op) set(f *field, text string) {
	changed := *o.change
	changed.cells = append([]cell(nil), o.change.cells...)
	changed.set(f, text)
	o.change = &changed
}

// posts tells an update that posts a draft.
func (o *op) posts() bool {
	return o.verb == updates && o.record.isDraft(o.item.plan) && isFinal(o.item.document.complete(), o.item.plan.schema)
}

// alwaysPosts tells objects whose records are all in the books. Of orders and
// their like only the company's definitions say so.
func alwaysPosts(p *plan) bool { return !strings.HasSuffix(p.object(), "DOCUMENT") }

// closed deals with a record that Intacct refuses because of its date. The next
// round sends it with another, if there is one.
func (b *attempt) closed(ctx context.Context, o *op, failure *intacct.Error) {
	reason := refusal(failure)
	p := o.item.plan
	if !b.books.moves(p) {
		b.outcomes[o.index] = rejected(reason.further("Correct the date, open the period in Intacct, or set closed_period to next_open_day or open_month_start."))
		return
	}
	switch {
	case o.verb != creates && !o.posts():
		b.unchangeable(o, reason)
		return
	case o.verb == creates && o.item.handle.content:
		b.outcomes[o.index] = rejected(reason.further(identifyToMove))
		return
	}
	original := p.posting.day(o.dated())
	sent := cmp.Or(p.posting.day(o.change), original)
	if o.moved {
		original = o.item.moved.From
	}
	b.books.note(o.item, original)
	open := b.books.openIn(failure)
	if open == "" || open <= sent {
		open = max(open, dayAfter(b.books.ask(ctx, b.client, o.item.entity, true)))
	} else {
		b.books.ask(ctx, b.client, o.item.entity, false)
	}
	o.item.moves++
	switch {
	case o.item.moves > maxMoves || sent == "":
		open = ""
	case open <= sent && o.moved && !o.item.stubborn && len(p.posting.more) > 0:
		o.item.stubborn, open = true, o.item.opens
	case open <= sent:
		open = ""
	}
	if open == "" {
		b.outcomes[o.index] = rejected(reason.further("The company does not say which day is open for this record: correct its date, or open the period in Intacct."))
		return
	}
	o.item.opens = open
	b.progress, b.trouble = true, failure
}

// unchangeable deals with a change of what is posted in a closed period. If all
// that was wrong is the date, which an earlier run has moved, the rest is sent
// without it.
func (b *attempt) unchangeable(o *op, reason *rejection) {
	p := o.item.plan
	for _, c := range o.change.cells {
		if stored, read := o.record.text(c.field); p.posting.has(c.field) && read && stored > c.text && !o.item.settledDate {
			o.item.settledDate, b.progress, b.trouble = true, true, reason
			return
		}
	}
	b.outcomes[o.index] = rejected(reason.further("What is posted in a closed period cannot be changed: open the period in Intacct, or correct it by a new record in an open one."))
}

// learnDates asks for the closed books where a found record is dated later than
// its record says, which an earlier run may have done.
func (b *attempt) learnDates(ctx context.Context, items []*item, found [][]stored) {
	if len(items) == 0 || items[0].plan.posting == nil {
		return
	}
	if b.dry {
		b.books.ask(ctx, b.client, items[0].entity, false)
		return
	}
	for i, it := range items {
		for _, record := range found[i] {
			if b.books.moves(it.plan) && laterIn(it, record) != nil {
				b.books.ask(ctx, b.client, it.entity, false)
				return
			}
		}
	}
}

// laterIn finds the date of a stored record that is later than its record says.
func laterIn(it *item, record stored) *move {
	for _, c := range it.document.cells {
		if stored, read := record.text(c.field); it.plan.posting.has(c.field) && read && c.text != "" && stored > c.text {
			return &move{Field: c.field.id, From: c.text, To: stored}
		}
	}
	return nil
}

// rehearseDate tells in a dry run what would become of a date in a closed
// period.
func (b *attempt) rehearseDate(o *op) *rejection {
	p := o.item.plan
	if p.posting == nil || o.verb != creates || b.books.moves(p) || !alwaysPosts(p) || !isFinal(o.change, p.schema) {
		return nil
	}
	day := p.posting.day(o.change)
	if !b.books.closed(o.item, day) {
		return nil
	}
	return rejectf("%s lies in a closed period: the books are closed up to %s", day, b.books.lastClosed(o.item)).
		advise("Correct the date, open the period in Intacct, or set closed_period to next_open_day or open_month_start.")
}

// further adds what else to do.
func (r *rejection) further(advice string) *rejection {
	r.correction, r.next = strings.TrimSpace(r.correction+" "+advice), ""
	return r
}

// String says which date was moved.
func (m *move) String() string {
	return fmt.Sprintf("%s moved from %s to %s, because the period is closed", m.Field, m.From, m.To)
}

// dates decides how dates of stored records are compared.
type dates struct{ books *books }

// recognised tells what an earlier run has written with a later date: all else
// is the same, and so is what identifies it.
func (d dates) recognised(it *item, record stored, differs func(except func(*field) bool) difference) bool {
	m := laterIn(it, record)
	if d.books == nil || m == nil || it.handle.content || !d.books.moves(it.plan) || !differs(it.plan.posting.has).none() {
		return false
	}
	it.moved = m
	return true
}

// kept leaves out of a change the dates that an earlier run has moved.
func (d dates) kept(it *item, diff difference, record stored) difference {
	if d.books == nil || !d.books.moves(it.plan) || record.isDraft(it.plan) {
		return diff
	}
	var left []cell
	for _, c := range diff.cells {
		stored, read := record.text(c.field)
		if it.plan.posting.has(c.field) && read && c.text != "" && stored > c.text && (it.settledDate || d.books.closed(it, c.text)) {
			it.moved = &move{Field: c.field.id, From: c.text, To: stored}
			continue
		}
		left = append(left, c)
	}
	diff.cells = left
	return diff
}
