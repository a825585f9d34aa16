package schema

import (
	"airbyte-sage-intacct/intacct"
)

// Dimension is a kind of record that others refer to, and that people know by
// name. A record that brings a name instead of an id has it resolved.
type Dimension struct {
	Object string
	ID     string   // the field that references hold
	Name   string   // the field that people know it by
	ids    []string // how referring fields are called
	names  []string // how fields are called that bring the name
}

var dimensions = dimensionsAmong(intacct.Objects())

func dimensionsAmong(objects []*intacct.Object) []Dimension {
	var list []Dimension
	for _, o := range objects {
		if o.Called != nil {
			list = append(list, Dimension{o.Name, o.Natural[0], o.Called.By, o.Called.Refs, o.Called.Names})
		}
	}
	return list
}

// DimensionOf finds the dimension that an object is.
func DimensionOf(object string) *Dimension {
	for i := range dimensions {
		if dimensions[i].Object == object {
			return &dimensions[i]
		}
	}
	return nil
}

// RefField is a place in a record for the id of another, which may be given by
// name.
type RefField struct {
	Target    *Field
	Dimension *Dimension
}

// addSlots finds the fields of an object that refer to dimensions, and makes
// the fields known that may bring their names.
func (s *Schema) addSlots() {
	for i := range dimensions {
		d := &dimensions[i]
		if d.Object == s.Object.Name {
			s.addSlot(d, []string{"PARENTID"}, []string{"PARENTNAME"})
			continue
		}
		s.addSlot(d, d.ids, d.names)
	}
}

func (s *Schema) addSlot(d *Dimension, ids, names []string) {
	var target *Field
	for _, id := range ids {
		if f, known := s.Fields.Exact[id]; known && !f.Own && target == nil {
			target = f
		}
	}
	if target == nil {
		return
	}
	s.References = append(s.References, reference{Field: target, Object: d.Object})
	target.Names, _ = intacct.ObjectNamed(d.Object)
	place := &RefField{Target: target, Dimension: d}
	for _, name := range names {
		if f, known := s.Fields.Exact[name]; known {
			f.Ref = place
			continue
		}
		s.addField(intacct.Field{ID: name, DataType: "TEXT"})
		added := s.Fields.Exact[name]
		added.Ref, added.Queryable = place, false
	}
}
