package record

import (
	"slices"
	"strings"

	"airbyte-sage-intacct/destination/schema"
)

// Cleared names the fields that the document has as null and the company has
// not.
func Cleared(d *Document, s *schema.Schema, there Stored, computes bool) []string {
	var names []string
	for _, c := range d.Cells {
		if text, read := there.Text(c.Field); read && c.Text == "" && text != "" && !c.Field.Kind.IsNothing(text) && c.Field.StaysEmpty(s, computes) {
			names = append(names, c.Field.ID)
		}
	}
	for _, brought := range d.Rows {
		lines := there.Lines[brought.List]
		for i, line := range brought.Lines {
			if i < len(lines) && !line.ofItem() {
				for _, name := range Cleared(line, brought.List.Lines, lines[i], true) {
					names = append(names, brought.List.Element+"."+name)
				}
			}
		}
	}
	return names
}

// ofItem reports whether a line is of an item, which lends it its texts.
func (d *Document) ofItem() bool {
	return slices.ContainsFunc(d.Cells, func(c Cell) bool { return strings.EqualFold(c.Field.ID, "ITEMID") && c.Text != "" })
}
