package destination

import (
	"context"
	"time"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/destination/result"
)

// engine moves records from the input into the company. One goroutine, run,
// owns everything in it; batches are written by others, which only report back.
type engine struct {
	input    <-chan event
	lanes    map[place]*lane
	order    []*lane
	holds    holds
	ledger   *ledger
	pace     *pace
	write    func(context.Context, []*item) ([]result.Outcome, error)
	settled  func(*item, result.Outcome)
	now      func() time.Time
	finished chan batch
	sleep    func(context.Context, time.Duration) error
	rested   chan []*item // that are to be written again, after their pause

	orphans orphans // wait for what they refer to

	seq      uint64
	pending  int // records that wait or are on their way
	bytes    int // their size
	inFlight int
	again    [][]*item // have rested
	closed   bool      // the input has ended
	hurried  bool      // somebody waits for what came so far
	failure  error     // nothing more is sent
}

// Bounds of what waits: the input is read no faster than the company takes it.
const (
	maxPendingBytes = 4 << 20
	maxBatchBytes   = 512 << 10
	pendingBatches  = 4 // for each request that may be in flight
)

// run goes on until the input has ended and every record is settled, or until
// something is wrong that no record is to blame for. Then the batches that are
// in flight are waited for, and the states that they allow are echoed.
func (e *engine) run(ctx context.Context) error {
	for !e.done() {
		var input <-chan event
		if e.open() {
			input = e.input
		}
		timer, stop := e.timer()
		select {
		case event := <-input:
			e.fail(e.accept(event))
		case b := <-e.finished:
			e.fail(e.settle(ctx, b))
		case items := <-e.rested:
			e.again = append(e.again, items)
		case <-timer:
		case <-ctx.Done():
			stop()
			e.drain(ctx)
			return ctx.Err()
		}
		stop()
		for e.mayRetry() { // as often as that settles something at once
			e.fail(e.retry(ctx))
		}
		e.dispatch(ctx)
	}
	return e.failure
}

// drain takes back the batches in flight after the context has ended, which
// makes them end soon: nobody may work on, or write to the output, when the
// write has returned. What they finished still counts.
func (e *engine) drain(ctx context.Context) {
	for e.inFlight > 0 {
		e.fail(e.settle(ctx, <-e.finished))
	}
}

func (e *engine) done() bool {
	return e.inFlight == 0 && (e.failure != nil || e.closed && e.pending == 0 && len(e.orphans.list) == 0)
}

// open tells whether there is room for more.
func (e *engine) open() bool { return e.failure == nil && !e.closed && !e.full() }

func (e *engine) full() bool {
	return e.pending >= pendingBatches*e.pace.most() || e.bytes+e.ledger.size() >= maxPendingBytes
}

func (e *engine) fail(err error) {
	if e.failure == nil {
		e.failure = err
	}
}

// accept enters what came from the input.
func (e *engine) accept(ev event) error {
	switch {
	case ev.err != nil:
		return ev.err
	case ev.end:
		e.closed = true
		return nil
	case ev.hurry:
		e.hurried = true
		return nil
	case ev.state != nil:
		return e.ledger.state(ev.state.Raw, ev.stream, ev.state.State.Global)
	}
	e.hurried = false
	ev.item.mark = e.ledger.record(ev.stream)
	if err := e.giveUp(e.orphans.without(ev.item)); err != nil {
		return err
	}
	return e.enter(ev)
}

// enter lets a record wait for its turn, unless it is settled already.
func (e *engine) enter(ev event) error {
	it := ev.item
	e.seq++
	it.seq, it.arrived = e.seq, e.now()
	switch {
	case it.tombstone:
		return e.finish(it, result.Outcome{Kind: result.PassedOver})
	case ev.reason != nil && e.orphans.keep(ev):
		return nil
	case ev.reason != nil:
		return e.finish(it, result.Outcome{Rejection: ev.reason})
	}
	e.pending++
	e.bytes += it.size
	e.holds.add(it)
	l := e.lane(place{plan: it.plan, entity: it.entity})
	l.items = append(l.items, it)
	return nil
}

func (e *engine) lane(p place) *lane {
	l := e.lanes[p]
	if l == nil {
		l = &lane{}
		e.lanes[p] = l
		e.order = append(e.order, l)
	}
	return l
}

// finish settles one record.
func (e *engine) finish(it *item, o result.Outcome) error {
	e.orphans.progress = e.orphans.progress || it.retries > 0 && o.Rejection == nil
	e.settled(it, o)
	if o.Rejection == nil {
		e.ledger.count(it.mark, o.Kind)
	}
	return e.ledger.settle(it.mark, o.Rejection != nil)
}

// settle takes back a batch. One that failed as a whole settles nothing: its
// states stay unsaid, and Airbyte sends the records again.
func (e *engine) settle(ctx context.Context, b batch) error {
	e.inFlight--
	if b.err == nil {
		b = e.rest(ctx, b)
	}
	for i, it := range b.items {
		e.pending--
		e.bytes -= it.size
		e.holds.remove(it)
		if i >= len(b.outcomes) || !b.outcomes[i].Settled() {
			continue
		}
		if o := b.outcomes[i]; o.Rejection != nil && !e.holds.held(it.refs) && e.orphans.keep(event{item: it, stream: it.mark.stream, reason: o.Rejection}) {
			continue
		}
		if err := e.finish(it, b.outcomes[i]); err != nil {
			return err
		}
	}
	return b.err
}

// rest takes out of a batch what is to be written again, and brings it back after
// its pause. Until then it goes on to hold its names and its place, and takes none
// of the requests that may be in flight.
func (e *engine) rest(ctx context.Context, b batch) batch {
	var left []*item
	var pause time.Duration
	done := batch{}
	for i, it := range b.items {
		if i < len(b.outcomes) && b.outcomes[i].Again {
			left, pause = append(left, it), max(pause, b.outcomes[i].Pause)
			continue
		}
		done.items = append(done.items, it)
		done.outcomes = append(done.outcomes, b.outcomes[i:min(i+1, len(b.outcomes))]...)
	}
	if left == nil {
		return b
	}
	go func() {
		if e.sleep(ctx, pause) != nil {
			return
		}
		select {
		case e.rested <- left:
		case <-ctx.Done():
		}
	}()
	return done
}

// dispatch sends the batches that are ready, oldest records first.
func (e *engine) dispatch(ctx context.Context) {
	for e.failure == nil && e.inFlight < e.pace.concurrency() {
		items := e.next()
		if items == nil {
			return
		}
		e.inFlight++
		go func() {
			b := batch{items: items}
			defer func() { e.finished <- b }()
			defer airbyte.Recover(&b.err)
			b.outcomes, b.err = e.write(ctx, items)
		}()
	}
}

// next takes the batch that should leave now, if there is one: one that has
// rested, a full one, or
// one whose first record has waited long enough, or any when no more can come.
func (e *engine) next() []*item {
	if len(e.again) > 0 {
		items := e.again[0]
		e.again = e.again[1:]
		return items
	}
	size := bounds{count: e.pace.size(), bytes: maxBatchBytes}
	var best *lane
	var chosen []int
	for _, l := range e.order {
		if len(l.items) == 0 || best != nil && l.items[0].seq > best.items[0].seq {
			continue
		}
		hurry := e.closed || e.hurried || e.full() || !e.now().Before(l.due())
		if !hurry && len(l.items) < size.count {
			continue
		}
		if free := l.free(e.holds, size); len(free) > 0 && (hurry || len(free) == size.count) {
			best, chosen = l, free
		}
	}
	if best == nil {
		return nil
	}
	return best.take(chosen)
}

// timer fires when the next batch is due.
func (e *engine) timer() (<-chan time.Time, func()) {
	var first time.Time
	for _, l := range e.order {
		if len(l.items) > 0 && (first.IsZero() || l.due().Before(first)) {
			first = l.due()
		}
	}
	wait := first.Sub(e.now())
	if first.IsZero() || wait <= 0 {
		return nil, func() {}
	}
	timer := time.NewTimer(wait)
	return timer.C, func() { timer.Stop() }
}
