package record

import (
	"strings"

	"airbyte-sage-intacct/destination/canonical"
	"airbyte-sage-intacct/destination/schema"
	"airbyte-sage-intacct/intacct"
)

// Legacy functions are held against a schema before anything of them runs, and
// what the gateway says of a violation is about elements that nobody has
// written. So what the schema demands is looked for here, by the names that
// records have for it.

// LegacyLacks names what a model demands and a document has not. existing is
// what the company has; nil in a create.
func LegacyLacks(model *intacct.Model, d *Document, existing *Stored) []string {
	return filler{record: existing, clear: existing != nil}.missing("", model, d)
}

// missing names what a model demands and a document has not.
func (f filler) missing(prefix string, model *intacct.Model, d *Document) []string {
	given := func(e *intacct.Element) bool { return f.given(e, model, d) }
	var names []string
	for _, lack := range model.Lacks(given) {
		names = append(names, alternatives(prefix, lack))
	}
	for _, e := range model.Arrange(given) {
		switch {
		case e.Content == nil || e.Name == schema.CustomFields:
		case e.List():
			names = append(names, f.missingInLines(prefix, e, d)...)
		case e.Content.Touched(given):
			names = append(names, f.missing(prefix, e.Content, d)...)
		}
	}
	return names
}

func (f filler) missingInLines(prefix string, e *intacct.Element, d *Document) []string {
	found := d.rowsNamed(e.Fields)
	if found == nil {
		return nil
	}
	existing := 0
	if f.record != nil {
		existing = len(f.record.Lines[found.List])
	}
	var names []string
	for i, line := range found.Lines {
		choice, changes := lineElement(e.Content.Elements(), i < existing)
		if choice.Content != nil {
			names = append(names, filler{clear: changes}.missing(linePrefix(prefix, found.List, i), choice.Content, line)...)
		}
	}
	return names
}

// alternatives are the names under which one of several elements is given.
func alternatives(prefix string, elements []*intacct.Element) string {
	var names []string
	for _, e := range elements {
		names = canonical.AppendNew(names, prefix+e.Fields[0])
	}
	return strings.Join(names, " or ")
}
