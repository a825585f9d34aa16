package source

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/intacct"
	"airbyte-sage-intacct/source/gateway"
	"airbyte-sage-intacct/source/progress"
)

// A lane is a stream on its way through a run, or several that come from the same
// pages. Lanes are read at once, so that there is something to fetch while others
// come to their ends; they are emitted one after another, in the order of the
// configured catalogue.
type lane struct {
	streams []*airbyte.ConfiguredStream
	outlet  *outlet
	meters  []*progress.Meter // of the streams
	lost    []loss            // streams that failed where others went on
	opened  chan struct{}     // closed when it is known what to read
	done    chan struct{}     // closed when the streams were read to their end, or failed
	err     error
}

// A loss is a stream that failed alone among those of its lane.
type loss struct {
	stream string
	err    error
}

// read reads the streams of a catalogue. The error is that of the whole run.
func (r *run) read(ctx context.Context, catalog *airbyte.ConfiguredCatalog) error {
	ahead, stop := context.WithCancel(ctx)
	var started sync.WaitGroup
	defer started.Wait()
	defer stop()
	groups := r.groups(catalog)
	lanes := make([]*lane, len(groups))
	next := 0
	start := func(upTo int) {
		for ; next < min(upTo, len(lanes)) && r.fatal == nil; next++ {
			lanes[next] = r.lane(ahead, next, groups[next], &started)
		}
	}
	start(1)
	if err := r.learnFormat(ctx); err != nil {
		return err
	}
	for i := range lanes {
		start(i + 1 + r.lanesAhead())
		if err := r.turn(ctx, lanes[i], groups[i]); err != nil {
			return err
		}
		if r.fatal != nil {
			stop()
		}
	}
	return nil
}

// lanesAhead is how many streams are read ahead of their turn. Where calls are
// counted, they go to rows that are sure to be emitted.
func (r *run) lanesAhead() int {
	if r.settings.concurrency == 1 || r.settings.maxCalls > 0 {
		return 0
	}
	return r.settings.concurrency
}

// lane begins to read the streams of a group.
func (r *run) lane(ctx context.Context, rank int, group []*airbyte.ConfiguredStream, started *sync.WaitGroup) *lane {
	l := &lane{streams: group, outlet: newOutlet(ctx, r.out), opened: make(chan struct{}), done: make(chan struct{})}
	for _, configured := range group {
		l.meters = append(l.meters, r.ledger.Open(configured.Stream.Name, r.out))
	}
	ctx = intacct.WithUsage(ranked(ctx, rank), &l.meters[0].Usage)
	started.Go(func() {
		defer close(l.done)
		l.err = r.attempt(ctx, l)
		for i, m := range l.meters {
			m.End(l.failure(group[i].Stream.Name))
		}
	})
	return l
}

// failure is why a stream failed; nil if it did not.
func (l *lane) failure(stream string) error {
	for _, lost := range l.lost {
		if lost.stream == stream {
			return lost.err
		}
	}
	return l.err
}

// attempt reads the streams of a lane. Before its turn it gets as far as the
// first message.
func (r *run) attempt(ctx context.Context, l *lane) (err error) {
	defer airbyte.Recover(&err)
	readings, err := r.open(ctx, l)
	if err != nil {
		return err
	}
	close(l.opened)
	for _, reading := range readings {
		if !reading.stillWanted() {
			continue
		}
		if err := reading.read(ctx); err != nil {
			if len(l.streams) == 1 || gateway.IsFatal(err) || ctx.Err() != nil {
				return err
			}
			for _, f := range reading.feeds {
				l.lose(f.name, err)
			}
		}
	}
	if err := l.excesses(readings); err != nil {
		return err
	}
	return r.completed(l, readings)
}

// excesses fails the streams of which more is gone than may be.
func (l *lane) excesses(readings []*reading) error {
	for _, reading := range readings {
		if reading.excess == nil {
			continue
		}
		if len(l.streams) == 1 {
			return reading.excess
		}
		for _, f := range reading.feeds {
			l.lose(f.name, reading.excess)
		}
	}
	return nil
}

// lose leaves a stream behind. That it failed is said at the end of the lane.
func (l *lane) lose(stream string, err error) {
	if l.failure(stream) == nil {
		l.lost = append(l.lost, loss{stream, err})
	}
}

// stillWanted drops the streams of which an earlier reading failed. It says
// whether any are left.
func (r *reading) stillWanted() bool {
	for _, f := range r.feeds {
		if err := r.lane.failure(f.name); err != nil && !r.lose(f, err) {
			return false
		}
	}
	return true
}

// lose leaves a stream behind that others do not need. It reports whether there
// are others.
func (r *reading) lose(f *feed, err error) bool {
	if f == r.feed {
		return false
	}
	r.lane.lose(f.name, err)
	r.feeds = slices.DeleteFunc(slices.Clone(r.feeds), func(other *feed) bool { return other == f })
	r.share()
	return true
}

// completed says of the streams of a lane that they were read.
func (r *run) completed(l *lane, readings []*reading) error {
	for i, configured := range l.streams {
		name := configured.Stream.Name
		if l.failure(name) != nil {
			continue
		}
		r.report(name, readings, time.Since(l.meters[i].Began))
		if err := l.outlet.Status(name, airbyte.Complete); err != nil {
			return err
		}
	}
	return nil
}

// turn emits a lane: now it is the first of those that are not done. A failure
// is that of its streams: it is reported and the others go on.
func (r *run) turn(ctx context.Context, l *lane, group []*airbyte.ConfiguredStream) error {
	err := r.fatal
	if err == nil {
		err = r.emit(l)
	}
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	if l != nil && err == nil && len(l.lost) > 0 {
		r.judge(l.lost[0].err)
	} else {
		r.judge(err)
	}
	for _, configured := range group {
		failure := err
		if l != nil && (err == nil || !errors.Is(l.failure(configured.Stream.Name), context.Canceled)) { // stopped for what ends the run
			failure = cmp.Or(l.failure(configured.Stream.Name), err)
		}
		if failure == nil {
			continue
		}
		if err := r.out.StreamFailed(configured.Stream.Name, failure); err != nil {
			return err
		}
	}
	return nil
}

// emit lets a lane's messages out, and waits until it is done.
func (r *run) emit(l *lane) error {
	if err := r.tell(l, airbyte.Started); err != nil {
		return err
	}
	select {
	case <-l.opened:
	case <-l.done:
		select {
		case <-l.opened: // it failed later than that
		default:
			return l.err
		}
	}
	if err := r.tell(l, airbyte.Running); err != nil {
		return err
	}
	r.emits(l.streams[0].Stream.Name)
	defer r.emits("")
	for _, m := range l.meters {
		m.Begin()
	}
	l.outlet.open()
	r.store.wake()
	<-l.done
	return l.err
}

// tell says how far the streams of a lane are.
func (r *run) tell(l *lane, status airbyte.StreamStatus) error {
	for _, configured := range l.streams {
		if err := r.out.Status(configured.Stream.Name, status); err != nil {
			return err
		}
	}
	return nil
}
