package source

import (
	"slices"

	"airbyte-sage-intacct/intacct"
)

// An operator compares a field with values.
type operator string

// operators are those that filters may name, in the order in which messages
// list them.
var operators = []operator{
	"=", "!=", "<", "<=", ">", ">=", "like", "not like", "in", "not in", "between", "is null", "is not null",
}

var comparisons = map[operator]func(field, value string) intacct.Filter{
	"=": intacct.Eq, "!=": intacct.Ne, "<": intacct.Lt, "<=": intacct.Le, ">": intacct.Gt, ">=": intacct.Ge,
	"like": intacct.Like, "not like": intacct.NotLike,
}

// arity is how many values the operator takes; most is 0 for none.
func (o operator) arity() (least, most int) {
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

func (o operator) known() bool { return slices.Contains(operators, o) }

func (o operator) filter(field string, values []string) intacct.Filter {
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
