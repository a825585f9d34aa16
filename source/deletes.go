package source

import (
	"context"
	"slices"
	"strconv"
	"time"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/intacct"
)

// deletedColumn is where Airbyte's destinations look for the time of a delete.
const deletedColumn = "_ab_cdc_deleted_at"

// Texts that deletes may have.
const (
	deletesAuto      = "auto"
	deletesTrail     = "audit_trail"
	deletesReconcile = "reconcile"
	deletesOff       = "off"
)

var deletesWords = []string{deletesAuto, deletesTrail, deletesReconcile, deletesOff}

// showsDeletes says whether a stream's records have the column of deletes. They
// make sense only beside the changes, and where a record can be named.
func (st *stream) showsDeletes(s *settings) bool {
	return s.deletes != "" && s.deletes != deletesOff && st.incremental() && st.ordered
}

// noticesDeletes says whether deletes are to be emitted. A record without the
// column would be a row, so a catalogue that leaves the column out does not
// get them.
func (r *reading) noticesDeletes() bool {
	return r.mode == airbyte.Incremental && r.plan.deletes
}

// trailed says whether the audit history is asked for a stream's deletes.
// Records that merely leave the stream's scope leave no trace there.
func trailed(s *settings, row *intacct.Object) bool {
	switch {
	case row == nil || row.AuditKey == intacct.AuditNone:
		return false
	case s.deletes == deletesAuto:
		return row.AuditKey == intacct.AuditRecord
	}
	return s.deletes == deletesTrail
}

// asksTrail says whether the audit history is asked for the reading's deletes.
func (r *reading) asksTrail() bool {
	return trailed(r.settings, r.plan.row) && (r.settings.deletes == deletesTrail || len(r.plan.scope) == 0)
}

// removed finds the records that are gone, says so, and takes them out of the
// key set. upper is where the window ended.
func (r *reading) removed(ctx context.Context, upper instant) error {
	if !r.noticesDeletes() {
		return nil
	}
	asked := r.asksTrail()
	doubt := !asked && r.settings.deletes != deletesTrail
	if asked {
		d, err := r.gone.of(ctx, r)
		if err != nil {
			return err
		}
		if doubt, err = r.departed(ctx, d, upper); err != nil {
			return err
		}
	}
	doubt = doubt || r.settings.deletes == deletesAuto && r.derived() && r.keys != nil
	if !doubt || r.fresh {
		return nil
	}
	return r.reconcile(ctx, upper)
}

// derivedObjects are those whose records are made of others: journals of bills
// and payments, bills and invoices of orders. They go when these go or are
// edited, and it is not public whether the audit history tells of that. So their
// keys are counted too, which is one small question where none is gone.
var derivedObjects = []string{"GLBATCH", "APBILL", "ARINVOICE"}

func (r *reading) derived() bool {
	return r.plan.row != nil && slices.Contains(derivedObjects, r.plan.row.Name)
}

// departed emits the deletes that the audit history tells of. It reports
// whether there may be more than it could tell for certain.
func (r *reading) departed(ctx context.Context, d *departed, upper instant) (doubt bool, err error) {
	if d == nil {
		return true, nil
	}
	var suspects []int64
	for _, key := range d.keys {
		number, certain := recordNumber(key, len(r.plan.row.Natural) > 0)
		switch {
		case !certain:
			doubt = true
		case r.keys == nil || r.keys.has(number):
			suspects = append(suspects, number)
		}
	}
	// A time beyond the present would hide deletes, should the gateway's clock
	// have been wrong when it was written.
	now, err := r.now(ctx)
	if err != nil {
		return false, err
	}
	r.place.Deleted = max(r.place.Deleted, min(d.seen, max(upper, now)))
	return doubt, r.retire(ctx, suspects, upper)
}

// recordNumber reads an OBJECTKEY of the audit history: 123--REC, or the number
// alone where the object has no other name for its records, which could be a
// number too.
func recordNumber(key string, named bool) (number int64, certain bool) {
	const suffix = "--REC"
	if n := len(key) - len(suffix); n > 0 && key[n:] == suffix {
		return parseInteger([]byte(key[:n]))
	}
	if named {
		return 0, false
	}
	return parseInteger([]byte(key))
}

// retire emits deletes of those suspects that the company does not have any
// more.
func (r *reading) retire(ctx context.Context, suspects []int64, upper instant) error {
	slices.Sort(suspects)
	suspects = slices.Compact(suspects)
	for batch := range slices.Chunk(suspects, maxIn) {
		living, err := r.living(ctx, batch)
		if err != nil {
			return err
		}
		gone := slices.DeleteFunc(slices.Clone(batch), func(key int64) bool { return living[key] })
		if err := r.bury(gone, upper); err != nil {
			return err
		}
		for _, key := range batch {
			// What lives and was suspected is elsewhere now: in another entity,
			// say, whose slice has it.
			if r.keys != nil {
				r.keys.remove(key)
			}
		}
	}
	return nil
}

// maxIn is how many values the gateway takes in one condition.
const maxIn = 1000

// living asks which of some records the stream still has, in any entity.
func (r *reading) living(ctx context.Context, keys []int64) (map[int64]bool, error) {
	living := make(map[int64]bool)
	q := intacct.Query{
		Object: r.plan.object, DocParID: r.plan.docpar, Select: []string{r.plan.key.field},
		Filter: r.plan.within(intacct.In(r.plan.key.field, texts64(keys)...)),
	}
	err := r.eachKey(ctx, r.run.client, q, r.plan.key.field, func(key int64, _ *intacct.Record) error {
		living[key] = true
		return nil
	})
	return living, err
}

// bury emits deletes of records by their numbers.
func (r *reading) bury(keys []int64, upper instant) error {
	return r.emitGone(len(keys), upper, func(f *feed, batch *airbyte.Batch, at string) {
		named, unknown := f.named(keys)
		if unknown > 0 {
			r.out.Log().Warn().Msgf("%s: %d records are gone of which the state does not know what they were called; their deletes are not emitted", f.name, unknown)
		}
		for _, key := range named {
			batch.Close(f.tombstone(batch.Open(), key, at), nil)
		}
		f.strike(keys)
	})
}

// emitGone emits deletes, if there are any: the key, the time, and as cursor the
// end of the window, which no row was stamped after that was emitted before. put
// makes a feed's records of them.
func (r *reading) emitGone(n int, upper instant, put func(f *feed, batch *airbyte.Batch, at string)) error {
	if n == 0 {
		return nil
	}
	at := max(upper, r.place.Cursor, r.place.High).time().Format(time.RFC3339)
	for _, f := range r.feeds {
		batch := r.out.Batch(f.name)
		put(f, batch, at)
		f.meter.deleted(batch.Len())
		if err := r.out.Send(batch); err != nil {
			return err
		}
	}
	return nil
}

// tombstone appends the record that says of another that it is gone.
func (f *feed) tombstone(dst []byte, key int64, at string) []byte {
	p := f.plan
	if p.view != nil {
		return p.unifiedTombstone(dst, key, at)
	}
	dst = append(append(dst, '{'), p.key.label[1:]...)
	if p.key.kind == textKind {
		dst = strconv.AppendQuote(dst, strconv.FormatInt(key, 10))
	} else {
		dst = strconv.AppendInt(dst, key, 10)
	}
	return append(f.appendCalled(p.appendStamp(dst, at), key), p.absence(at)...)
}

// appendStamp appends the time of a delete as the cursor.
func (p *plan) appendStamp(dst []byte, at string) []byte {
	return append(append(append(append(dst, p.cursor.label...), '"'), at...), '"')
}

func texts64(keys []int64) []string {
	list := make([]string, len(keys))
	for i, key := range keys {
		list[i] = strconv.FormatInt(key, 10)
	}
	return list
}
