package record

import "github.com/beevik/etree"

// Element writes the document for a generic function. A create leaves nulls
// out; in an update an empty element clears the field.
func (d *Document) Element(tag string, clear bool) *etree.Element {
	root := etree.NewElement(tag)
	for _, c := range d.Cells {
		if c.Text != "" || clear {
			descend(root, c.Field.Path).SetText(c.Field.Kind.Wire(c.Text))
		}
	}
	for _, rows := range d.Rows {
		if len(rows.Lines) == 0 {
			continue
		}
		lines := root.CreateElement(rows.List.Element)
		for _, line := range rows.Lines {
			lines.AddChild(line.Element(rows.List.Line, clear))
		}
	}
	return root
}

// descend finds or makes the elements of a path.
func descend(el *etree.Element, path []string) *etree.Element {
	for _, step := range path {
		next := el.SelectElement(step)
		if next == nil {
			next = el.CreateElement(step)
		}
		el = next
	}
	return el
}
