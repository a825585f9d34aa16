package destination

import (
	"airbyte-sage-intacct/destination/plan"
	"airbyte-sage-intacct/destination/record"
	"airbyte-sage-intacct/destination/schema"
)

// dates decides how dates of stored records are compared.
type dates struct{ books *books }

// recognised tells what an earlier run has written with a later date: all else
// is the same, and so is what identifies it.
func (d dates) recognised(it *item, existing record.Stored, differs func(except func(*schema.Field) bool) record.Difference) bool {
	m := laterIn(it, existing)
	if d.books == nil || m == nil || it.handle.content || !d.books.moves(it.plan) || !differs(it.plan.Posting.Has).None() {
		return false
	}
	it.moved = m
	return true
}

// kept leaves out of a change the dates that an earlier run has moved.
func (d dates) kept(it *item, diff record.Difference, existing record.Stored) record.Difference {
	if d.books == nil || !d.books.moves(it.plan) || it.plan.IsDraft(existing) {
		return diff
	}
	var left []record.Cell
	for _, c := range diff.Cells {
		stored, read := existing.Text(c.Field)
		if it.plan.Posting.Has(c.Field) && read && c.Text != "" && stored > c.Text && (it.settledDate || d.books.closed(it, c.Text)) {
			it.moved = &plan.Move{Field: c.Field.ID, From: c.Text, To: stored}
			continue
		}
		left = append(left, c)
	}
	diff.Cells = left
	return diff
}

// laterIn finds the date of a stored record that is later than its record says.
func laterIn(it *item, existing record.Stored) *plan.Move {
	for _, c := range it.document.Cells {
		if stored, read := existing.Text(c.Field); it.plan.Posting.Has(c.Field) && read && c.Text != "" && stored > c.Text {
			return &plan.Move{Field: c.Field.ID, From: c.Text, To: stored}
		}
	}
	return nil
}
