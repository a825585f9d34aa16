package destination

import (
	"strings"

	"airbyte-sage-intacct/intacct"
)

// dimension is a kind of record that others refer to, and that people know by
// name. A record that brings a name instead of an id has it resolved.
type dimension struct {
	object string
	id     string   // the field that references hold
	name   string   // the field that people know it by
	ids    []string // how referring fields are called
	names  []string // how fields are called that bring the name
}

var dimensions = dimensionsAmong(intacct.Objects())

func dimensionsAmong(objects []*intacct.Object) []dimension {
	var list []dimension
	for _, o := range objects {
		if o.Called != nil {
			list = append(list, dimension{o.Name, o.Natural[0], o.Called.By, o.Called.Refs, o.Called.Names})
		}
	}
	return list
}

// dimensionOf finds the dimension that an object is.
func dimensionOf(object string) *dimension {
	for i := range dimensions {
		if dimensions[i].object == object {
			return &dimensions[i]
		}
	}
	return nil
}

// slot is a place in a record for the id of another, which may be given by
// name.
type slot struct {
	target    *field
	dimension *dimension
}

// call is a name that a document brings for a slot.
type call struct {
	slot *slot
	by   string // the field that brought it
	name string
}

// addSlots finds the fields of an object that refer to dimensions, and makes
// the fields known that may bring their names.
func (s *schema) addSlots() {
	for i := range dimensions {
		d := &dimensions[i]
		if d.object == s.object.Name {
			s.addSlot(d, []string{"PARENTID"}, []string{"PARENTNAME"})
			continue
		}
		s.addSlot(d, d.ids, d.names)
	}
}

func (s *schema) addSlot(d *dimension, ids, names []string) {
	var target *field
	for _, id := range ids {
		if f, known := s.fields.exact[id]; known && !f.own && target == nil {
			target = f
		}
	}
	if target == nil {
		return
	}
	s.references = append(s.references, reference{field: target, object: d.object})
	target.names, _ = intacct.ObjectNamed(d.object)
	place := &slot{target: target, dimension: d}
	for _, name := range names {
		if f, known := s.fields.exact[name]; known {
			f.slot = place
			continue
		}
		s.addField(intacct.Field{ID: name, DataType: "TEXT"})
		added := s.fields.exact[name]
		added.slot, added.queryable = place, false
	}
}

// calls lists the names in a document whose ids are not given, and the document
// that each belongs to.
func (d *document) openCalls(each func(owner *document, c call)) {
	for _, c := range d.calls {
		if d.text(c.slot.target) == "" {
			each(d, c)
		}
	}
	for _, rows := range d.rows {
		for _, line := range rows.documents {
			line.openCalls(each)
		}
	}
}

// key is how names are compared: people do not mind letter case or blanks.
func (c call) key() ref {
	return ref{c.slot.dimension.object, strings.ToLower(strings.TrimSpace(c.name))}
}
