package source

import (
	"context"
	"sync"
	"time"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/intacct"
)

// A lane is a stream on its way through a run. Several are read at once, so that
// there is something to fetch while others come to their ends; they are emitted
// one after another, in the order of the configured catalogue.
type lane struct {
	configured *airbyte.ConfiguredStream
	outlet     *outlet
	meter      *meter
	opened     chan struct{} // closed when it is known what to read
	done       chan struct{} // closed when the stream was read to its end, or failed
	err        error
}

// read reads the streams of a catalogue. The error is that of the whole run.
func (r *run) read(ctx context.Context, catalog *airbyte.ConfiguredCatalog) error {
	ahead, stop := context.WithCancel(ctx)
	var started sync.WaitGroup
	defer started.Wait()
	defer stop()
	lanes := make([]*lane, len(catalog.Streams))
	next := 0
	start := func(upTo int) {
		for ; next < min(upTo, len(lanes)) && r.fatal == nil; next++ {
			lanes[next] = r.lane(ahead, next, &catalog.Streams[next], &started)
		}
	}
	start(1)
	if err := r.learnFormat(ctx); err != nil {
		return err
	}
	for i := range lanes {
		start(i + 1 + r.lanesAhead())
		if err := r.turn(ctx, lanes[i], catalog.Streams[i].Stream.Name); err != nil {
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

// lane begins to read a stream.
func (r *run) lane(ctx context.Context, rank int, configured *airbyte.ConfiguredStream, started *sync.WaitGroup) *lane {
	l := &lane{
		configured: configured, outlet: newOutlet(ctx, r.out),
		opened: make(chan struct{}), done: make(chan struct{}),
		meter: r.ledger.open(configured.Stream.Name, r.out),
	}
	ctx = intacct.WithUsage(ranked(ctx, rank), &l.meter.usage)
	started.Go(func() {
		defer close(l.done)
		l.err = r.attempt(ctx, l)
		l.meter.end(l.err)
	})
	return l
}

// attempt reads a stream. Before its turn it gets as far as the first message.
func (r *run) attempt(ctx context.Context, l *lane) (err error) {
	defer airbyte.Recover(&err)
	reading, err := r.open(ctx, l)
	if err != nil {
		return err
	}
	close(l.opened)
	if err := reading.read(ctx); err != nil {
		return err
	}
	reading.report(time.Since(l.meter.began))
	return l.outlet.Status(reading.name, airbyte.Complete)
}

// turn emits a stream: now it is the first of those that are not done. A failure
// is the stream's own: it is reported and the others go on.
func (r *run) turn(ctx context.Context, l *lane, name string) error {
	err := r.fatal
	if err == nil {
		err = r.emit(l, name)
	}
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	r.judge(err)
	if err == nil {
		return nil
	}
	return r.out.StreamFailed(name, err)
}

// emit lets a stream's messages out, and waits until it is done.
func (r *run) emit(l *lane, name string) error {
	if err := r.out.Status(name, airbyte.Started); err != nil {
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
	if err := r.out.Status(name, airbyte.Running); err != nil {
		return err
	}
	r.emits(name)
	defer r.emits("")
	l.meter.begin()
	l.outlet.open()
	r.store.wake()
	<-l.done
	return l.err
}
