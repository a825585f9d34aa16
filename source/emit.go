package source

import (
	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/intacct"
)

// A memory tells the rows that an earlier reading emitted from the others, and
// keeps what the next one needs for that.
type memory struct {
	earlier map[uint64]uint64 // fingerprints by key
	met     *sightings
	keys    *keySet // of the rows that were emitted; nil where nobody asks
	// again is not zero while lines are read again because of their parents:
	// the time at which the parents were changed.
	again instant
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
	return known && was == sum
}

// A tally counts what becomes of a stream's rows.
type tally struct {
	emitted int64
	held    int64 // not emitted, because an earlier run did
}

// An emission turns pages into RECORD lines.
type emission struct {
	out     *airbyte.Emitter
	batch   *airbyte.Batch
	to      *transcoder
	memory  *memory // nil: every row is emitted
	sampler *sampler
	tally   *tally
}

// xmlPerJSON is how much longer XML is than the lines made of it, about.
const xmlPerJSON = 5.0 / 4

// fill makes RECORD lines of the rows of a page that accept does not turn down.
// None goes out yet: only at its end does a reply show that it is whole.
func (e *emission) fill(page *intacct.Page, accept func(*row) (bool, error)) error {
	defer page.Release()
	e.batch.Grow(int(float64(page.Bytes) / xmlPerJSON))
	e.to.begin()
	for page.Next() {
		if err := e.row(page, accept); err != nil {
			e.batch.Reset()
			return err
		}
	}
	if err := page.Err(); err != nil {
		e.batch.Reset()
		return err
	}
	return nil
}

func (e *emission) row(page *intacct.Page, accept func(*row) (bool, error)) error {
	begun := e.batch.Open()
	record, err := e.to.record(begun, page)
	if err != nil {
		return err
	}
	row, data := &e.to.row, record[len(begun):]
	if row.text == nil {
		row.id = fingerprint(data) // nothing else tells the rows of the object apart
	}
	e.sampler.note(page, row)
	accepted, err := accept(row)
	switch {
	case err != nil || !accepted:
		return err
	case e.memory != nil && e.memory.repeats(row, data):
		e.tally.held++
		return nil
	}
	e.batch.Close(record, e.to.changes)
	return nil
}

// send lets the lines of a whole page go.
func (e *emission) send() error {
	e.tally.emitted += int64(e.batch.Len())
	return e.out.Send(e.batch)
}
