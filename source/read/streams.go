package read

import (
	"context"
	"errors"
	"sync"
	"time"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/intacct"
	"airbyte-sage-intacct/source/config"
	"airbyte-sage-intacct/source/deletes"
	"airbyte-sage-intacct/source/paging"
	"airbyte-sage-intacct/source/progress"
	"airbyte-sage-intacct/source/zones"
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

// New begins a read, before its configuration is known.
func New(states *airbyte.States, out *airbyte.Emitter) *Reader {
	return &Reader{out: out, states: states, budget: paging.NewBudget(paging.BudgetSize), learned: make(chan struct{})}
}

// Read reads the streams of a catalogue.
func (r *Reader) Read(ctx context.Context, settings *config.Settings, client *intacct.Client, catalog *airbyte.ConfiguredCatalog) error {
	defer thrifty()()
	r.settings, r.client = settings, client
	r.trail = &deletes.AuditTrail{Client: client, Settings: settings, Log: r.out.Log(), Catalog: catalog, States: r.states}
	defer func() { r.table.Close(r.out, client.Calls()) }()
	if err := client.Ping(ctx); err != nil {
		return err
	}
	if err := r.read(ctx, catalog); err != nil {
		return err
	}
	return r.out.Summary()
}

// A read makes next to no garbage: its memory is the pages on their way. To look
// at it early costs a few milliseconds a minute.
const (
	collectAt  = 50       // percent of growth
	collectAll = 26 << 20 // bytes, above which all is collected at every occasion
)

func thrifty() (restore func()) { return airbyte.Thrifty(collectAt, collectAll) }

// open prepares the readings of a stream: what there is, what is wanted of it, and
// how far an earlier run came. It reads no rows.
func (r *Reader) open(ctx context.Context, l *streamRead) ([]*objectRead, error) {
	parts, err := r.entityIDs(ctx)
	if err != nil {
		return nil, err
	}
	b, err := r.checkpointer(ctx, l.configured)
	if err != nil {
		return nil, err
	}
	var readings []*objectRead
	for _, saved := range b.objects {
		f := newSink(l.name(), saved.plan, l.meter)
		saved.begin(parts)
		rd := &objectRead{
			reader: r, settings: r.settings, format: r.format, client: r.client,
			name: f.name, plan: f.plan, meter: f.meter, sink: f, out: l.outlet,
			mode: l.configured.SyncMode, parts: parts, check: b, saved: saved,
		}
		rd.zones = zones.NewObject(r.zones, f.plan, f.name)
		rd.size = paging.NewSizer(r.settings.PageSize, rd.smaller)
		rd.records = &deletes.Records{Plan: f.plan, Settings: r.settings, Size: rd.size, Top: r.client, Client: r.client, Bearable: rd.bearable}
		saved.learned = rd.size.Learned
		readings = append(readings, rd)
	}
	for _, rd := range readings {
		if err := rd.rememberPages(ctx); err != nil {
			return nil, err
		}
		rd.announce()
	}
	return readings, nil
}

// report says how the reading of a stream went.
func (r *Reader) report(l *streamRead, readings []*objectRead) {
	log, stream := r.out.Log(), l.name()
	var sum tally
	for _, rd := range readings {
		for _, c := range rd.plan.Asked {
			if c.Nulled > 0 {
				log.Warn().Msgf("%s: %d values of the field %s are not %s; they are null", stream, c.Nulled, c.Field, c.Kind)
			}
			c.Mended.Warn(log, stream, c.Field)
		}
		for _, of := range rd.plan.Lines {
			for _, c := range of.Asked {
				c.Mended.Warn(log, stream, of.Object+"."+c.Field)
			}
		}
		rd.warnHidden(stream)
		sum.emitted += rd.sink.tally.emitted
		sum.held += rd.sink.tally.held
	}
	log.Info().Int64("records", sum.emitted).Int64("unchanged", sum.held).
		Msgf("%s read in %s", stream, time.Since(l.meter.Began).Round(time.Millisecond))
}
