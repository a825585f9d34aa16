package record

import (
	"cmp"
	"slices"
	"strings"

	"airbyte-sage-intacct/destination/canonical"
	"airbyte-sage-intacct/destination/schema"
)

// NormaliseKeys gives the values of a key the one text of that key. The company would
// take the blanks around them away too, and a key that comes back as another is a
// record that is not found again.
func (d *Document) NormaliseKeys(fields []*schema.Field) {
	for i := range d.Cells {
		c := &d.Cells[i]
		if !slices.Contains(fields, c.Field) {
			continue
		}
		trimmed := strings.TrimSpace(c.Text)
		if c.Text = canonical.NewKeyPart(trimmed, c.number).Text; c.Text != trimmed {
			c.former = trimmed
		}
	}
}

// KeyParts are the values of fields as parts of a key; false if one is missing.
func KeyParts(d *Document, fields []*schema.Field, key *schema.Field) ([]canonical.KeyPart, bool) {
	parts := make([]canonical.KeyPart, len(fields))
	for i, f := range fields {
		if f == key && f.Own {
			parts[i] = canonical.NewKeyPart(d.key, false)
		} else if at := slices.IndexFunc(d.Cells, func(c Cell) bool { return c.Field == f }); at >= 0 {
			c := d.Cells[at]
			parts[i] = canonical.KeyPart{Text: c.Text, Spelled: cmp.Or(c.former, c.Text), Number: c.number}
		}
		if parts[i].Text == "" {
			return nil, false
		}
	}
	return parts, len(fields) > 0
}
