package record

import (
	"maps"
	"math/big"
	"slices"
	"strings"

	"airbyte-sage-intacct/destination/canonical"
	"airbyte-sage-intacct/destination/result"
	"airbyte-sage-intacct/destination/schema"
	"airbyte-sage-intacct/internal/decimal"
)

// Difference is what tells a document from a stored record.
type Difference struct {
	Cells []Cell // fields whose values differ
	Rows  []Rows // lists whose lines differ
	// What cannot be read cannot be compared. It goes along with a change of
	// something else, and makes none of its own: every sync would send it again.
	UnseenCells []Cell
	hidden      []Rows
	inLine      []string // names of the same in lines
}

// None reports whether nothing differs.
func (d Difference) None() bool { return len(d.Cells) == 0 && len(d.Rows) == 0 }

// Document is what an update sends.
func (d Difference) Document() *Document {
	return &Document{Cells: slices.Concat(d.Cells, d.UnseenCells), Rows: slices.Concat(d.Rows, d.hidden)}
}

// Names lists the fields that differ, never their values.
func (d Difference) Names() string {
	var names []string
	for _, c := range d.Cells {
		names = append(names, c.Field.ID)
	}
	for _, r := range d.Rows {
		names = append(names, r.List.Element)
	}
	if len(names) > result.MaxListed {
		names = append(names[:result.MaxListed], "…")
	}
	return strings.Join(names, ", ")
}

// Comparison says how strictly values are compared. A create compares to
// recognise its own work: amounts are rounded to cents there, nulls were left
// out, and what cannot be read is taken as equal. An update compares to see
// what it has to send.
type Comparison struct {
	Lenient bool
	Except  func(*schema.Field) bool // fields that are not compared; nil is none
	in      Currencies               // of what the lines are in
}

// Differ compares a document with a stored record.
func (c Comparison) Differ(d *Document, s Stored) Difference {
	var diff Difference
	c.in = c.in.Of(d, s)
	for _, cell := range d.Cells {
		switch text, read := s.Text(cell.Field); {
		case c.Lenient && cell.Text == "", c.Except != nil && c.Except(cell.Field), d.computes(cell.Field):
		case !read:
			diff.UnseenCells = append(diff.UnseenCells, cell)
		case !c.same(cell.Field, cell.Text, text):
			diff.Cells = append(diff.Cells, cell)
		}
	}
	for _, rows := range d.Rows {
		switch lines, read := s.Lines[rows.List]; {
		case !read || rows.List.Parent == "":
			if len(rows.Lines) == 0 {
				continue // there is nothing to send
			}
			diff.hidden = append(diff.hidden, rows)
		default:
			same, unseen := c.sameLines(rows, lines)
			if !same {
				diff.Rows = append(diff.Rows, rows)
			}
			diff.inLine = append(diff.inLine, unseen...)
		}
	}
	return diff
}

// sameLines reports whether lines are the same as far as they can be seen, and
// names what cannot.
func (c Comparison) sameLines(brought Rows, lines []Stored) (same bool, unseen []string) {
	for _, document := range brought.Lines {
		line, taken := allocated(document, lines)
		if taken == 0 {
			return false, nil
		}
		lines = lines[taken:]
		diff := c.Differ(document, line)
		if !diff.None() {
			return false, nil
		}
		for _, name := range diff.Unseen() {
			if name = brought.List.Element + "." + name; !slices.Contains(unseen, name) {
				unseen = append(unseen, name)
			}
		}
	}
	return len(lines) == 0, unseen
}

// allocationField names the allocation of a line that Intacct divides.
const allocationField = "ALLOCATION"

// allocated is the stored line that a line is to be compared with, and how many
// of the stored ones it stands for. A line that names an allocation becomes the
// lines of its parts: those that follow each other until their amounts add up.
//
// Source: Sage docs, XML API: transaction allocations.
func allocated(document *Document, lines []Stored) (line Stored, taken int) {
	if len(lines) == 0 {
		return Stored{}, 0
	}
	name := slices.IndexFunc(document.Cells, func(c Cell) bool { return c.Field.ID == allocationField && c.Text != "" })
	amounts := slices.DeleteFunc(slices.Clone(document.Cells), func(c Cell) bool { return !c.Field.Money || c.Text == "" })
	if name < 0 || len(amounts) == 0 {
		return lines[0], 1
	}
	for i, part := range lines {
		if text, read := part.Text(document.Cells[name].Field); !read || text != document.Cells[name].Text {
			break
		}
		if addUp(lines[:i+1], amounts) {
			return lines[0].with(amounts), i + 1
		}
	}
	return lines[0], 1
}

// addUp reports whether the amounts of stored lines come to those of one.
func addUp(lines []Stored, amounts []Cell) bool {
	for _, amount := range amounts {
		sum := new(big.Rat)
		for _, line := range lines {
			text, _ := line.Text(amount.Field)
			value, ok := new(big.Rat).SetString(text)
			if !ok {
				return false
			}
			sum.Add(sum, value)
		}
		if whole, ok := new(big.Rat).SetString(amount.Text); !ok || sum.Cmp(whole) != 0 {
			return false
		}
	}
	return true
}

// with is a stored line that has other amounts.
func (s Stored) with(amounts []Cell) Stored {
	s.Texts = maps.Clone(s.Texts)
	for _, amount := range amounts {
		field := amount.Field
		if field.ShownBy != nil {
			field = field.ShownBy
		}
		s.Texts[field] = amount.Text
	}
	return s
}

// Unseen names what could not be compared.
func (d Difference) Unseen() []string {
	names := slices.Clone(d.inLine)
	for _, c := range d.UnseenCells {
		names = append(names, c.Field.ID)
	}
	for _, r := range d.hidden {
		names = append(names, r.List.Element)
	}
	return names
}

func (c Comparison) same(f *schema.Field, sent, stored string) bool {
	switch {
	case sent == stored, c.Lenient && stored == "" && f.Kind.IsNothing(sent):
		return true
	case f.Kind == canonical.Numeric:
		return c.sameNumber(f, sent, stored)
	case f.Kind != canonical.Text:
		return false
	case len(f.Choices) > 0:
		return strings.EqualFold(strings.TrimSpace(sent), strings.TrimSpace(stored))
	}
	return canonical.Plain(sent) == canonical.Plain(stored)
}

// sameNumber compares amounts as Intacct keeps them. A create takes whatever is
// within a cent's rounding for its own work, unless the currency has more
// decimals.
func (c Comparison) sameNumber(f *schema.Field, sent, stored string) bool {
	digits := c.in.Digits(f)
	if f.Money && decimal.Rounds(sent, stored, digits) {
		return true
	}
	return c.Lenient && (!f.Money || digits <= 2) && rounded(sent, stored)
}

// cent is half of one.
var cent = big.NewRat(5, 1000)

// rounded tells whether a number may have become another by rounding to cents,
// or to more decimals than that.
func rounded(sent, stored string) bool {
	a, okA := new(big.Rat).SetString(sent)
	b, okB := new(big.Rat).SetString(stored)
	if !decimal.Fine(sent, 2) || !okA || !okB {
		return false
	}
	gap := a.Sub(a, b)
	return gap.Abs(gap).Cmp(cent) <= 0
}
