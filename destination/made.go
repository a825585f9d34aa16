package destination

import (
	"sync"
	"time"
)

// made knows the records that this run has created lately. One that a later
// record of the input means, and that does not show yet, is waited for: a
// gateway may answer before others can see what it did.
type made struct {
	mu    sync.Mutex
	ring  []madeRecord
	at    int
	until map[recordKey]time.Time
}

type madeRecord struct {
	key   recordKey
	until time.Time
}

// maxMade is more than can be created in the time that it takes to show, but for
// the fastest of gateways.
const maxMade = 8192

// recordKey is a record of an object, by its identity.
type recordKey struct{ object, identity string }

func keyOf(it *item) recordKey { return recordKey{it.plan.Object(), it.identity} }

// note remembers a record for as long as the gateway may take.
func (m *made) note(it *item, until time.Time) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.ring == nil {
		m.ring, m.until = make([]madeRecord, maxMade), map[recordKey]time.Time{}
	}
	if old := m.ring[m.at]; m.until[old.key].Equal(old.until) {
		delete(m.until, old.key)
	}
	m.ring[m.at] = madeRecord{keyOf(it), until}
	m.until[keyOf(it)] = until
	m.at = (m.at + 1) % maxMade
}

// forget is for a record that was deleted since.
func (m *made) forget(it *item) {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.until, keyOf(it))
}

// hidden tells a record that was created lately and may not show yet.
func (m *made) hidden(it *item, now time.Time) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return now.Before(m.until[keyOf(it)])
}
