package destination

import (
	"cmp"
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"
)

// settle gives the values of a key the one text of that key. The company would
// take the blanks around them away too, and a key that comes back as another is a
// record that is not found again.
func (d *document) settle(fields []*field) {
	for i := range d.cells {
		c := &d.cells[i]
		if !slices.Contains(fields, c.field) {
			continue
		}
		trimmed := strings.TrimSpace(c.text)
		if c.text = newKeyPart(trimmed, c.number).text; c.text != trimmed {
			c.former = trimmed
		}
	}
}

// partsOf are the values of fields as parts of a key; false if one is missing.
func partsOf(d *document, fields []*field, key *field) ([]keyPart, bool) {
	parts := make([]keyPart, len(fields))
	for i, f := range fields {
		if f == key && f.own {
			parts[i] = newKeyPart(d.key, false)
		} else if at := slices.IndexFunc(d.cells, func(c cell) bool { return c.field == f }); at >= 0 {
			c := d.cells[at]
			parts[i] = keyPart{text: c.text, spelled: cmp.Or(c.former, c.text), number: c.number}
		}
		if parts[i].text == "" {
			return nil, false
		}
	}
	return parts, len(fields) > 0
}

// digest is a hash of a content.
type digest [sha256.Size]byte

// digest hashes the content: documents of which the company keeps the same
// have equal digests, in whatever order their fields come and however their
// values are spelled.
func (d *document) digest(s *schema) digest {
	return sha256.Sum256(d.withKeptAmounts(s, currencies{}).appendContent(nil, s, cell.kept))
}

// formerDigest is the digest that release 0.1.0 has made of the document.
func (d *document) formerDigest(s *schema) digest {
	return sha256.Sum256(d.appendContent(nil, s, func(c cell, _ *schema) string { return cmp.Or(c.former, c.text) }))
}

// digests are those by which release 0.1.0 and this one may have known a
// document: as it comes, as a company keeps it, and with all said that a company
// has anyway. The second is the one of today.
func (d *document) digests(s *schema) []digest {
	list := []digest{d.formerDigest(s), d.digest(s)}
	if len(s.object.Usual) == 0 {
		return list
	}
	said := &document{cells: slices.Clone(d.cells), given: d.given, rows: d.rows}
	for id, text := range s.object.Usual {
		if f := s.fields.exact[id]; f != nil && said.says(f) == "" {
			said.set(f, text)
		}
	}
	return append(list, sha256.Sum256(said.appendContent(nil, s, cell.plainly)))
}

func (d *document) appendContent(content []byte, s *schema, text func(cell, *schema) string) []byte {
	cells := slices.Concat(d.cells, d.given)
	slices.SortFunc(cells, func(a, b cell) int { return strings.Compare(a.field.id, b.field.id) })
	for _, c := range cells {
		if text := text(c, s); text != "" {
			content = fmt.Appendf(content, "%s\x00%d\x00%s\x00", c.field.id, len(text), text)
		}
	}
	for _, rows := range d.rows {
		if len(rows.documents) == 0 {
			continue // identities are older than lists without lines
		}
		content = fmt.Appendf(content, "%s\x00[%d\x00", rows.list.element, len(rows.documents))
		for _, line := range rows.documents {
			content = append(line.appendContent(content, rows.list.lines, text), "\x00;"...)
		}
	}
	return content
}

// kept is what a company keeps of a value. What it has anyway, where nothing is
// said, says nothing.
func (c cell) kept(s *schema) string {
	text, usual := c.plainly(s), s.object.Usual[c.field.id]
	if usual != "" && strings.EqualFold(text, usual) {
		return ""
	}
	return text
}

// plainly is a value in the form that a company gives it: the blanks around a text
// go, a choice has its own letters, and zero and false are nothing.
func (c cell) plainly(*schema) string {
	text := c.text
	if c.field.kind == textual {
		text = newKeyPart(plain(text), c.number).text
		for _, choice := range c.field.choices {
			if strings.EqualFold(choice, text) {
				text = choice
			}
		}
	}
	if c.field.kind.isNothing(text) {
		return ""
	}
	return text
}
