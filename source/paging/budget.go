package paging

import (
	"context"
	"sync"
)

// A Budget is the memory for pages that are on their way or wait to be emitted,
// one for all streams: how far a reading runs ahead is bounded by bytes.
type Budget struct {
	mu      sync.Mutex
	changed chan struct{} // closed at every change that may let somebody go on
	size    int64
	free    int64
}

// BudgetSize holds two pages of 2,000 journal lines: one of which records are
// made, and one that is here already or arrives; the next one may always come.
const BudgetSize = 12 << 20

// NewBudget makes a budget of so many bytes.
func NewBudget(size int64) *Budget {
	return &Budget{size: size, free: size, changed: make(chan struct{})}
}

// A demand is somebody's need for memory. Both words may change while it waits.
type need struct {
	// urgent demands are met whatever there is: nothing goes on without them.
	urgent func() bool
	// modest ones leave half of the budget to others.
	modest func() bool
}

// take waits for so many bytes.
func (s *Budget) take(ctx context.Context, bytes int64, d need) error {
	for {
		s.mu.Lock()
		least := int64(0)
		if d.modest() {
			least = s.size / 2
		}
		if s.free-bytes >= least || d.urgent() {
			s.free -= bytes
			s.mu.Unlock()
			return nil
		}
		changed := s.changed
		s.mu.Unlock()
		select {
		case <-changed:
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}

// give returns bytes; less than nothing takes more of them, without a wait.
func (s *Budget) give(bytes int64) {
	s.mu.Lock()
	s.free += bytes
	s.mu.Unlock()
	s.Wake()
}

// Wake lets all demands look again.
func (s *Budget) Wake() {
	s.mu.Lock()
	defer s.mu.Unlock()
	close(s.changed)
	s.changed = make(chan struct{})
}
