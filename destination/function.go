package destination

import (
	"cmp"

	"airbyte-sage-intacct/intacct"

	"github.com/beevik/etree"
)

// function is the call that does what an op says, in the way that the table of
// objects knows for it.
func (o *op) function() intacct.Function {
	object := o.item.plan.schema.object
	rule := o.rule()
	if rule.Manner == intacct.LegacyWrite {
		body := etree.NewElement(rule.Function)
		if o.change != nil {
			body = legacyBody(rule, o.change, o.replaced())
		}
		if rule.KeyAttr != "" {
			body.CreateAttr(rule.KeyAttr, cmp.Or(o.record.named[rule.KeyField], o.record.number))
		}
		return intacct.Function{Body: body, Writes: true}
	}
	switch o.verb {
	case updates:
		return intacct.Update(o.updateElement())
	case deletes:
		return intacct.Delete(object.Name, o.record.number)
	}
	return intacct.Create(o.change.element(object.Name, false))
}

func (o *op) rule() intacct.Rule {
	write := o.item.plan.schema.object.Write
	switch o.verb {
	case updates:
		return write.Update
	case deletes:
		return write.Delete
	case reverses:
		return write.Reverse
	}
	return write.Create
}

// updateElement names the record by its number and holds what is to change.
func (o *op) updateElement() *etree.Element {
	object := o.item.plan.schema.object
	numbered := &document{cells: o.change.cells}
	for _, rows := range o.change.rows {
		if !object.ReplacesLines {
			rows = keyed(rows, o.record)
		}
		numbered.rows = append(numbered.rows, rows)
	}
	element := numbered.element(object.Name, true)
	key := etree.NewElement(object.Key)
	key.SetText(o.record.number)
	element.InsertChildAt(0, key)
	return element
}

// keyed gives lines the numbers of the lines that they replace, place by place,
// so that the update changes those instead of adding to them.
func keyed(brought rows, record *stored) rows {
	lines := record.lines[brought.list]
	key := brought.list.lines.key()
	if key == nil {
		return brought
	}
	numbered := rows{list: brought.list}
	for i, line := range brought.documents {
		copied := *line
		if i < len(lines) {
			copied.cells = append([]cell{{field: key, text: lines[i].number}}, line.cells...)
		}
		numbered.documents = append(numbered.documents, &copied)
	}
	return numbered
}
