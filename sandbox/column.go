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
