package stream

import (
	"airbyte-sage-intacct/intacct"
	"airbyte-sage-intacct/source/config"
	"airbyte-sage-intacct/source/encode"
)

// A condition chooses among the records of an object: a stream of some of
// them is read as if the others did not exist.
type condition struct {
	column   *encode.Column // nil for the field of a related object
	field    string
	operator config.Operator
	values   []string // as configured: dates and times in ISO form
	orNull   bool     // a record without a value is chosen too
}

// filter is the condition in the terms of a query, with dates as the user's
// formatting writes them.
func (c condition) filter() intacct.Filter {
	values := make([]string, len(c.values))
	for i, value := range c.values {
		values[i] = c.column.Literal(value)
	}
	chosen := c.operator.Filter(c.field, values)
	if c.orNull {
		return intacct.Or(chosen, intacct.IsNull(c.field))
	}
	return chosen
}
