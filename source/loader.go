package source

import (
	"context"
	"sync/atomic"
	"time"

	"airbyte-sage-intacct/intacct"
)

// A loader fetches the pages of one walk within the bounds that all streams
// share.
type loader struct {
	client  *intacct.Client
	plan    *plan
	portion *portion
	store   *store
	outlet  *outlet
	sparse  bool // rows that are counted need not be shown
	// width is the bytes per row, as far as is known.
	width atomic.Int64
}

// A sheet is a page with the memory it holds.
type sheet struct {
	*intacct.Page
	store *store
	held  int64
}

// fieldWidth is what a field takes in a reply, about, before any was seen.
const fieldWidth = 12

func (r *reading) loader() *loader {
	l := &loader{client: r.client, plan: r.plan, portion: r.portion, store: r.store, outlet: r.out, sparse: r.sparse}
	l.width.Store(int64(fieldWidth * len(r.plan.asked)))
	return l
}

// patience bounds how long an answer is kept on the line. A destination may take
// no records for many minutes; no gateway would wait for that.
const patience = 2 * time.Second

// load fetches a page of up to so many rows. Its answer is received when there
// is memory for it. A page is needed if nothing can be emitted before it is here.
func (l *loader) load(ctx context.Context, q intacct.Query, rows, offset int, needed func() bool) (*sheet, error) {
	d := demand{
		urgent: func() bool { return needed() && l.outlet.isOpen() },
		modest: func() bool { return !l.outlet.isOpen() },
	}
	var held int64
	q.Sparse = l.sparse
	q.Receive = func(ctx context.Context, bytes int64) {
		l.store.give(held) // of an attempt before
		if held = bytes; bytes < 0 {
			held = l.width.Load() * int64(min(rows, l.portion.size()))
		}
		ctx, cancel := context.WithTimeout(ctx, patience)
		defer cancel()
		if l.store.take(ctx, held, d) != nil {
			l.store.give(-held)
		}
	}
	page, err := l.portion.ask(ctx, l.client, q, rows, offset)
	if err != nil {
		l.store.give(held)
		return nil, err
	}
	if page.Count > 0 {
		l.width.Store(int64(page.Bytes / page.Count))
	}
	l.store.give(held - int64(page.Bytes))
	return &sheet{Page: page, store: l.store, held: int64(page.Bytes)}, nil
}

// release gives the memory back. It may be called again, and on no sheet.
func (s *sheet) release() {
	if s == nil || s.held == 0 {
		return
	}
	s.Release()
	s.store.give(s.held)
	s.held = 0
}
