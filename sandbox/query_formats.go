package sandbox

import (
	"strings"
	"unicode/utf8"

	"airbyte-sage-intacct/sandbox/company"
)

// listJSON answers with a bare array of objects whose values are all text: no
// envelope, no counts (Sage docs, XML API: Queries). How a null is shown is
// not public; here it is an empty text.
func (c *call) listJSON(l *listing) failure {
	values := c.valuesOf(l)
	names := make([]string, len(l.selection.Columns))
	for i, name := range columnNames(l.selection.Columns) {
		names[i] = string(appendJSONText(nil, name)) + ":"
	}
	text := []byte{'['}
	var scratch []byte
	_, why := c.rows(c.viewerFor(l.private), l.selection, func(row []string) error {
		if len(text) > 1 {
			text = append(text, ',')
		}
		text = append(text, '{')
		for i, value := range row[:len(names)] {
			if i > 0 {
				text = append(text, ',')
			}
			text = append(text, names[i]...)
			scratch = values[i](scratch[:0], value)
			text = appendJSONText(text, string(scratch))
		}
		text = append(text, '}')
		return nil
	})
	if why == nil {
		c.foreign = &foreignBody{contentType: jsonType, text: append(text, ']')}
	}
	return why
}

// listCSV answers with a header line and the rows.
func (c *call) listCSV(l *listing) failure {
	values := c.valuesOf(l)
	var text, scratch []byte
	for i, name := range columnNames(l.selection.Columns) {
		text = appendCSV(text, i, name)
	}
	text = append(text, '\n')
	_, why := c.rows(c.viewerFor(l.private), l.selection, func(row []string) error {
		for i, value := range row[:len(values)] {
			scratch = values[i](scratch[:0], value)
			text = appendCSV(text, i, string(scratch))
		}
		text = append(text, '\n')
		return nil
	})
	if why == nil {
		c.foreign = &foreignBody{contentType: csvType, text: text}
	}
	return why
}

// valuesOf says how to show each column where nothing is escaped for XML.
func (c *call) valuesOf(l *listing) []valueWriter {
	f := c.format()
	values := make([]valueWriter, len(l.selection.Columns))
	for i, column := range l.selection.Columns {
		values[i] = appendPlain
		if strings.EqualFold(column.Func, "count") {
			continue
		}
		field, known := c.fieldOf(l.object, column.Field)
		if !known {
			continue
		}
		switch field.DataType {
		case company.Date, company.Timestamp, company.Decimal, company.Currency, company.Percent, company.Boolean:
			values[i] = orEmpty(valueForm(field, f))
		default: // text, in which nothing is special outside XML
		}
	}
	return values
}

func appendPlain(dst []byte, value string) []byte { return append(dst, value...) }

// orEmpty leaves nulls alone.
func orEmpty(write valueWriter) valueWriter {
	return func(dst []byte, value string) []byte {
		if value == "" {
			return dst
		}
		return write(dst, value)
	}
}

func columnNames(columns []company.Column) []string {
	names := make([]string, len(columns))
	for i, column := range columns {
		names[i] = column.Field
		if column.Func != "" {
			names[i] = strings.ToUpper(column.Func) + "." + column.Field
		}
	}
	return names
}

// appendJSONText appends a JSON string. Only what JSON itself asks for is
// escaped.
func appendJSONText(dst []byte, text string) []byte {
	dst = append(dst, '"')
	for _, r := range text { // what is not UTF-8 comes as U+FFFD
		switch {
		case r == '"' || r == '\\':
			dst = append(dst, '\\', byte(r))
		case r == '\n':
			dst = append(dst, '\\', 'n')
		case r < ' ':
			dst = append(dst, '\\', 'u', '0', '0', hexDigits[r>>4], hexDigits[r&15])
		default:
			dst = utf8.AppendRune(dst, r)
		}
	}
	return append(dst, '"')
}

const hexDigits = "0123456789abcdef"

func appendCSV(dst []byte, place int, text string) []byte {
	if place > 0 {
		dst = append(dst, ',')
	}
	if !strings.ContainsAny(text, ",\"\r\n") {
		return append(dst, text...)
	}
	dst = append(dst, '"')
	dst = append(dst, strings.ReplaceAll(text, `"`, `""`)...)
	return append(dst, '"')
}
