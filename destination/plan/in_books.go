package plan

import (
	"slices"
	"strings"

	"airbyte-sage-intacct/destination/canonical"
	"airbyte-sage-intacct/destination/record"
	"airbyte-sage-intacct/destination/schema"
	"airbyte-sage-intacct/intacct"
)

// watch has the state of documents read wherever an action or a reversal could
// change it, or where it says whether lines still may.
func (p *Plan) watch() {
	state, known := p.Schema.Fields.Exact[schema.StateField]
	action := p.Schema.Action()
	if known && state != action && (action != nil || p.Action == Reverse) {
		p.Watched = []*schema.Field{state}
	}
}

// lookAtBooks has what is needed read of the records that the stream may delete.
func (p *Plan) lookAtBooks() {
	if !p.Posts() || p.Action != Upsert {
		return
	}
	p.Undoing = p.Schema
	if p.Reversible() {
		p.Undoing = p.Schema.WithReversal()
	}
	if f := p.Schema.Fields.Exact[p.Schema.Object.Posted]; f != nil {
		p.Standing = append(p.Standing, f)
	}
	if p.Posting != nil {
		p.Standing = append(p.Standing, p.Posting.Dates...)
	}
}

// Posts reports whether records of the object may be in the books.
func (p *Plan) Posts() bool { return p.Schema.Object.Posted != "" }

// Reversible reports whether Intacct can undo what is posted.
func (p *Plan) Reversible() bool { return p.Schema.Object.Write.Reverse.Manner != intacct.NoWrite }

// unposted are the states of what is not in the books yet.
//
// Source: Sage docs, XML API, "Journal entries" and "Bills" (STATE).
var unposted = []string{schema.StateDraft, "Saved", "Submitted", "Partially Approved", "Declined", "Rejected"}

// Reversals are the states of what is undone already.
var Reversals = []string{"Reversed", "Reversal", "Voided"}

// What is posted is undone by an opposite posting on another day.
//
// Source: api.xsd 3.0: reverse_bill and its like.
const (
	ReversalDay  = "DATEREVERSED"
	ReversalMemo = "DESCRIPTION"
)

// IsDraft tells a document that is not posted yet.
func (p *Plan) IsDraft(s record.Stored) bool {
	return slices.ContainsFunc(p.Watched, func(f *schema.Field) bool { return strings.EqualFold(s.Texts[f], schema.StateDraft) })
}

// IsPosted reports whether a record is in the books. One of which that cannot be
// seen may be.
func (p *Plan) IsPosted(s record.Stored) bool {
	f := p.Schema.Fields.Exact[p.Schema.Object.Posted]
	text, read := s.Texts[f]
	switch {
	case !p.Posts():
		return false
	case f == nil || !read:
		return true
	case f.ID != schema.StateField:
		return text != ""
	}
	return !canonical.HasName(unposted, text)
}

// IsUndone reports whether a record was reversed or voided.
func (p *Plan) IsUndone(s record.Stored) bool {
	f := p.Schema.Fields.Exact[schema.StateField]
	return f != nil && canonical.HasName(Reversals, s.Texts[f])
}
