package source

import (
	"context"

	"airbyte-sage-intacct/intacct"
)

// A memory tells the rows that an earlier reading emitted from the others, and
// keeps what the next one needs for that.
type memory struct {
	earlier map[uint64]uint64 // fingerprints by key
	met     *sightings
	ahead   ahead    // rows of the future that were emitted
	keys    *keySet  // of the rows that were emitted; nil where nobody asks
	texts   *textSet // the same where keys are texts
	// again is not zero while lines are read again because of their parents:
	// the time at which the parents were changed.
	again instant
	same  int // rows that were emitted before with the same data
}

// note takes in the key of a row that is a text.
func (m *memory) note(page *intacct.Page, r *row) {
	if m != nil {
		m.texts.note(page, r)
	}
}

// repeats says whether the row was emitted before with the same data.
func (m *memory) repeats(r *row, data []byte) bool {
	m.keys.add(r.number)
	was, known := m.earlier[r.id]
	if m.again == 0 && !known && !m.met.wants(r) {
		return false
	}
	sum := fingerprint(data)
	if m.again != 0 {
		m.met.addAgain(r, sum, m.again)
	} else {
		m.met.add(r, sum)
	}
	if known && was == sum {
		m.same++
		return true
	}
	m.noteAhead(r)
	return false
}

// An emission turns pages into the RECORD lines of a reading.
type emission struct {
	reading *reading
	sampler *sampler
	newest  *sampler // of rows that show whether the zone is still the same
	window  window
	// Of the present page:
	rows      int
	remaining int // after it
	at        instant
}

// emission begins a pass.
func (r *reading) emission() *emission {
	r.begin(r.out.Emitter)
	return &emission{reading: r}
}

// xmlPerJSON is how much longer XML is than the lines made of it, about.
const xmlPerJSON = 5.0 / 4

// fill makes RECORD lines of the rows of a page that accept does not turn down.
// None goes out yet: only at its end does a reply show that it is whole.
func (e *emission) fill(page *intacct.Page, accept func(*row) (bool, error)) error {
	defer page.Release()
	e.rows, e.remaining, e.at = page.Count, page.Remaining, instantOf(page.At)
	f := e.reading.feed
	f.batch.Grow(int(float64(page.Bytes) / xmlPerJSON))
	f.to.begin()
	f.stamp = f.plan.stamp(page.At)
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

func (e *emission) row(page *intacct.Page, accept func(*row) (bool, error)) error {
	f := e.reading.feed
	if err := f.draw(page); err != nil {
		return err
	}
	row := &f.to.row
	e.sampler.note(page, row)
	if accepted, err := accept(row); err != nil || !accepted {
		return err
	}
	e.reading.counted.note(row)
	row.ahead = e.reading.isAhead(e, row)
	if !row.ahead && e.window.beyond(row) { // the next window's
		e.newest.noteFuture(page, row, e.at)
		return nil
	}
	f.memory.note(page, row)
	held := f.tally.held
	f.keep()
	if !row.ahead && f.isNew(held) {
		e.newest.noteNewest(page, row)
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
