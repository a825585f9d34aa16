package destination

import (
	"slices"
	"strconv"
	"strings"

	"airbyte-sage-intacct/intacct"

	"github.com/beevik/etree"
)

// Legacy functions have elements of their own, in an order of their own, which
// the table of objects knows. This file fills them from documents.

// legacyBody is the body of a legacy function. record is what the company has;
// nil in a create.
func legacyBody(rule intacct.Rule, d *document, record *stored) *etree.Element {
	body := etree.NewElement(rule.Function)
	f := filler{}
	if record != nil {
		f.record, f.clear = record, true
	}
	if model := rule.Content(); model != nil {
		f.fill(body, model, d)
	}
	return body
}

// filler fills elements with a document's values.
type filler struct {
	record *stored // what the company has, when it is changed
	clear  bool    // an empty element clears a field
}

func (f filler) fill(parent *etree.Element, model *intacct.Model, d *document) {
	given := func(e *intacct.Element) bool { return f.given(e, model, d) }
	for _, e := range model.Arrange(given) {
		f.add(parent, e, model, d)
	}
}

// given tells whether a document has something for an element.
func (f filler) given(e *intacct.Element, model *intacct.Model, d *document) bool {
	if e.Name == customFields {
		return len(customCells(d, model)) > 0
	}
	if e.List() {
		return f.hasLines(d.rowsNamed(e.Fields)) || d.cellNamed(e.Fields) != nil
	}
	c := d.cellNamed(e.Fields)
	return c != nil && (c.text != "" || f.clear)
}

// hasLines reports whether a list has something to say: lines, or that those
// which are there are to go.
func (f filler) hasLines(brought *rows) bool {
	return brought != nil && (len(brought.documents) > 0 || f.record != nil && len(f.record.lines[brought.list]) > 0)
}

func (f filler) add(parent *etree.Element, e *intacct.Element, model *intacct.Model, d *document) {
	el := parent.CreateElement(e.Name)
	switch {
	case e.Name == customFields:
		addCustom(el, customCells(d, model))
	case e.List():
		f.addLines(el, e, d)
	case e.Date:
		addDate(el, textOf(d.cellNamed(e.Fields)))
	case e.Content != nil:
		f.fill(el, e.Content, d)
		demanded(el, e.Content)
	default:
		el.SetText(textOr(d.cellNamed(e.Fields), e.Default))
	}
}

// demanded gives an element that stands for "the usual" the empty elements that
// the schema wants in it all the same.
func demanded(el *etree.Element, content *intacct.Model) {
	if len(el.ChildElements()) > 0 {
		return
	}
	for _, p := range content.Parts {
		if p.Needed && p.Element != nil {
			el.CreateElement(p.Element.Name)
		}
	}
}

func textOf(c *cell) string {
	if c == nil {
		return ""
	}
	return c.text
}

func textOr(c *cell, otherwise string) string {
	if c == nil || c.text == "" {
		return otherwise
	}
	return c.field.kind.wire(c.text)
}

// addDate writes the year, month and day of a canonical date.
func addDate(el *etree.Element, text string) {
	day, _, _ := strings.Cut(text, "T")
	parts := strings.Split(day, "-")
	if len(parts) != 3 {
		parts = make([]string, 3)
	}
	for i, name := range []string{"year", "month", "day"} {
		el.CreateElement(name).SetText(parts[i])
	}
}

// addLines writes lines. A line that the record has in the same place is
// changed; the others are added.
func (f filler) addLines(el *etree.Element, e *intacct.Element, d *document) {
	found := d.rowsNamed(e.Fields)
	alternatives := e.Content.Elements()
	if found == nil {
		for choice := range strings.SplitSeq(textOf(d.cellNamed(e.Fields)), multipickSeparator) {
			el.CreateElement(alternatives[0].Name).SetText(choice)
		}
		return
	}
	existing := 0
	if f.record != nil {
		existing = len(f.record.lines[found.list])
	}
	for i, line := range found.documents {
		choice, changes := lineElement(alternatives, i < existing)
		added := el.CreateElement(choice.Name)
		if changes {
			added.CreateAttr(choice.Attr, strconv.Itoa(i+1))
		}
		filler{clear: changes}.fill(added, choice.Content, line)
	}
	if choice, changes := lineElement(alternatives, true); changes && removable(choice) {
		for number := existing; number > len(found.documents); number-- { // from the last, so that no number shifts
			surplus := el.CreateElement(choice.Name)
			surplus.CreateAttr(choice.Attr, strconv.Itoa(number))
			surplus.CreateElement(itemElement)
		}
	}
}

// itemElement names the item of a line. A line whose update names none goes.
//
// Source: github.com/hotgluexyz/target-intacct-v2, purchase orders.
const itemElement = "itemid"

// removable tells an element by which a line can be removed: those of order
// entry and purchasing.
func removable(e *intacct.Element) bool {
	return e.Attr != "" && strings.HasSuffix(e.Name, "transitem") && slices.ContainsFunc(e.Content.Elements(), func(part *intacct.Element) bool { return part.Name == itemElement })
}

// removes tells a list whose lines an update can remove.
func (p *plan) removes(l *list) bool {
	model := p.schema.object.Write.Update.Content()
	if model == nil {
		return false
	}
	for _, e := range listsOf(model) {
		if named(e.Fields, l.element) || named(e.Fields, l.line) {
			return slices.ContainsFunc(e.Content.Elements(), removable)
		}
	}
	return false
}

// shrinks tells an update that is to remove lines.
func (o *op) shrinks() bool {
	return o.verb == updates && slices.ContainsFunc(o.change.rows, func(r rows) bool {
		return len(r.documents) < len(o.record.lines[r.list]) && o.item.plan.removes(r.list)
	})
}

// addsLines reports whether an update adds lines to what is there: sent twice, it
// would add them twice.
func (o *op) addsLines() bool {
	return o.verb == updates && !o.item.plan.schema.object.ReplacesLines && slices.ContainsFunc(o.change.rows, func(r rows) bool {
		return len(r.documents) > len(o.record.lines[r.list])
	})
}

// lineElement chooses between the element that changes a line and the one that
// adds one.
func lineElement(alternatives []*intacct.Element, exists bool) (choice *intacct.Element, changes bool) {
	for _, e := range alternatives {
		if (e.Attr != "") == exists {
			return e, exists
		}
	}
	return alternatives[0], false
}

// customFields is the element that takes the company's own fields.
const customFields = "customfields"

func addCustom(el *etree.Element, cells []cell) {
	for _, c := range cells {
		field := el.CreateElement("customfield")
		field.CreateElement("customfieldname").SetText(c.field.id)
		field.CreateElement("customfieldvalue").SetText(c.field.kind.wire(c.text))
	}
}

// customCells are the company's own fields, as far as no element of the model
// carries them.
func customCells(d *document, model *intacct.Model) []cell {
	var cells []cell
	for _, c := range d.cells {
		if c.field.custom && c.text != "" && !carries(model, c.field.id) {
			cells = append(cells, c)
		}
	}
	return cells
}

// carries tells whether some element of a model, lines aside, takes a field.
func carries(model *intacct.Model, id string) bool {
	for _, e := range model.Elements() {
		switch {
		case e.Content != nil && !e.List():
			if carries(e.Content, id) {
				return true
			}
		case named(e.Fields, id):
			return true
		}
	}
	return false
}

// cellNamed is the first cell with a value among fields, else the first that is
// null.
func (d *document) cellNamed(names []string) *cell {
	var empty *cell
	for _, name := range names {
		for i := range d.cells {
			if !strings.EqualFold(d.cells[i].field.id, name) {
				continue
			}
			if d.cells[i].text != "" {
				return &d.cells[i]
			}
			if empty == nil {
				empty = &d.cells[i]
			}
		}
	}
	return empty
}

func (d *document) rowsNamed(names []string) *rows {
	for i := range d.rows {
		if named(names, d.rows[i].list.element) || named(names, d.rows[i].list.line) {
			return &d.rows[i]
		}
	}
	return nil
}
