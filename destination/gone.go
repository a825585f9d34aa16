package destination

import "sync"

// gone counts how often this run has deleted a record, whose creation the
// gateway may remember.
type gone struct {
	mu     sync.Mutex
	counts map[recordKey]int
}

func (g *gone) note(o *op) {
	if o.verb != deletes {
		return
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.counts == nil {
		g.counts = map[recordKey]int{}
	}
	g.counts[keyOf(o.item)]++
}

func (g *gone) times(o *op) int {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.counts[keyOf(o.item)]
}
