package paging

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"sync"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/intacct"
	"airbyte-sage-intacct/source/gateway"
	"airbyte-sage-intacct/source/state"
)

// A keyPager reads in the order of an integer key. Its queries name the keys they
// are about, so rows that come, go or change meanwhile cannot push others from
// page to page, as they do where pages are counted off.
//
// Where the first page shows that there is more than a few pages, it asks for
// several at once: the last one from the far end, which tells the greatest key,
// and between both windows of about a page each. They are emitted in the order
// of the keys, so that the place in a stream stays one key.
type keyPager struct {
	*fetcher
	filter intacct.Filter
	most   int // requests at once

	parent   context.Context
	ctx      context.Context // ends with the plan
	cancel   context.CancelFunc
	fetchers sync.WaitGroup
	arrivals chan arrival

	ranges  []*keyRange // that are not emitted yet, in order
	present *keyRange   // whose rows are being read
	density rowDensity
	farther *keyRange // what the far end is to bound; nil once it has
	pages   int       // that were read to their end
	serial  bool

	begun bool
	last  int64    // the key of the last row
	least int64    // the key of the last row of a page that is read backwards
	top   boundary // the key of its first one
}

// aheadOfFirst is how many pages are fetched before the first is emitted, whose
// rows may show that all have to be asked for again.
const aheadOfFirst = 3

// slack is how many pages more than requests are on their way or wait.
const spare = 2

// parallelFrom is how many pages there have to be after the first one for
// windows to be worth it.
const parallelFrom = 2

// A page from the far end waits for all others, so it is a small one where that
// costs few calls in comparison.
const (
	manyPages = 20
	fewRows   = 256
)

// NewKeyPager reads the rows of a filter by their keys, from after one on.
func NewKeyPager(ctx context.Context, f Fetch, filter intacct.Filter, most int, after string) (*keyPager, error) {
	k := &keyPager{fetcher: newFetcher(f), filter: filter, most: most, parent: ctx, serial: most == 1}
	low := int64(noLow)
	if after != "" {
		if k.last, k.begun = gateway.ParseInteger([]byte(after)); !k.begun {
			return nil, state.Unusable(f.Stream, fmt.Sprintf("goes on after the key %q, which is no integer", after))
		}
		low = k.last
	}
	k.begin(low)
	return k, nil
}

// begin plans everything after a key, with nothing known of it.
func (k *keyPager) begin(low int64) {
	k.ctx, k.cancel = context.WithCancel(k.parent)
	k.arrivals = make(chan arrival, max(k.most+spare, aheadOfFirst)) // all that may be on their way
	k.farther = nil
	k.ranges = []*keyRange{{low: low, high: noHigh, first: true}}
}

// Close ends all that is on its way.
func (k *keyPager) Close() {
	k.cancel()
	k.fetchers.Wait()
	close(k.arrivals)
	for a := range k.arrivals {
		a.page.release()
	}
	for _, s := range k.ranges {
		s.held.release()
	}
	if k.present != nil {
		k.present.held.release()
	}
	k.ranges, k.present = nil, nil
}

func (k *keyPager) Next(ctx context.Context) (*intacct.Page, error) {
	if k.present != nil {
		k.present.held.release()
	}
	for {
		k.settleArrived()
		k.fetch()
		head := k.ranges[0]
		if head.came && (head.err != nil || k.Turn.IsOpen()) {
			k.present, k.ranges = head, k.ranges[1:]
			k.top.known = false
			if head.err != nil {
				return nil, head.err
			}
			return head.held.Page, nil
		}
		if err := k.wait(ctx, head); err != nil {
			return nil, err
		}
	}
}

// wait waits for something to happen: a page, or the stream's turn.
func (k *keyPager) wait(ctx context.Context, head *keyRange) error {
	var turn <-chan struct{}
	if head.came {
		turn = k.Turn.Opened()
	}
	select {
	case a := <-k.arrivals:
		k.settle(a)
	case <-turn:
	case <-ctx.Done():
		return context.Cause(ctx)
	}
	return nil
}

func (k *keyPager) settleArrived() {
	for {
		select {
		case a := <-k.arrivals:
			k.settle(a)
		default:
			return
		}
	}
}

// depth is how many pages are on their way or wait.
func (k *keyPager) depth() int {
	switch {
	case k.serial:
		return 1
	case k.pages == 0:
		return aheadOfFirst
	}
	return k.most + spare
}

// fetch asks for what comes next, as far as is worth it.
func (k *keyPager) fetch() {
	asked := 0
	for i := 0; i < len(k.ranges) && asked < k.depth() && k.ranges[i].err == nil; i++ {
		if !k.ranges[i].asked {
			s := k.cut(i)
			if s == nil {
				continue
			}
			k.ask(s)
		}
		asked++
	}
	if !k.ranges[0].head.Swap(true) {
		k.Budget.Wake()
	}
}

// cut takes from a range what one query is to ask for; nil if that is not
// known yet.
func (k *keyPager) cut(i int) *keyRange {
	s := k.ranges[i]
	switch {
	case k.serial || s.first || s.backwards:
		return s
	case s.high != noHigh:
	case k.farther == nil:
		return s
	case s.guessed:
		return nil
	}
	high, rows := k.density.cut(s, k.Size.size())
	if high == s.high {
		return s
	}
	part := &keyRange{low: s.low, high: high, rows: rows, rest: s}
	// Until the greatest key is known, a guess at one window is enough.
	s.low, s.rows, s.guessed = high, s.rows-rows, true
	k.insert(i, part)
	return part
}

func (k *keyPager) insert(i int, s *keyRange) { k.ranges = slices.Insert(k.ranges, i, s) }

// ask sends a fetcher.
func (k *keyPager) ask(s *keyRange) {
	s.asked = true
	s.size = k.Size.size()
	rows := k.Size.most
	if s.backwards {
		rows = s.rows
	}
	ctx, arrivals, q := k.ctx, k.arrivals, k.rangeQuery(s)
	k.fetchers.Go(func() {
		a := arrival{of: s}
		defer func() { arrivals <- a }()
		defer airbyte.Recover(&a.err)
		a.page, a.err = k.load(ctx, q, rows, 0, s.head.Load)
	})
}

// An arrival is what a fetcher brings back.
type arrival struct {
	of   *keyRange
	page *heldPage
	err  error
}

// settle draws the conclusions from a page: what is left of its range, how
// many rows the others have, and how close keys lie.
func (k *keyPager) settle(a arrival) {
	s := a.of
	s.came, s.held, s.err = true, a.page, a.err
	switch {
	case s.backwards:
		k.settleFar(s)
	case s.err == nil:
		k.settlePage(s)
	}
}

func (k *keyPager) settlePage(s *keyRange) {
	page := s.held.Page
	low, high, seen := ends(page, k.Key)
	s.edge = boundary{high, seen}
	if s.rest != nil && !s.rest.asked {
		s.rest.rows = max(0, s.rest.rows+s.rows-page.Total)
	}
	if s.high != noHigh && s.low != noLow {
		span := s.span()
		if page.Remaining > 0 && seen {
			span = float64(high) - float64(s.low)
		}
		k.density.learn(page, span, min(s.rows, s.size), s.size)
	}
	switch {
	case page.Remaining == 0:
	case !seen:
		s.over = page.Remaining
	case s.first && !k.serial && page.Remaining > parallelFrom*k.Size.size():
		k.density.begin(page.Count, low, high)
		k.divide(s, high, page.Remaining)
	default:
		k.leave(s, high, page.Remaining)
	}
}

// ends are the first and the last key of a page, as far as can be seen without
// reading it.
func ends(page *intacct.Page, field string) (first, last int64, ok bool) {
	a, b, ok := page.Edges(field)
	first, ok1 := gateway.ParseInteger(a)
	last, ok2 := gateway.ParseInteger(b)
	return first, last, ok && ok1 && ok2
}

// divide plans what is after the first page.
func (k *keyPager) divide(s *keyRange, last int64, rows int) {
	size := k.Size.size()
	far := &keyRange{low: last, high: noHigh, rows: size, backwards: true}
	if rows > manyPages*size {
		far.rows = min(size, fewRows)
	}
	k.farther = &keyRange{low: last, high: noHigh, rows: rows - far.rows}
	k.insert(k.after(s), far)
	k.insert(k.after(s), k.farther)
}

// leave plans what is left of a range after its page. If what follows was not
// asked for yet, both become one.
func (k *keyPager) leave(s *keyRange, last int64, rows int) {
	i := k.after(s)
	if i < len(k.ranges) && k.ranges[i] == s.rest && !s.rest.asked {
		s.rest.low, s.rest.rows = last, s.rest.rows+rows
	} else {
		k.insert(i, &keyRange{low: last, high: s.high, rows: rows})
	}
}

// after is the place behind a range.
func (k *keyPager) after(s *keyRange) int {
	return slices.Index(k.ranges, s) + 1
}

// settleFar learns the greatest key, and where the page from the far end
// begins. A far end that could not be had is no loss: what is before it stays
// open, and is read page by page.
func (k *keyPager) settleFar(far *keyRange) {
	before := k.farther
	k.farther = nil
	if far.err == nil {
		_, lowest, seen := ends(far.held.Page, k.Key)
		if far.edge = (boundary{lowest, seen}); seen {
			k.join(before, far, lowest)
			return
		}
	}
	far.held.release()
	k.remove(far)
	before.rows += far.rows
}

// join bounds what is before the far end by it. Its page may reach into a window
// that was asked for meanwhile.
func (k *keyPager) join(before, far *keyRange, lowest int64) {
	if far.low = max(before.low, lowest-1); far.low == before.low {
		k.remove(before)
		return
	}
	before.high = far.low
}

func (k *keyPager) remove(s *keyRange) {
	i := k.after(s) - 1
	k.ranges = slices.Delete(k.ranges, i, i+1)
}

// Accept checks that a row follows on the last one, and is one of those asked
// for. Every key has to be greater than the one before, so the reading comes to an
// end whatever the gateway does.
func (k *keyPager) Accept(r *state.Row) (bool, error) {
	s := k.present
	if s.backwards {
		return k.acceptBackwards(r)
	}
	switch {
	case k.begun && r.Number <= k.last:
		return false, k.outOfOrder(r, k.last)
	case r.Number <= s.low && s.low != noLow, r.Number > s.high:
		return false, k.outOfBounds(r)
	}
	k.last, k.begun = r.Number, true
	return true, nil
}

func (k *keyPager) acceptBackwards(r *state.Row) (bool, error) {
	switch {
	case !k.top.known:
		k.top = boundary{r.Number, true}
	case r.Number >= k.least:
		return false, k.outOfOrder(r, k.least)
	}
	k.least = r.Number
	// What the windows before it cover was emitted with them.
	return r.Number > k.present.low, nil
}

// PageDone compares what was planned by the first look at a page with its rows; if
// the look was wrong, what follows is planned anew, from the last row on.
func (k *keyPager) PageDone() (reverse bool, err error) {
	k.pages++
	s := k.present
	s.held.release()
	if !s.backwards {
		if s.edge.known && s.edge.key != k.last {
			k.restart()
		}
		return false, nil
	}
	if k.top.known && k.least != s.edge.key {
		k.restart()
		return false, ErrMoved
	}
	if k.top.known {
		k.last, k.begun = max(k.last, k.top.key), true
	}
	return true, nil
}

// rangeQuery asks for the rows of a range.
func (k *keyPager) rangeQuery(s *keyRange) intacct.Query {
	var low, high intacct.Filter
	if s.low != noLow {
		low = intacct.Gt(k.Key, strconv.FormatInt(s.low, 10))
	}
	if s.high != noHigh {
		high = intacct.Le(k.Key, strconv.FormatInt(s.high, 10))
	}
	order := intacct.Asc(k.Key)
	if s.backwards {
		order = intacct.Desc(k.Key)
	}
	return k.Query(intacct.And(low, high, k.filter), order)
}

// restart goes on from the last row, page by page.
func (k *keyPager) restart() {
	present := k.present
	k.present = nil
	k.Close()
	k.present, k.serial = present, true
	low := int64(noLow)
	if k.begun {
		low = k.last
	}
	k.begin(low)
}

func (k *keyPager) More() bool {
	if s := k.present; s.over > 0 && (k.last > s.low || !k.Sparse) {
		k.insert(0, &keyRange{low: k.last, high: s.high, rows: s.over})
		s.over = 0
	}
	return len(k.ranges) > 0
}

func (k *keyPager) Save(place *state.Place) { place.After = strconv.FormatInt(k.last, 10) }

func (k *keyPager) outOfOrder(r *state.Row, last int64) error {
	what := "out of order"
	if r.Number == last {
		what = "twice"
	}
	return airbyte.Errorf(airbyte.SystemError,
		"the gateway sent rows of %s %s: %s %d came after %d", k.Object, what, k.Key, r.Number, last)
}

func (k *keyPager) outOfBounds(r *state.Row) error {
	return airbyte.Errorf(airbyte.SystemError,
		"the gateway sent rows of %s that were not asked for: %s %d", k.Object, k.Key, r.Number)
}
