package source

import (
	"context"
	"slices"

	"airbyte-sage-intacct/intacct"
	"airbyte-sage-intacct/source/gateway"
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

// An emission turns pages into RECORD lines, for every feed of a reading.
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
	for _, f := range r.feeds {
		f.begin(r.out.Emitter)
	}
	return &emission{reading: r}
}

// xmlPerJSON is how much longer XML is than the lines made of it, about.
const xmlPerJSON = 5.0 / 4

// fill makes RECORD lines of the rows of a page that accept does not turn down.
// None goes out yet: only at its end does a reply show that it is whole.
func (e *emission) fill(page *intacct.Page, accept func(*row) (bool, error)) error {
	defer page.Release()
	e.rows, e.remaining, e.at = page.Count, page.Remaining, instantOf(page.At)
	for _, f := range e.reading.feeds {
		f.batch.Grow(int(float64(page.Bytes) / xmlPerJSON))
		f.to.begin()
		f.stamp = f.plan.stamp(page.At)
	}
	for page.Next() {
		if err := e.row(page, accept); err != nil {
			e.reset()
			return err
		}
	}
	if err := page.Err(); err != nil {
		e.reset()
		return err
	}
	return nil
}

func (e *emission) row(page *intacct.Page, accept func(*row) (bool, error)) error {
	ahead := false
	for i, f := range e.reading.feeds {
		if err := f.draw(page); err != nil {
			return err
		}
		if i == 0 {
			e.sampler.note(page, &f.to.row)
			if accepted, err := accept(&f.to.row); err != nil || !accepted {
				return err
			}
			e.reading.counted.note(&f.to.row)
			if ahead = e.reading.isAhead(e, &f.to.row); !ahead && e.window.beyond(&f.to.row) { // the next window's
				e.newest.noteFuture(page, &f.to.row, e.at)
				return nil
			}
			f.memory.note(page, &f.to.row)
		}
		f.to.row.ahead = ahead
		held := f.tally.held
		f.keep()
		if i == 0 && !ahead && f.isNew(held) {
			e.newest.noteNewest(page, &f.to.row)
		}
	}
	return nil
}

// reset throws the lines of a page away.
func (e *emission) reset() {
	for _, f := range e.reading.feeds {
		f.reset()
	}
}

// reverse turns the order of a page's lines round.
func (e *emission) reverse() {
	for _, f := range e.reading.feeds {
		f.reverse()
	}
}

// empty says that a page has brought no lines.
func (e *emission) empty() bool {
	return !slices.ContainsFunc(e.reading.feeds, func(f *feed) bool { return !f.empty() })
}

// send lets the lines of a whole page go, and tells the meters. A stream whose
// documents' lines the user may not read is left behind where others go on.
func (e *emission) send(ctx context.Context) error {
	for _, f := range slices.Clone(e.reading.feeds) {
		err := f.send(ctx, e.reading)
		if refused, _ := gateway.Excluded(err); refused != nil && e.reading.lose(f, err) {
			continue
		}
		if err != nil {
			return err
		}
		f.meter.Page(e.rows, f.sent)
	}
	return nil
}
