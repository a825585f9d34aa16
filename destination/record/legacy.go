package record

import (
	"strconv"
	"strings"

	"airbyte-sage-intacct/destination/canonical"
	"airbyte-sage-intacct/destination/schema"
	"airbyte-sage-intacct/intacct"

	"github.com/beevik/etree"
)

// Legacy functions have elements of their own, in an order of their own, which
// the table of objects knows. This file fills them from documents.

// LegacyBody is the body of a legacy function. record is what the company has;
// nil in a create.
func LegacyBody(rule intacct.Rule, d *Document, record *Stored) *etree.Element {
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
	record *Stored // what the company has, when it is changed
	clear  bool    // an empty element clears a field
}

func (f filler) fill(parent *etree.Element, model *intacct.Model, d *Document) {
	given := func(e *intacct.Element) bool { return f.given(e, model, d) }
	for _, e := range model.Arrange(given) {
		f.add(parent, e, model, d)
	}
}

// given tells whether a document has something for an element.
func (f filler) given(e *intacct.Element, model *intacct.Model, d *Document) bool {
	if e.Name == schema.CustomFields {
		return len(customCells(d, model)) > 0
	}
	if e.List() {
		return f.hasLines(d.rowsNamed(e.Fields)) || d.cellNamed(e.Fields) != nil
	}
	c := d.cellNamed(e.Fields)
	return c != nil && (c.Text != "" || f.clear)
}

// hasLines reports whether a list has something to say: lines, or that those
// which are there are to go.
func (f filler) hasLines(brought *Rows) bool {
	return brought != nil && (len(brought.Lines) > 0 || f.record != nil && len(f.record.Lines[brought.List]) > 0)
}

func (f filler) add(parent *etree.Element, e *intacct.Element, model *intacct.Model, d *Document) {
	el := parent.CreateElement(e.Name)
	switch {
	case e.Name == schema.CustomFields:
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

func textOf(c *Cell) string {
	if c == nil {
		return ""
	}
	return c.Text
}

func textOr(c *Cell, otherwise string) string {
	if c == nil || c.Text == "" {
		return otherwise
	}
	return c.Field.Kind.Wire(c.Text)
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
func (f filler) addLines(el *etree.Element, e *intacct.Element, d *Document) {
	found := d.rowsNamed(e.Fields)
	alternatives := e.Content.Elements()
	if found == nil {
		for choice := range strings.SplitSeq(textOf(d.cellNamed(e.Fields)), canonical.ChoiceSeparator) {
			el.CreateElement(alternatives[0].Name).SetText(choice)
		}
		return
	}
	existing := 0
	if f.record != nil {
		existing = len(f.record.Lines[found.List])
	}
	for i, line := range found.Lines {
		choice, changes := lineElement(alternatives, i < existing)
		added := el.CreateElement(choice.Name)
		if changes {
			added.CreateAttr(choice.Attr, strconv.Itoa(i+1))
		}
		filler{clear: changes}.fill(added, choice.Content, line)
	}
	if choice, changes := lineElement(alternatives, true); changes && schema.Removable(choice) {
		for number := existing; number > len(found.Lines); number-- { // from the last, so that no number shifts
			surplus := el.CreateElement(choice.Name)
			surplus.CreateAttr(choice.Attr, strconv.Itoa(number))
			surplus.CreateElement(schema.ItemElement)
		}
	}
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

func addCustom(el *etree.Element, cells []Cell) {
	for _, c := range cells {
		field := el.CreateElement("customfield")
		field.CreateElement("customfieldname").SetText(c.Field.ID)
		field.CreateElement("customfieldvalue").SetText(c.Field.Kind.Wire(c.Text))
	}
}

// customCells are the company's own fields, as far as no element of the model
// carries them.
func customCells(d *Document, model *intacct.Model) []Cell {
	var cells []Cell
	for _, c := range d.Cells {
		if c.Field.Custom && c.Text != "" && !schema.Carries(model, c.Field.ID) {
			cells = append(cells, c)
		}
	}
	return cells
}

// cellNamed is the first cell with a value among fields, else the first that is
// null.
func (d *Document) cellNamed(names []string) *Cell {
	var empty *Cell
	for _, name := range names {
		for i := range d.Cells {
			if !strings.EqualFold(d.Cells[i].Field.ID, name) {
				continue
			}
			if d.Cells[i].Text != "" {
				return &d.Cells[i]
			}
			if empty == nil {
				empty = &d.Cells[i]
			}
		}
	}
	return empty
}

func (d *Document) rowsNamed(names []string) *Rows {
	for i := range d.Rows {
		if canonical.HasName(names, d.Rows[i].List.Element) || canonical.HasName(names, d.Rows[i].List.Line) {
			return &d.Rows[i]
		}
	}
	return nil
}
