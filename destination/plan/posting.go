package plan

import (
	"fmt"
	"slices"
	"strings"

	"airbyte-sage-intacct/destination/record"
	"airbyte-sage-intacct/destination/result"
	"airbyte-sage-intacct/destination/schema"
)

// posting is how the records of an object are dated in the books.
type posting struct {
	Dates []*schema.Field // what decides the period, the first that a record has first
	More  []*schema.Field // what is moved as well where Intacct refuses the others alone
	made  bool            // a record without the first of dates can be given it
	after *schema.Field   // a date that must come after
}

// postingOf finds the fields of a schema that date a posting; nil if none does.
func postingOf(s *schema.Schema) *posting {
	names := s.Object.Dated
	if names == nil {
		return nil
	}
	p := &posting{Dates: s.Writable(names.Decide...), More: s.Writable(names.Follow...), made: names.Given}
	if after := s.Writable(names.After); len(after) > 0 {
		p.after = after[0]
	}
	if len(p.Dates) == 0 {
		p.Dates, p.More, p.made = p.More, nil, false
	}
	if len(p.Dates) == 0 {
		return nil
	}
	return p
}

// Has tells a field that dates a posting.
func (p *posting) Has(f *schema.Field) bool {
	return p != nil && (slices.Contains(p.Dates, f) || slices.Contains(p.More, f))
}

// Day is when a document is posted, as far as it says.
func (p *posting) Day(d *record.Document) string {
	for _, f := range slices.Concat(p.Dates, p.More) {
		if text := d.Text(f); text != "" {
			return text
		}
	}
	return ""
}

// Move is a date of a record that was moved out of a closed period.
type Move struct {
	Field string `json:"field"`
	From  string `json:"from"`
	To    string `json:"to"`
}

// String says which date was moved.
func (m *Move) String() string {
	return fmt.Sprintf("%s moved from %s to %s, because the period is closed", m.Field, m.From, m.To)
}

// Moved is a document dated on another day. all moves what else has a date too.
func (p *posting) Moved(d *record.Document, to string, all bool) (*record.Document, *Move, *result.Rejection) {
	fields := p.Dates
	if all {
		fields = slices.Concat(p.Dates, p.More)
	}
	changed := *d
	changed.Cells = slices.Clone(d.Cells)
	m := &Move{Field: p.Dates[0].ID, From: p.Day(d), To: to}
	for i, f := range fields {
		if text := d.Text(f); text != "" && text < to || text == "" && i == 0 && p.made {
			changed.Set(f, to)
			m.Field = fields[i].ID
		}
	}
	if p.after != nil {
		if text := d.Text(p.after); text != "" && text <= to {
			return nil, nil, result.Rejectf("%s (%s) lies in a closed period, and the day it would be moved to (%s) does not come before %s (%s)", m.Field, m.From, to, p.after.ID, text).
				Advise("Correct the dates, or post the entry and its reversal as one.")
		}
	}
	return &changed, m, nil
}

// IsFinal tells a document that is to be posted: drafts are in no period.
func IsFinal(d *record.Document, s *schema.Schema) bool {
	for _, name := range []string{schema.ActionField, schema.StateField} {
		if f := s.Fields.Exact[name]; f != nil && strings.EqualFold(d.Text(f), schema.StateDraft) {
			return false
		}
	}
	return true
}
