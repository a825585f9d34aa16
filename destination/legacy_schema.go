package destination

import (
	"strings"

	"airbyte-sage-intacct/intacct"
)

// extend adds to a schema what a legacy function takes and lookup does not
// list: elements of the function without a field of their name.
func (s *schema) extend(model *intacct.Model) {
	for _, e := range model.Elements() {
		switch {
		case e.Name == customFields:
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
func (s *schema) restrict() {
	if model := s.object.Write.Create.Content(); model != nil {
		s.restrictTo(model)
	}
}

func (s *schema) restrictTo(model *intacct.Model) {
	for _, f := range s.ordered {
		carried := carries(model, f.id)
		f.own = f.own && (!carried || s.reserved(f.id)) || !f.custom && !carried
	}
	for _, e := range listsOf(model) {
		lines := e.Content.Elements()
		for _, name := range e.Fields {
			if l, known := s.lists.find(name); known && lines[0].Content != nil {
				l.lines.restrictTo(lines[0].Content)
			}
		}
	}
}

// listsOf are the lists of a model, those inside its containers included.
func listsOf(model *intacct.Model) []*intacct.Element {
	var lists []*intacct.Element
	for _, e := range model.Elements() {
		switch {
		case e.List():
			lists = append(lists, e)
		case e.Content != nil:
			lists = append(lists, listsOf(e.Content)...)
		}
	}
	return lists
}

// extendField makes all names of an element known. Of several names for one
// thing those that lookup does not list stand for the first that it does, so
// that what is written can be compared with what is read.
func (s *schema) extendField(e *intacct.Element) {
	var listed *field
	for _, id := range e.Fields {
		// What is itself another name, of another element, does not count.
		if f, known := s.fields.exact[strings.ToUpper(id)]; known && listed == nil && strings.EqualFold(f.id, id) {
			listed = f
		}
	}
	if e.Date && listed != nil && listed.kind == textual {
		listed.kind = date // its year, month and day are wanted, whatever lookup calls it
	}
	for _, id := range e.Fields {
		if _, known := s.fields.exact[strings.ToUpper(id)]; known {
			continue
		}
		if listed != nil {
			s.fields.add(id, listed)
			continue
		}
		datatype := "TEXT"
		if e.Date {
			datatype = "DATE"
		}
		s.addField(intacct.Field{ID: id, DataType: datatype})
		listed = s.fields.exact[strings.ToUpper(id)]
		listed.queryable = false
	}
}

func (s *schema) extendList(e *intacct.Element) {
	lines := e.Content.Elements()
	if lines[0].Content == nil {
		s.extendField(&intacct.Element{Fields: e.Fields})
		for _, id := range e.Fields {
			if f := s.fields.exact[strings.ToUpper(id)]; f != nil {
				f.many = true
			}
		}
		return
	}
	var l *list
	for _, name := range e.Fields {
		if known, found := s.lists.find(name); found {
			l = known
		}
	}
	if l == nil {
		name := strings.ToUpper(lines[0].Name)
		l = &list{element: e.Fields[0], line: name, lines: newSchema(&intacct.Object{Name: name, Key: "RECORDNO"}, &intacct.Definition{})}
		s.lists.add(l.element, l)
	}
	s.addListName(e.Name, l)
	for _, line := range lines {
		l.lines.extend(line.Content)
		l.names = append(l.names, e.Name, line.Name)
	}
}

// addListName makes the function's own name of a list known.
func (s *schema) addListName(name string, l *list) {
	_, isField := s.fields.find(name)
	if _, isList := s.lists.find(name); !isField && !isList {
		s.lists.add(name, l)
	}
}
