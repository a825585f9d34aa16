package destination

import (
	"slices"
	"strings"
)

// A null in a record that is created says nothing to Intacct, which may fill the
// field itself. So a value that is there afterwards is our own work, unless it
// stands in a field that Intacct leaves empty: then the record had other content.

// filledNames are parts of names of texts that Intacct may fill where a create
// leaves them empty: numbers that it gives out, what comes from a vendor,
// customer or item, and what other fields stand for. No list of them is public,
// so whatever looks like one counts: to take a change for a default is told by
// nobody, but to take a default for a change would reject our own work for ever.
var filledNames = []string{
	"NAME", "CURR", "TERM", "ACCOUNT", "ACCT", "METHOD", "TYPE", "STATE", "STATUS", "TITLE", "BATCH", "KEY", "RECORDID",
	"DOCNO", "DOCID", "UNIT", "UOM", "WAREHOUSE", "TEMPLATE", "GROUP", "SOLUTION", "LOCATION", "DEPARTMENT", "ENTITY",
	"PRICE", "SCHEDULE", "EXCH", "MODULE", "ALLOCATION", "USER", "CONTACT", "PARENT", "LABEL", "PRINTAS", "PROVIDER",
	"PRECISION", "CLEARED", "OPTION", "TAXCODE", "1099", "URL", "DESCRIPTION2",
}

// staysEmpty reports whether Intacct leaves a field empty that a create leaves
// empty. computes: of documents and their lines it makes amounts and dates itself.
func (f *field) staysEmpty(s *schema, computes bool) bool {
	if f.custom || len(f.path) > 1 || len(f.choices) > 0 || s.refers(f) {
		return false
	}
	id := strings.ToUpper(f.id)
	switch f.kind {
	case textual:
		number := strings.HasSuffix(id, "ID") && !strings.HasSuffix(id, "TAXID")
		return !number && !slices.ContainsFunc(filledNames, func(part string) bool { return strings.Contains(id, part) })
	case numeric:
		return f.money && !computes
	case date:
		return !computes && !strings.HasPrefix(id, "WHEN")
	}
	return false
}

// refers reports whether a field names a record of another object.
func (s *schema) refers(f *field) bool {
	return slices.ContainsFunc(s.references, func(r reference) bool { return r.field == f })
}

// cleared names the fields that the document has as null and the company has
// not.
func cleared(d *document, s *schema, there stored, computes bool) []string {
	var names []string
	for _, c := range d.cells {
		if text, read := there.text(c.field); read && c.text == "" && text != "" && !c.field.kind.isNothing(text) && c.field.staysEmpty(s, computes) {
			names = append(names, c.field.id)
		}
	}
	for _, brought := range d.rows {
		lines := there.lines[brought.list]
		for i, line := range brought.documents {
			if i < len(lines) && !line.ofItem() {
				for _, name := range cleared(line, brought.list.lines, lines[i], true) {
					names = append(names, brought.list.element+"."+name)
				}
			}
		}
	}
	return names
}

// ofItem reports whether a line is of an item, which lends it its texts.
func (d *document) ofItem() bool {
	return slices.ContainsFunc(d.cells, func(c cell) bool { return strings.EqualFold(c.field.id, "ITEMID") && c.text != "" })
}

// unchanged settles a record that append has found: nothing but what Intacct
// fills itself may be there where the record has null. What was sent in this run
// is our own.
func (d decider) unchanged(it *item, found []stored, o outcome) outcome {
	at := slices.IndexFunc(found, func(s stored) bool { return s.number == o.number })
	if it.sent || at < 0 {
		return o
	}
	if names := cleared(it.document, it.plan.schema, found[at], it.plan.posting != nil); len(names) > 0 && !it.handle.content {
		return rejected(rejectf("%s with %s exists with a value in %s, which is null in the record, and append changes nothing that exists",
			it.plan.object(), it.handle.text(), listed(names[:min(len(names), maxComplaints)])).
			advise("Use append_dedup to empty the field, or set nulls to ignore if a null says nothing."))
	}
	d.blind.to(it, comparison{lenient: true}.differ(it.document, found[at]))
	return o
}
