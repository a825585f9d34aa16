package record

import (
	"encoding/json"
	"slices"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/destination/canonical"
	"airbyte-sage-intacct/destination/files"
	"airbyte-sage-intacct/destination/schema"
	"airbyte-sage-intacct/unified"
)

// Document is a record in the terms of its object: fields with canonical
// texts, and lines.
type Document struct {
	Cells      []Cell
	Rows       []Rows
	calls      []NameRef           // names of other records, where their ids may be missing
	wants      []Lookup            // fields whose values have to be looked up
	Once       []Cell              // fields for the creation only
	given      []Cell              // those of them that the record itself says
	Fillable   []*schema.Field     // fields that what it refers to may fill
	key        string              // the record number it came with, which may be another company's
	PrimaryKey []canonical.KeyPart // the values of the reader's primary key
	Entity     string              // the entity that owns the record
	standIns   []standIn           // until the whole record is read
	stoodIn    []stoodIn           // what came under other names than those it has now
	LeftOut    []string            // fields that are Intacct's own to set
	Assumes    bool                // it builds on what a dry run did not write
	Deleted    bool                // the source says that the record is gone
	Files      []*files.File       // that go with the record
	Doubt      string              // why it may not be what the source means
	Dropped    []string            // fields that nothing takes
	totals     []total             // what the record says that its lines add up to

	Changes []airbyte.Change // fields that did not arrive as they are in the source
}

// Cell is one field of a document. An empty text is null: the gateway cannot
// tell the two apart.
type Cell struct {
	Field  *schema.Field
	Text   string
	number bool   // a text field that came as a JSON number
	former string // the text as release 0.1.0 took it, if that was another
}

// Rows are the lines of one list.
type Rows struct {
	List  *schema.List
	Lines []*Document
}

// Has reports whether a document brings a field, as null or with a value.
func (d *Document) Has(f *schema.Field) bool {
	return slices.ContainsFunc(d.Cells, func(c Cell) bool { return c.Field == f })
}

// Text is the value of a field; "" if it is null or absent.
func (d *Document) Text(f *schema.Field) string {
	for _, c := range d.Cells {
		if c.Field == f {
			return c.Text
		}
	}
	return ""
}

// Set gives a field a value.
func (d *Document) Set(f *schema.Field, text string) {
	for i := range d.Cells {
		if d.Cells[i].Field == f {
			d.Cells[i].Text = text
			return
		}
	}
	d.Cells = append(d.Cells, Cell{Field: f, Text: text})
}

// NameRef is a name that a document brings for a slot.
type NameRef struct {
	Field *schema.RefField
	By    string // the field that brought it
	Name  string
}

// Lookup is a field of a document whose value has to be looked up.
type Lookup struct {
	Field *schema.Field // nil for the entity that owns the record
	unified.Member
}

// standIn is a value that came under the name of a field that is only shown.
type standIn struct {
	field *schema.Field
	value json.RawMessage
}

// stoodIn is a value under the name that the record has for it, and the field
// that has it now; none if that came beside it.
type stoodIn struct {
	given  Cell
	target *schema.Field
}

// total is what a record says that its lines add up to.
type total struct{ name, text string }

// SetNamed puts the name of a record into a field, as the company has it.
func (d *Document) SetNamed(f *schema.Field, text string) {
	d.Set(f, text)
	for i := range d.Cells {
		if c := &d.Cells[i]; c.Field == f && c.number {
			c.number = false
		}
	}
}

// TextOf is the value of a field of a document, by the field's name.
func (d *Document) TextOf(id string) string {
	for _, cells := range [][]Cell{d.Cells, d.Once} {
		for _, c := range cells {
			if c.Field.ID == id {
				return c.Text
			}
		}
	}
	return ""
}

// Brought is what a record itself has in a field, for its creation or for good.
func (d *Document) Brought(f *schema.Field) string {
	for _, c := range slices.Concat(d.Cells, d.given) {
		if c.Field == f && c.Text != "" {
			return c.Text
		}
	}
	return ""
}

// Complete is a document with what is written on creation only.
func (d *Document) Complete() *Document {
	if d.Once == nil && d.Rows == nil {
		return d
	}
	whole := *d
	whole.Cells = slices.Clone(d.Cells)
	for _, c := range d.Once {
		if whole.Text(c.Field) == "" {
			whole.Set(c.Field, c.Text)
		}
	}
	whole.Rows = make([]Rows, len(d.Rows))
	for i, list := range d.Rows {
		whole.Rows[i].List = list.List
		for _, line := range list.Lines {
			whole.Rows[i].Lines = append(whole.Rows[i].Lines, line.Complete())
		}
	}
	return &whole
}
