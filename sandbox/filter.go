package sandbox

import (
	"strings"

	"airbyte-sage-intacct/sandbox/company"
	"airbyte-sage-intacct/sandbox/xmltree"
)

// maxInValues is the most values that in and notin take. maxConditions bounds
// what is asked of each row; the gateway's own bound is not known.
const (
	maxInValues   = 1000
	maxConditions = 5000
)

// readFilter reads the conditions of a query. Several side by side, which the
// reference forbids and production clients send, mean AND.
func (c *call) readFilter(o *company.Object, e *xmltree.Element) (*company.Filter, failure) {
	if e == nil {
		return nil, nil
	}
	if conditions(e) > maxConditions {
		return nil, failing(errGateway, "A filter can have at most %d conditions.", maxConditions)
	}
	if len(e.Children) == 1 {
		return c.readCondition(o, e.Children[0])
	}
	if c.gateway.settings.StrictFilter {
		return nil, failing(errGateway, "The filter must have exactly one top-level operator.")
	}
	return c.readGroup(o, company.And, e.Children)
}

// conditions is how many conditions a filter or a group of it has.
func conditions(e *xmltree.Element) int {
	if op := company.Op(e.Name); e.Name != "filter" && op != company.And && op != company.Or {
		return 1
	}
	n := 0
	for _, child := range e.Children {
		n += conditions(child)
	}
	return n
}

func (c *call) readGroup(o *company.Object, op company.Op, children []*xmltree.Element) (*company.Filter, failure) {
	group := &company.Filter{Op: op}
	for _, child := range children {
		condition, why := c.readCondition(o, child)
		if why != nil {
			return nil, why
		}
		group.Children = append(group.Children, condition)
	}
	return group, nil
}

func (c *call) readCondition(o *company.Object, e *xmltree.Element) (*company.Filter, failure) {
	op := company.Op(e.Name)
	if op == company.And || op == company.Or {
		return c.readGroup(o, op, e.Children)
	}
	condition := &company.Filter{Op: op, Field: e.Value("field")}
	field, _ := c.fieldOf(o, condition.Field)
	for _, child := range e.Children {
		if child.Name != "value" {
			continue
		}
		value, ok := c.literal(field, op, child.Text)
		if !ok {
			return nil, processingError()
		}
		condition.Values = append(condition.Values, value)
	}
	if len(condition.Values) > maxInValues {
		return nil, failing(errGateway, "The operator %s takes at most %d values.", op, maxInValues)
	}
	return condition, nil
}

// literal turns a value of a condition into the company's own text. It reports
// false for a date that cannot be read.
func (c *call) literal(field *company.Field, op company.Op, text string) (string, bool) {
	if field == nil || op == company.Like || op == company.NotLike {
		return text, true
	}
	switch field.DataType {
	case company.Date:
		return dateLiteral(c.literals(), text)
	case company.Timestamp:
		return c.literals().parseTimestamp(text)
	case company.Boolean:
		return booleanLiteral(text), true
	case company.Integer, company.Decimal, company.Currency, company.Percent:
		return strings.TrimSpace(text), true
	default:
		return text, true
	}
}

// dateLiteral reads a date, whose time of the day is left out of account.
func dateLiteral(f *formatting, text string) (string, bool) {
	day, _, _ := strings.Cut(strings.TrimSpace(text), " ")
	return f.parseDate(day)
}

func booleanLiteral(text string) string {
	switch strings.ToLower(strings.TrimSpace(text)) {
	case "t", "true", "1":
		return "true"
	case "f", "false", "0":
		return "false"
	default:
		return text
	}
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
