package record

import (
	"bytes"
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"airbyte-sage-intacct/destination/canonical"
	"airbyte-sage-intacct/destination/result"
	"airbyte-sage-intacct/destination/schema"
)

// reader decodes records in the terms of their object.
type reader struct {
	Settings
	amounts amounts
}

func (r reader) read(data json.RawMessage) (*Document, *result.Rejection) {
	d := &Document{PrimaryKey: make([]canonical.KeyPart, len(r.Primary))}
	c := &Complaints{}
	fields, err := canonical.Members(data)
	if err != nil {
		return d, result.Rejectf("the record %v", err)
	}
	r.readMembers(d, r.Schema, "", fields, c)
	r.settleStandIns(d, "", Currencies{}, c)
	d.doubtTotal()
	return d, c.Rejection(r.Schema.Object.Name)
}

func (r reader) readMembers(d *Document, s *schema.Schema, prefix string, fields []canonical.Member, c *Complaints) {
	for _, m := range fields {
		name := prefix + m.Name
		keyed := prefix == "" && s == r.Schema && r.readPrimary(d, name, m.Value)
		if prefix == "" && canonical.IsForeign(name) {
			d.readForeign(canonical.NormalName(name), m.Value)
			continue
		}
		if keyed {
			continue
		}
		r.readMember(d, s, name, m.Value, c)
	}
}

// readForeign keeps what tools say about a record.
func (d *Document) readForeign(name string, value json.RawMessage) {
	switch name {
	case canonical.DeletedColumn:
		d.Deleted = d.Deleted || isSet(value)
	case canonical.GoneColumn:
		text, err := canonical.ISOOnly.Value(canonical.Boolean, value)
		d.Deleted = d.Deleted || err == nil && text == "true"
	case canonical.EntityColumn:
		if text, err := canonical.Scalar(value); err == nil && d.Entity == "" {
			d.Entity = text
		}
	}
}

// readPrimary keeps a column of the primary key, and tells whether that is all
// there is to do with it.
func (r reader) readPrimary(d *Document, name string, value json.RawMessage) bool {
	for i, column := range r.Primary {
		if canonical.NormalName(column) == canonical.NormalName(name) {
			d.PrimaryKey[i] = canonical.KeyPartOf(value)
			_, known := r.Schema.Fields.Find(name)
			return !known
		}
	}
	if !slices.ContainsFunc(r.Primary, func(column string) bool {
		return strings.HasPrefix(canonical.NormalName(column), canonical.NormalName(name)+"_")
	}) {
		return false
	}
	nested, _ := canonical.Members(value) // the path of a key may lead into an object
	for _, m := range nested {
		r.readPrimary(d, name+"."+m.Name, m.Value)
	}
	return false
}

// isSet tells a value from null and "".
func isSet(raw json.RawMessage) bool {
	return canonical.Opens(raw) != 'n' && !bytes.Equal(bytes.TrimSpace(raw), []byte(`""`))
}

func (r reader) readMember(d *Document, s *schema.Schema, name string, value json.RawMessage, c *Complaints) {
	f, isField := s.Fields.Find(name)
	if isField && canonical.Opens(value) != '{' {
		r.readCell(d, f, value, c)
		return
	}
	if l, known := s.Lists.Find(name); known {
		r.readRows(d, l, value, c)
		return
	}
	if canonical.Opens(value) == '{' && s.LeadsTo(name) {
		nested, err := canonical.Members(value)
		if err != nil {
			c.Add(name, err.Error())
			return
		}
		r.readMembers(d, s, name+".", nested, c)
		return
	}
	if s == r.Schema && canonical.NormalName(name) == canonical.AttachmentsColumn {
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

func (r reader) readCell(d *Document, f *schema.Field, value json.RawMessage, c *Complaints) {
	if r.IgnoreNulls && canonical.Opens(value) == 'n' {
		return
	}
	if f.Ref != nil {
		switch name, err := canonical.Scalar(value); {
		case err != nil:
			c.Add(f.ID, err.Error())
		case name != "":
			d.calls = append(d.calls, NameRef{Field: f.Ref, By: f.ID, Name: name})
		}
		return
	}
	if f.Own {
		if f == r.Schema.Key() {
			d.key = canonical.KeyPartOf(value).Text
			return
		}
		if f.ID == canonical.OwnerField && isSet(value) && c.prefix == "" {
			d.Entity, _ = canonical.Scalar(value)
			return
		}
		switch {
		case isSet(value) && f.StandsFor != nil:
			d.standIns = append(d.standIns, standIn{field: f, value: value})
		case isSet(value):
			d.readTotal(f, value)
			d.LeftOut = append(d.LeftOut, f.ID)
		}
		return
	}
	text, err := f.Value(r.Dates, value)
	if err == nil && d.Has(f) {
		if d.Text(f) == text {
			return
		}
		err = errors.New("is given twice, with different values")
	}
	if err != nil {
		c.Add(f.ID, err.Error())
		return
	}
	d.Cells = append(d.Cells, Cell{Field: f, Text: text, number: f.Kind == canonical.Text && canonical.IsNumber(value)})
	d.wantSpelling(f)
}
