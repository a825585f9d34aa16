package source

import (
	"context"
	"errors"
	"sync"

	"airbyte-sage-intacct/intacct"
)

// A portion is how many rows a stream's queries ask for. It halves when a page
// is too much for the gateway, which gives up after some minutes, and grows
// again slowly.
type portion struct {
	most    int
	shrunk  func(size int)
	mu      sync.Mutex
	present int
	good    int // pages of the present size that came
}

// leastPortion is the fewest rows that a portion shrinks to: below, it is not
// the size that is too much.
const leastPortion = 50

// goodPages is how many pages have to come before a portion grows.
const goodPages = 8

func newPortion(most int, shrunk func(size int)) *portion {
	return &portion{most: most, present: most, shrunk: shrunk}
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
		page, err := ask(ctx, client, q, size, offset)
		var failure *intacct.Error
		switch {
		case err == nil:
			p.came(size)
			return page, nil
		case !q.Divisible || !errors.As(err, &failure) || !failure.TooMuch():
			return nil, err
		}
		p.shrink(size)
	}
}

// came counts a page that came.
func (p *portion) came(size int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if size < p.present || p.present == p.most {
		return
	}
	if p.good++; p.good >= goodPages {
		p.present, p.good = min(2*p.present, p.most), 0
	}
}

// shrink halves a size that was too much.
func (p *portion) shrink(size int) {
	p.mu.Lock()
	p.good = 0
	half := max(size/2, leastPortion)
	smaller := half < p.present
	if smaller {
		p.present = half
	}
	p.mu.Unlock()
	if smaller {
		p.shrunk(half)
	}
}

// smaller says that the stream's pages were too much.
func (r *reading) smaller(size int) {
	r.out.Log().Warn().Msgf("%s: the gateway did not answer in time; pages of %d rows are asked for from now on", r.name, size)
}
