package destination

import (
	"maps"
	"slices"
)

// What is posted is undone by an opposite posting on another day.
//
// Source: api.xsd 3.0: reverse_bill and its like.
const (
	reversalDay  = "DATEREVERSED"
	reversalMemo = "DESCRIPTION"
)

// reversible is the schema with the fields that a reversal takes and the object
// does not have.
func (s *schema) reversible() *schema {
	more := *s
	more.fields = index[*field]{maps.Clone(s.fields.exact), maps.Clone(s.fields.loose)}
	more.ordered = slices.Clone(s.ordered)
	if model := s.object.Write.Reverse.Content(); model != nil {
		more.extend(model)
	}
	return &more
}

// reversals are the states of what is undone already.
var reversals = []string{"Reversed", "Reversal", "Voided"}

// reverse undoes a posted record, on the day that its record says or else today.
func (d decider) reverse(it *item, record stored) (outcome, *op) {
	for _, f := range it.plan.watched {
		if named(reversals, record.texts[f]) {
			return outcome{did: alreadyThere, number: record.number}, nil
		}
	}
	change := &document{}
	for _, name := range []string{reversalDay, reversalMemo} {
		f := it.plan.schema.fields.exact[name]
		if f == nil {
			continue
		}
		text := it.document.text(f)
		if text == "" && name == reversalDay && d.dates.books != nil {
			text = d.dates.books.today
		}
		if text != "" {
			change.cells = append(change.cells, cell{field: f, text: text})
		}
	}
	return outcome{}, &op{item: it, verb: reverses, deed: reversed, record: &record, change: change}
}

// replaced is the record whose empty fields a function clears; a reversal clears
// none.
func (o *op) replaced() *stored {
	if o.verb == reverses {
		return nil
	}
	return o.record
}
