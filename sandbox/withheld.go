package sandbox

import (
	"slices"
	"strings"

	"airbyte-sage-intacct/sandbox/company"
)

// withhold returns the selection by which a page is looked for, and which of its
// rows are shown.
func (s Settings) withhold(l *listing) (selection company.Selection, shows func(row []string) bool) {
	selection = l.selection
	hides, counted := s.hiding(l)
	switch {
	case hides == nil:
		return selection, func([]string) bool { return true }
	case counted:
		return selection, func(row []string) bool { return !hides(row) }
	}
	skip, left := selection.Offset, selection.Limit
	selection.Offset, selection.Limit = 0, 0
	return selection, func(row []string) bool {
		switch {
		case hides(row) || left == 0:
			return false
		case skip > 0:
			skip--
			return false
		}
		left--
		return true
	}
}

// hiding returns what hides rows of a listing; nil if nothing does.
func (s Settings) hiding(l *listing) (hides func(row []string) bool, counted bool) {
	place := func(field string) int {
		return slices.IndexFunc(l.selection.Columns, func(c company.Column) bool { return c.Func == "" && strings.EqualFold(c.Field, field) })
	}
	for _, w := range s.Withheld {
		field, key := place(w.Field), place(l.object.Key)
		if !strings.EqualFold(w.Object, l.object.Name) || field < 0 || key < 0 && len(w.Keys) > 0 {
			continue
		}
		before := hides
		hides, counted = func(row []string) bool {
			hidden := len(w.Keys) == 0 && row[field] == "" || len(w.Keys) > 0 && slices.Contains(w.Keys, row[key])
			return hidden || before != nil && before(row)
		}, w.Counted
	}
	return hides, counted
}
