package destination

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
func (p *plan) watch() {
	state, known := p.schema.Fields.Exact[schema.StateField]
	action := p.schema.Action()
	if known && state != action && (action != nil || p.action == actionReverse) {
		p.watched = []*schema.Field{state}
	}
}

// lookAtBooks has what is needed read of the records that the stream may delete.
func (p *plan) lookAtBooks() {
	if !p.posts() || p.action != actionUpsert {
		return
	}
	p.undoing = p.schema
	if p.reversible() {
		p.undoing = p.schema.WithReversal()
	}
	if f := p.schema.Fields.Exact[p.schema.Object.Posted]; f != nil {
		p.standing = append(p.standing, f)
	}
	if p.posting != nil {
		p.standing = append(p.standing, p.posting.dates...)
	}
}

// posts reports whether records of the object may be in the books.
func (p *plan) posts() bool { return p.schema.Object.Posted != "" }

func (p *plan) reversible() bool { return p.schema.Object.Write.Reverse.Manner != intacct.NoWrite }

// unposted are the states of what is not in the books yet.
//
// Source: Sage docs, XML API, "Journal entries" and "Bills" (STATE).
var unposted = []string{schema.StateDraft, "Saved", "Submitted", "Partially Approved", "Declined", "Rejected"}

// reversals are the states of what is undone already.
var reversals = []string{"Reversed", "Reversal", "Voided"}

// What is posted is undone by an opposite posting on another day.
//
// Source: api.xsd 3.0: reverse_bill and its like.
const (
	reversalDay  = "DATEREVERSED"
	reversalMemo = "DESCRIPTION"
)

// isDraft tells a document that is not posted yet.
func (p *plan) isDraft(s record.Stored) bool {
	return slices.ContainsFunc(p.watched, func(f *schema.Field) bool { return strings.EqualFold(s.Texts[f], schema.StateDraft) })
}

// isPosted reports whether a record is in the books. One of which that cannot be
// seen may be.
func (p *plan) isPosted(s record.Stored) bool {
	f := p.schema.Fields.Exact[p.schema.Object.Posted]
	text, read := s.Texts[f]
	switch {
	case !p.posts():
		return false
	case f == nil || !read:
		return true
	case f.ID != schema.StateField:
		return text != ""
	}
	return !canonical.HasName(unposted, text)
}

// isUndone reports whether a record was reversed or voided.
func (p *plan) isUndone(s record.Stored) bool {
	f := p.schema.Fields.Exact[schema.StateField]
	return f != nil && canonical.HasName(reversals, s.Texts[f])
}
