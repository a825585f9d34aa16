package source

import (
	"bytes"
	"context"

	"airbyte-sage-intacct/intacct"
	"airbyte-sage-intacct/source/gateway"
	"airbyte-sage-intacct/source/state"
	"airbyte-sage-intacct/source/zones"
)

// noteText takes in the key of a page's present record, if that is a text.
func (f *feed) noteText(page *intacct.Page, r *state.Row) {
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
	reading *reading
	pass    zones.Pass
	window  state.Window
	// Of the present page:
	rows int
	at   state.Instant
}

// emission begins a pass.
func (r *reading) emission() *emission {
	r.begin(r.out.Emitter)
	return &emission{reading: r, pass: zones.Pass{Reset: r.feed.reset}}
}

// xmlPerJSON is how much longer XML is than the lines made of it, about.
const xmlPerJSON = 5.0 / 4

// fill makes RECORD lines of the rows of a page that accept does not turn down.
// None goes out yet: only at its end does a reply show that it is whole.
func (e *emission) fill(page *intacct.Page, accept func(*state.Row) (bool, error)) error {
	defer page.Release()
	e.rows, e.pass.Remaining, e.at = page.Count, page.Remaining, state.InstantOf(page.At)
	f := e.reading.feed
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
	f := e.reading.feed
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
	f := e.reading.feed
	if err := f.send(ctx, e.reading); err != nil {
		return err
	}
	f.meter.Page(e.rows, f.sent)
	return nil
}
