package paging

import (
	"context"
	"math/bits"
	"slices"
	"sync"

	"airbyte-sage-intacct/intacct"
)

// A Limiter decides how many requests are on the line at once, over all streams.
// It begins with two, because small companies are said to be allowed no more,
// and adds one after the other as long as the time per request does not rise: a
// gateway that lets requests queue shows it there. Where it asks for fewer, the
// number halves.
type Limiter struct {
	most int

	mu      sync.Mutex
	limit   int
	running int
	waiting []*waiting // in the order of their ranks

	steady  int             // requests since the last change that took no longer than usual
	caution int             // how many of them it takes for the next step; 0 is as many as run
	usual   map[int]float64 // seconds per request with few on the line, by size
	strain  float64         // how much longer they take now
}

const (
	firstLimit   = 2
	firstCaution = 16
	mostCaution  = 256
)

// Times vary; only what is well beyond counts, and no few milliseconds do.
const (
	relaxed   = 1.3
	strained  = 1.5
	noticed   = 0.02 // seconds
	freshness = 0.3  // weight of the latest request
)

type waiting struct {
	rank  int
	ready chan struct{}
}

// NewLimiter allows so many requests at once at the most.
func NewLimiter(most int) *Limiter {
	return &Limiter{most: most, limit: min(firstLimit, most), usual: make(map[int]float64), strain: 1}
}

type rankKey struct{}

// Ranked gives the requests made under a context a rank: those of lower rank
// come first, which is how the stream that is being emitted precedes those
// fetched ahead.
func Ranked(ctx context.Context, rank int) context.Context {
	return context.WithValue(ctx, rankKey{}, rank)
}

// Admit waits for a place on the line. It is the client's door.
func (p *Limiter) Admit(ctx context.Context) (done func(intacct.Exchanged), err error) {
	rank, _ := ctx.Value(rankKey{}).(int)
	w := &waiting{rank: rank, ready: make(chan struct{})}
	p.mu.Lock()
	place, _ := slices.BinarySearchFunc(p.waiting, rank, func(other *waiting, rank int) int {
		if other.rank <= rank {
			return -1
		}
		return 1
	})
	p.waiting = slices.Insert(p.waiting, place, w)
	p.advance()
	p.mu.Unlock()
	select {
	case <-w.ready:
	case <-ctx.Done():
		p.withdraw(w)
		return nil, ctx.Err()
	}
	return p.done, nil
}

// advance lets go who may.
func (p *Limiter) advance() {
	for p.running < p.limit && len(p.waiting) > 0 {
		close(p.waiting[0].ready)
		p.waiting = p.waiting[1:]
		p.running++
	}
}

// withdraw takes back a request that gave up waiting, maybe too late.
func (p *Limiter) withdraw(w *waiting) {
	p.mu.Lock()
	defer p.mu.Unlock()
	before := len(p.waiting)
	p.waiting = slices.DeleteFunc(p.waiting, func(other *waiting) bool { return other == w })
	if len(p.waiting) == before {
		p.running--
	}
	p.advance()
}

func (p *Limiter) done(e intacct.Exchanged) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if e.Whole {
		p.judge(e)
	}
	p.running--
	p.advance()
}

// judge compares the time of a request with that of others of its size when few
// were on the line.
func (p *Limiter) judge(e intacct.Exchanged) {
	size, took := bits.Len(uint(e.Bytes)), e.Took.Seconds()
	usual, known := p.usual[size]
	if p.limit <= firstLimit {
		if known {
			took = usual + freshness*(took-usual)
		}
		p.usual[size] = took
		known = false
	}
	ratio := 1.0
	if known && took-usual > noticed {
		ratio = took / usual
	}
	p.strain += freshness * (ratio - p.strain)
	switch {
	case p.strain > strained && p.limit > 1:
		p.change(p.limit - 1)
		p.wary()
	case ratio < relaxed:
		if p.steady++; p.steady >= max(p.limit, p.caution) && p.limit < p.most {
			p.change(p.limit + 1)
		}
	}
}

func (p *Limiter) change(limit int) { p.limit, p.steady, p.strain = limit, 0, 1 }

// wary makes the next steps up slower.
func (p *Limiter) wary() { p.caution = min(max(firstCaution, 2*p.caution), mostCaution) }

// Throttled halves the number, because the gateway asked for fewer requests.
func (p *Limiter) Throttled() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.change(max(1, p.limit/2))
	p.wary()
}
