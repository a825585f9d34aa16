package read

import (
	"context"
	"errors"
	"sync"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/intacct"
	"airbyte-sage-intacct/source/paging"
	"airbyte-sage-intacct/source/progress"
)

// A streamRead is a stream on its way through a read. Streams are read at once, so
// that there is something to fetch while others come to their ends; they are
// emitted one after another, in the order of the configured catalogue.
type streamRead struct {
	configured *airbyte.ConfiguredStream
	outlet     *gatedEmitter
	meter      *progress.Meter
	opened     chan struct{} // closed when it is known what to read
	done       chan struct{} // closed when the stream was read to its end, or failed
	err        error
}

func (l *streamRead) name() string { return l.configured.Stream.Name }

// read reads the streams of a catalogue. The error is that of the whole run.
func (r *Reader) read(ctx context.Context, catalog *airbyte.ConfiguredCatalog) error {
	ahead, stop := context.WithCancel(ctx)
	var started sync.WaitGroup
	defer started.Wait()
	defer stop()
	streams := make([]*streamRead, len(catalog.Streams))
	next := 0
	start := func(upTo int) {
		for ; next < min(upTo, len(streams)) && r.fatal == nil; next++ {
			streams[next] = r.start(ahead, next, &catalog.Streams[next], &started)
		}
	}
	start(1)
	if err := r.learnFormat(ctx); err != nil {
		return err
	}
	for i := range streams {
		start(i + 1 + r.streamsAhead())
		if err := r.turn(ctx, streams[i], catalog.Streams[i].Stream.Name); err != nil {
			return err
		}
		if r.fatal != nil {
			stop()
		}
	}
	return nil
}

// streamsAhead is how many streams are read ahead of their turn. Where calls are
// counted, they go to rows that are sure to be emitted.
func (r *Reader) streamsAhead() int {
	if r.settings.Concurrency == 1 || r.settings.MaxCalls > 0 {
		return 0
	}
	return r.settings.Concurrency
}

// start begins to read a stream.
func (r *Reader) start(ctx context.Context, rank int, configured *airbyte.ConfiguredStream, started *sync.WaitGroup) *streamRead {
	l := &streamRead{
		configured: configured, outlet: newGatedEmitter(ctx, r.out), meter: r.table.Open(configured.Stream.Name, r.out),
		opened: make(chan struct{}), done: make(chan struct{}),
	}
	ctx = intacct.WithUsage(paging.Ranked(ctx, rank), &l.meter.Usage)
	started.Go(func() {
		defer close(l.done)
		l.err = r.attempt(ctx, l)
		l.meter.End(l.err)
	})
	return l
}

// attempt reads a stream. Before its turn it gets as far as the first message.
func (r *Reader) attempt(ctx context.Context, l *streamRead) (err error) {
	defer airbyte.Recover(&err)
	readings, err := r.open(ctx, l)
	if err != nil {
		return err
	}
	close(l.opened)
	for _, reading := range readings {
		if err := reading.read(ctx); err != nil {
			return err
		}
	}
	for _, reading := range readings {
		if reading.excess != nil { // more is gone of it than may be
			return reading.excess
		}
	}
	r.report(l, readings)
	return l.outlet.Status(l.name(), airbyte.Complete)
}

// turn emits a stream: now it is the first of those that are not done. A failure
// is the stream's own: it is reported and the others go on.
func (r *Reader) turn(ctx context.Context, l *streamRead, name string) error {
	err := r.fatal
	switch {
	case err == nil:
		err = r.emit(l)
	case l != nil: // it was stopped for what ends the run, unless it had failed before
		<-l.done
		if l.err != nil && !errors.Is(l.err, context.Canceled) {
			err = l.err
		}
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
func (r *Reader) emit(l *streamRead) error {
	if err := r.out.Status(l.name(), airbyte.Started); err != nil {
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
	if err := r.out.Status(l.name(), airbyte.Running); err != nil {
		return err
	}
	r.emits(l.name())
	defer r.emits("")
	l.meter.Begin()
	l.outlet.open()
	r.budget.Wake()
	<-l.done
	return l.err
}
