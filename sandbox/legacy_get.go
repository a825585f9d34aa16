package sandbox

import (
	"strings"

	"airbyte-sage-intacct/sandbox/company"
	"airbyte-sage-intacct/sandbox/dtd"
	"airbyte-sage-intacct/sandbox/legacy"
	"airbyte-sage-intacct/sandbox/xmltree"
)

// legacyAliases are the objects of get and get_list that have no type of their
// own here: their elements are the fields' names in lower case.
var legacyAliases = map[string]string{
	"bankaccount": "CHECKINGACCOUNT", "glbudget": "GLBUDGETHEADER", "icitem": "ITEM",
	"expensetypes": "EEACCOUNTLABEL", "adjjournal": "GLJOURNAL", "potransactiondef": "PODOCUMENTPARAMS", "sotransactiondef": "SODOCUMENTPARAMS",
	"recurbill": "APRECURBILL", "recurinvoice": "ARRECURINVOICE", "otherreceipts": "OTHERRECEIPTS",
}

// legacyTypeOf finds how get and get_list see an object.
func (c *call) legacyTypeOf(name string) (*legacy.Type, *company.Object, failure) {
	if t := legacy.TypeNamed(name); t != nil {
		o, why := c.legacyObject(t.Object)
		return t, o, why
	}
	object := strings.ToUpper(name)
	if alias, known := legacyAliases[name]; known {
		object = alias
	}
	o, why := c.object(object)
	if why != nil {
		return nil, nil, why
	}
	t := &legacy.Type{Name: name, Object: o.Name, Key: o.Key}
	if o.NaturalKey != "" {
		t.Key = o.NaturalKey
	}
	for i := range o.Fields {
		if o.Fields[i].Shown("") {
			id := o.Fields[i].ID
			t.Set.Fields = append(t.Set.Fields, legacy.Field{Element: strings.ToLower(id), Field: id, At: len(t.Set.Fields)})
		}
	}
	return t, o, nil
}

// get answers one record by key; a key that nothing has is no error.
func (c *call) get() failure {
	name := c.body.Attr("object")
	if !dtd.Gettable(name) {
		return failing(errGateway, "The object %s cannot be read by get.", name)
	}
	if name == "company_info" {
		c.companyInfo()
		return nil
	}
	t, o, why := c.legacyTypeOf(name)
	if why != nil {
		return why
	}
	return c.writeLegacyList(t, o, company.Selection{
		Limit:  1,
		Filter: &company.Filter{Op: company.Equal, Field: t.Key, Values: []string{c.body.Attr("key")}},
	}, true)
}

// getList answers a part of a list of records.
func (c *call) getList() failure {
	name := c.body.Attr("object")
	if !dtd.Listable(name) {
		return failing(errGateway, "The object %s cannot be read by get_list.", name)
	}
	if name == "company_info" {
		c.companyInfo()
		return nil
	}
	t, o, why := c.legacyTypeOf(name)
	if why != nil {
		return why
	}
	start, ok := readNumber(c.body.Attr("start"), 0)
	limit, okLimit := readNumber(c.body.Attr("maxitems"), usualPageSize)
	if !ok || !okLimit || start < 0 || limit < 1 || limit > maxLegacyPage {
		return failing(errGateway, "The start or maxitems of the list is not valid.")
	}
	q := company.Selection{Offset: start, Limit: limit}
	if q.Filter, why = c.legacyFilter(t, o, c.body.Child("filter")); why != nil {
		return why
	}
	if sorts := c.body.Child("sorts"); sorts != nil {
		for _, sort := range sorts.Children {
			q.Order = append(q.Order, company.Order{
				Field: t.FieldOf(sort.Trimmed()), Descending: sort.Attr("order") == "desc",
			})
		}
	}
	return c.writeLegacyList(t, o, q, t.Name == "supdoc")
}

func (c *call) companyInfo() {
	c.w.leaf("listtype", "company_info", numbered("start", 0), numbered("end", 0), numbered("total", 1))
	c.w.open("data")
	c.w.open("company_info")
	c.w.leaf("title", c.self.profile.Title)
	c.w.leaf("name", c.self.profile.ID)
	c.w.close("company_info")
	c.w.close("data")
}

// legacyOperators are the operators of an expression.
var legacyOperators = map[string]company.Op{
	"=": company.Equal, "!=": company.NotEqual, "<": company.Less, "<=": company.LessEq,
	">": company.Greater, ">=": company.GreaterEq, "like": company.Like, "is null": company.IsNull,
}

// legacyFilter reads expressions joined by logical elements; several at the
// top mean AND.
func (c *call) legacyFilter(t *legacy.Type, o *company.Object, e *xmltree.Element) (*company.Filter, failure) {
	if e == nil {
		return nil, nil
	}
	group := &company.Filter{Op: company.And}
	if e.Attr("logical_operator") == "or" {
		group.Op = company.Or
	}
	for _, child := range e.Children {
		read := c.legacyExpression
		if child.Name == "logical" {
			read = c.legacyFilter
		}
		condition, why := read(t, o, child)
		if why != nil {
			return nil, why
		}
		group.Children = append(group.Children, condition)
	}
	if len(group.Children) == 1 {
		return group.Children[0], nil
	}
	return group, nil
}

func (c *call) legacyExpression(t *legacy.Type, o *company.Object, e *xmltree.Element) (*company.Filter, failure) {
	op, known := legacyOperators[strings.ToLower(e.Value("operator"))]
	if !known {
		return nil, failing(errGateway, "The operator %s is not valid.", e.Value("operator"))
	}
	condition := &company.Filter{Op: op, Field: t.FieldOf(e.Value("field"))}
	if op == company.IsNull {
		return condition, nil
	}
	field, _ := c.fieldOf(o, condition.Field)
	value, ok := c.literal(field, op, e.Value("value"))
	if !ok {
		return nil, processingError()
	}
	condition.Values = []string{value}
	return condition, nil
}

// writeLegacyList writes the rows under their legacy names.
func (c *call) writeLegacyList(t *legacy.Type, o *company.Object, q company.Selection, withLines bool) failure {
	fields := c.legacyFields(t, o)
	names := []string{o.Key}
	for _, f := range fields {
		names = append(names, f.Field)
	}
	q.Object, q.Mode, q.Columns = o.Name, company.Read, plainColumns(names)
	var rows [][]string
	total, why := c.rows(c.viewerFor(c.body.Attr("showprivate") == "true"), q, func(row []string) error {
		rows = append(rows, append([]string(nil), row...))
		return nil
	})
	if why != nil {
		return why
	}
	c.w.leaf("listtype", t.Name, numbered("start", q.Offset), numbered("end", max(q.Offset+len(rows)-1, 0)), numbered("total", total))
	c.w.open("data")
	for _, row := range rows {
		if why := c.writeLegacyRecord(t, o, fields, row, withLines); why != nil {
			return why
		}
	}
	c.w.close("data")
	return nil
}

// writeLegacyRecord writes one record: its key in front of row, then the
// values. Collections stand at their place among the fields.
func (c *call) writeLegacyRecord(t *legacy.Type, o *company.Object, fields []legacy.Field, row []string, withLines bool) failure {
	c.w.open(t.Name)
	values, place := row[1:], 0
	written := map[string]bool{}
	for _, list := range t.Set.Lists {
		if !withLines || written[list.Field] || ownedBy(o, list.Field) == nil {
			continue
		}
		written[list.Field] = true
		upTo := place
		for upTo < len(fields) && fields[upTo].At < list.At {
			upTo++
		}
		c.writeLegacyFields(o, fields[place:upTo], values[place:upTo])
		place = upTo
		if why := c.writeLegacyLines(list, ownedBy(o, list.Field), row[0]); why != nil {
			return why
		}
	}
	c.writeLegacyFields(o, fields[place:], values[place:])
	c.w.close(t.Name)
	return nil
}

// legacyFields are the elements to answer, of those the object has fields for:
// all, or those asked for. Two names for one field are answered once.
func (c *call) legacyFields(t *legacy.Type, o *company.Object) []legacy.Field {
	asked := map[string]bool{}
	if list := c.body.Child("fields"); list != nil {
		for _, field := range list.Children {
			asked[strings.ToLower(field.Trimmed())] = true
		}
	}
	return shownFields(&t.Set, o, asked)
}

func shownFields(set *legacy.Set, o *company.Object, asked map[string]bool) []legacy.Field {
	var fields []legacy.Field
	answered := map[string]bool{}
	for _, f := range set.Fields {
		top, _, _ := strings.Cut(f.Element, ".")
		field, known := o.Field(f.Field)
		if !known || !field.Shown("") || answered[f.Field] || (len(asked) > 0 && !asked[top]) {
			continue
		}
		answered[f.Field] = true
		fields = append(fields, f)
	}
	return fields
}

// writeLegacyFields writes the values; names with dots become elements inside
// each other.
func (c *call) writeLegacyFields(o *company.Object, fields []legacy.Field, row []string) {
	names := make([]string, len(fields))
	for i, f := range fields {
		names[i] = f.Element
	}
	c.writeLegacyGroup(groupFields(names), o, fields, row)
}

func (c *call) writeLegacyGroup(g *fieldGroup, o *company.Object, fields []legacy.Field, row []string) {
	for _, inner := range g.groups {
		if len(inner.groups) > 0 {
			c.w.open(inner.name)
			c.writeLegacyGroup(inner, o, fields, row)
			c.w.close(inner.name)
			continue
		}
		c.writeLegacyValue(o, inner.name, fields[inner.place].Field, row[inner.place])
	}
}

// writeLegacyValue writes a value: dates whose request form has three elements
// have them here too.
func (c *call) writeLegacyValue(o *company.Object, element, name, value string) {
	field, known := o.Field(name)
	switch {
	case !known || value == "":
		c.w.leaf(element, value)
	case field.DataType == company.Date && dtd.IsDate(element):
		c.w.open(element)
		c.w.leaf("year", value[:4])
		c.w.leaf("month", value[5:7])
		c.w.leaf("day", value[8:])
		c.w.close(element)
	case name == "TR_TYPE" && element == "trtype":
		c.w.leaf(element, map[string]string{"1": "debit", "-1": "credit"}[value])
	default:
		switch field.DataType {
		case company.Date, company.Timestamp, company.Decimal, company.Currency, company.Percent, company.Boolean:
			value = string(valueForm(field, c.format())(nil, value))
		default: // text as it is
		}
		c.w.leaf(element, value)
	}
}

// writeLegacyLines writes a collection of a record.
func (c *call) writeLegacyLines(list legacy.List, owned *company.Owned, key string) failure {
	line, known := c.gateway.company.LinesOf(owned)
	if !known {
		return nil
	}
	fields := shownFields(legacy.Lines(list.Lines), line, nil)
	names := make([]string, len(fields))
	for i, f := range fields {
		names[i] = f.Field
	}
	c.w.open(list.Element)
	defer c.w.close(list.Element)
	_, why := c.rows(c.viewerFor(true), company.Selection{
		Object: line.Name, Mode: company.Read, Columns: plainColumns(names),
		Filter: &company.Filter{Op: company.Equal, Field: owned.ForeignKey, Values: []string{key}},
		Order:  []company.Order{{Field: line.Key}},
	}, func(row []string) error {
		c.w.open(dtd.LineElement(list.Element))
		c.writeLegacyFields(line, fields, row)
		c.w.close(dtd.LineElement(list.Element))
		return nil
	})
	return why
}
