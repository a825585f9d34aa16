package intacct

import (
	"fmt"
	"slices"
	"strings"

	"github.com/beevik/etree"
)

// Filter is a condition of a query; the zero Filter is none.
//
// Source of the operators: Sage docs, XML API, "Queries".
type Filter struct {
	op       string
	field    string
	values   []string
	children []Filter
}

// Eq is field = value.
func Eq(field, value string) Filter { return compare("equalto", field, value) }

// Ne is field <> value.
func Ne(field, value string) Filter { return compare("notequalto", field, value) }

// Lt is field < value.
func Lt(field, value string) Filter { return compare("lessthan", field, value) }

// Le is field <= value.
func Le(field, value string) Filter { return compare("lessthanorequalto", field, value) }

// Gt is field > value.
func Gt(field, value string) Filter { return compare("greaterthan", field, value) }

// Ge is field >= value.
func Ge(field, value string) Filter { return compare("greaterthanorequalto", field, value) }

// Between includes both bounds.
func Between(field, lo, hi string) Filter { return compare("between", field, lo, hi) }

// In takes 1 to 1000 values.
func In(field string, values ...string) Filter { return compare("in", field, values...) }

// NotIn takes 1 to 1000 values.
func NotIn(field string, values ...string) Filter { return compare("notin", field, values...) }

// Like knows % and _.
func Like(field, pattern string) Filter { return compare("like", field, pattern) }

// NotLike knows % and _.
func NotLike(field, pattern string) Filter { return compare("notlike", field, pattern) }

// IsNull holds for records without a value.
func IsNull(field string) Filter { return compare("isnull", field) }

// IsNotNull holds for records with a value.
func IsNotNull(field string) Filter { return compare("isnotnull", field) }

// And holds when all its parts do. Parts that are zero are left out.
func And(parts ...Filter) Filter { return join("and", parts) }

// Or holds when one of its parts does. Parts that are zero are left out.
func Or(parts ...Filter) Filter { return join("or", parts) }

// IsZero says whether there is no condition.
func (f Filter) IsZero() bool { return f.op == "" }

// Names reports whether a condition is about the field.
func (f Filter) Names(field string) bool {
	return strings.EqualFold(f.field, field) || slices.ContainsFunc(f.children, func(child Filter) bool { return child.Names(field) })
}

func compare(op, field string, values ...string) Filter {
	return Filter{op: op, field: field, values: values}
}

// join keeps the gateway's rule that and/or have at least two children.
func join(op string, parts []Filter) Filter {
	var kept []Filter
	for _, part := range parts {
		if !part.IsZero() {
			kept = append(kept, part)
		}
	}
	switch len(kept) {
	case 0:
		return Filter{}
	case 1:
		return kept[0]
	}
	return Filter{op: op, children: kept}
}

// check refuses what the gateway refuses, where the reason can be said better
// here than there.
func (f Filter) check() error {
	for _, child := range f.children {
		if err := child.check(); err != nil {
			return err
		}
	}
	if (f.op == "in" || f.op == "notin") && (len(f.values) == 0 || len(f.values) > maxValues) {
		return fmt.Errorf("%s on %s has %d values; the gateway takes 1 to %d", f.op, f.field, len(f.values), maxValues)
	}
	return nil
}

func (f Filter) addTo(parent *etree.Element) {
	el := parent.CreateElement(f.op)
	for _, child := range f.children {
		child.addTo(el)
	}
	if f.field == "" {
		return
	}
	el.CreateElement("field").SetText(f.field)
	for _, value := range f.values {
		el.CreateElement("value").SetText(value)
	}
}
