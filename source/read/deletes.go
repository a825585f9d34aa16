package read

import (
	"context"
	"slices"
	"strconv"
	"time"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/source/config"
	"airbyte-sage-intacct/source/deletes"
	"airbyte-sage-intacct/source/encode"
	"airbyte-sage-intacct/source/gateway"
	"airbyte-sage-intacct/source/state"
	"airbyte-sage-intacct/source/stream"
)

// noticesDeletes reports whether deletes are to be emitted. A record without the
// column would be a row, so a catalogue that leaves the column out does not
// get them.
func (r *objectRead) noticesDeletes() bool {
	return r.mode == airbyte.Incremental && r.plan.Deletes
}

// asksTrail reports whether the audit history is asked for the reading's deletes.
func (r *objectRead) asksTrail() bool {
	return stream.AsksAuditTrail(r.settings, r.plan.Row) && (r.settings.Deletes == config.DeletesAuditTrail || len(r.plan.Scope) == 0)
}

// removed finds the records that are gone, emits their deletes, and takes them
// out of the key set. upper is where the window ended.
func (r *objectRead) removed(ctx context.Context, upper state.Instant) error {
	if !r.noticesDeletes() {
		return nil
	}
	gone, doubt := &absent{seen: r.place.Deleted}, true
	if r.asksTrail() {
		d, err := r.reader.trail.Of(ctx, r.plan.Object)
		if err != nil {
			return err
		}
		if doubt, err = r.departed(ctx, d, upper, gone); err != nil {
			return err
		}
		doubt = doubt || r.leavesNoTrail() && r.tracks()
	}
	if doubt && !r.fresh {
		if err := r.reconcile(ctx, upper, gone); err != nil {
			return err
		}
	}
	slices.Sort(gone.keys)
	gone.keys = slices.Compact(gone.keys)
	n := len(gone.keys) + len(gone.texts)
	if err := r.bearable(ctx, n); err != nil {
		return err
	}
	r.place.Deleted = gone.seen
	r.shrink(n)
	return r.emitDeletes(gone, upper)
}

// absentees are the records of a reading that are gone for certain.
type absent struct {
	keys  []int64
	texts []state.OwnedText
	seen  state.Instant // the time of the last delete that the audit history told of
}

// leavesNoTrail says that records go without a trace in the audit history: those
// made of others, and those that only leave the stream's scope. Their keys are
// counted too, which is one small question where none is gone.
func (r *objectRead) leavesNoTrail() bool { return r.derived() || len(r.plan.Scope) > 0 }

// derived reports whether the records are made of others: journals of bills and
// payments, bills and invoices of orders. They go when these go or are edited.
func (r *objectRead) derived() bool { return r.plan.Row != nil && r.plan.Row.Derived }

// departed finds out which of the records are gone that the audit history tells
// of. It reports whether there may be more than it could tell for certain.
func (r *objectRead) departed(ctx context.Context, d *deletes.Deleted, upper state.Instant, gone *absent) (doubt bool, err error) {
	if d == nil {
		return true, nil
	}
	var suspects []int64
	for _, key := range d.Keys {
		number, certain := recordNumber(key, len(r.plan.Row.Natural) > 0)
		switch {
		case !certain:
			doubt = true
		case r.keys == nil || r.keys.Has(number):
			suspects = append(suspects, number)
		}
	}
	// A time beyond the present would hide deletes, should the gateway's clock
	// have been wrong when it was written.
	now, err := r.reader.now(ctx)
	if err != nil {
		return false, err
	}
	gone.seen = max(r.place.Deleted, min(d.Seen, max(upper, now)))
	if r.keys != nil && len(suspects) > r.settings.MostDeletes(r.had) {
		if _, err := r.records.Keys(r.keys).Missing(ctx); err != nil {
			return false, err
		}
	}
	gone.keys, err = r.records.Absent(ctx, suspects, r.keys)
	return doubt, err
}

// recordNumber reads an OBJECTKEY of the audit history: 123--REC, or the number
// alone where the object has no other name for its records, which could be a
// number too.
func recordNumber(key string, named bool) (number int64, certain bool) {
	const suffix = "--REC"
	if n := len(key) - len(suffix); n > 0 && key[n:] == suffix {
		return gateway.ParseInteger([]byte(key[:n]))
	}
	if named {
		return 0, false
	}
	return gateway.ParseInteger([]byte(key))
}

// emitDeletes emits the deletes of records and takes them out of the key set.
func (r *objectRead) emitDeletes(gone *absent, upper state.Instant) error {
	for keys := range slices.Chunk(gone.keys, gateway.MaxIn) {
		if err := r.emitDeletesOfKeys(keys, upper); err != nil {
			return err
		}
		if r.keys != nil {
			r.keys.RemoveAll(keys)
		}
	}
	for texts := range slices.Chunk(gone.texts, gateway.MaxIn) {
		if err := r.emitDeletesOfTexts(texts, upper); err != nil {
			return err
		}
	}
	if len(gone.texts) > 0 {
		r.texts.Remove(gone.texts)
	}
	return nil
}

// emitDeletesOfKeys emits deletes of records by their numbers.
func (r *objectRead) emitDeletesOfKeys(keys []int64, upper state.Instant) error {
	return r.emitGone(len(keys), upper, func(f *sink, batch *airbyte.Batch, at string) {
		named, unknown := f.named(keys)
		if unknown > 0 {
			r.out.Log().Warn().Msgf("%s: %d records are gone of which the state does not know what they were called; their deletes are not emitted", f.name, unknown)
		}
		for _, key := range named {
			batch.Close(f.tombstone(batch.Open(), key, r.notBefore(key, at)), nil)
		}
		f.forget(keys)
	})
}

// emitGone emits deletes, if there are any: the key, the time, and as cursor the
// end of the window, which no row was stamped after that was emitted before. put
// makes a sink's records of them.
func (r *objectRead) emitGone(n int, upper state.Instant, put func(f *sink, batch *airbyte.Batch, at string)) error {
	if n == 0 {
		return nil
	}
	at := max(upper, r.place.Cursor, r.place.High).Time().Format(time.RFC3339)
	batch := r.out.Batch(r.name)
	put(r.sink, batch, at)
	r.meter.Deleted(batch.Len())
	return r.out.Send(batch)
}

// tombstone appends the record that says of another that it is gone.
func (f *sink) tombstone(dst []byte, key int64, at string) []byte {
	p := f.plan
	if p.View != nil {
		return p.UnifiedTombstone(dst, key, at)
	}
	dst = append(append(dst, '{'), p.Key.Label[1:]...)
	if p.Key.Kind == encode.Text {
		dst = strconv.AppendQuote(dst, strconv.FormatInt(key, 10))
	} else {
		dst = strconv.AppendInt(dst, key, 10)
	}
	return append(f.appendCalled(p.AppendStamp(dst, at), key), p.Absence(at)...)
}

// reconcile finds what is gone from the stream without any help of the audit
// history, besides what it told of, and reads what never came.
func (r *objectRead) reconcile(ctx context.Context, upper state.Instant, gone *absent) error {
	if r.texts != nil {
		return r.reconcileTexts(ctx, upper, gone)
	}
	if r.keys == nil {
		r.out.Log().Warn().Msgf("%s: deleted records are not noticed, because their keys have outgrown the state", r.name)
		return nil
	}
	c := r.records.Keys(r.keys)
	r.keys.RemoveAll(gone.keys) // of which it is known
	err := c.Take(ctx)
	for _, key := range gone.keys {
		r.keys.Add(key)
	}
	if err != nil {
		return err
	}
	if err := r.catchUp(ctx, c.Lost, state.Window{To: upper}); err != nil {
		return err
	}
	more, err := r.records.Absent(ctx, c.Gone, r.keys)
	gone.keys = append(gone.keys, more...)
	return err
}

// named are those of the sorted keys of gone records that a stream can name. Where another
// record is called the same by now, the stream's row is that one's.
func (f *sink) named(keys []int64) (named []int64, unknown int) {
	if f.plan.Called == nil {
		return keys, 0
	}
	living := make(map[string]bool, len(f.names))
	for key, name := range f.names {
		if _, gone := slices.BinarySearch(keys, key); !gone {
			living[name] = true
		}
	}
	for _, key := range keys {
		name, known := f.names[key]
		switch {
		case !known:
			unknown++
		case !living[name]:
			named = append(named, key)
		}
	}
	return named, unknown
}

// appendCalled appends what a gone record was called.
func (f *sink) appendCalled(dst []byte, key int64) []byte {
	if f.plan.Called == nil {
		return dst
	}
	return airbyte.AppendJSONString(append(dst, f.plan.Called.Label...), f.names[key])
}

// forget takes gone records off the names.
func (f *sink) forget(keys []int64) {
	if f.plan.Called == nil {
		return
	}
	for _, key := range keys {
		delete(f.names, key)
	}
}

// reconcileTexts is reconcile for keys that are texts.
func (r *objectRead) reconcileTexts(ctx context.Context, upper state.Instant, gone *absent) error {
	c := r.records.Texts(r.texts)
	if err := c.Take(ctx); err != nil {
		return err
	}
	if err := r.catchUp(ctx, c.Late, state.Window{To: upper}); err != nil {
		return err
	}
	var err error
	gone.texts, err = r.records.AbsentTexts(ctx, c.Away, r.texts)
	return err
}

// emitDeletesOfTexts is emitDeletesOfKeys for keys that are texts.
func (r *objectRead) emitDeletesOfTexts(keys []state.OwnedText, upper state.Instant) error {
	return r.emitGone(len(keys), upper, func(f *sink, batch *airbyte.Batch, at string) {
		for _, key := range keys {
			dst := airbyte.AppendJSONString(append(append(batch.Open(), '{'), f.plan.Key.Label[1:]...), key.Text)
			batch.Close(append(f.plan.AppendStamp(dst, at), f.plan.Absence(at)...), nil)
		}
	})
}

// notBefore is the time of a delete, which a destination must not take for one
// before the record's last change.
func (r *objectRead) notBefore(key int64, at string) string {
	if stamp := r.place.Ahead[key]; stamp != 0 {
		return max(at, stamp.Time().Format(time.RFC3339))
	}
	return at
}
