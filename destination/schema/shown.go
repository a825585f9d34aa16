package schema

import (
	"strings"

	"airbyte-sage-intacct/destination/canonical"
	"airbyte-sage-intacct/intacct"
)

// addStandIns finds the fields that a model's elements are called like, or may
// take, and that are Intacct's own. What the schema demands is mapped; a record
// without it was never written, so nothing depends on how it was read before.
func (s *Schema) addStandIns(model *intacct.Model, needed bool) {
	for _, part := range model.Parts {
		needs, e := needed && part.Needed, part.Element
		switch {
		case part.Model != nil:
			s.addStandIns(part.Model, needs)
		case e.Name == CustomFields, e.Content != nil && !e.List():
		case e.List():
			s.addLineStandIns(e)
		default:
			s.addStandIn(e, needs)
		}
	}
}

func (s *Schema) addLineStandIns(e *intacct.Element) {
	content := e.Content.Elements()[0].Content
	for _, name := range e.Fields {
		if l, known := s.Lists.Find(name); known && content != nil {
			l.Lines.addStandIns(content, true)
			return
		}
	}
}

func (s *Schema) addStandIn(e *intacct.Element, needed bool) {
	var target *Field
	var shown []*Field
	for _, id := range append(e.Fields[:len(e.Fields):len(e.Fields)], e.Name) {
		f, known := s.Fields.Exact[strings.ToUpper(id)]
		switch {
		case !known || !strings.EqualFold(f.ID, id) || f.ID == canonical.OwnerField:
		case f.Own:
			shown = append(shown, f)
		case target == nil:
			target = f
		}
	}
	if target == nil && needed && len(shown) > 0 {
		target = shown[0]
		target.Own = false // a key that people give, or what has no other name
	}
	if target == nil {
		return
	}
	for _, f := range shown {
		if f != target {
			f.StandsFor, f.Mapped = target, needed
		}
	}
	if _, known := s.Fields.Find(e.Name); !known {
		s.called[canonical.NormalName(e.Name)] = target.ID
	}
}

// addAmountStandIns lets an amount in the base currency stand for that in the
// transaction's, where only this can be written.
func (s *Schema) addAmountStandIns() {
	for _, f := range s.Ordered {
		if target := s.Fields.Exact[TransactionPrefix+strings.ToUpper(f.ID)]; f.Own && f.StandsFor == nil && target != nil && !target.Own {
			f.StandsFor, f.Mapped = target, true
		}
	}
}
