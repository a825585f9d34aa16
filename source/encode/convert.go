package encode

import (
	"encoding/json"
	"time"

	"airbyte-sage-intacct/intacct"
	"airbyte-sage-intacct/internal/decimal"
)

// As is the column with values of another kind. What cannot be read as that is
// null.
func (c *Column) As(want Kind) *Column {
	other := *c
	other.Was = c.Kind
	switch {
	case want == Text && (c.Kind == Number || c.Kind == Integer):
		other.Quoted = true
		return &other
	case want == Number && c.Kind == Number: // it was a text of its digits
		other.Quoted = false
		return &other
	}
	other.Kind, other.Quoted, other.Strict = want, false, false
	return &other
}

// KindOfSchema reads the type of a property. It reports false where that is none
// of those that columns have.
func KindOfSchema(schema json.RawMessage) (Kind, bool) {
	var property struct {
		Type   any    `json:"type"`
		Format string `json:"format"`
	}
	if len(schema) == 0 || json.Unmarshal(schema, &property) != nil {
		return 0, false
	}
	var name string
	switch types := property.Type.(type) {
	case string:
		name = types
	case []any:
		for _, one := range types {
			text, _ := one.(string)
			switch {
			case text == "null":
			case name != "":
				return 0, false // several
			default:
				name = text
			}
		}
	}
	switch name {
	case "integer":
		return Integer, true
	case "number":
		return Number, true
	case "boolean":
		return Boolean, true
	case "string":
		switch property.Format {
		case "date":
			return Date, true
		case "date-time":
			return Timestamp, true
		}
		return Text, true
	}
	return 0, false
}

// Literal is a value as a query wants it.
func (c *Column) Literal(text string) string {
	if c == nil {
		return text
	}
	at, ok := intacct.Format{}.ParseTimestamp([]byte(text))
	switch {
	case ok && c.Kind == Date:
		return c.Format.FormatDate(at)
	case ok && c.Kind == Timestamp:
		return c.Format.FormatTimestamp(at)
	}
	return text
}

// Canonical reads a value of a filter as what the column holds.
func (c *Column) Canonical(value string) (string, bool) {
	switch c.Kind {
	case Date, Timestamp:
		at, ok := intacct.Format{}.ParseTimestamp([]byte(value))
		ok = ok && IsISO(value)
		if c.Kind == Date {
			return at.Format(time.DateOnly), ok
		}
		return at.Format(time.RFC3339), ok
	case Integer, Number:
		text, ok := decimal.AppendJSON(nil, []byte(value))
		return string(text), ok
	case Boolean:
		text, ok := appendBoolean(nil, []byte(value))
		return string(text), ok
	}
	return value, true
}

// IsISO reports whether a date or time is written with the year first.
func IsISO(text string) bool {
	return len(text) >= len(time.DateOnly) && text[4] == '-' && text[7] == '-'
}
