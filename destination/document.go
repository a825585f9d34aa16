package destination

import (
	"bytes"
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"airbyte-sage-intacct/airbyte"

	"github.com/beevik/etree"
)

// document is a record in the terms of its object: fields with canonical
// texts, and lines.
type document struct {
	cells    []cell
	rows     []rows
	calls    []call    // names of other records, where their ids may be missing
	wants    []want    // fields whose values have to be looked up
	once     []cell    // fields for the creation only
	given    []cell    // those of them that the record itself says
	optional []*field  // fields that what it refers to may fill
	key      string    // the record number it came with, which may be another company's
	primary  []keyPart // the values of the reader's primary key
	entity   string    // the entity that owns the record
	standIns []standIn // until the whole record is read
	leftOut  []string  // fields that are Intacct's own to set
	assumes  bool      // it builds on what a dry run did not write
	deleted  bool      // the source says that the record is gone
	files    []*file   // that go with the record
	doubt    string    // why it may not be what the source means
	dropped  []string  // fields that nothing takes
	totals   []total   // what the record says that its lines add up to

	changes []airbyte.Change // fields that did not arrive as they are in the source
}

// cell is one field of a document. An empty text is null: the gateway cannot
// tell the two apart.
type cell struct {
	field  *field
	text   string
	number bool   // a text field that came as a JSON number
	former string // the text as release 0.1.0 took it, if that was another
}

// rows are the lines of one list.
type rows struct {
	list      *list
	documents []*document
}

// reader decodes records of one object.
type reader struct {
	schema        *schema
	ignoreUnknown bool
	primary       []string // columns that make the identity; they need not be fields
	dates         dateOrder
	amounts       amounts
	ignoreNulls   bool     // a null says nothing: nulls is ignore
	files         *library // where files may come from
}

// maxComplaints bounds how many wrong fields a rejection names.
const maxComplaints = 5

// read decodes a record. The error, a *rejection, names every wrong field up
// to a bound; what could be read is in the document all the same, so that the
// record's key can be told.
func (r reader) read(data json.RawMessage) (*document, *rejection) {
	d := &document{primary: make([]keyPart, len(r.primary))}
	c := &complaints{key: r.schema.key()}
	fields, err := members(data)
	if err != nil {
		return d, rejectf("the record %v", err)
	}
	r.readMembers(d, r.schema, "", fields, c)
	r.settleStandIns(d, "", currencies{}, c)
	d.doubtTotal()
	return d, c.rejection(r.schema.object.Name)
}

func (r reader) readMembers(d *document, s *schema, prefix string, fields []member, c *complaints) {
	for _, m := range fields {
		name := prefix + m.name
		keyed := prefix == "" && s == r.schema && r.readPrimary(d, name, m.value)
		if prefix == "" && foreign(name) {
			d.readForeign(normal(name), m.value)
			continue
		}
		if keyed {
			continue
		}
		r.readMember(d, s, name, m.value, c)
	}
}

// readForeign keeps what tools say about a record.
func (d *document) readForeign(name string, value json.RawMessage) {
	switch name {
	case deletedColumn:
		d.deleted = d.deleted || isSet(value)
	case goneColumn:
		text, err := isoOnly.canonical(boolean, value)
		d.deleted = d.deleted || err == nil && text == "true"
	case entityColumn:
		if text, err := scalar(value); err == nil && d.entity == "" {
			d.entity = text
		}
	}
}

// readPrimary keeps a column of the primary key, and tells whether that is all
// there is to do with it.
func (r reader) readPrimary(d *document, name string, value json.RawMessage) bool {
	for i, column := range r.primary {
		if normal(column) == normal(name) {
			d.primary[i] = keyPartOf(value)
			_, known := r.schema.fields.find(name)
			return !known
		}
	}
	if !slices.ContainsFunc(r.primary, func(column string) bool { return strings.HasPrefix(normal(column), normal(name)+"_") }) {
		return false
	}
	nested, _ := members(value) // the path of a key may lead into an object
	for _, m := range nested {
		r.readPrimary(d, name+"."+m.name, m.value)
	}
	return false
}

// keyText is a value of the primary key; a list is as good as its elements.
func keyText(value json.RawMessage) string {
	if opens(value) == '[' {
		text, _ := choices(value)
		return text
	}
	text, _ := scalar(value)
	return text
}

// isSet tells a value from null and "".
func isSet(raw json.RawMessage) bool {
	return opens(raw) != 'n' && !bytes.Equal(bytes.TrimSpace(raw), []byte(`""`))
}

func (r reader) readMember(d *document, s *schema, name string, value json.RawMessage, c *complaints) {
	f, isField := s.fields.find(name)
	if isField && opens(value) != '{' {
		r.readCell(d, f, value, c)
		return
	}
	if l, known := s.lists.find(name); known {
		r.readRows(d, l, value, c)
		return
	}
	if opens(value) == '{' && s.leadsTo(name) {
		nested, err := members(value)
		if err != nil {
			c.add(name, err.Error())
			return
		}
		r.readMembers(d, s, name+".", nested, c)
		return
	}
	if s == r.schema && normal(name) == attachmentsColumn {
		r.readFiles(d, value, c)
		return
	}
	if fields, wrapped := unwrapCustom(name, value); wrapped {
		r.readMembers(d, s, "", fields, c)
		return
	}
	switch {
	case isField:
		r.readCell(d, f, value, c) // says what is wrong with it
	default:
		r.readUnknown(d, s, name, value, c)
	}
}

// leadsTo tells whether some field lies below a name: DISPLAYCONTACT.
func (s *schema) leadsTo(name string) bool {
	prefix := normal(name) + "_"
	return slices.ContainsFunc(s.ordered, func(f *field) bool {
		return len(f.path) > 1 && strings.HasPrefix(normal(f.id), prefix)
	})
}

func (r reader) readCell(d *document, f *field, value json.RawMessage, c *complaints) {
	if r.ignoreNulls && opens(value) == 'n' {
		return
	}
	if f.slot != nil {
		switch name, err := scalar(value); {
		case err != nil:
			c.add(f.id, err.Error())
		case name != "":
			d.calls = append(d.calls, call{f.slot, f.id, name})
		}
		return
	}
	if f.own {
		if f == c.key {
			d.key = keyPartOf(value).text
			return
		}
		if f.id == owner && isSet(value) && c.prefix == "" {
			d.entity, _ = scalar(value)
			return
		}
		switch {
		case isSet(value) && f.stands != nil:
			d.standIns = append(d.standIns, standIn{f, value})
		case isSet(value):
			d.readTotal(f, value)
			d.leftOut = append(d.leftOut, f.id)
		}
		return
	}
	text, err := r.dates.value(f, value)
	if err == nil && d.has(f) {
		if d.text(f) == text {
			return
		}
		err = errors.New("is given twice, with different values")
	}
	if err != nil {
		c.add(f.id, err.Error())
		return
	}
	d.cells = append(d.cells, cell{field: f, text: text, number: f.kind == textual && isNumber(value)})
	d.wantSpelling(f)
}

func (d *document) has(f *field) bool {
	return slices.ContainsFunc(d.cells, func(c cell) bool { return c.field == f })
}

// text is the value of a field; "" if it is null or absent.
func (d *document) text(f *field) string {
	for _, c := range d.cells {
		if c.field == f {
			return c.text
		}
	}
	return ""
}

// set gives a field a value.
func (d *document) set(f *field, text string) {
	for i := range d.cells {
		if d.cells[i].field == f {
			d.cells[i].text = text
			return
		}
	}
	d.cells = append(d.cells, cell{field: f, text: text})
}

// element writes the document for a generic function. A create leaves nulls
// out; in an update an empty element clears the field.
func (d *document) element(tag string, clear bool) *etree.Element {
	root := etree.NewElement(tag)
	for _, c := range d.cells {
		if c.text != "" || clear {
			descend(root, c.field.path).SetText(c.field.kind.wire(c.text))
		}
	}
	for _, rows := range d.rows {
		if len(rows.documents) == 0 {
			continue
		}
		lines := root.CreateElement(rows.list.element)
		for _, line := range rows.documents {
			lines.AddChild(line.element(rows.list.line, clear))
		}
	}
	return root
}

// descend finds or makes the elements of a path.
func descend(el *etree.Element, path []string) *etree.Element {
	for _, step := range path {
		next := el.SelectElement(step)
		if next == nil {
			next = el.CreateElement(step)
		}
		el = next
	}
	return el
}
