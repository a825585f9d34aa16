package destination

import (
	"slices"
	"strings"
)

// posting is how the records of an object are dated in the books.
type posting struct {
	dates []*field // what decides the period, the first that a record has first
	more  []*field // what is moved as well where Intacct refuses the others alone
	made  bool     // a record without the first of dates can be given it
	after *field   // a date that must come after
}

// postingOf finds the fields of a schema that date a posting; nil if none does.
func postingOf(s *schema) *posting {
	names := s.object.Dated
	if names == nil {
		return nil
	}
	p := &posting{dates: s.writable(names.Decide...), more: s.writable(names.Follow...), made: names.Given}
	if after := s.writable(names.After); len(after) > 0 {
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

// writable are the fields of these names that can be written.
func (s *schema) writable(names ...string) []*field {
	var list []*field
	for _, name := range names {
		if f := s.fields.exact[name]; f != nil && !f.own {
			list = append(list, f)
		}
	}
	return list
}

// has tells a field that dates a posting.
func (p *posting) has(f *field) bool {
	return p != nil && (slices.Contains(p.dates, f) || slices.Contains(p.more, f))
}

// day is when a document is posted, as far as it says.
func (p *posting) day(d *document) string {
	for _, f := range slices.Concat(p.dates, p.more) {
		if text := d.text(f); text != "" {
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
func (p *posting) moved(d *document, to string, all bool) (*document, *move, *rejection) {
	fields := p.dates
	if all {
		fields = slices.Concat(p.dates, p.more)
	}
	changed := *d
	changed.cells = slices.Clone(d.cells)
	m := &move{Field: p.dates[0].id, From: p.day(d), To: to}
	for i, f := range fields {
		if text := d.text(f); text != "" && text < to || text == "" && i == 0 && p.made {
			changed.set(f, to)
			m.Field = fields[i].id
		}
	}
	if p.after != nil {
		if text := d.text(p.after); text != "" && text <= to {
			return nil, nil, rejectf("%s (%s) lies in a closed period, and the day it would be moved to (%s) does not come before %s (%s)", m.Field, m.From, to, p.after.id, text).
				advise("Correct the dates, or post the entry and its reversal as one.")
		}
	}
	return &changed, m, nil
}

// isFinal tells a document that is to be posted: drafts are in no period.
func isFinal(d *document, s *schema) bool {
	for _, name := range []string{actionField, stateField} {
		if f := s.fields.exact[name]; f != nil && strings.EqualFold(d.text(f), stateDraft) {
			return false
		}
	}
	return true
}
