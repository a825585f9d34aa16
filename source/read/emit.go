package read

import (
	"context"

	"airbyte-sage-intacct/intacct"
	"airbyte-sage-intacct/source/state"
	"airbyte-sage-intacct/source/zones"
)

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
	r.sink.begin(r.out.Emitter)
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
func (e *emission) reset() { e.reading.sink.reset() }

// reverse turns the order of a page's lines round.
func (e *emission) reverse() { e.reading.sink.reverse() }

// empty reports whether a page has brought no lines.
func (e *emission) empty() bool { return e.reading.sink.empty() }

// send lets the lines of a whole page go, and counts them.
func (e *emission) send(ctx context.Context) error {
	f := e.reading.sink
	if err := f.send(ctx, e.reading); err != nil {
		return err
	}
	f.meter.Page(e.rows, f.sent)
	return nil
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

// isAhead reports whether a row lies in the future. What lies behind the window
// and was changed while it was read is the next one's.
func (r *objectRead) isAhead(e *emission, row *state.Row) bool {
	w := e.window
	if w.Present == 0 || w.To == 0 || !row.HasModified || row.Modified < w.To {
		return false
	}
	from := r.zones.AheadOf(max(e.at, w.Present))
	return from != 0 && row.Modified >= from
}
