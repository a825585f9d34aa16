package state

import (
	"fmt"
	"time"
)

// SeenRows recognise the rows that an earlier reading emitted with the same data,
// and keep what the next one needs for that.
type SeenRows struct {
	earlier map[uint64]uint64 // fingerprints by key
	met     *lookBack
	Ahead   ahead  // rows of the future that were emitted
	Keys    *Keys  // of the rows that were emitted; nil where nobody asks
	Texts   *Texts // the same where keys are texts
	// Again is not zero while lines are read again because of their parents:
	// the time at which the parents were changed.
	Again Instant
	Same  int // rows that were emitted before with the same data
}

// Repeats reports whether the row was emitted before with the same data.
func (m *SeenRows) Repeats(r *Row, data []byte) bool {
	m.Keys.Add(r.Number)
	was, known := m.earlier[r.ID]
	if m.Again == 0 && !known && !m.met.wants(r) {
		return false
	}
	sum := Fingerprint(data)
	if m.Again != 0 {
		m.met.addAgain(r, sum, m.Again)
	} else {
		m.met.add(r, sum)
	}
	if known && was == sum {
		m.Same++
		return true
	}
	m.noteAhead(r)
	return false
}

// noteAhead takes in a row that is emitted.
func (m *SeenRows) noteAhead(r *Row) {
	if !r.Ahead {
		return
	}
	a := &m.Ahead
	if a.Count++; len(a.Some) < someAhead {
		a.Some = append(a.Some, fmt.Sprintf("%d (%s)", r.ID, r.Modified))
		if r.Number == 0 {
			a.Some[len(a.Some)-1] = r.Modified.String()
		}
	}
	if a.keys != nil && r.Number > 0 && len(a.keys) < mostAhead {
		a.keys[r.Number] = max(r.Modified, a.keys[r.Number])
	}
}

// ahead are rows of the future that come out of a window.
type ahead struct {
	Count int
	keys  map[int64]Instant // of the place, which a state has before they go out
	Some  []string
}

// someAhead is how many of them are named.
const someAhead = 10

// mostAhead bounds what a state keeps of them.
const mostAhead = 1000

// NewSeenRows begins a window, where a place is and with what the last one emitted.
func NewSeenRows(at *Place, lookback time.Duration, recalled map[uint64]uint64) *SeenRows {
	if at.Ahead == nil {
		at.Ahead = make(map[int64]Instant)
	}
	return &SeenRows{earlier: recalled, met: newLookBack(at, lookback, MaxFingerprints), Ahead: ahead{keys: at.Ahead}}
}

// IsNew reports whether a row, whatever its data, was not emitted before as it
// is stamped now.
func (m *SeenRows) IsNew(r *Row) bool {
	_, known := m.earlier[r.ID]
	return !known || r.Modified > m.met.begun
}

// Highest are the greatest times seen: of changes, and of creation where rows
// have no other.
func (m *SeenRows) Highest() (modified, created Instant) {
	return m.met.modified.high, m.met.created.high
}

// Pack is what the next window has to know of the rows of this one, how many of
// them it does, and how many were too many. The next window looks for parents
// from a time on.
func (m *SeenRows) Pack(parents Instant) (rows PackedRows, kept, lost int) {
	m.met.again.high = parents
	list, lost := m.met.rows()
	return packRows(list), len(list), lost
}
