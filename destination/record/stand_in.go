package record

import "airbyte-sage-intacct/destination/schema"

// What lookup calls read-only is a hint. A field that is Intacct's to show may
// be the only name under which a record brings what a create takes under
// another: the amount of a line in the base currency, or what a legacy function
// calls an element. Where the other stands beside it, it is left out; alone it
// is taken for it, or refused with the name to use.

// settleStandIns gives the values that came under other names to the fields that
// they are meant for, in a document and its lines.
func (r reader) settleStandIns(d *Document, prefix string, in Currencies, c *Complaints) {
	in = in.Of(d, Stored{})
	for _, s := range d.standIns {
		target := s.field.StandsFor
		switch {
		case d.TextOf(target.ID) != "" || d.wanted(target):
			d.LeftOut = append(d.LeftOut, s.field.ID)
			if text, err := s.field.Value(r.Dates, s.value); err == nil {
				d.stoodIn = append(d.stoodIn, stoodIn{given: Cell{Field: s.field, Text: text}})
			}
		case target.ID == schema.TransactionPrefix+s.field.ID && in.foreign():
			c.Add(prefix+s.field.ID, "is in the base currency, and the record is in another: bring the amount as "+target.ID)
		case !s.field.Mapped:
			c.Add(prefix+s.field.ID, "is Intacct's to show: bring the value as "+target.ID)
		default:
			text, err := target.Value(r.Dates, s.value)
			if err != nil {
				c.Add(prefix+s.field.ID, err.Error())
				continue
			}
			d.Set(target, text)
			d.stoodIn = append(d.stoodIn, stoodIn{given: Cell{Field: s.field, Text: text}, target: target})
		}
	}
	d.standIns = nil
	for _, cell := range d.Cells {
		if f := cell.Field; f.InBase && cell.Text != "" && in.base != "" && in.foreign() && d.TextOf(schema.TransactionPrefix+f.ID) == "" {
			c.Add(prefix+f.ID, "is in the base currency, and the record is in another: bring the amount as "+schema.TransactionPrefix+f.ID)
		}
	}
	for _, rows := range d.Rows {
		for i, line := range rows.Lines {
			r.settleStandIns(line, linePrefix(prefix, rows.List, i), in, c)
		}
	}
}

// wanted reports whether a field's value is still to be looked up.
func (d *Document) wanted(f *schema.Field) bool {
	for _, w := range d.wants {
		if w.Field == f {
			return true
		}
	}
	for _, c := range d.calls {
		if c.Field.Target == f {
			return true
		}
	}
	return false
}
