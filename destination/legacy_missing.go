package destination

import (
	"strings"

	"airbyte-sage-intacct/intacct"
)

// Legacy functions are held against a schema before anything of them runs, and
// what the gateway says of a violation is about elements that nobody has
// written. So what the schema demands is looked for here, by the names that
// records have for it.

// incomplete is the reason why the function of an op cannot be sent; nil if it
// can, as far as we know.
func (o *op) incomplete() *rejection {
	rule := o.rule()
	model := rule.Content()
	if rule.Manner != intacct.LegacyWrite || model == nil || o.change == nil {
		return nil
	}
	f := filler{}
	if record := o.replaced(); record != nil {
		f.record, f.clear = record, true
	}
	missing := f.missing("", model, o.change)
	if len(missing) == 0 {
		return nil
	}
	return rejectf("%s demands what the record does not have: %s", rule.Function, listed(missing[:min(len(missing), maxComplaints)])).
		advise("Give the record a value under that name.")
}

// missing names what a model demands and a document has not.
func (f filler) missing(prefix string, model *intacct.Model, d *document) []string {
	given := func(e *intacct.Element) bool { return f.given(e, model, d) }
	var names []string
	for _, lack := range model.Lacks(given) {
		names = append(names, alternatives(prefix, lack))
	}
	for _, e := range model.Arrange(given) {
		switch {
		case e.Content == nil || e.Name == customFields:
		case e.List():
			names = append(names, f.missingInLines(prefix, e, d)...)
		case e.Content.Touched(given):
			names = append(names, f.missing(prefix, e.Content, d)...)
		}
	}
	return names
}

func (f filler) missingInLines(prefix string, e *intacct.Element, d *document) []string {
	found := d.rowsNamed(e.Fields)
	if found == nil {
		return nil
	}
	existing := 0
	if f.record != nil {
		existing = len(f.record.lines[found.list])
	}
	var names []string
	for i, line := range found.documents {
		choice, changes := lineElement(e.Content.Elements(), i < existing)
		if choice.Content != nil {
			names = append(names, filler{clear: changes}.missing(linePrefix(prefix, found.list, i), choice.Content, line)...)
		}
	}
	return names
}

// alternatives are the names under which one of several elements is given.
func alternatives(prefix string, elements []*intacct.Element) string {
	var names []string
	for _, e := range elements {
		names = once(names, prefix+e.Fields[0])
	}
	return strings.Join(names, " or ")
}
