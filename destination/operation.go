package destination

import (
	"slices"

	"airbyte-sage-intacct/destination/plan"
	"airbyte-sage-intacct/destination/record"
	"airbyte-sage-intacct/destination/result"
	"airbyte-sage-intacct/destination/schema"
	"airbyte-sage-intacct/intacct"
)

// op is one function to be sent for one item of a batch.
type op struct {
	index  int // of the item in its batch
	item   *item
	verb   verb
	deed   result.Kind      // what it will have done
	record *record.Stored   // to change or delete
	change *record.Document // what to create, or to change
	files  bool             // the files of the record go with it
	moved  bool             // it is dated out of a closed period
	claims bool             // it gives the record the primary key that its stream has now
}

// verb is what a function does to a record.
type verb int

const (
	creates verb = iota
	updates
	deletes
	reverses
)

func (o *op) rule() intacct.Rule {
	write := o.item.plan.Schema.Object.Write
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

// replaced is the record whose empty fields a function clears; a reversal clears
// none.
func (o *op) replaced() *record.Stored {
	if o.verb == reverses {
		return nil
	}
	return o.record
}

// incomplete is the reason why the function of an op cannot be sent; nil if it
// can, as far as we know.
func (o *op) incomplete() *result.Rejection {
	rule := o.rule()
	model := rule.Content()
	if rule.Manner != intacct.LegacyWrite || model == nil || o.change == nil {
		return nil
	}
	missing := record.LegacyLacks(model, o.change, o.replaced())
	if len(missing) == 0 {
		return nil
	}
	return result.Rejectf("%s demands what the record does not have: %s", rule.Function, result.Listed(missing[:min(len(missing), result.MaxListed)])).
		Advise("Give the record a value under that name.")
}

// shrinks tells an update that is to remove lines.
func (o *op) shrinks() bool {
	return o.verb == updates && slices.ContainsFunc(o.change.Rows, func(r record.Rows) bool {
		return len(r.Lines) < len(o.record.Lines[r.List]) && o.item.plan.Schema.Removes(r.List)
	})
}

// addsLines reports whether an update adds lines to what is there: sent twice, it
// would add them twice.
func (o *op) addsLines() bool {
	return o.verb == updates && !o.item.plan.Schema.Object.ReplacesLines && slices.ContainsFunc(o.change.Rows, func(r record.Rows) bool {
		return len(r.Lines) > len(o.record.Lines[r.List])
	})
}

// posts tells an update that posts a draft.
func (o *op) posts() bool {
	return o.verb == updates && o.item.plan.IsDraft(*o.record) && plan.IsFinal(o.item.document.Complete(), o.item.plan.Schema)
}

// set changes a field of what is sent, and of nothing else.
func (o *op) set(f *schema.Field, text string) {
	changed := *o.change
	changed.Cells = append([]record.Cell(nil), o.change.Cells...)
	changed.Set(f, text)
	o.change = &changed
}

// dated is the document whose dates count: of a draft that is posted, all that
// the record says of it.
func (o *op) dated() *record.Document {
	if o.verb == updates {
		return o.item.document.Complete()
	}
	return o.change
}

func update(it *item, existing record.Stored, change *record.Document, did result.Kind) *op {
	return &op{item: it, verb: updates, deed: did, record: &existing, change: change}
}
