package queue

import "sync"

// Limiter finds out how much the gateway takes: batches and the number of
// requests in flight grow while all goes well and halve when it does not.
type Limiter struct {
	mu          sync.Mutex
	count       int
	flight      int
	maxCount    int
	maxFlight   int
	undisturbed int
}

// Where a limiter begins.
const (
	firstSize        = 20
	firstConcurrency = 2
	calm             = 3 // requests without trouble before one more is in flight
)

// NewLimiter makes a limiter of so large batches, so many at a time.
func NewLimiter(size, concurrency int) *Limiter {
	return &Limiter{
		count: min(size, firstSize), flight: min(concurrency, firstConcurrency),
		maxCount: size, maxFlight: concurrency,
	}
}

// Size is how many records a batch may have now.
func (l *Limiter) Size() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.count
}

// Concurrency is how many batches may be in flight now.
func (l *Limiter) Concurrency() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.flight
}

// most is how many records can be in flight at most.
func (l *Limiter) most() int { return l.maxCount * l.maxFlight }

// Succeeded notes that a request was answered.
func (l *Limiter) Succeeded() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.count = min(l.maxCount, l.count*2)
	if l.undisturbed++; l.undisturbed%calm == 0 {
		l.flight = min(l.maxFlight, l.flight+1)
	}
}

// Failed notes that a request was too much, or took too long.
func (l *Limiter) Failed() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.count = max(1, l.count/2)
	l.flight = max(1, l.flight/2)
	l.undisturbed = 0
}
