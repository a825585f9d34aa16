package source

import (
	"context"
	"slices"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/intacct"
	"airbyte-sage-intacct/source/encode"
	"airbyte-sage-intacct/source/progress"
	"airbyte-sage-intacct/source/state"
	"airbyte-sage-intacct/source/stream"
)

// A feed is the stream that the pages of a reading become.
type feed struct {
	name    string // in the configured catalogue
	plan    *stream.Plan
	book    *book        // of the stream
	reading *reading     // that feeds
	earlier *state.State // from before this run; nil for none
	meter   *progress.Meter
	tally   tally
	lines   []*lineRead // of documents
	// prints are the fingerprints that the last window left, by entity.
	prints map[string]state.PackedRows
	rolls  map[string]state.Names // what the records are called, by entity

	// Of the pass under way:
	memory *state.SeenRows // nil: every row is emitted
	to     *encode.Encoder
	show   *show // nil: records are as Intacct has them
	batch  *airbyte.Batch
	record []byte // the present one, in the batch's memory
	begun  int    // where it begins there
	sent   int    // of the present page
	stamp  []byte // how records of the present page end that say when they were read
}

// A tally counts what becomes of a stream's rows.
type tally struct {
	emitted int64
	held    int64 // not emitted, because an earlier run did
}

// begin starts a pass.
func (f *feed) begin(out *airbyte.Emitter) {
	f.batch, f.to = out.Batch(f.name), encode.NewEncoder(f.plan.Layout())
	if f.plan.View != nil {
		f.show = newShow(f)
	}
}

// draw makes the page's present record one of the stream.
func (f *feed) draw(page *intacct.Page) (err error) {
	if f.show != nil {
		f.show.record, err = f.to.Record(f.show.record[:0], page)
		return err
	}
	f.record = f.batch.Open()
	f.begun = len(f.record)
	if f.record, err = f.to.Record(f.record, page); err == nil && f.to.Row.Text == nil {
		f.to.Row.ID = state.Fingerprint(f.record[f.begun:]) // nothing else tells the rows of the object apart
	}
	return err
}

// keep puts the record that was drawn into the batch, unless an earlier run
// emitted it.
func (f *feed) keep() {
	if f.show != nil {
		f.show.keep()
		return
	}
	f.enrol()
	if f.memory != nil && f.memory.Repeats(&f.to.Row, f.record[f.begun:]) {
		f.tally.held++
		return
	}
	f.batch.Close(stream.Stamped(f.record, f.stamp), f.to.Changes)
}

// isNew reports whether the record that was kept last is one that no earlier run
// emitted. Documents are compared later, with their lines: of those it counts
// whether they were seen before at all.
func (f *feed) isNew(held int64) bool {
	if f.memory == nil {
		return false
	}
	if f.show != nil && len(f.plan.Lines) > 0 {
		return f.memory.IsNew(&f.to.Row)
	}
	return f.tally.held == held
}

// empty says that the present page has brought no lines.
func (f *feed) empty() bool { return f.batch.Len() == 0 && (f.show == nil || len(f.show.held) == 0) }

// reset throws the lines of a page away.
func (f *feed) reset() {
	f.batch.Reset()
	if f.show != nil {
		f.show.held = nil
	}
}

// reverse turns the order of a page's lines round.
func (f *feed) reverse() {
	f.batch.Reverse()
	if f.show != nil {
		slices.Reverse(f.show.held)
	}
}

// send lets the lines of a whole page go.
func (f *feed) send(ctx context.Context, r *reading) (err error) {
	if f.sent = f.batch.Len(); f.show == nil || len(f.show.held) == 0 {
		err = r.out.Send(f.batch)
	} else {
		f.sent, err = f.show.serve(ctx, r)
	}
	f.tally.emitted += int64(f.sent)
	return err
}
