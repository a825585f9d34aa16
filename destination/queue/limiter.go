package destination

import "sync"

// pace finds out how much the gateway takes: batches and the number of
// requests in flight grow while all goes well and halve when it does not.
type pace struct {
	mu          sync.Mutex
	count       int
	flight      int
	maxCount    int
	maxFlight   int
	undisturbed int
}

// Where pace begins.
const (
	firstSize        = 20
	firstConcurrency = 2
	patience         = 3 // requests without trouble before one more is in flight
)

func newPace(size, concurrency int) *pace {
	return &pace{
		count: min(size, firstSize), flight: min(concurrency, firstConcurrency),
		maxCount: size, maxFlight: concurrency,
	}
}

func (p *pace) size() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.count
}

func (p *pace) concurrency() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.flight
}

// most is how many records can be in flight at most.
func (p *pace) most() int { return p.maxCount * p.maxFlight }

// well says that a request was answered.
func (p *pace) well() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.count = min(p.maxCount, p.count*2)
	if p.undisturbed++; p.undisturbed%patience == 0 {
		p.flight = min(p.maxFlight, p.flight+1)
	}
}

// badly says that a request was too much, or took too long.
func (p *pace) badly() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.count = max(1, p.count/2)
	p.flight = max(1, p.flight/2)
	p.undisturbed = 0
}
