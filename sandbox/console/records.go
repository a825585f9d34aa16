package console

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"airbyte-sage-intacct/sandbox/company"
)

// Sizes of the page's lists.
const (
	rowsPerPage    = 50
	columnsPerPage = 8
	searchedFields = 12
)

type recordsPage struct {
	frame
	Object, Label, Search string
	Columns               []string
	Rows                  []pageRow
	Total, From, To       int
	Previous, Next        string
}

type pageRow struct {
	Key    string
	Values []pageValue
}

type pageValue struct{ Text, Class string }

// showRecords lists an object's records, found by a text in any of its main fields.
func (p *page) showRecords(r *http.Request) (view, error) {
	o, known := p.company.Object(r.PathValue("object"))
	if !known {
		return nil, errNoSuchPage
	}
	number, err := strconv.Atoi(r.FormValue("page"))
	if err != nil || number < 1 {
		number = 1
	}
	fields := mainFields(o)
	data := &recordsPage{frame: p.frame(o.Label), Object: o.Name, Label: o.Plural(), Search: r.FormValue("q")}
	for _, f := range fields {
		data.Columns = append(data.Columns, caption(f))
	}
	selection := company.Selection{
		Object: o.Name, Mode: company.Read, CaseInsensitive: true, Filter: searchFilter(o, data.Search),
		Columns: columns(o.Key, fields...),
		Order:   []company.Order{{Field: o.Key, Descending: true}},
		Offset:  (number - 1) * rowsPerPage, Limit: rowsPerPage,
	}
	total, problem, err := p.company.Select(everything, selection, func(row []string) error {
		data.Rows = append(data.Rows, newPageRow(fields, row))
		return nil
	})
	if problem != nil || err != nil {
		return nil, errNoSuchPage
	}
	data.Total, data.From, data.To = total, selection.Offset+1, selection.Offset+len(data.Rows)
	data.Previous = pageLink(r, number-1, number > 1)
	data.Next = pageLink(r, number+1, data.To < total)
	return data, nil
}

func newPageRow(fields []*company.Field, row []string) pageRow {
	shown := pageRow{Key: row[0]}
	for i, f := range fields {
		shown.Values = append(shown.Values, pageValue{Text: readable(row[i+1]), Class: classOf(f)})
	}
	return shown
}

// readable makes a stored value fit for a person.
func readable(value string) string {
	if len(value) == len("2006-01-02T15:04:05Z") && strings.HasSuffix(value, "Z") && value[10] == 'T' {
		return value[:10] + " " + value[11:16]
	}
	if len(value) > 120 {
		return strings.ToValidUTF8(value[:117], "") + "…"
	}
	return value
}

// classOf says how the page sets a field's values.
func classOf(f *company.Field) string {
	switch f.DataType {
	case company.Decimal, company.Currency, company.Percent:
		return "number"
	case company.Date, company.Timestamp:
		return "date"
	default:
		return ""
	}
}

func caption(f *company.Field) string {
	if f.Label != "" {
		return f.Label
	}
	return f.ID
}

// mainFields are the fields a person looks for first: the key, what names the
// record, then dates, amounts and states, in the object's own order.
func mainFields(o *company.Object) []*company.Field {
	var fields []*company.Field
	take := func(wanted func(*company.Field) bool) {
		for i := range o.Fields {
			f := &o.Fields[i]
			if len(fields) < columnsPerPage && f.Shown("") && !slices.Contains(fields, f) && wanted(f) {
				fields = append(fields, f)
			}
		}
	}
	take(func(f *company.Field) bool { return f.ID == o.Key })
	take(func(f *company.Field) bool { return f.ID == o.NaturalKey })
	take(func(f *company.Field) bool { return slices.Contains(telling, f.ID) })
	take(func(f *company.Field) bool { return !strings.HasSuffix(f.ID, "KEY") })
	return fields
}

// telling are the fields that say most about a record, over all objects.
var telling = []string{
	"NAME", "TITLE", "RECORDID", "DOCNO", "BATCH_TITLE", "ACCOUNTNO", "VENDORNAME", "CUSTOMERNAME", "EMPLOYEENAME",
	"DESCRIPTION", "ENTRYDESCRIPTION", "WHENCREATED", "WHENDUE", "BATCH_DATE", "ENTRY_DATE", "TRX_AMOUNT", "AMOUNT",
	"TOTALENTERED", "TOTAL", "TOTALDUE", "STATE", "STATUS", "OBJECTTYPE", "OBJECTKEY", "ACCESSMODE", "ACCESSTIME",
}

// columns selects the key and some fields.
func columns(key string, fields ...*company.Field) []company.Column {
	selected := []company.Column{{Field: key}}
	for _, f := range fields {
		selected = append(selected, company.Column{Field: f.ID})
	}
	return selected
}

// searchFilter looks for a text in the object's main text fields.
func searchFilter(o *company.Object, text string) *company.Filter {
	if text = strings.TrimSpace(text); text == "" {
		return nil
	}
	any := &company.Filter{Op: company.Or}
	for i := range o.Fields {
		f := &o.Fields[i]
		if len(any.Children) < searchedFields && f.Shown("") && f.Queryable && f.DataType == company.Text {
			any.Children = append(any.Children, &company.Filter{Op: company.Like, Field: f.ID, Values: []string{"%" + text + "%"}})
		}
	}
	if key, known := o.Field(o.Key); known && (key.DataType != company.Integer || isInteger(text)) {
		any.Children = append(any.Children, &company.Filter{Op: company.Equal, Field: o.Key, Values: []string{text}})
	}
	return any
}

func isInteger(text string) bool {
	_, err := strconv.ParseInt(text, 10, 64)
	return err == nil
}

type recordPage struct {
	frame
	Object, Label, Key string
	Fields             []pageField
	Lines              []pageLines
}

type pageField struct{ Name, Value string }

type pageLines struct {
	Name, Object string
	Keys         []string
}

// showRecord shows all that is known of one record, and its lines.
func (p *page) showRecord(r *http.Request) (view, error) {
	o, known := p.company.Object(r.PathValue("object"))
	if !known {
		return nil, errNoSuchPage
	}
	row, found := p.company.Row(o.Name, r.PathValue("key"))
	if !found {
		return nil, errNoSuchPage
	}
	data := &recordPage{frame: p.frame(o.Label), Object: o.Name, Label: o.Label, Key: row[o.Key]}
	for i := range o.Fields {
		if value := row[o.Fields[i].ID]; value != "" {
			data.Fields = append(data.Fields, pageField{o.Fields[i].ID, readable(value)})
		}
	}
	for i := range o.Owned {
		if lines := p.linesOf(&o.Owned[i], row); len(lines.Keys) > 0 {
			data.Lines = append(data.Lines, lines)
		}
	}
	return data, nil
}

func (p *page) linesOf(owned *company.Owned, header map[string]string) pageLines {
	lines := pageLines{Name: owned.Element, Object: owned.Object}
	line, known := p.company.LinesOf(owned)
	if !known {
		return lines
	}
	_, _, _ = p.company.Select(everything, company.Selection{
		Object: line.Name, Mode: company.Read, Columns: columns(line.Key), Limit: 200,
		Filter: &company.Filter{Op: company.Equal, Field: owned.ForeignKey, Values: []string{header[owned.HeaderKey]}},
		Order:  []company.Order{{Field: line.Key}},
	}, func(row []string) error {
		lines.Keys = append(lines.Keys, row[0])
		return nil
	})
	return lines
}
