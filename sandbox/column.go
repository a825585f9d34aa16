package sandbox

import (
	"strings"

	"airbyte-sage-intacct/sandbox/company"
)

// A valueWriter appends a canonical value as the gateway shows it.
type valueWriter func(dst []byte, value string) []byte

// A column is one selected field with the bytes around its value, made once
// for all rows.
type column struct {
	name       string
	start, end string
	value      valueWriter
}

// columns prepares the fields of a selection for the writer's level.
func (w *writer) columns(selected []company.Column, value func(company.Column) valueWriter) []column {
	lead := ""
	if w.pretty {
		lead = indentation[:1+min(2*(w.depth+1), len(indentation)-1)]
	}
	columns := make([]column, len(selected))
	for i, s := range selected {
		name := s.Field
		if s.Func != "" {
			name = strings.ToUpper(s.Func) + "." + name
		}
		columns[i] = column{name: name, start: lead + "<" + name + ">", end: "</" + name + ">", value: value(s)}
	}
	return columns
}

// record writes one row as an element.
func (w *writer) record(name string, columns []column, row []string) {
	w.open(name)
	buf := w.buf
	for i := range columns {
		c := &columns[i]
		buf = append(buf, c.start...)
		if value := row[i]; value != "" {
			buf = c.value(buf, value)
		}
		buf = append(buf, c.end...)
	}
	w.buf = buf
	w.inline = len(columns) == 0
	w.close(name)
}

// fieldOf finds what a name, dotted or not, means from an object on.
func (c *call) fieldOf(o *company.Object, name string) (*company.Field, bool) {
	for hops := 0; hops < 8; hops++ {
		if field, known := o.Field(name); known {
			return field, true
		}
		next, rest, found := c.hop(o, name)
		if !found {
			return nil, false
		}
		o, name = next, rest
	}
	return nil, false
}

// hop follows the relation that a dotted name begins with.
func (c *call) hop(o *company.Object, name string) (*company.Object, string, bool) {
	for i := range o.Relations {
		path := o.Relations[i].Path
		if len(name) > len(path) && name[len(path)] == '.' && strings.EqualFold(name[:len(path)], path) {
			next, known := c.gateway.company.Object(o.Relations[i].Object)
			return next, name[len(path)+1:], known
		}
	}
	return nil, "", false
}

// shown says how query and readByQuery show a column.
func (c *call) shown(o *company.Object, f *formatting) func(company.Column) valueWriter {
	return func(column company.Column) valueWriter {
		if strings.EqualFold(column.Func, "count") {
			return appendText
		}
		field, known := c.fieldOf(o, column.Field)
		if !known {
			return appendText
		}
		return valueForm(field, f)
	}
}

// valueForm is how a field's value is written in the user's format.
func valueForm(field *company.Field, f *formatting) valueWriter {
	switch field.DataType {
	case company.Date:
		return f.appendDate
	case company.Timestamp:
		return f.appendTimestamp
	case company.Decimal, company.Currency, company.Percent:
		return appendDecimal
	case company.Boolean:
		if field.ShortBool {
			return appendShortBool
		}
	}
	return appendText
}

func appendShortBool(dst []byte, value string) []byte {
	if value == "true" {
		return append(dst, 'T')
	}
	return append(dst, 'F')
}
