package destination

import (
	"encoding/json"
	"strings"

	"airbyte-sage-intacct/intacct"
)

// What lookup calls read-only is a hint. A field that is Intacct's to show may
// be the only name under which a record brings what a create takes under
// another: the amount of a line in the base currency, or what a legacy function
// calls an element. Where the other stands beside it, it is left out; alone it
// is taken for it, or refused with the name to use.

// standIn is a value that came under the name of a field that is only shown.
type standIn struct {
	field *field
	value json.RawMessage
}

// addStandIns finds the fields that a model's elements are called like, or may
// take, and that are Intacct's own. What the schema demands is mapped; a record
// without it was never written, so nothing depends on how it was read before.
func (s *schema) addStandIns(model *intacct.Model, needed bool) {
	for _, part := range model.Parts {
		needs, e := needed && part.Needed, part.Element
		switch {
		case part.Model != nil:
			s.addStandIns(part.Model, needs)
		case e.Name == customFields, e.Content != nil && !e.List():
		case e.List():
			s.addLineStandIns(e)
		default:
			s.addStandIn(e, needs)
		}
	}
}

func (s *schema) addLineStandIns(e *intacct.Element) {
	content := e.Content.Elements()[0].Content
	for _, name := range e.Fields {
		if l, known := s.lists.find(name); known && content != nil {
			l.lines.addStandIns(content, true)
			return
		}
	}
}

func (s *schema) addStandIn(e *intacct.Element, needed bool) {
	var target *field
	var shown []*field
	for _, id := range append(e.Fields[:len(e.Fields):len(e.Fields)], e.Name) {
		f, known := s.fields.exact[strings.ToUpper(id)]
		switch {
		case !known || !strings.EqualFold(f.id, id) || f.id == owner:
		case f.own:
			shown = append(shown, f)
		case target == nil:
			target = f
		}
	}
	if target == nil && needed && len(shown) > 0 {
		target = shown[0]
		target.own = false // a key that people give, or what has no other name
	}
	if target == nil {
		return
	}
	for _, f := range shown {
		if f != target {
			f.stands, f.mapped = target, needed
		}
	}
	if _, known := s.fields.find(e.Name); !known {
		s.called[normal(e.Name)] = target.id
	}
}

// addAmountStandIns lets an amount in the base currency stand for that in the
// transaction's, where only this can be written.
func (s *schema) addAmountStandIns() {
	for _, f := range s.ordered {
		if target := s.fields.exact[transaction+strings.ToUpper(f.id)]; f.own && f.stands == nil && target != nil && !target.own {
			f.stands, f.mapped = target, true
		}
	}
}

// settleStandIns gives the values that came under other names to the fields that
// they are meant for, in a document and its lines.
func (r reader) settleStandIns(d *document, prefix string, in currencies, c *complaints) {
	in = in.of(d, stored{})
	for _, s := range d.standIns {
		target := s.field.stands
		switch {
		case d.named(target.id) != "" || d.wanted(target):
			d.leftOut = append(d.leftOut, s.field.id)
		case target.id == transaction+s.field.id && in.foreign():
			c.add(prefix+s.field.id, "is in the base currency, and the record is in another: bring the amount as "+target.id)
		case !s.field.mapped:
			c.add(prefix+s.field.id, "is Intacct's to show: bring the value as "+target.id)
		default:
			text, err := r.dates.value(target, s.value)
			if err != nil {
				c.add(prefix+s.field.id, err.Error())
				continue
			}
			d.set(target, text)
		}
	}
	d.standIns = nil
	for _, cell := range d.cells {
		if f := cell.field; f.inBase && cell.text != "" && in.base != "" && in.foreign() && d.named(transaction+f.id) == "" {
			c.add(prefix+f.id, "is in the base currency, and the record is in another: bring the amount as "+transaction+f.id)
		}
	}
	for _, rows := range d.rows {
		for i, line := range rows.documents {
			r.settleStandIns(line, linePrefix(prefix, rows.list, i), in, c)
		}
	}
}

// wanted reports whether a field's value is still to be looked up.
func (d *document) wanted(f *field) bool {
	for _, w := range d.wants {
		if w.field == f {
			return true
		}
	}
	for _, c := range d.calls {
		if c.slot.target == f {
			return true
		}
	}
	return false
}

// foreign reports whether amounts may be in another currency than the base.
func (c currencies) foreign() bool { return c.transaction != "" && c.transaction != c.base }
