package sandbox

import (
	"strings"

	"airbyte-sage-intacct/sandbox/company"
	"airbyte-sage-intacct/sandbox/sql"
)

// maxLegacyPage is the largest page of readByQuery.
const maxLegacyPage = 1000

// readByQuery answers a query in the legacy text form: lower-case names,
// database codes in conditions, no order, pages continued by readMore (Sage
// docs, XML API: Queries, legacy).
func (c *call) readByQuery() failure {
	o, why := c.object(c.body.Value("object"))
	if why != nil {
		return why
	}
	size, ok := readNumber(c.body.Value("pagesize"), usualPageSize)
	if !ok || size < 1 || size > maxLegacyPage {
		return failing(errGateway, "The pagesize must be a number between 1 and %d.", maxLegacyPage)
	}
	q, err := sql.Parse(c.body.Value("query"), func(field string, op company.Op, text string) (string, bool) {
		f, _ := c.fieldOf(o, field)
		return c.literal(f, op, text)
	})
	if err != nil {
		return processingError()
	}
	set := &resultSet{
		session: c.sessionName(),
		object:  o,
		rows:    q.Rows,
		columns: plainColumns(c.fieldList(o)),
		format:  strings.ToLower(c.body.Value("returnFormat")),
		selection: company.Selection{
			Object: o.Name,
			Mode:   company.ReadByQuery,
			Filter: q.Filter,
			DocPar: c.body.Value("docparid"),
			Limit:  size,
		},
	}
	set.selection.Columns = set.columns
	return c.nextPage(set)
}

// fieldList is the fields asked for; none and * mean all that can be listed.
func (c *call) fieldList(o *company.Object) []string {
	asked := c.body.Value("fields")
	if asked != "" && asked != "*" {
		return splitList(asked)
	}
	var fields []string
	for i := range o.Fields {
		f := &o.Fields[i]
		if f.Shown(c.body.Value("docparid")) && (f.Queryable || c.body.Name != "readByQuery") {
			fields = append(fields, f.ID)
		}
	}
	return fields
}

// nextPage writes the page at which a set stands and moves the set on.
func (c *call) nextPage(set *resultSet) failure {
	q := set.selection
	if set.rows > 0 {
		q.Limit = min(q.Limit, set.rows-q.Offset)
	}
	if set.format == "json" || set.format == "csv" {
		return c.foreignPage(set, q)
	}
	start := len(c.w.buf)
	c.w.depth++
	c.w.inline = false
	name := strings.ToLower(set.object.Name)
	if set.saved != "" {
		name = set.saved
	}
	columns := c.w.columns(set.columns, c.shown(set.object, c.format()))
	count := 0
	total, why := c.rows(c.viewer(), q, func(row []string) error {
		c.w.record(name, columns, row)
		count++
		return nil
	})
	c.w.depth--
	if why != nil {
		return why
	}
	if set.rows > 0 {
		total = min(total, set.rows)
	}
	remaining, id := c.advance(set, total, count)
	attributes := []attribute{
		{"listtype", name},
		numbered("count", count),
		numbered("totalcount", total),
		numbered("numremaining", remaining),
	}
	if set.saved != savedReport { // whose id stays the one that readReport gave
		attributes = append(attributes, attribute{"resultId", id})
	}
	c.w.enclose(start, attributes, count == 0)
	return nil
}

// advance moves a set behind the rows just read. A set without further rows
// has no id.
func (c *call) advance(set *resultSet, total, count int) (remaining int, id string) {
	moved := *set
	moved.selection.Offset += count
	remaining = max(total-moved.selection.Offset, 0)
	if remaining == 0 || count == 0 {
		c.gateway.results.drop(&moved)
		return remaining, ""
	}
	return remaining, c.gateway.results.keep(&moved)
}

// foreignPage answers a page as json or csv.
func (c *call) foreignPage(set *resultSet, q company.Selection) failure {
	l := &listing{object: set.object, name: set.object.Name, selection: q, format: set.format}
	if set.format == "json" {
		return c.listJSON(l)
	}
	return c.listCSV(l)
}

// readMore writes the next page of a readByQuery of the same session.
func (c *call) readMore() failure {
	id, object := c.body.Value("resultId"), c.body.Value("object")
	switch {
	case c.body.Child("reportId") != nil:
		id, object = c.body.Value("reportId"), ""
		if id == "" {
			return failing(errGateway, "Cannot find the report '%s'.", id)
		}
	case c.body.Child("view") != nil:
		id, object = "", c.body.Value("view")
	}
	set, found := c.gateway.results.find(c.sessionName(), id, object)
	if !found {
		if c.body.Child("reportId") != nil {
			return failing(errGateway, "Cannot find the report '%s'.", id)
		}
		return failing(errGateway, "There are no further results for %s%s.", id, object)
	}
	return c.nextPage(&set)
}
