package destination

import (
	"math/big"
	"slices"
	"strings"

	"airbyte-sage-intacct/internal/money"
)

// difference is what tells a document from a stored record.
type difference struct {
	cells []cell // fields whose values differ
	rows  []rows // lists whose lines differ
	// What cannot be read cannot be compared. It goes along with a change of
	// something else, and makes none of its own: every sync would send it again.
	unseen []cell
	hidden []rows
	inLine []string // names of the same in lines
}

func (d difference) none() bool { return len(d.cells) == 0 && len(d.rows) == 0 }

// document is what an update sends.
func (d difference) document() *document {
	return &document{cells: slices.Concat(d.cells, d.unseen), rows: slices.Concat(d.rows, d.hidden)}
}

// names lists the fields that differ, never their values.
func (d difference) names() string {
	var names []string
	for _, c := range d.cells {
		names = append(names, c.field.id)
	}
	for _, r := range d.rows {
		names = append(names, r.list.element)
	}
	if len(names) > maxComplaints {
		names = append(names[:maxComplaints], "…")
	}
	return strings.Join(names, ", ")
}

// comparison says how strictly values are compared. A create compares to
// recognise its own work: amounts are rounded to cents there, nulls were left
// out, and what cannot be read is taken as equal. An update compares to see
// what it has to send.
type comparison struct {
	lenient bool
	except  func(*field) bool // fields that are not compared; nil is none
	in      currencies        // of what the lines are in
}

func (c comparison) differ(d *document, s stored) difference {
	var diff difference
	c.in = c.in.of(d, s)
	for _, cell := range d.cells {
		switch text, read := s.text(cell.field); {
		case c.lenient && cell.text == "", c.except != nil && c.except(cell.field), d.computes(cell.field):
		case !read:
			diff.unseen = append(diff.unseen, cell)
		case !c.same(cell.field, cell.text, text):
			diff.cells = append(diff.cells, cell)
		}
	}
	for _, rows := range d.rows {
		switch lines, read := s.lines[rows.list]; {
		case !read || rows.list.parent == "":
			if len(rows.documents) == 0 {
				continue // there is nothing to send
			}
			diff.hidden = append(diff.hidden, rows)
		default:
			same, unseen := c.sameLines(rows, lines)
			if !same {
				diff.rows = append(diff.rows, rows)
			}
			diff.inLine = append(diff.inLine, unseen...)
		}
	}
	return diff
}

// sameLines reports whether lines are the same as far as they can be seen, and
// names what cannot.
func (c comparison) sameLines(brought rows, lines []stored) (same bool, unseen []string) {
	if len(lines) != len(brought.documents) {
		return false, nil
	}
	for i, document := range brought.documents {
		diff := c.differ(document, lines[i])
		if !diff.none() {
			return false, nil
		}
		for _, name := range diff.blind() {
			if name = brought.list.element + "." + name; !slices.Contains(unseen, name) {
				unseen = append(unseen, name)
			}
		}
	}
	return true, unseen
}

// blind names what could not be compared.
func (d difference) blind() []string {
	names := slices.Clone(d.inLine)
	for _, c := range d.unseen {
		names = append(names, c.field.id)
	}
	for _, r := range d.hidden {
		names = append(names, r.list.element)
	}
	return names
}

func (c comparison) same(f *field, sent, stored string) bool {
	switch {
	case sent == stored, c.lenient && stored == "" && f.kind.isNothing(sent):
		return true
	case f.kind == numeric:
		return c.sameNumber(f, sent, stored)
	case f.kind != textual:
		return false
	case len(f.choices) > 0:
		return strings.EqualFold(strings.TrimSpace(sent), strings.TrimSpace(stored))
	}
	return plain(sent) == plain(stored)
}

// isNothing tells values of which a company may keep as much as of none.
func (k kind) isNothing(text string) bool {
	return k == numeric && text == "0" || k == boolean && text == "false"
}

// plain is a text without what XML does not keep: line ends have one form, and
// the gateway trims.
func plain(text string) string {
	return strings.TrimSpace(strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n"))
}

// sameNumber compares amounts as Intacct keeps them. A create takes whatever is
// within a cent's rounding for its own work, unless the currency has more
// decimals.
func (c comparison) sameNumber(f *field, sent, stored string) bool {
	digits := c.in.digits(f)
	if f.money && money.Rounds(sent, stored, digits) {
		return true
	}
	return c.lenient && (!f.money || digits <= 2) && rounded(sent, stored)
}

// cent is half of one.
var cent = big.NewRat(5, 1000)

// rounded tells whether a number may have become another by rounding to cents,
// or to more decimals than that.
func rounded(sent, stored string) bool {
	a, okA := new(big.Rat).SetString(sent)
	b, okB := new(big.Rat).SetString(stored)
	if !money.Fine(sent, 2) || !okA || !okB {
		return false
	}
	gap := a.Sub(a, b)
	return gap.Abs(gap).Cmp(cent) <= 0
}
