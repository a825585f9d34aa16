package sandbox

import (
	"strings"

	"airbyte-sage-intacct/sandbox/company"
	"airbyte-sage-intacct/sandbox/sql"
	"airbyte-sage-intacct/sandbox/xmltree"
)

// savedDefinition reads a report or view that somebody saved in the company:
// an object, its fields, and a condition in the words of readByQuery.
func (c *call) savedDefinition(object, what, name string) (*resultSet, failure) {
	var saved []string
	_, why := c.rows(c.viewerFor(true), company.Selection{
		Object: object, Mode: company.Read, Columns: plainColumns([]string{"OBJECT", "FIELDS", "CONDITIONS"}), Limit: 1,
		Filter: &company.Filter{Op: company.Equal, Field: "NAME", Values: []string{name}},
	}, func(row []string) error {
		saved = append(saved, row...)
		return nil
	})
	if why != nil {
		return nil, why
	}
	if saved == nil {
		return nil, failing(errGateway, "Cannot find the %s '%s'.", what, name)
	}
	o, why := c.object(saved[0])
	if why != nil {
		return nil, why
	}
	q, err := sql.Parse(saved[2], c.conditionOn(o))
	if err != nil {
		return nil, processingError()
	}
	size, ok := readNumber(c.body.Value("pagesize"), usualPageSize)
	if !ok || size < 1 || size > maxLegacyPage {
		return nil, failing(errGateway, "The pagesize must be a number between 1 and %d.", maxLegacyPage)
	}
	set := &resultSet{
		session: c.sessionName(), object: o, saved: what, columns: plainColumns(splitList(saved[1])),
		format: strings.ToLower(c.body.Value("returnFormat")),
		selection: company.Selection{
			Object: o.Name, Mode: company.ReadByQuery, Limit: size, Filter: q.Filter,
		},
	}
	set.selection.Columns = set.columns
	return set, nil
}

// conditionOn reads the literals of conditions on an object.
func (c *call) conditionOn(o *company.Object) func(string, company.Op, string) (string, bool) {
	return func(field string, op company.Op, text string) (string, bool) {
		f, _ := c.fieldOf(o, field)
		return c.literal(f, op, text)
	}
}

// readReport starts a custom report. Its rows are read by readMore with the id
// that it answers (Sage docs, XML API: Custom reports).
func (c *call) readReport() failure {
	if strings.EqualFold(c.body.Attr("type"), "STANDARD") {
		return notSimulated("readReport STANDARD")
	}
	set, why := c.savedDefinition("SAVEDREPORT", savedReport, c.body.Value("report"))
	if why != nil {
		return why
	}
	if c.body.Attr("returnDef") == "true" {
		c.writeReportDefinition(set)
		return nil
	}
	if arguments := c.body.Child("arguments"); arguments != nil {
		for _, argument := range arguments.Children {
			if why := c.argue(set, argument); why != nil {
				return why
			}
		}
	}
	c.w.open("data", attribute{"listtype", savedReport}, numbered("count", 1))
	c.w.open("report_results")
	c.w.leaf("REPORTID", c.gateway.results.keep(set))
	c.w.leaf("STATUS", "PENDING")
	c.w.close("report_results")
	c.w.close("data")
	return nil
}

// argue narrows a report by an argument: a value, or the ends of a span.
func (c *call) argue(set *resultSet, argument *xmltree.Element) failure {
	_, name, _ := strings.Cut(argument.Name, ".")
	field, known := c.fieldOf(set.object, name)
	if !known {
		return failing(errGateway, "The argument %s is not valid.", argument.Name)
	}
	conditions := map[company.Op]string{company.Equal: argument.Trimmed()}
	if len(argument.Children) > 0 {
		conditions = map[company.Op]string{
			company.GreaterEq: argument.Value("FROM_DATE"), company.LessEq: argument.Value("TO_DATE"),
		}
	}
	for op, text := range conditions {
		if text == "" {
			continue
		}
		value, ok := c.literal(field, op, text)
		if !ok {
			return processingError()
		}
		set.selection.Filter = both(set.selection.Filter, &company.Filter{Op: op, Field: name, Values: []string{value}})
	}
	return nil
}

// both joins two filters, of which the first may be missing.
func both(one, other *company.Filter) *company.Filter {
	if one == nil {
		return other
	}
	return &company.Filter{Op: company.And, Children: []*company.Filter{one, other}}
}

// writeReportDefinition answers the columns of a report.
func (c *call) writeReportDefinition(set *resultSet) {
	c.w.open("data", attribute{"listtype", savedReport}, numbered("count", 1))
	c.w.open("report_definition")
	c.w.leaf("NAME", c.body.Value("report"))
	c.w.open("columns")
	for _, column := range set.columns {
		c.w.open("column")
		c.w.leaf("NAME", column.Field)
		if field, known := c.fieldOf(set.object, column.Field); known {
			c.w.leaf("LABEL", field.Label)
			c.w.leaf("TYPE", string(field.DataType))
		}
		c.w.close("column")
	}
	c.w.close("columns")
	c.w.close("report_definition")
	c.w.close("data")
}

// viewOperators are the operators of the filters of views.
var viewOperators = map[string]company.Op{
	"equals": company.Equal, "not equal": company.NotEqual, "greater than": company.Greater,
	"greater or equal": company.GreaterEq, "less than": company.Less, "less or equal": company.LessEq, "contains": company.Like,
}

// readView lists what a saved view shows, narrowed by filters (Sage docs, XML
// API: Views).
func (c *call) readView() failure {
	name := c.body.Value("view")
	set, why := c.savedDefinition("SAVEDVIEW", savedView, name)
	if why != nil {
		return why
	}
	set.view = name
	if filters := c.body.Child("filters"); filters != nil {
		narrowed, why := c.viewFilter(set.object, filters)
		if why != nil {
			return why
		}
		if narrowed != nil {
			set.selection.Filter = both(set.selection.Filter, narrowed)
		}
	}
	return c.nextPage(set)
}

// viewFilter joins the expressions of a view's filters by its one condition.
func (c *call) viewFilter(o *company.Object, filters *xmltree.Element) (*company.Filter, failure) {
	group := &company.Filter{Op: company.And}
	if strings.EqualFold(filters.Value("filterCondition"), "OR") {
		group.Op = company.Or
	}
	for _, e := range filters.Children {
		if e.Name != "filterExpression" {
			continue
		}
		op, known := viewOperators[strings.ToLower(e.Value("operator"))]
		field, has := c.fieldOf(o, e.Value("field"))
		if !known || !has {
			return nil, failing(errGateway, "The filter on %s is not valid.", e.Value("field"))
		}
		text := e.Value("value")
		if op == company.Like {
			text = "%" + text + "%"
		}
		value, ok := c.literal(field, op, text)
		if !ok {
			return nil, processingError()
		}
		group.Children = append(group.Children, &company.Filter{Op: op, Field: e.Value("field"), Values: []string{value}})
	}
	if len(group.Children) == 0 {
		return nil, nil
	}
	return group, nil
}
