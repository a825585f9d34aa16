package sandbox

import (
	"slices"
	"strconv"
	"strings"

	"airbyte-sage-intacct/sandbox/company"
	"airbyte-sage-intacct/sandbox/xmltree"
)

// Sizes of a page (Sage docs, XML API: Queries).
const (
	usualPageSize = 100
	maxPageSize   = 2000
)

// maxColumns bounds what one query works out for each row. The gateway's own
// bound is not known.
const maxColumns = 5000

// A listing is a query as read from its element.
type listing struct {
	object    *company.Object
	name      string // of the object, as sent: records are called so
	selection company.Selection
	private   bool
	format    string
}

// query answers the query function (Sage docs, XML API: Queries).
func (c *call) query() failure {
	l, why := c.readListing()
	if why != nil {
		return why
	}
	switch l.format {
	case "json":
		return c.listJSON(l)
	case "csv":
		return c.listCSV(l)
	default:
		return c.listXML(l)
	}
}

func (c *call) readListing() (*listing, failure) {
	l := &listing{name: c.body.Value("object")}
	var why failure
	if l.object, why = c.object(l.name); why != nil {
		return nil, why
	}
	l.selection = company.Selection{
		Object: l.object.Name,
		Mode:   company.Query,
		DocPar: c.body.Value("docparid"),
		Order:  readOrder(c.body.Child("orderby")),
	}
	options := c.body.Child("options")
	l.selection.CaseInsensitive = options.Flag("caseinsensitive", false)
	l.private = options.Flag("showprivate", false)
	l.format = strings.ToLower(options.Value("returnformat"))
	if l.selection.Columns, why = readColumns(c.body.Child("select")); why != nil {
		return nil, why
	}
	if l.selection.Filter, why = c.readFilter(l.object, c.body.Child("filter")); why != nil {
		return nil, why
	}
	return l, l.readPage(c.body)
}

func readColumns(e *xmltree.Element) ([]company.Column, failure) {
	if len(e.Children) > maxColumns {
		return nil, failing(errGateway, "A query can select at most %d fields.", maxColumns)
	}
	columns := make([]company.Column, 0, len(e.Children))
	for _, child := range e.Children {
		column := company.Column{Field: child.Trimmed()}
		if child.Name != "field" {
			column.Func = child.Name
		}
		if column.Field == "*" {
			return nil, failing(errGateway, "Returning all fields is not supported")
		}
		columns = append(columns, column)
	}
	return columns, nil
}

func readOrder(e *xmltree.Element) []company.Order {
	if e == nil {
		return nil
	}
	orders := make([]company.Order, 0, len(e.Children))
	for _, child := range e.Children {
		orders = append(orders, company.Order{
			Field:      child.Value("field"),
			Descending: child.Child("descending") != nil,
		})
	}
	return orders
}

// readPage reads pagesize and offset.
func (l *listing) readPage(e *xmltree.Element) failure {
	size, ok := readNumber(e.Value("pagesize"), usualPageSize)
	if !ok || size < 1 || size > maxPageSize {
		return failing(errGateway, "The pagesize must be a number between 1 and %d.", maxPageSize)
	}
	offset, ok := readNumber(e.Value("offset"), 0)
	if !ok || offset < 0 {
		return failing(errGateway, "The offset must be a number that is not negative.")
	}
	l.selection.Limit, l.selection.Offset = size, offset
	return nil
}

func readNumber(text string, byDefault int) (int, bool) {
	if text == "" {
		return byDefault, true
	}
	n, err := strconv.Atoi(text)
	return n, err == nil
}

// viewerFor is who looks, with private entities if they were asked for.
func (c *call) viewerFor(private bool) company.Viewer {
	v := c.viewer()
	v.ShowPrivate = private
	return v
}

// shown says how query and readByQuery show a column.
func (c *call) shown(o *company.Object, f *formatting) func(company.Column) valueWriter {
	return func(column company.Column) valueWriter {
		if strings.EqualFold(column.Func, "count") {
			return appendText
		}
		field, known := c.fieldOf(o, column.Field)
		if !known {
			return appendText
		}
		return valueForm(field, f)
	}
}

// listXML writes the page. Its counts stand in front of its rows but are known
// after them, so the start tag is put in last.
func (c *call) listXML(l *listing) failure {
	start := len(c.w.buf)
	c.w.depth++
	c.w.inline = false
	columns := c.w.columns(l.selection.Columns, c.shown(l.object, c.format()))
	if why := c.withoutOdd(l); why != nil {
		return why
	}
	count := 0
	selection, shows := c.gateway.settings.withhold(l)
	total, why := c.rows(c.viewerFor(l.private), selection, func(row []string) error {
		if shows(row) {
			c.w.record(l.name, columns, row)
			count++
		}
		return nil
	})
	c.w.depth--
	if why != nil {
		return why
	}
	attrs := []attribute{
		{"listtype", l.name},
		numbered("totalcount", total),
		numbered("offset", l.selection.Offset),
		numbered("count", count),
		numbered("numremaining", max(total-l.selection.Offset-count, 0)),
	}
	c.w.enclose(start, attrs, count == 0)
	return nil
}

// enclose puts the data element around what was written since start.
func (w *writer) enclose(start int, attrs []attribute, isEmpty bool) {
	if isEmpty {
		w.buf = w.buf[:start]
		w.empty("data", attrs...)
		return
	}
	tag := writer{pretty: w.pretty, depth: w.depth, buf: make([]byte, 0, 256)}
	if w.pretty {
		tag.buf = append(tag.buf, indentation[:1+min(2*w.depth, len(indentation)-1)]...)
	}
	tag.startTag("data", attrs)
	tag.buf = append(tag.buf, '>')
	w.buf = slices.Insert(w.buf, start, tag.buf...)
	w.depth++
	w.inline = false
	w.close("data")
}
