package destination

import (
	"airbyte-sage-intacct/destination/record"
	"airbyte-sage-intacct/destination/schema"
)

// dates decides how dates of stored records are compared.
type dates struct{ books *books }

// recognised tells what an earlier run has written with a later date: all else
// is the same, and so is what identifies it.
func (d dates) recognised(it *item, existing record.Stored, differs func(except func(*schema.Field) bool) record.Difference) bool {
	m := laterIn(it, existing)
	if d.books == nil || m == nil || it.handle.content || !d.books.moves(it.plan) || !differs(it.plan.posting.has).None() {
		return false
	}
	it.moved = m
	return true
}

// kept leaves out of a change the dates that an earlier run has moved.
func (d dates) kept(it *item, diff record.Difference, existing record.Stored) record.Difference {
	if d.books == nil || !d.books.moves(it.plan) || it.plan.isDraft(existing) {
		return diff
	}
	var left []record.Cell
	for _, c := range diff.Cells {
		stored, read := existing.Text(c.Field)
		if it.plan.posting.has(c.Field) && read && c.Text != "" && stored > c.Text && (it.settledDate || d.books.closed(it, c.Text)) {
			it.moved = &move{Field: c.Field.ID, From: c.Text, To: stored}
			continue
		}
		left = append(left, c)
	}
	diff.Cells = left
	return diff
}

// laterIn finds the date of a stored record that is later than its record says.
func laterIn(it *item, existing record.Stored) *move {
	for _, c := range it.document.Cells {
		if stored, read := existing.Text(c.Field); it.plan.posting.has(c.Field) && read && c.Text != "" && stored > c.Text {
			return &move{Field: c.Field.ID, From: c.Text, To: stored}
		}
	}
	return nil
}
