package record

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"airbyte-sage-intacct/destination/canonical"
	"airbyte-sage-intacct/destination/schema"
)

// Digest is a hash of a content.
type Digest [sha256.Size]byte

// Digest hashes the content: documents of which the company keeps the same
// have equal digests, in whatever order their fields come and however their
// values are spelled.
func (d *Document) Digest(s *schema.Schema) Digest {
	return sha256.Sum256(d.withKeptAmounts(s, Currencies{}).appendContent(nil, s, Cell.kept))
}

// formerDigest is the digest that release 0.1.0 has made of the document.
func (d *Document) formerDigest(s *schema.Schema) Digest {
	return sha256.Sum256(d.appendContent(nil, s, func(c Cell, _ *schema.Schema) string { return cmp.Or(c.former, c.Text) }))
}

// Digests are those by which release 0.1.0 and this one may have known a
// document: as it comes, as a company keeps it, under the names that its values
// came under, and with all said that a company has anyway. The second is the one
// of today.
func (d *Document) Digests(s *schema.Schema) []Digest {
	list := []Digest{d.formerDigest(s), d.Digest(s)}
	if given, differs := d.underGivenNames(); differs {
		list = append(list, given.formerDigest(s))
	}
	if len(s.Object.Usual) == 0 {
		return list
	}
	said := &Document{Cells: slices.Clone(d.Cells), given: d.given, Rows: d.Rows}
	for id, text := range s.Object.Usual {
		if f := s.Fields.Exact[id]; f != nil && said.Brought(f) == "" {
			said.Set(f, text)
		}
	}
	return append(list, sha256.Sum256(said.appendContent(nil, s, Cell.plainly)))
}

// underGivenNames is the document with all values under the names that they came
// under, and whether that differs. Where lookup did not call such fields
// read-only, release 0.1.0 has written and known a record so.
func (d *Document) underGivenNames() (*Document, bool) {
	given := &Document{given: d.given}
	differs := len(d.stoodIn) > 0
	for _, c := range d.Cells {
		if !slices.ContainsFunc(d.stoodIn, func(s stoodIn) bool { return s.target == c.Field }) {
			given.Cells = append(given.Cells, c)
		}
	}
	for _, s := range d.stoodIn {
		given.Cells = append(given.Cells, s.given)
	}
	for _, rows := range d.Rows {
		list := Rows{List: rows.List}
		for _, line := range rows.Lines {
			line, other := line.underGivenNames()
			differs = differs || other
			list.Lines = append(list.Lines, line)
		}
		given.Rows = append(given.Rows, list)
	}
	return given, differs
}

func (d *Document) appendContent(content []byte, s *schema.Schema, text func(Cell, *schema.Schema) string) []byte {
	cells := slices.Concat(d.Cells, d.given)
	slices.SortFunc(cells, func(a, b Cell) int { return strings.Compare(a.Field.ID, b.Field.ID) })
	for _, c := range cells {
		if text := text(c, s); text != "" {
			content = fmt.Appendf(content, "%s\x00%d\x00%s\x00", c.Field.ID, len(text), text)
		}
	}
	for _, rows := range d.Rows {
		if len(rows.Lines) == 0 {
			continue // identities are older than lists without lines
		}
		content = fmt.Appendf(content, "%s\x00[%d\x00", rows.List.Element, len(rows.Lines))
		for _, line := range rows.Lines {
			content = append(line.appendContent(content, rows.List.Lines, text), "\x00;"...)
		}
	}
	return content
}

// kept is what a company keeps of a value. What it has anyway, where nothing is
// said, says nothing.
func (c Cell) kept(s *schema.Schema) string {
	text, usual := c.plainly(s), s.Object.Usual[c.Field.ID]
	if usual != "" && strings.EqualFold(text, usual) {
		return ""
	}
	return text
}

// plainly is a value in the form that a company gives it: the blanks around a text
// go, a choice has its own letters, and zero and false are nothing.
func (c Cell) plainly(*schema.Schema) string {
	text := c.Text
	if c.Field.Kind == canonical.Text {
		text = canonical.NewKeyPart(canonical.Plain(text), c.number).Text
		for _, choice := range c.Field.Choices {
			if strings.EqualFold(choice, text) {
				text = choice
			}
		}
	}
	if c.Field.Kind.IsNothing(text) {
		return ""
	}
	return text
}

// Parts are what makes an identity of a content that comes for the nth time.
func (c Digest) Parts(n int) []string {
	parts := []string{hex.EncodeToString(c[:])}
	if n > 1 {
		parts = append(parts, strconv.Itoa(n))
	}
	return parts
}
