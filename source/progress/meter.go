// Package progress counts what each stream of a read brings and what it takes,
// says so while it is read, and sums up at the end.
package progress

import (
	"fmt"
	"sync"
	"time"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/intacct"
)

// progressInterval is how often a stream says how far it is.
const progressInterval = 10 * time.Second

// A Meter counts what a stream brings and what it takes, and says so while it
// is read. It may be used by any number of goroutines.
type Meter struct {
	stream string
	out    *airbyte.Emitter
	now    func() time.Time
	Usage  intacct.Usage
	Began  time.Time

	mu       sync.Mutex
	expected int64 // rows, as the gateway counted them at first; -1 is not yet known
	seen     int64 // rows that came, to be emitted or not
	emitted  int64
	deletes  int64
	dropped  []string // fields that the gateway refused
	said     time.Time
	ended    time.Time
	failed   bool
}

func newMeter(stream string, out *airbyte.Emitter, now func() time.Time) *Meter {
	began := now()
	return &Meter{stream: stream, out: out, now: now, Began: began, said: began, expected: -1}
}

// Begin starts the count of time again: what was read ahead of the stream's turn
// took none of it.
func (m *Meter) Begin() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.Began = m.now()
	m.said = m.Began
}

// Expect keeps how many rows there are to come; only the first word counts,
// since later ones are of what is left.
func (m *Meter) Expect(rows int) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.expected >= 0 || rows < 0 {
		return nil
	}
	if m.expected = int64(rows); rows == 0 {
		return nil
	}
	return m.out.Estimate(m.stream, m.expected, 0)
}

// Page counts the rows of a page: those that came, and those of them that were
// emitted.
func (m *Meter) Page(seen, emitted int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.seen += int64(seen)
	m.emitted += int64(emitted)
	if now := m.now(); now.Sub(m.said) >= progressInterval {
		m.said = now
		m.out.Log().Info().Msg(m.progress(now.Sub(m.Began)))
	}
}

// Deleted counts records that say of a row that it is gone.
func (m *Meter) Deleted(n int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.deletes += int64(n)
}

// Drop counts a field that the gateway will not give.
func (m *Meter) Drop(field string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.dropped = append(m.dropped, field)
}

// End stops the count of time.
func (m *Meter) End(failure error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.ended, m.failed = m.now(), failure != nil
}

// progress is one line on how far the stream is.
func (m *Meter) progress(took time.Duration) string {
	perSecond := float64(m.seen) / took.Seconds()
	total, left := "", ""
	if m.expected >= m.seen && m.expected > 0 {
		total = fmt.Sprintf(" of %d", m.expected)
		if perSecond > 0 {
			rest := time.Duration(float64(m.expected-m.seen) / perSecond * float64(time.Second))
			left = fmt.Sprintf(", about %s left", rest.Round(time.Second))
		}
	}
	return fmt.Sprintf("%s: %d%s rows, %.0f rows/s, %d calls%s", m.stream, m.seen, total, perSecond, m.Usage.Calls(), left)
}
