package console

import (
	"bytes"
	_ "embed"
	"fmt"
	"html"
	"net/url"
	"strings"
)

//go:embed page.css
var pageStyle string

// A view is a page that can be written as HTML. Templates would do the same,
// but the linker keeps every exported method for them, a sixth of the program.
type view interface{ render(m *markup) }

// markup is a page being written.
type markup struct{ bytes.Buffer }

// addf adds HTML, in which the strings among the values are text.
func (m *markup) addf(format string, values ...any) {
	for i, value := range values {
		if text, is := value.(string); is {
			values[i] = html.EscapeString(text)
		}
	}
	_, _ = fmt.Fprintf(m, format, values...)
}

// add adds HTML as it is.
func (m *markup) add(parts ...string) {
	for _, part := range parts {
		m.WriteString(part)
	}
}

// address is the page of an object, or of a record.
func address(parts ...string) string {
	var path strings.Builder
	path.WriteString("/objects")
	for _, part := range parts {
		path.WriteString("/" + url.PathEscape(part))
	}
	return path.String()
}

func (f frame) begin(m *markup) {
	m.addf(`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>%s</title>
<style>
`, f.Title)
	m.add(pageStyle)
	m.addf(`</style>
</head>
<body>
<header><strong>%s</strong><a href="/">Objects</a><a href="/requests">Requests</a><span>a simulated company, nothing here is real</span></header>
`, f.Company)
}

func (frame) end(m *markup) { m.add("</body></html>") }

// search is a form with one field.
func (m *markup) search(value, caption string) {
	m.addf(`<form role="search"><input type="search" name="q" value="%s" placeholder="%s" aria-label="%s"><button>Find</button></form>
`, value, caption, caption)
}

func (d *objectsPage) render(m *markup) {
	d.begin(m)
	m.addf("<h1>Objects</h1>\n<p class=\"note\">%d records in %d objects, as of %s.</p>\n", d.Total, len(d.Filled), d.Now)
	m.search(d.Search, "Find an object")
	for _, shelf := range d.Modules {
		m.addf("<h2>%s</h2>\n", shelf.Name)
		m.objects(shelf.Objects)
	}
	if len(d.Modules) == 0 {
		m.add("<p>No object with records is called that.</p>\n")
	}
	if len(d.Empty) > 0 {
		m.addf("<details><summary>%d objects without records</summary>\n", len(d.Empty))
		m.objects(d.Empty)
		m.add("</details>\n")
	}
	d.end(m)
}

func (m *markup) objects(objects []countedObject) {
	m.add(`<ul class="objects">`)
	for _, o := range objects {
		m.addf("<li><a href=\"%s\">%s</a><span>%d</span></li>\n", address(o.Name), o.Label, o.Count)
	}
	m.add("</ul>\n")
}

func (d *recordsPage) render(m *markup) {
	d.begin(m)
	m.addf("<h1>%s</h1>\n<p class=\"note\">%s: %d records", d.Label, d.Object, d.Total)
	if d.Search != "" {
		m.addf(" with “%s” in them", d.Search)
	}
	if len(d.Rows) > 0 {
		m.addf(", %d to %d", d.From, d.To)
	}
	m.add(", the newest first.</p>\n")
	m.search(d.Search, "Find records")
	m.add(`<div class="wide"><table><thead><tr>`)
	for _, column := range d.Columns {
		m.addf("<th>%s</th>", column)
	}
	m.add("</tr></thead>\n<tbody>")
	for _, row := range d.Rows {
		d.row(m, row)
	}
	if len(d.Rows) == 0 {
		m.addf(`<tr><td colspan="%d">Nothing found.</td></tr>`, len(d.Columns))
	}
	m.add("</tbody></table></div>\n", `<nav class="pages">`)
	m.link(d.Previous, "Newer")
	m.link(d.Next, "Older")
	m.add("</nav>\n")
	d.end(m)
}

func (d *recordsPage) row(m *markup, row pageRow) {
	m.add("<tr>")
	for i, value := range row.Values {
		m.addf(`<td class="%s">`, value.Class)
		if i == 0 {
			m.link(address(d.Object, row.Key), value.Text)
		} else {
			m.addf("%s", value.Text)
		}
		m.add("</td>")
	}
	m.add("</tr>\n")
}

// link leads to a page, if there is one.
func (m *markup) link(address, text string) {
	if address != "" {
		m.addf(`<a href="%s">%s</a>`, address, text)
	}
}

func (d *recordPage) render(m *markup) {
	d.begin(m)
	m.addf("<h1>%s %s</h1>\n<p class=\"note\">", d.Label, d.Key)
	m.link(address(d.Object), "All of "+d.Object)
	m.add("</p>\n", `<div class="wide"><table><tbody>`)
	for _, field := range d.Fields {
		m.addf("<tr><th scope=\"row\">%s</th><td>%s</td></tr>\n", field.Name, field.Value)
	}
	m.add("</tbody></table></div>\n")
	for _, lines := range d.Lines {
		m.addf("<h2>%s</h2>\n<ul class=\"objects\">", lines.Name)
		for _, key := range lines.Keys {
			m.add("<li>")
			m.link(address(lines.Object, key), lines.Object+" "+key)
			m.add("</li>")
		}
		m.add("</ul>\n")
	}
	d.end(m)
}

func (d *requestsPage) render(m *markup) {
	d.begin(m)
	m.addf("<h1>Requests</h1>\n<p class=\"note\">The last %d requests to the gateway, the newest first.</p>\n", len(d.Requests))
	m.add(`<div class="wide"><table><thead><tr><th>When, who</th><th>What</th><th>Outcome</th><th>Took</th></tr></thead>`, "\n<tbody>")
	for i := range d.Requests {
		m.request(&d.Requests[i])
	}
	if len(d.Requests) == 0 {
		m.add(`<tr><td colspan="4">None yet.</td></tr>`)
	}
	m.add("</tbody></table></div>\n")
	d.end(m)
}

func (m *markup) request(r *Request) {
	m.addf("<tr><td>%s<div>%s", r.At.Format("15:04:05"), r.User)
	if r.Entity != "" {
		m.addf(" in %s", r.Entity)
	}
	m.add("</div></td>\n<td>")
	for _, call := range r.Calls {
		m.addf("<div>%s</div>", strings.TrimSpace(call.Function+" "+call.Object))
	}
	if r.Body != "" {
		m.addf("<details><summary>request</summary><pre>%s</pre></details>", r.Body)
	}
	m.add("</td>\n<td>")
	if r.Failure != "" {
		m.addf(`<div class="bad">%d %s</div>`, r.Status, r.Failure)
	}
	for _, call := range r.Calls {
		class := ""
		if call.Error != "" {
			class = "bad"
		}
		m.addf(`<div class="%s">%s %s</div>`, class, call.Status, call.Error)
	}
	m.addf("</td>\n<td class=\"number\">%d ms</td></tr>\n", r.Took.Milliseconds())
}
