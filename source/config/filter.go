package config

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"airbyte-sage-intacct/intacct"
	"airbyte-sage-intacct/source/naming"
)

// An Operator compares a field with values.
type Operator string

var comparisons = map[Operator]func(field, value string) intacct.Filter{
	"=": intacct.Eq, "!=": intacct.Ne, "<": intacct.Lt, "<=": intacct.Le, ">": intacct.Gt, ">=": intacct.Ge,
	"like": intacct.Like, "not like": intacct.NotLike,
}

// arity is how many values the operator takes; most is 0 for none.
func (o Operator) arity() (least, most int) {
	switch o {
	case "is null", "is not null":
		return 0, 0
	case "between":
		return 2, 2
	case "in", "not in":
		return 1, 1000 // the gateway's limit
	}
	return 1, 1
}

// Filter is the operator in the terms of a query.
func (o Operator) Filter(field string, values []string) intacct.Filter {
	switch o {
	case "is null":
		return intacct.IsNull(field)
	case "is not null":
		return intacct.IsNotNull(field)
	case "between":
		return intacct.Between(field, values[0], values[1])
	case "in":
		return intacct.In(field, values...)
	case "not in":
		return intacct.NotIn(field, values...)
	}
	return comparisons[o](field, values[0])
}

// Filter is a condition that the records of an object have to meet.
type Filter struct {
	Object   string `json:"object"`
	Field    string `json:"field"`
	Operator string `json:"operator"`
	Value    string `json:"value"`
}

// parse reads one filter as far as that goes without the object's fields.
func (f Filter) parse() (RowFilter, error) {
	r := RowFilter{Object: naming.ObjectName(f.Object), Field: strings.TrimSpace(f.Field), Operator: Operator(f.Operator)}
	if r.Object == "" || r.Field == "" {
		return r, errors.New("object and field are needed")
	}
	least, most := r.Operator.arity()
	switch {
	case most == 1:
		r.Values = []string{strings.TrimSpace(f.Value)}
	case strings.TrimSpace(f.Value) != "":
		r.Values = nonEmpty(strings.Split(f.Value, ","))
	}
	if n := len(r.Values); n < least || n > most || slices.Contains(r.Values, "") {
		return r, fmt.Errorf("value: %q; the operator %s takes %s", f.Value, r.Operator, valuesText(least, most))
	}
	return r, nil
}

// A RowFilter is a Filter of an object by Intacct's name for it.
type RowFilter struct {
	Object   string
	Field    string
	Operator Operator
	Values   []string
}

func valuesText(least, most int) string {
	switch {
	case most == 0:
		return "none"
	case most == 1:
		return "one"
	case least == most:
		return fmt.Sprintf("%d, separated by a comma", most)
	}
	return fmt.Sprintf("%d to %d, separated by commas", least, most)
}
