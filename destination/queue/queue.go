package queue

import (
	"context"
	"time"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/destination/result"

	"github.com/rs/zerolog"
)

// Settings are what a queue asks of its caller.
type Settings[T any] struct {
	Input   <-chan Event[T]
	Limiter *Limiter
	// Write writes a batch. Its error means that the records without an outcome are
	// not settled.
	Write func(context.Context, []T) ([]result.Outcome, error)
	// Settled is told what became of each record.
	Settled func(T, result.Outcome)
	// Echo gives a state back; with Failing those after a rejection are kept back.
	Echo    func(raw []byte, stats airbyte.DestinationStats) error
	Failing bool
	// Resolve asks again what records refer to by name, once the input has ended;
	// nil: what refers to nothing is rejected at once. Kept is told of a record that
	// waits for that, Retrying of one that was refused and is written again.
	Resolve        func(ctx context.Context, events []Event[T]) error
	Kept, Retrying func(T)
	Now            func() time.Time
	Sleep          func(context.Context, time.Duration) error
	Log            *zerolog.Logger
}

// Queue brings records from the input to their writer. One goroutine, that of
// Run, owns everything in e; batches are written by others, which only report
// back.
type Queue[T any] struct {
	Settings[T]
	buckets  map[Bucket]*bucket[T]
	order    []*bucket[T]
	locks    keyLocks
	states   *stateEcho
	finished chan batch[T]
	rested   chan []*Entry[T] // that are to be written again, after their pause

	orphans orphans[T] // wait for what they refer to

	seq      uint64
	pending  int // records that wait or are on their way
	bytes    int // their size
	inFlight int
	again    [][]*Entry[T] // have rested
	closed   bool          // the input has ended
	hurried  bool          // somebody waits for what came so far
	failure  error         // nothing more is sent
}

// Bounds of what waits: the input is read no faster than the company takes e.
const (
	maxPendingBytes = 4 << 20
	maxBatchBytes   = 512 << 10
	pendingBatches  = 4 // for each request that may be in flight
)

// New makes a queue.
func New[T any](s Settings[T]) *Queue[T] {
	return &Queue[T]{
		Settings: s,
		buckets:  map[Bucket]*bucket[T]{},
		locks:    keyLocks{},
		states:   newStateEcho(s.Echo, s.Failing),
		finished: make(chan batch[T], s.Limiter.maxFlight), // so that nobody waits for a queue that has stopped
		rested:   make(chan []*Entry[T]),
	}
}

// Run goes on until the input has ended and every record is settled, or until
// something is wrong that no record is to blame for. Then the batches that are
// in flight are waited for, and the states that they allow are echoed.
func (q *Queue[T]) Run(ctx context.Context) error {
	for !q.done() {
		var input <-chan Event[T]
		if q.open() {
			input = q.Input
		}
		timer, stop := q.timer()
		select {
		case event := <-input:
			q.fail(q.accept(event))
		case b := <-q.finished:
			q.fail(q.settle(ctx, b))
		case items := <-q.rested:
			q.again = append(q.again, items)
		case <-timer:
		case <-ctx.Done():
			stop()
			q.drain(ctx)
			return ctx.Err()
		}
		stop()
		for q.mayRetry() { // as often as that settles something at once
			q.fail(q.retry(ctx))
		}
		q.dispatch(ctx)
	}
	return q.failure
}

// drain takes back the batches in flight after the context has ended, which
// makes them end soon: nobody may work on, or write to the output, when the
// write has returned. What they finished still counts.
func (q *Queue[T]) drain(ctx context.Context) {
	for q.inFlight > 0 {
		q.fail(q.settle(ctx, <-q.finished))
	}
}

func (q *Queue[T]) done() bool {
	return q.inFlight == 0 && (q.failure != nil || q.closed && q.pending == 0 && len(q.orphans.list) == 0)
}

// open reports whether there is room for more.
func (q *Queue[T]) open() bool { return q.failure == nil && !q.closed && !q.full() }

func (q *Queue[T]) full() bool {
	return q.pending >= pendingBatches*q.Limiter.most() || q.bytes+q.states.size() >= maxPendingBytes
}

func (q *Queue[T]) fail(err error) {
	if q.failure == nil {
		q.failure = err
	}
}

// accept enters what came from the input.
func (q *Queue[T]) accept(ev Event[T]) error {
	switch {
	case ev.Err != nil:
		return ev.Err
	case ev.End:
		q.closed = true
		return nil
	case ev.Hurry:
		q.hurried = true
		return nil
	case ev.State != nil:
		return q.states.state(ev.State.Raw, ev.Stream, ev.State.State.Global)
	}
	q.hurried = false
	ev.Entry.mark = q.states.record(ev.Stream)
	if err := q.giveUp(q.orphans.without(ev.Entry)); err != nil {
		return err
	}
	return q.enter(ev)
}

// enter lets a record wait for its turn, unless e is settled already.
func (q *Queue[T]) enter(ev Event[T]) error {
	e := ev.Entry
	q.seq++
	e.seq, e.arrived = q.seq, q.Now()
	switch {
	case e.Idle:
		return q.finish(e, result.Outcome{Kind: result.PassedOver})
	case ev.Reason != nil && q.keep(ev):
		return nil
	case ev.Reason != nil:
		return q.finish(e, result.Outcome{Rejection: ev.Reason})
	}
	q.pending++
	q.bytes += e.Size
	q.locks.add(e.Links, e.seq)
	l := q.bucket(e.Bucket)
	l.entries = append(l.entries, e)
	return nil
}

func (q *Queue[T]) bucket(of Bucket) *bucket[T] {
	l := q.buckets[of]
	if l == nil {
		l = &bucket[T]{}
		q.buckets[of] = l
		q.order = append(q.order, l)
	}
	return l
}

// finish settles one record.
func (q *Queue[T]) finish(e *Entry[T], o result.Outcome) error {
	q.orphans.progress = q.orphans.progress || e.retries > 0 && o.Rejection == nil
	q.Settled(e.Record, o)
	if o.Rejection == nil {
		q.states.count(e.mark, o.Kind)
	}
	return q.states.settle(e.mark, o.Rejection != nil)
}

// settle takes back a batch. One that failed as a whole settles nothing: its
// states stay unsaid, and Airbyte sends the records again.
func (q *Queue[T]) settle(ctx context.Context, b batch[T]) error {
	q.inFlight--
	if b.err == nil {
		b = q.rest(ctx, b)
	}
	for i, e := range b.entries {
		q.pending--
		q.bytes -= e.Size
		q.locks.remove(e.Links, e.seq)
		if i >= len(b.outcomes) || !b.outcomes[i].Settled() {
			continue
		}
		if o := b.outcomes[i]; o.Rejection != nil && !q.locks.held(e.Refs) && q.keep(Event[T]{Entry: e, Stream: e.mark.stream, Reason: o.Rejection}) {
			continue
		}
		if err := q.finish(e, b.outcomes[i]); err != nil {
			return err
		}
	}
	return b.err
}

// rest takes out of a batch what is to be written again, and brings e back after
// its pause. Until then e goes on to hold its names and its place, and takes none
// of the requests that may be in flight.
func (q *Queue[T]) rest(ctx context.Context, b batch[T]) batch[T] {
	var left []*Entry[T]
	var pause time.Duration
	done := batch[T]{}
	for i, e := range b.entries {
		if i < len(b.outcomes) && b.outcomes[i].Again {
			left, pause = append(left, e), max(pause, b.outcomes[i].Pause)
			continue
		}
		done.entries = append(done.entries, e)
		done.outcomes = append(done.outcomes, b.outcomes[i:min(i+1, len(b.outcomes))]...)
	}
	if left == nil {
		return b
	}
	go func() {
		if q.Sleep(ctx, pause) != nil {
			return
		}
		select {
		case q.rested <- left:
		case <-ctx.Done():
		}
	}()
	return done
}

// dispatch sends the batches that are ready, oldest records first.
func (q *Queue[T]) dispatch(ctx context.Context) {
	for q.failure == nil && q.inFlight < q.Limiter.Concurrency() {
		items := q.next()
		if items == nil {
			return
		}
		q.inFlight++
		go func() {
			b := batch[T]{entries: items}
			defer func() { q.finished <- b }()
			defer airbyte.Recover(&b.err)
			b.outcomes, b.err = q.Write(ctx, records(items))
		}()
	}
}

// next takes the batch that should leave now, if there is one: one that has
// rested, a full one, or one whose first record has waited long enough, or any when no more can come.
func (q *Queue[T]) next() []*Entry[T] {
	if len(q.again) > 0 {
		items := q.again[0]
		q.again = q.again[1:]
		return items
	}
	size := bounds{count: q.Limiter.Size(), bytes: maxBatchBytes}
	var best *bucket[T]
	var chosen []int
	for _, l := range q.order {
		if len(l.entries) == 0 || best != nil && l.entries[0].seq > best.entries[0].seq {
			continue
		}
		hurry := q.closed || q.hurried || q.full() || !q.Now().Before(l.due())
		if !hurry && len(l.entries) < size.count {
			continue
		}
		if free := l.free(q.locks, size); len(free) > 0 && (hurry || len(free) == size.count) {
			best, chosen = l, free
		}
	}
	if best == nil {
		return nil
	}
	return best.take(chosen)
}

// timer fires when the next batch is due.
func (q *Queue[T]) timer() (<-chan time.Time, func()) {
	var first time.Time
	for _, l := range q.order {
		if len(l.entries) > 0 && (first.IsZero() || l.due().Before(first)) {
			first = l.due()
		}
	}
	wait := first.Sub(q.Now())
	if first.IsZero() || wait <= 0 {
		return nil, func() {}
	}
	timer := time.NewTimer(wait)
	return timer.C, func() { timer.Stop() }
}

// records are what a batch is written with.
func records[T any](entries []*Entry[T]) []T {
	list := make([]T, len(entries))
	for i, e := range entries {
		list[i] = e.Record
	}
	return list
}
