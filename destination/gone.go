package destination

import "sync"

// gone counts how often this run has deleted a record, whose creation the
// gateway may remember.
type gone struct {
	mu     sync.Mutex
	counts map[ref]int
}

func (g *gone) note(o *op) {
	if o.verb != deletes {
		return
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.counts == nil {
		g.counts = map[ref]int{}
	}
	g.counts[ref{object: o.item.plan.object(), name: o.item.identity}]++
}

func (g *gone) times(o *op) int {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.counts[ref{object: o.item.plan.object(), name: o.item.identity}]
}
