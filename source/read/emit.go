package read

import (
	"bytes"
	"context"
	"slices"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/intacct"
	"airbyte-sage-intacct/source/encode"
	"airbyte-sage-intacct/source/gateway"
	"airbyte-sage-intacct/source/progress"
	"airbyte-sage-intacct/source/state"
	"airbyte-sage-intacct/source/stream"
	"airbyte-sage-intacct/source/zones"
)

// noteText takes in the key of a page's present record, if that is a text.
func (f *sink) noteText(page *intacct.Page, r *state.Row) {
	if f.memory == nil || f.memory.Texts == nil {
		return
	}
	text, _ := page.Record().Get(f.plan.ParentKey.Field)
	owner, ok := gateway.ParseInteger(bytes.TrimSpace(text))
	if ok && owner > 0 { // what nothing owns is in no range
		f.memory.Texts.Add(state.OwnedText{Owner: owner, Text: string(r.Text)})
	}
}

// An emission turns pages into the RECORD lines of a reading.
type emission struct {
	reading *objectRead
	pass    zones.Pass
	window  state.Window
	// Of the present page:
	rows int
	at   state.Instant
}

// emission begins a pass.
func (r *objectRead) emission() *emission {
	r.begin(r.out.Emitter)
	return &emission{reading: r, pass: zones.Pass{Reset: r.sink.reset}}
}

// xmlPerJSON is how much longer XML is than the lines made of it, about.
const xmlPerJSON = 5.0 / 4

// fill makes RECORD lines of the rows of a page that accept does not turn down.
// None goes out yet: only at its end does a reply show that it is whole.
func (e *emission) fill(page *intacct.Page, accept func(*state.Row) (bool, error)) error {
	defer page.Release()
	e.rows, e.pass.Remaining, e.at = page.Count, page.Remaining, state.InstantOf(page.At)
	f := e.reading.sink
	f.batch.Grow(int(float64(page.Bytes) / xmlPerJSON))
	f.to.BeginPage()
	f.stamp = f.plan.Stamp(page.At)
	for page.Next() {
		if err := e.row(page, accept); err != nil {
			f.reset()
			return err
		}
	}
	if err := page.Err(); err != nil {
		f.reset()
		return err
	}
	return nil
}

func (e *emission) row(page *intacct.Page, accept func(*state.Row) (bool, error)) error {
	f := e.reading.sink
	if err := f.draw(page); err != nil {
		return err
	}
	row := &f.to.Row
	e.pass.Sampler.Note(page, row)
	if accepted, err := accept(row); err != nil || !accepted {
		return err
	}
	e.reading.counted.note(row)
	row.Ahead = e.reading.isAhead(e, row)
	if !row.Ahead && e.window.Beyond(row) { // the next window's
		e.pass.Newest.NoteFuture(page, row, e.at)
		return nil
	}
	f.noteText(page, row)
	held := f.tally.held
	f.keep()
	if !row.Ahead && f.isNew(held) {
		e.pass.Newest.NoteNewest(page, row)
	}
	return nil
}

// reset throws the lines of a page away.
func (e *emission) reset() { e.reading.reset() }

// reverse turns the order of a page's lines round.
func (e *emission) reverse() { e.reading.reverse() }

// empty reports whether a page has brought no lines.
func (e *emission) empty() bool { return e.reading.empty() }

// send lets the lines of a whole page go, and counts them.
func (e *emission) send(ctx context.Context) error {
	f := e.reading.sink
	if err := f.send(ctx, e.reading); err != nil {
		return err
	}
	f.meter.Page(e.rows, f.sent)
	return nil
}

// A sink is the stream that the pages of a reading become.
type sink struct {
	name    string // in the configured catalogue
	plan    *stream.Plan
	check   *checkpointer // of the stream
	reading *objectRead   // that feeds
	earlier *state.State  // from before this run; nil for none
	meter   *progress.Meter
	tally   tally
	lines   []*lineRead // of documents
	// prints are the fingerprints that the last window left, by entity.
	prints map[string]state.PackedRows
	names  map[string]state.Names // what the records are called, by entity

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
func (f *sink) begin(out *airbyte.Emitter) {
	f.batch, f.to = out.Batch(f.name), encode.NewEncoder(f.plan.Layout())
	if f.plan.View != nil {
		f.show = newShow(f)
	}
}

// draw makes the page's present record one of the stream.
func (f *sink) draw(page *intacct.Page) (err error) {
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
func (f *sink) keep() {
	if f.show != nil {
		f.show.keep()
		return
	}
	f.noteName()
	if f.memory != nil && f.memory.Repeats(&f.to.Row, f.record[f.begun:]) {
		f.tally.held++
		return
	}
	f.batch.Close(stream.Stamped(f.record, f.stamp), f.to.Changes)
}

// isNew reports whether the record that was kept last is one that no earlier run
// emitted. Documents are compared later, with their lines: of those it counts
// whether they were seen before at all.
func (f *sink) isNew(held int64) bool {
	if f.memory == nil {
		return false
	}
	if f.show != nil && len(f.plan.Lines) > 0 {
		return f.memory.IsNew(&f.to.Row)
	}
	return f.tally.held == held
}

// empty says that the present page has brought no lines.
func (f *sink) empty() bool { return f.batch.Len() == 0 && (f.show == nil || len(f.show.held) == 0) }

// reset throws the lines of a page away.
func (f *sink) reset() {
	f.batch.Reset()
	if f.show != nil {
		f.show.held = nil
	}
}

// reverse turns the order of a page's lines round.
func (f *sink) reverse() {
	f.batch.Reverse()
	if f.show != nil {
		slices.Reverse(f.show.held)
	}
}

// send lets the lines of a whole page go.
func (f *sink) send(ctx context.Context, r *objectRead) (err error) {
	if f.sent = f.batch.Len(); f.show == nil || len(f.show.held) == 0 {
		err = r.out.Send(f.batch)
	} else {
		f.sent, err = f.show.serve(ctx, r)
	}
	f.tally.emitted += int64(f.sent)
	return err
}
