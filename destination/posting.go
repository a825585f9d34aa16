package destination

import (
	"slices"
	"strings"

	"airbyte-sage-intacct/destination/record"
	"airbyte-sage-intacct/destination/result"
	"airbyte-sage-intacct/destination/schema"
)

// posting is how the records of an object are dated in the books.
type posting struct {
	dates []*schema.Field // what decides the period, the first that a record has first
	more  []*schema.Field // what is moved as well where Intacct refuses the others alone
	made  bool            // a record without the first of dates can be given it
	after *schema.Field   // a date that must come after
}

// postingOf finds the fields of a schema that date a posting; nil if none does.
func postingOf(s *schema.Schema) *posting {
	names := s.Object.Dated
	if names == nil {
		return nil
	}
	p := &posting{dates: s.Writable(names.Decide...), more: s.Writable(names.Follow...), made: names.Given}
	if after := s.Writable(names.After); len(after) > 0 {
		p.after = after[0]
	}
	if len(p.dates) == 0 {
		p.dates, p.more, p.made = p.more, nil, false
	}
	if len(p.dates) == 0 {
		return nil
	}
	return p
}

// has tells a field that dates a posting.
func (p *posting) has(f *schema.Field) bool {
	return p != nil && (slices.Contains(p.dates, f) || slices.Contains(p.more, f))
}

// day is when a document is posted, as far as it says.
func (p *posting) day(d *record.Document) string {
	for _, f := range slices.Concat(p.dates, p.more) {
		if text := d.Text(f); text != "" {
			return text
		}
	}
	return ""
}

// move is a date of a record that was moved out of a closed period.
type move struct {
	Field string `json:"field"`
	From  string `json:"from"`
	To    string `json:"to"`
}

// moved is a document dated on another day. all moves what else has a date too.
func (p *posting) moved(d *record.Document, to string, all bool) (*record.Document, *move, *result.Rejection) {
	fields := p.dates
	if all {
		fields = slices.Concat(p.dates, p.more)
	}
	changed := *d
	changed.Cells = slices.Clone(d.Cells)
	m := &move{Field: p.dates[0].ID, From: p.day(d), To: to}
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

// isFinal tells a document that is to be posted: drafts are in no period.
func isFinal(d *record.Document, s *schema.Schema) bool {
	for _, name := range []string{schema.ActionField, schema.StateField} {
		if f := s.Fields.Exact[name]; f != nil && strings.EqualFold(d.Text(f), schema.StateDraft) {
			return false
		}
	}
	return true
}
