package source

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

// A portion is how many rows a stream's queries ask for. It halves when a page
// is too much for the gateway, which gives up after some minutes, and grows
// again slowly; not to a size that was too much twice, each time of which costs
// those minutes.
type portion struct {
	most   int
	shrunk func(size int, large bool)

	mu      sync.Mutex
	present int
	good    int // pages of the present size that came
	limit   state.PageLimit
}

// limitDays is how long a size that was too much is remembered: companies grow,
// and gateways have bad days.
const limitDays = 30

// leastPortion is the fewest rows that a portion shrinks to: below, it is not
// the size that is too much.
const leastPortion = 50

// goodPages is how many pages have to come before a portion grows.
const goodPages = 8

func newPortion(most int, shrunk func(size int, large bool)) *portion {
	return &portion{most: most, present: most, shrunk: shrunk}
}

// remember goes on with what an earlier run learned, if that is not too old.
func (p *portion) remember(limit state.PageLimit, now state.Instant) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if limit.Until <= now {
		return
	}
	p.limit = limit
	p.limit.Failed = slices.Clone(limit.Failed)
	p.present = min(p.present, p.top())
}

// learned is what later runs are to know.
func (p *portion) learned() state.PageLimit {
	p.mu.Lock()
	defer p.mu.Unlock()
	limit := p.limit
	limit.Failed = slices.Clone(limit.Failed)
	return limit
}

// top is the most rows that a page may have.
func (p *portion) top() int {
	if p.limit.Rows > 0 {
		return min(p.limit.Rows, p.most)
	}
	return p.most
}

func (p *portion) size() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.present
}

// ask sends a query for up to so many rows, and for fewer if these are too much.
func (p *portion) ask(ctx context.Context, client *intacct.Client, q intacct.Query, rows, offset int) (*intacct.Page, error) {
	for {
		size := min(p.size(), rows)
		q.Divisible = size > leastPortion
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

// A portioned querier asks for no larger pages than a portion allows.
type portioned struct {
	*portion
	client *intacct.Client
}

func (p portioned) Query(ctx context.Context, q intacct.Query) (*intacct.Page, error) {
	return p.ask(ctx, p.client, q, q.PageSize, q.Offset)
}

// came counts a page that came.
func (p *portion) came(size int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if size < p.present || p.present >= p.top() {
		return
	}
	if p.good++; p.good >= goodPages {
		p.present, p.good = min(2*p.present, p.top()), 0
	}
}

// shrink halves a size that was too much.
func (p *portion) shrink(size int, large bool, now state.Instant) {
	p.mu.Lock()
	p.good = 0
	half := max(size/2, leastPortion)
	smaller := half < p.present
	if smaller {
		p.present = half
		p.failed(size)
		p.limit.Until = now + state.Instant(limitDays*24*time.Hour/time.Second)
	}
	p.mu.Unlock()
	if smaller {
		p.shrunk(half, large)
	}
}

// failed takes down that a size was too much. Where one of about the same size
// was before, pages stay smaller.
func (p *portion) failed(size int) {
	alike := func(before int) bool { return before <= size && 2*before > size }
	if slices.ContainsFunc(p.limit.Failed, alike) {
		p.limit.Rows = p.present
	}
	p.limit.Failed = slices.DeleteFunc(p.limit.Failed, func(before int) bool { return alike(before) || p.limit.Rows > 0 && before > p.limit.Rows })
	if p.limit.Rows == 0 || size <= p.limit.Rows {
		p.limit.Failed = append(p.limit.Failed, size)
	}
}

// rememberPages goes on with what earlier runs learned of the size of pages.
func (r *reading) rememberPages(ctx context.Context) error {
	if r.earlier == nil || r.earlier.Pages.Until == 0 {
		return nil
	}
	now, err := r.now(ctx)
	if err != nil {
		return err
	}
	r.portion.remember(r.earlier.Pages, now)
	return nil
}

// smaller says that the stream's pages were too much: once as a warning.
func (r *reading) smaller(size int, large bool) {
	text := "%s: the gateway did not answer in time; pages of %d rows are asked for from now on"
	if large {
		text = "%s: the gateway's answer was larger than this connector takes; pages of %d rows are asked for from now on"
	}
	warned := false
	r.smallerPages.Do(func() {
		warned = true
		r.out.Log().Warn().Msgf(text+", and fewer where these are too much. A size that is too much twice is not tried again for %d days", r.name, size, limitDays)
	})
	if !warned {
		r.out.Log().Info().Msgf(text, r.name, size)
	}
}
