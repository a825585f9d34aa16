package paging

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"airbyte-sage-intacct/intacct"
	"airbyte-sage-intacct/source/gateway"
	"airbyte-sage-intacct/source/state"
)

// A Sizer decides how many rows a stream's queries ask for. It halves when a page
// is too much for the gateway, which gives up after some minutes, and grows
// again slowly; not to a size that was too much twice, each time of which costs
// those minutes.
type Sizer struct {
	most   int
	shrunk func(size int, large bool)

	mu      sync.Mutex
	present int
	good    int // pages of the present size that came
	limit   state.PageLimit
}

// LimitDays is how long a size that was too much is remembered: companies grow,
// and gateways have bad days.
const LimitDays = 30

// leastSize is the fewest rows that it shrinks to: below, it is not
// the size that is too much.
const leastSize = 50

// GoodPages is how many pages have to come before it grows.
const GoodPages = 8

// NewSizer asks for so many rows at the most, and says when it asks for fewer.
func NewSizer(most int, shrunk func(size int, large bool)) *Sizer {
	return &Sizer{most: most, present: most, shrunk: shrunk}
}

// Remember goes on with what an earlier run learned, if that is not too old.
func (p *Sizer) Remember(limit state.PageLimit, now state.Instant) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if limit.Until <= now {
		return
	}
	p.limit = limit
	p.limit.Failed = slices.Clone(limit.Failed)
	p.present = min(p.present, p.top())
}

// Learned is what later runs are to know.
func (p *Sizer) Learned() state.PageLimit {
	p.mu.Lock()
	defer p.mu.Unlock()
	limit := p.limit
	limit.Failed = slices.Clone(limit.Failed)
	return limit
}

// top is the most rows that a page may have.
func (p *Sizer) top() int {
	if p.limit.Rows > 0 {
		return min(p.limit.Rows, p.most)
	}
	return p.most
}

func (p *Sizer) size() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.present
}

// Ask sends a query for up to so many rows, and for fewer if these are too much.
func (p *Sizer) Ask(ctx context.Context, client *intacct.Client, q intacct.Query, rows, offset int) (*intacct.Page, error) {
	for {
		size := min(p.size(), rows)
		q.Divisible = size > leastSize
		page, err := gateway.Ask(ctx, client, q, size, offset)
		var failure *intacct.Error
		switch {
		case err == nil:
			p.came(size)
			return page, nil
		case !q.Divisible || !errors.As(err, &failure) || !failure.TooMuch():
			return nil, err
		}
		now, err := client.Now(ctx)
		if err != nil {
			return nil, err
		}
		p.shrink(size, failure.TooLarge(), state.InstantOf(now))
	}
}

// A portioned querier asks for no larger pages than a Sizer allows.
type portioned struct {
	*Sizer
	client *intacct.Client
}

// Of makes a client ask for no larger pages than it allows.
func (p *Sizer) Of(client *intacct.Client) intacct.Querier { return portioned{p, client} }

// Query asks for a page.
func (p portioned) Query(ctx context.Context, q intacct.Query) (*intacct.Page, error) {
	return p.Ask(ctx, p.client, q, q.PageSize, q.Offset)
}

// came counts a page that came.
func (p *Sizer) came(size int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if size < p.present || p.present >= p.top() {
		return
	}
	if p.good++; p.good >= GoodPages {
		p.present, p.good = min(2*p.present, p.top()), 0
	}
}

// shrink halves a size that was too much.
func (p *Sizer) shrink(size int, large bool, now state.Instant) {
	p.mu.Lock()
	p.good = 0
	half := max(size/2, leastSize)
	smaller := half < p.present
	if smaller {
		p.present = half
		p.failed(size)
		p.limit.Until = now + state.Instant(LimitDays*24*time.Hour/time.Second)
	}
	p.mu.Unlock()
	if smaller {
		p.shrunk(half, large)
	}
}

// failed takes down that a size was too much. Where one of about the same size
// was before, pages stay smaller.
func (p *Sizer) failed(size int) {
	alike := func(before int) bool { return before <= size && 2*before > size }
	if slices.ContainsFunc(p.limit.Failed, alike) {
		p.limit.Rows = p.present
	}
	p.limit.Failed = slices.DeleteFunc(p.limit.Failed, func(before int) bool { return alike(before) || p.limit.Rows > 0 && before > p.limit.Rows })
	if p.limit.Rows == 0 || size <= p.limit.Rows {
		p.limit.Failed = append(p.limit.Failed, size)
	}
}
