package read

import (
	"bytes"
	"context"
	"encoding/json"
	"slices"
	"sync"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/intacct"
	"airbyte-sage-intacct/source/encode"
	"airbyte-sage-intacct/source/gateway"
	"airbyte-sage-intacct/source/progress"
	"airbyte-sage-intacct/source/state"
	"airbyte-sage-intacct/source/stream"
	"airbyte-sage-intacct/unified"
)

// A sink is the stream that the pages of a reading become.
type sink struct {
	name  string // in the configured catalogue
	plan  *stream.Plan
	meter *progress.Meter
	tally tally
	lines []*lineRead // of documents
	names state.Names // what the records of the entity are called

	// Of the pass under way:
	memory *state.SeenRows // nil: every row is emitted
	to     *encode.Encoder
	show   *show // nil: records are as Intacct has them
	batch  *airbyte.Batch
	record []byte // the present one, in the batch's memory
	begun  int    // where it begins there
	sent   int    // of the present page
	stamp  []byte // how records of the present page end that say when they were read
}

// newSink begins with nothing.
func newSink(name string, plan *stream.Plan, meter *progress.Meter) *sink {
	f := &sink{name: name, plan: plan, meter: meter}
	for _, of := range plan.Lines {
		f.lines = append(f.lines, &lineRead{LinePlan: of})
	}
	return f
}

// A tally counts what becomes of a stream's rows.
type tally struct {
	emitted int64
	held    int64 // not emitted, because an earlier run did
}

// begin starts a pass.
func (f *sink) begin(out *airbyte.Emitter) {
	f.batch, f.to = out.Batch(f.name), encode.NewEncoder(f.plan.Layout())
	if f.plan.View != nil {
		f.show = newShow(f)
	}
}

// draw makes the page's present record one of the stream.
func (f *sink) draw(page *intacct.Page) (err error) {
	if f.show != nil {
		f.show.record, err = f.to.Record(f.show.record[:0], page)
		return err
	}
	f.record = f.batch.Open()
	f.begun = len(f.record)
	if f.record, err = f.to.Record(f.record, page); err == nil && f.to.Row.Text == nil {
		f.to.Row.ID = state.Fingerprint(f.record[f.begun:]) // nothing else tells the rows of the object apart
	}
	return err
}

// noteText takes in the key of a page's present record, if that is a text.
func (f *sink) noteText(page *intacct.Page, r *state.Row) {
	if f.memory == nil || f.memory.Texts == nil {
		return
	}
	text, _ := page.Record().Get(f.plan.ParentKey.Field)
	owner, ok := gateway.ParseInteger(bytes.TrimSpace(text))
	if ok && owner > 0 { // what nothing owns is in no range
		f.memory.Texts.Add(state.OwnedText{Owner: owner, Text: string(r.Text)})
	}
}

// noteName notes what the present record is called.
func (f *sink) noteName() {
	if f.plan.Called != nil && f.memory != nil {
		f.names.Add(f.to.Row.Number, f.to.Row.Called)
	}
}

// keep puts the record that was drawn into the batch, unless an earlier run
// emitted it.
func (f *sink) keep() {
	if f.show != nil {
		f.show.keep()
		return
	}
	f.noteName()
	if f.memory != nil && f.memory.Repeats(&f.to.Row, f.record[f.begun:]) {
		f.tally.held++
		return
	}
	f.batch.Close(stream.Stamped(f.record, f.stamp), f.to.Changes)
}

// isNew reports whether the record that was kept last is one that no earlier run
// emitted. Documents are compared later, with their lines: of those it counts
// whether they were seen before at all.
func (f *sink) isNew(held int64) bool {
	if f.memory == nil {
		return false
	}
	if f.show != nil && len(f.plan.Lines) > 0 {
		return f.memory.IsNew(&f.to.Row)
	}
	return f.tally.held == held
}

// empty says that the present page has brought no lines.
func (f *sink) empty() bool { return f.batch.Len() == 0 && (f.show == nil || len(f.show.held) == 0) }

// reset throws the lines of a page away.
func (f *sink) reset() {
	f.batch.Reset()
	if f.show != nil {
		f.show.held = nil
	}
}

// reverse turns the order of a page's lines round.
func (f *sink) reverse() {
	f.batch.Reverse()
	if f.show != nil {
		slices.Reverse(f.show.held)
	}
}

// A show turns the records of a feed into those of a table of the unified
// accounting schema. The encoder makes of a row what a raw stream would have;
// the show takes its values from there.
type show struct {
	feed   *sink
	view   *unified.View
	shape  *encode.Shape
	record []byte // as the encoder made it
	held   []*document
}

func newShow(f *sink) *show {
	return &show{feed: f, view: f.plan.View, shape: encode.NewShape(f.plan.Asked, f.plan.View.Custom())}
}

// keep puts the present record into the batch, or, if it has lines, on the
// list of those that wait for them.
func (s *show) keep() {
	f := s.feed
	if len(f.plan.Lines) > 0 {
		if f.memory != nil {
			f.memory.Keys.Add(f.to.Row.Number)
		}
		s.held = append(s.held, newDocument(f.to, s.shape, s.record))
		return
	}
	s.put(&f.to.Row, s.shape.Values(s.record), f.to.Changes)
}

// put writes a record, unless an earlier run emitted it.
func (s *show) put(of *state.Row, record unified.Row, changes []airbyte.Change, inLines ...airbyte.Change) {
	f := s.feed
	dst := f.batch.Open()
	begun := len(dst)
	dst = s.view.Append(dst, record)
	dst = append(append(dst[:len(dst)-1], f.plan.Trailing...), '}')
	if f.memory != nil && f.memory.Repeats(of, dst[begun:]) {
		f.tally.held++
		return
	}
	if len(changes) > 0 {
		changes = encode.ShownChanges(s.view.Record(), changes)
	}
	f.batch.Close(dst, slices.Concat(changes, inLines))
}

// A document is a record that waits for its lines.
type document struct {
	row     state.Row
	record  *encode.Values
	changes []airbyte.Change
	inLines []airbyte.Change // as shown, without repetitions
}

func newDocument(t *encode.Encoder, s *encode.Shape, record []byte) *document {
	d := &document{row: t.Row, record: s.Values(bytes.Clone(record)), changes: slices.Clone(t.Changes)}
	d.row.Text = nil // it lies in the page
	d.record.LinesOf = make(map[string][]unified.Row)
	return d
}

// A lineRead is how far it is known how documents have their lines.
type lineRead struct {
	*stream.LinePlan
	// each is how many lines a document has, about.
	each float64
	mu   sync.Mutex // over the columns, which count what cannot be read
	// sparse says that lines that are counted need not be shown.
	sparse bool
	gaps   int // reads that brought fewer lines than were counted
	// bare is how many documents came without a line, until one has one or the
	// object turns out to have rows.
	bare  int
	lined bool
}

// A gatedEmitter is the emitter as one stream sees it. Streams are read ahead of
// their turn and emitted one after another: every message but a log line waits
// until those of the streams before are out.
type gatedEmitter struct {
	*airbyte.Emitter
	turn   chan struct{} // closed when it is the stream's turn
	cancel <-chan struct{}
	cause  func() error
}

func newGatedEmitter(ctx context.Context, out *airbyte.Emitter) *gatedEmitter {
	return &gatedEmitter{
		Emitter: out, turn: make(chan struct{}),
		cancel: ctx.Done(), cause: func() error { return context.Cause(ctx) },
	}
}

// open says that it is the stream's turn.
func (o *gatedEmitter) open() { close(o.turn) }

// Opened is closed when it is.
func (o *gatedEmitter) Opened() <-chan struct{} { return o.turn }

// IsOpen reports whether it is.
func (o *gatedEmitter) IsOpen() bool {
	select {
	case <-o.turn:
		return true
	default:
		return false
	}
}

// await waits for the turn.
func (o *gatedEmitter) await() error {
	select {
	case <-o.turn:
		return nil
	case <-o.cancel:
		return o.cause()
	}
}

func (o *gatedEmitter) Send(b *airbyte.Batch) error {
	if err := o.await(); err != nil {
		return err
	}
	return o.Emitter.Send(b)
}

func (o *gatedEmitter) State(stream string, state json.RawMessage) error {
	if err := o.await(); err != nil {
		return err
	}
	return o.Emitter.State(stream, state)
}

func (o *gatedEmitter) Status(stream string, status airbyte.StreamStatus, reasons ...airbyte.Reason) error {
	if err := o.await(); err != nil {
		return err
	}
	return o.Emitter.Status(stream, status, reasons...)
}

func (o *gatedEmitter) Estimate(stream string, rows, bytes int64) error {
	if err := o.await(); err != nil {
		return err
	}
	return o.Emitter.Estimate(stream, rows, bytes)
}
