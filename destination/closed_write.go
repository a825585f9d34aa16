package destination

import (
	"cmp"
	"context"
	"strings"

	"airbyte-sage-intacct/destination/plan"
	"airbyte-sage-intacct/destination/record"
	"airbyte-sage-intacct/destination/result"
	"airbyte-sage-intacct/intacct"
)

// maxMoves is how often a record is dated anew before it is given up: once for
// the company's books, once for each entity of its lines and the like.
const maxMoves = 4

// redate moves the date of what is about to be posted, where its day is known to
// be closed.
func (b *attempt) redate(o *op) *result.Rejection {
	p := o.item.plan
	if o.change == nil || !b.books.moves(p) || o.verb == updates && !o.posts() {
		return nil
	}
	day := p.Posting.Day(o.dated())
	open := b.books.opens(o.item, day)
	if b.dry && plan.IsFinal(o.change, p.Schema) && alwaysPosts(p) && b.books.closed(o.item, day) {
		open = dayAfter(b.books.lastClosed(o.item))
	}
	if day == "" || open == "" || day >= open {
		return nil
	}
	if o.item.handle.content && o.verb == creates {
		return result.Rejectf("%s lies in a closed period, and nothing but its content identifies the record", day).Advise(identifyToMove)
	}
	changed, m, reason := p.Posting.Moved(o.dated(), b.books.target(open), o.item.stubborn)
	if reason != nil {
		return reason
	}
	for _, c := range changed.Cells {
		if p.Posting.Has(c.Field) && c.Text == m.To {
			o.set(c.Field, c.Text)
		}
	}
	o.moved, o.item.moved = true, m
	return nil
}

// identifyToMove is the advice for records that could not be told from others
// any more, once they have another date.
const identifyToMove = "To have its date moved, name matching_keys that identify it, or give the stream a primary key and leave the identity field empty: by its content alone a later run could not tell it from a record of that day."

// alwaysPosts tells objects whose records are all in the books. Of orders and
// their like only the company's definitions say so.
func alwaysPosts(p *plan.Plan) bool { return !strings.HasSuffix(p.Object(), "DOCUMENT") }

// closed deals with a record that Intacct refuses because of its date. The next
// round sends it with another, if there is one.
func (b *attempt) closed(ctx context.Context, o *op, failure *intacct.Error) {
	reason := refusal(failure)
	p := o.item.plan
	if !b.books.moves(p) {
		b.outcomes[o.index] = result.Rejected(reason.Further("Correct the date, open the period in Intacct, or set closed_period to next_open_day or open_month_start."))
		return
	}
	switch {
	case o.verb != creates && !o.posts():
		b.unchangeable(o, reason)
		return
	case o.verb == creates && o.item.handle.content:
		b.outcomes[o.index] = result.Rejected(reason.Further(identifyToMove))
		return
	}
	original := p.Posting.Day(o.dated())
	sent := cmp.Or(p.Posting.Day(o.change), original)
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
	case open <= sent && o.moved && !o.item.stubborn && len(p.Posting.More) > 0:
		o.item.stubborn, open = true, o.item.opens
	case open <= sent:
		open = ""
	}
	if open == "" {
		b.outcomes[o.index] = result.Rejected(reason.Further("The company does not say which day is open for this record: correct its date, or open the period in Intacct."))
		return
	}
	o.item.opens = open
	b.progress, b.trouble = true, failure
}

// unchangeable deals with a change of what is posted in a closed period. If all
// that was wrong is the date, which an earlier run has moved, the rest is sent
// without it.
func (b *attempt) unchangeable(o *op, reason *result.Rejection) {
	p := o.item.plan
	for _, c := range o.change.Cells {
		if stored, read := o.record.Text(c.Field); p.Posting.Has(c.Field) && read && stored > c.Text && !o.item.settledDate {
			o.item.settledDate, b.progress, b.trouble = true, true, reason
			return
		}
	}
	b.outcomes[o.index] = result.Rejected(reason.Further("What is posted in a closed period cannot be changed: open the period in Intacct, or correct it by a new record in an open one."))
}

// learnDates asks for the closed books where a found record is dated later than
// its record says, which an earlier run may have done.
func (b *attempt) learnDates(ctx context.Context, items []*item, found [][]record.Stored) {
	if len(items) == 0 || items[0].plan.Posting == nil {
		return
	}
	if b.dry {
		b.books.ask(ctx, b.client, items[0].entity, false)
		return
	}
	for i, it := range items {
		for _, existing := range found[i] {
			if b.books.moves(it.plan) && laterIn(it, existing) != nil {
				b.books.ask(ctx, b.client, it.entity, false)
				return
			}
		}
	}
}

// rehearseDate tells in a dry run what would become of a date in a closed
// period.
func (b *attempt) rehearseDate(o *op) *result.Rejection {
	p := o.item.plan
	if p.Posting == nil || o.verb != creates || b.books.moves(p) || !alwaysPosts(p) || !plan.IsFinal(o.change, p.Schema) {
		return nil
	}
	day := p.Posting.Day(o.change)
	if !b.books.closed(o.item, day) {
		return nil
	}
	return result.Rejectf("%s lies in a closed period: the books are closed up to %s", day, b.books.lastClosed(o.item)).
		Advise("Correct the date, open the period in Intacct, or set closed_period to next_open_day or open_month_start.")
}
