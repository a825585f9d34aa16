package schema

import (
	"slices"
	"strings"

	"airbyte-sage-intacct/destination/canonical"
	"airbyte-sage-intacct/intacct"
)

// extend adds to a schema what a legacy function takes and lookup does not
// list: elements of the function without a field of their name.
func (s *Schema) extend(model *intacct.Model) {
	for _, e := range model.Elements() {
		switch {
		case e.Name == CustomFields:
		case e.List():
			s.extendList(e)
		case e.Content != nil && !e.Date:
			s.extend(e.Content)
		default:
			s.extendField(e)
		}
	}
}

// restrict makes fields that a legacy function cannot carry Intacct's own: they
// can be read and not written. What it does carry can be written, whatever
// lookup says of it.
func (s *Schema) restrict() {
	if model := s.Object.Write.Create.Content(); model != nil {
		s.restrictTo(model)
	}
}

func (s *Schema) restrictTo(model *intacct.Model) {
	for _, f := range s.Ordered {
		carried := Carries(model, f.ID)
		f.Own = f.Own && (!carried || s.reserved(f.ID)) || !f.Custom && !carried
	}
	for _, e := range ListsOf(model) {
		lines := e.Content.Elements()
		for _, name := range e.Fields {
			if l, known := s.Lists.Find(name); known && lines[0].Content != nil {
				l.Lines.restrictTo(lines[0].Content)
			}
		}
	}
}

// ListsOf are the lists of a model, those inside its containers included.
func ListsOf(model *intacct.Model) []*intacct.Element {
	var lists []*intacct.Element
	for _, e := range model.Elements() {
		switch {
		case e.List():
			lists = append(lists, e)
		case e.Content != nil:
			lists = append(lists, ListsOf(e.Content)...)
		}
	}
	return lists
}

// extendField makes all names of an element known. Of several names for one
// thing those that lookup does not list stand for the first that it does, so
// that what is written can be compared with what is read.
func (s *Schema) extendField(e *intacct.Element) {
	var listed *Field
	for _, id := range e.Fields {
		// What is itself another name, of another element, does not count.
		if f, known := s.Fields.Exact[strings.ToUpper(id)]; known && listed == nil && strings.EqualFold(f.ID, id) {
			listed = f
		}
	}
	if e.Date && listed != nil && listed.Kind == canonical.Text {
		listed.Kind = canonical.Date // its year, month and day are wanted, whatever lookup calls it
	}
	for _, id := range e.Fields {
		if _, known := s.Fields.Exact[strings.ToUpper(id)]; known {
			continue
		}
		if listed != nil {
			s.Fields.Add(id, listed)
			continue
		}
		datatype := "TEXT"
		if e.Date {
			datatype = "DATE"
		}
		s.addField(intacct.Field{ID: id, DataType: datatype})
		listed = s.Fields.Exact[strings.ToUpper(id)]
		listed.Queryable = false
	}
}

func (s *Schema) extendList(e *intacct.Element) {
	lines := e.Content.Elements()
	if lines[0].Content == nil {
		s.extendField(&intacct.Element{Fields: e.Fields})
		for _, id := range e.Fields {
			if f := s.Fields.Exact[strings.ToUpper(id)]; f != nil {
				f.many = true
			}
		}
		return
	}
	var l *List
	for _, name := range e.Fields {
		if known, found := s.Lists.Find(name); found {
			l = known
		}
	}
	if l == nil {
		name := strings.ToUpper(lines[0].Name)
		l = &List{Element: e.Fields[0], Line: name, Lines: New(&intacct.Object{Name: name, Key: "RECORDNO"}, &intacct.Definition{})}
		s.Lists.Add(l.Element, l)
	}
	s.addListName(e.Name, l)
	for _, line := range lines {
		l.Lines.extend(line.Content)
		l.Names = append(l.Names, e.Name, line.Name)
	}
}

// addListName makes the function's own name of a list known.
func (s *Schema) addListName(name string, l *List) {
	_, isField := s.Fields.Find(name)
	if _, isList := s.Lists.Find(name); !isField && !isList {
		s.Lists.Add(name, l)
	}
}

// WithReversal is the schema with the fields that a reversal takes and the object
// does not have.
func (s *Schema) WithReversal() *Schema {
	more := *s
	more.Fields = s.Fields.Clone()
	more.Ordered = slices.Clone(s.Ordered)
	if model := s.Object.Write.Reverse.Content(); model != nil {
		more.extend(model)
	}
	return &more
}

// Carries tells whether some element of a model, lines aside, takes a field.
func Carries(model *intacct.Model, id string) bool {
	for _, e := range model.Elements() {
		switch {
		case e.Content != nil && !e.List():
			if Carries(e.Content, id) {
				return true
			}
		case canonical.HasName(e.Fields, id):
			return true
		}
	}
	return false
}

// CustomFields is the element that takes the company's own fields.
const CustomFields = "customfields"

// Removable tells an element by which a line can be removed: those of order
// entry and purchasing.
func Removable(e *intacct.Element) bool {
	return e.Attr != "" && strings.HasSuffix(e.Name, "transitem") && slices.ContainsFunc(e.Content.Elements(), func(part *intacct.Element) bool { return part.Name == ItemElement })
}

// ItemElement names the item of a line. A line whose update names none goes.
//
// Source: github.com/hotgluexyz/target-intacct-v2, purchase orders.
const ItemElement = "itemid"

// Takes reports whether a function carries a field.
func Takes(model *intacct.Model, f *Field) bool {
	return Carries(model, f.ID) || f.Custom && slices.ContainsFunc(model.Elements(), func(e *intacct.Element) bool { return e.Name == CustomFields })
}

// TakesList reports whether a function carries lines.
func TakesList(model *intacct.Model, l *List) bool {
	return slices.ContainsFunc(ListsOf(model), func(e *intacct.Element) bool {
		return canonical.HasName(e.Fields, l.Element) || canonical.HasName(e.Fields, l.Line)
	})
}

// Removes reports whether an update can remove lines of a list.
func (s *Schema) Removes(l *List) bool {
	model := s.Object.Write.Update.Content()
	if model == nil {
		return false
	}
	for _, e := range ListsOf(model) {
		if canonical.HasName(e.Fields, l.Element) || canonical.HasName(e.Fields, l.Line) {
			return slices.ContainsFunc(e.Content.Elements(), Removable)
		}
	}
	return false
}
