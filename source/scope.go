package source

import (
	"strings"

	"airbyte-sage-intacct/intacct"
)

// A condition chooses among the records of an object: a stream of some of
// them is read as if the others did not exist.
type condition struct {
	column   *column // nil for the field of a related object
	field    string
	operator operator
	values   []string // as configured: dates and times in ISO form
	orNull   bool     // a record without a value is chosen too
}

// filter is the condition in the terms of a query, with dates as the user's
// formatting writes them.
func (c condition) filter() intacct.Filter {
	values := make([]string, len(c.values))
	for i, value := range c.values {
		values[i] = c.column.literal(value)
	}
	chosen := c.operator.filter(c.field, values)
	if c.orNull {
		return intacct.Or(chosen, intacct.IsNull(c.field))
	}
	return chosen
}

// literal is a value as a query wants it.
func (c *column) literal(text string) string {
	if c == nil {
		return text
	}
	at, ok := intacct.Format{}.ParseTimestamp([]byte(text))
	switch {
	case ok && c.kind == dateKind:
		return c.format.FormatDate(at)
	case ok && c.kind == timestampKind:
		return c.format.FormatTimestamp(at)
	}
	return text
}

// rows identifies what chooses among the object's records; "" if all are the
// stream's. A state is good only for the records it was made of.
func (st *stream) rows() string {
	if len(st.scope) == 0 && st.docpar == "" {
		return ""
	}
	parts := []string{st.docpar}
	for _, c := range st.scope {
		parts = append(parts, strings.Join(append([]string{c.field, string(c.operator)}, c.values...), "\x00"))
	}
	return shortHash(strings.Join(parts, "\x01"))
}
