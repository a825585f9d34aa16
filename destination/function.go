package destination

import (
	"cmp"

	"airbyte-sage-intacct/destination/record"
	"airbyte-sage-intacct/intacct"

	"github.com/beevik/etree"
)

// function is the call that does what an op says, in the way that the table of
// objects knows for it.
func (o *op) function() intacct.Function {
	object := o.item.plan.Schema.Object
	rule := o.rule()
	if rule.Manner == intacct.LegacyWrite {
		body := etree.NewElement(rule.Function)
		if o.change != nil {
			body = record.LegacyBody(rule, o.change, o.replaced())
		}
		if rule.KeyAttr != "" {
			body.CreateAttr(rule.KeyAttr, cmp.Or(o.record.LegacyKeys[rule.KeyField], o.record.Number))
		}
		return intacct.Function{Body: body, Writes: true}
	}
	switch o.verb {
	case updates:
		return intacct.Update(o.updateElement())
	case deletes:
		return intacct.Delete(object.Name, o.record.Number)
	}
	return intacct.Create(o.change.Element(object.Name, false))
}

// updateElement names the record by its number and holds what is to change.
func (o *op) updateElement() *etree.Element {
	object := o.item.plan.Schema.Object
	numbered := &record.Document{Cells: o.change.Cells}
	for _, rows := range o.change.Rows {
		if !object.ReplacesLines {
			rows = keyed(rows, o.record)
		}
		numbered.Rows = append(numbered.Rows, rows)
	}
	element := numbered.Element(object.Name, true)
	key := etree.NewElement(object.Key)
	key.SetText(o.record.Number)
	element.InsertChildAt(0, key)
	return element
}

// keyed gives lines the numbers of the lines that they replace, place by place,
// so that the update changes those instead of adding to them.
func keyed(brought record.Rows, existing *record.Stored) record.Rows {
	lines := existing.Lines[brought.List]
	key := brought.List.Lines.Key()
	if key == nil {
		return brought
	}
	numbered := record.Rows{List: brought.List}
	for i, line := range brought.Lines {
		copied := *line
		if i < len(lines) {
			copied.Cells = append([]record.Cell{{Field: key, Text: lines[i].Number}}, line.Cells...)
		}
		numbered.Lines = append(numbered.Lines, &copied)
	}
	return numbered
}
