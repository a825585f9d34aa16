package paging

import (
	"context"
	"sync/atomic"
	"time"

	"airbyte-sage-intacct/intacct"
)

// A Fetch is what a pager asks for, within the bounds that all streams share.
type Fetch struct {
	Client *intacct.Client
	// Query asks for the rows of the stream that meet a condition.
	Query  func(filter intacct.Filter, order ...intacct.Order) intacct.Query
	Stream string // in messages, as object is
	Object string
	Key    string // the field that rows are known by; "" if there is none
	Size   *Sizer
	Budget *Budget
	Turn   Turn
	Sparse bool // rows that are counted need not be shown
	Fields int  // of a row, about
}

// A Turn says when what is fetched can be emitted.
type Turn interface {
	// IsOpen reports whether it can.
	IsOpen() bool
	// Opened is closed as soon as it can.
	Opened() <-chan struct{}
}

// A fetcher fetches the pages of one reading.
type fetcher struct {
	Fetch
	// width is the bytes per row, as far as is known.
	width atomic.Int64
}

// newFetcher begins to fetch.
func newFetcher(f Fetch) *fetcher {
	l := &fetcher{Fetch: f}
	l.width.Store(int64(fieldWidth * f.Fields))
	return l
}

// A heldPage is a page with the memory it holds.
type heldPage struct {
	*intacct.Page
	store *Budget
	held  int64
}

// fieldWidth is what a field takes in a reply, about, before any was seen.
const fieldWidth = 12

// patience bounds how long an answer is kept on the line. A destination may take
// no records for many minutes; no gateway would wait for that.
const patience = 2 * time.Second

// load fetches a page of up to so many rows. Its answer is received when there
// is memory for it. A page is needed if nothing can be emitted before it is here.
func (l *fetcher) load(ctx context.Context, q intacct.Query, rows, offset int, needed func() bool) (*heldPage, error) {
	d := need{
		urgent: func() bool { return needed() && l.Turn.IsOpen() },
		modest: func() bool { return !l.Turn.IsOpen() },
	}
	var held int64
	q.Sparse = l.Sparse
	q.Receive = func(ctx context.Context, bytes int64) {
		l.Budget.give(held) // of an attempt before
		if held = bytes; bytes < 0 {
			held = l.width.Load() * int64(min(rows, l.Size.size()))
		}
		ctx, cancel := context.WithTimeout(ctx, patience)
		defer cancel()
		if l.Budget.take(ctx, held, d) != nil {
			l.Budget.give(-held)
		}
	}
	page, err := l.Size.Ask(ctx, l.Client, q, rows, offset)
	if err != nil {
		l.Budget.give(held)
		return nil, err
	}
	if page.Count > 0 {
		l.width.Store(int64(page.Bytes / page.Count))
	}
	l.Budget.give(held - int64(page.Bytes))
	return &heldPage{Page: page, store: l.Budget, held: int64(page.Bytes)}, nil
}

// release gives the memory back. It may be called again, and on no page.
func (s *heldPage) release() {
	if s == nil || s.held == 0 {
		return
	}
	s.Release()
	s.store.give(s.held)
	s.held = 0
}
