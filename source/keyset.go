package source

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

// A keyset walks in the order of an integer key. Its queries name the keys they
// are about, so rows that come, go or change meanwhile cannot push others from
// page to page, as they do where pages are counted off.
//
// Where the first page shows that there is more than a few pages, it asks for
// several at once: the last one from the far end, which tells the greatest key,
// and between both windows of about a page each. They are emitted in the order
// of the keys, so that the place in a stream stays one key.
type keyset struct {
	*loader
	filter intacct.Filter
	most   int // requests at once

	parent   context.Context
	ctx      context.Context // ends with the plan
	cancel   context.CancelFunc
	fetchers sync.WaitGroup
	arrivals chan arrival

	stretches []*stretch // that are not emitted yet, in order
	present   *stretch   // whose rows are being read
	density   density
	farther   *stretch // what the far end is to bound; nil once it has
	pages     int      // that were read to their end
	serial    bool

	begun bool
	last  int64 // the key of the last row
	least int64 // the key of the last row of a page that is read backwards
	top   edge  // the key of its first one
}

// aheadOfFirst is how many pages are fetched before the first is emitted, whose
// rows may show that all have to be asked for again.
const aheadOfFirst = 3

// slack is how many pages more than requests are on their way or wait.
const slack = 2

// parallelFrom is how many pages there have to be after the first one for
// windows to be worth it.
const parallelFrom = 2

// A page from the far end waits for all others, so it is a small one where that
// costs few calls in comparison.
const (
	manyPages = 20
	fewRows   = 256
)

func newKeyset(ctx context.Context, l *loader, filter intacct.Filter, most int, after string) (*keyset, error) {
	k := &keyset{loader: l, filter: filter, most: most, parent: ctx, serial: most == 1}
	low := int64(noLow)
	if after != "" {
		if k.last, k.begun = gateway.ParseInteger([]byte(after)); !k.begun {
			return nil, state.Unusable(l.plan.name, fmt.Sprintf("goes on after the key %q, which is no integer", after))
		}
		low = k.last
	}
	k.begin(low)
	return k, nil
}

// begin plans everything after a key, with nothing known of it.
func (k *keyset) begin(low int64) {
	k.ctx, k.cancel = context.WithCancel(k.parent)
	k.arrivals = make(chan arrival, max(k.most+slack, aheadOfFirst)) // all that may be on their way
	k.farther = nil
	k.stretches = []*stretch{{low: low, high: noHigh, first: true}}
}

// close ends all that is on its way.
func (k *keyset) close() {
	k.cancel()
	k.fetchers.Wait()
	close(k.arrivals)
	for a := range k.arrivals {
		a.sheet.release()
	}
	for _, s := range k.stretches {
		s.sheet.release()
	}
	if k.present != nil {
		k.present.sheet.release()
	}
	k.stretches, k.present = nil, nil
}

func (k *keyset) next(ctx context.Context) (*intacct.Page, error) {
	if k.present != nil {
		k.present.sheet.release()
	}
	for {
		k.settleArrived()
		k.fetch()
		head := k.stretches[0]
		if head.came && (head.err != nil || k.outlet.isOpen()) {
			k.present, k.stretches = head, k.stretches[1:]
			k.top.known = false
			if head.err != nil {
				return nil, head.err
			}
			return head.sheet.Page, nil
		}
		if err := k.wait(ctx, head); err != nil {
			return nil, err
		}
	}
}

// wait waits for something to happen: a page, or the stream's turn.
func (k *keyset) wait(ctx context.Context, head *stretch) error {
	var turn chan struct{}
	if head.came {
		turn = k.outlet.turn
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

func (k *keyset) settleArrived() {
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
func (k *keyset) depth() int {
	switch {
	case k.serial:
		return 1
	case k.pages == 0:
		return aheadOfFirst
	}
	return k.most + slack
}

// fetch asks for what comes next, as far as is worth it.
func (k *keyset) fetch() {
	asked := 0
	for i := 0; i < len(k.stretches) && asked < k.depth() && k.stretches[i].err == nil; i++ {
		if !k.stretches[i].asked {
			s := k.cut(i)
			if s == nil {
				continue
			}
			k.ask(s)
		}
		asked++
	}
	if !k.stretches[0].head.Swap(true) {
		k.store.wake()
	}
}

// cut takes from a stretch what one query is to ask for; nil if that is not
// known yet.
func (k *keyset) cut(i int) *stretch {
	s := k.stretches[i]
	switch {
	case k.serial || s.first || s.backwards:
		return s
	case s.high != noHigh:
	case k.farther == nil:
		return s
	case s.guessed:
		return nil
	}
	high, rows := k.density.cut(s, k.portion.size())
	if high == s.high {
		return s
	}
	part := &stretch{low: s.low, high: high, rows: rows, rest: s}
	// Until the greatest key is known, a guess at one window is enough.
	s.low, s.rows, s.guessed = high, s.rows-rows, true
	k.insert(i, part)
	return part
}

func (k *keyset) insert(i int, s *stretch) { k.stretches = slices.Insert(k.stretches, i, s) }

// ask sends a fetcher.
func (k *keyset) ask(s *stretch) {
	s.asked = true
	s.size = k.portion.size()
	rows := k.portion.most
	if s.backwards {
		rows = s.rows
	}
	ctx, arrivals, q := k.ctx, k.arrivals, s.query(k.plan, k.filter)
	k.fetchers.Go(func() {
		a := arrival{stretch: s}
		defer func() { arrivals <- a }()
		defer airbyte.Recover(&a.err)
		a.sheet, a.err = k.load(ctx, q, rows, 0, s.head.Load)
	})
}

// An arrival is what a fetcher brings back.
type arrival struct {
	stretch *stretch
	sheet   *sheet
	err     error
}

// settle draws the conclusions from a page: what is left of its stretch, how
// many rows the others have, and how close keys lie.
func (k *keyset) settle(a arrival) {
	s := a.stretch
	s.came, s.sheet, s.err = true, a.sheet, a.err
	switch {
	case s.backwards:
		k.settleFar(s)
	case s.err == nil:
		k.settlePage(s)
	}
}

func (k *keyset) settlePage(s *stretch) {
	page := s.sheet.Page
	low, high, seen := edges(page, k.plan.key.Field)
	s.edge = edge{high, seen}
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
	case s.first && !k.serial && page.Remaining > parallelFrom*k.portion.size():
		k.density.begin(page.Count, low, high)
		k.divide(s, high, page.Remaining)
	default:
		k.leave(s, high, page.Remaining)
	}
}

// edges are the first and the last key of a page, as far as can be seen without
// reading it.
func edges(page *intacct.Page, field string) (first, last int64, ok bool) {
	a, b, ok := page.Edges(field)
	first, ok1 := gateway.ParseInteger(a)
	last, ok2 := gateway.ParseInteger(b)
	return first, last, ok && ok1 && ok2
}

// divide plans what is after the first page.
func (k *keyset) divide(s *stretch, last int64, rows int) {
	size := k.portion.size()
	far := &stretch{low: last, high: noHigh, rows: size, backwards: true}
	if rows > manyPages*size {
		far.rows = min(size, fewRows)
	}
	k.farther = &stretch{low: last, high: noHigh, rows: rows - far.rows}
	k.insert(k.after(s), far)
	k.insert(k.after(s), k.farther)
}

// leave plans what is left of a stretch after its page. If what follows was not
// asked for yet, both become one.
func (k *keyset) leave(s *stretch, last int64, rows int) {
	i := k.after(s)
	if i < len(k.stretches) && k.stretches[i] == s.rest && !s.rest.asked {
		s.rest.low, s.rest.rows = last, s.rest.rows+rows
	} else {
		k.insert(i, &stretch{low: last, high: s.high, rows: rows})
	}
}

// after is the place behind a stretch.
func (k *keyset) after(s *stretch) int {
	return slices.Index(k.stretches, s) + 1
}

// settleFar learns the greatest key, and where the page from the far end
// begins. A far end that could not be had is no loss: what is before it stays
// open, and is read page by page.
func (k *keyset) settleFar(far *stretch) {
	before := k.farther
	k.farther = nil
	if far.err == nil {
		_, lowest, seen := edges(far.sheet.Page, k.plan.key.Field)
		if far.edge = (edge{lowest, seen}); seen {
			k.join(before, far, lowest)
			return
		}
	}
	far.sheet.release()
	k.remove(far)
	before.rows += far.rows
}

// join bounds what is before the far end by it. Its page may reach into a window
// that was asked for meanwhile.
func (k *keyset) join(before, far *stretch, lowest int64) {
	if far.low = max(before.low, lowest-1); far.low == before.low {
		k.remove(before)
		return
	}
	before.high = far.low
}

func (k *keyset) remove(s *stretch) {
	i := k.after(s) - 1
	k.stretches = slices.Delete(k.stretches, i, i+1)
}

// accept checks that a row follows on the last one, and is one of those asked
// for. Every key has to be greater than the one before, so a walk comes to an
// end whatever the gateway does.
func (k *keyset) accept(r *state.Row) (bool, error) {
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

func (k *keyset) acceptBackwards(r *state.Row) (bool, error) {
	switch {
	case !k.top.known:
		k.top = edge{r.Number, true}
	case r.Number >= k.least:
		return false, k.outOfOrder(r, k.least)
	}
	k.least = r.Number
	// What the windows before it cover was emitted with them.
	return r.Number > k.present.low, nil
}

// filled is told that all rows of a page were accepted. It compares what was
// planned by the first look at the page with its rows; if the look was wrong,
// what follows is planned anew, from the last row on.
func (k *keyset) filled(e *emission) error {
	k.pages++
	s := k.present
	s.sheet.release()
	if !s.backwards {
		if s.edge.known && s.edge.key != k.last {
			k.restart()
		}
		return nil
	}
	if k.top.known && k.least != s.edge.key {
		k.restart()
		return errMoved
	}
	if e.reverse(); k.top.known {
		k.last, k.begun = max(k.last, k.top.key), true
	}
	return nil
}

// restart goes on from the last row, page by page.
func (k *keyset) restart() {
	present := k.present
	k.present = nil
	k.close()
	k.present, k.serial = present, true
	low := int64(noLow)
	if k.begun {
		low = k.last
	}
	k.begin(low)
}

func (k *keyset) more() bool {
	if s := k.present; s.over > 0 && (k.last > s.low || !k.sparse) {
		k.insert(0, &stretch{low: k.last, high: s.high, rows: s.over})
		s.over = 0
	}
	return len(k.stretches) > 0
}

func (k *keyset) save(place *state.Place) { place.After = strconv.FormatInt(k.last, 10) }

func (k *keyset) outOfOrder(r *state.Row, last int64) error {
	what := "out of order"
	if r.Number == last {
		what = "twice"
	}
	return airbyte.Errorf(airbyte.SystemError,
		"the gateway sent rows of %s %s: %s %d came after %d", k.plan.object, what, k.plan.key.Field, r.Number, last)
}

func (k *keyset) outOfBounds(r *state.Row) error {
	return airbyte.Errorf(airbyte.SystemError,
		"the gateway sent rows of %s that were not asked for: %s %d", k.plan.object, k.plan.key.Field, r.Number)
}
