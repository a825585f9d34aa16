package airbyte

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"sync"
	"time"

	"github.com/rs/zerolog"

	"airbyte-sage-intacct/internal/mask"
)

const (
	bufferSize    = 64 << 10
	flushInterval = time.Second
)

var (
	errEmptyRecord = errors.New("it has no fields; Airbyte would drop it without a word")
	errLineBreak   = errors.New("its data holds a line break")
	errClosed      = errors.New("the command has ended")
)

// Emitter owns stdout. It may be used by any number of goroutines. Everything but records is
// written out at once; records wait at most a second. The first write that fails cancels the
// command's context, and every later call returns its error.
type Emitter struct {
	ctx    context.Context
	cancel context.CancelCauseFunc
	now    func() time.Time
	log    zerolog.Logger
	secret mask.Set

	mu        sync.Mutex // guards all below and the order of lines
	w         io.Writer
	buf       []byte
	timer     *time.Timer
	err       error
	streams   map[string]*progress
	sealed    bool // streams holds all there are
	statuses  bool // a failed stream is also said to be INCOMPLETE: sources only
	failures  []streamFailure
	lastError int64
	spoke     time.Time // when a RECORD or STATE was last sent
	repeats   int       // states repeated since anything new was
}

// NewEmitter makes an Emitter on w, for tests; [Run] makes the one a connector sees.
func NewEmitter(w io.Writer) *Emitter {
	return newEmitter(context.Background(), func(error) {}, w, time.Now)
}

func newEmitter(ctx context.Context, cancel context.CancelCauseFunc, w io.Writer, now func() time.Time) *Emitter {
	e := &Emitter{
		ctx: ctx, cancel: cancel, now: now, w: w,
		streams: map[string]*progress{}, statuses: true,
	}
	e.log = zerolog.New(logWriter{e}).Level(zerolog.InfoLevel)
	return e
}

// Log is the logger of the run: its lines become LOG messages, with secrets masked.
func (e *Emitter) Log() *zerolog.Logger { return &e.log }

// Mask hides these values in all logs, errors and status messages from now on.
func (e *Emitter) Mask(secrets ...string) { e.secret.Add(secrets...) }

// Shown is a text as it may be shown, and kept: its secrets are masked, and control characters do not
// act on who reads it. It is for files beside stdout; messages are treated so of themselves.
func (e *Emitter) Shown(text string) string { return oneLine(e.secret.Hide(text)) }

// Send writes all lines of b at once, counts them, and empties b for reuse.
func (e *Emitter) Send(b *Batch) error {
	defer b.Reset()
	if b.err != nil {
		return b.err
	}
	if b.count == 0 {
		return nil
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	stream, err := e.stream(b.stream)
	if err != nil {
		return err
	}
	if err := stream.mayEmit(b.stream); err != nil {
		return err
	}
	stream.unsettled += int64(b.count)
	e.repeats, e.spoke = 0, time.Now()
	if err := e.write(b.buf[:b.end]); err != nil {
		return err
	}
	return e.flushSoon()
}

// State writes a STREAM state, a JSON object, with the count of the stream's records since its
// previous one.
func (e *Emitter) State(stream string, state json.RawMessage) error {
	state, err := compactObject(state)
	if err != nil {
		return fmt.Errorf("the state of stream %s: %w", stream, err)
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	s, err := e.stream(stream)
	if err != nil {
		return err
	}
	if err := s.mayEmit(stream); err != nil {
		return err
	}
	s.last, s.states, e.repeats = state, s.states+1, 0
	return e.state(s)
}

// state writes the last state of a stream, with what it counts.
func (e *Emitter) state(s *progress) error {
	count := s.unsettled
	s.unsettled, e.spoke = 0, time.Now()
	return e.message(Message{Type: TypeState, State: &State{
		Type:        StreamStateType,
		Stream:      &StreamState{Descriptor: s.descriptor, State: s.last},
		SourceStats: &StateStats{RecordCount: double(count)},
	}})
}

// double writes a count as the protocol wants it: with a decimal point.
func double(count int64) json.Number {
	return json.Number(strconv.FormatInt(count, 10) + ".0")
}

// Control asks the platform to keep a changed configuration, given whole.
func (e *Emitter) Control(config json.RawMessage) error {
	config, err := compactObject(config)
	if err != nil {
		return fmt.Errorf("the configuration to keep: %w", err)
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.message(Message{Type: TypeControl, Control: &Control{
		Type: ConnectorConfigControl, EmittedAt: e.now().UnixMilli(),
		ConnectorConfig: &ConnectorConfig{Config: config},
	}})
}

// Flush writes out what is buffered.
func (e *Emitter) Flush() error {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.flush()
}

// close writes out what is buffered and refuses everything from then on.
func (e *Emitter) close() error {
	e.mu.Lock()
	defer e.mu.Unlock()
	err := e.flush()
	if e.err == nil {
		e.err = errClosed
	}
	return err
}

// send writes a message that is not a RECORD.
func (e *Emitter) send(m Message) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.message(m)
}

// message is send under the lock.
func (e *Emitter) message(m Message) error {
	line, err := marshal(m)
	if err != nil {
		return fmt.Errorf("a %s message: %w", m.Type, err)
	}
	return e.line(line)
}

// line writes one message and everything before it.
func (e *Emitter) line(line []byte) error {
	if err := e.write(append(line, '\n')); err != nil {
		return err
	}
	return e.flush()
}

// write buffers whole lines; what does not fit goes out without being copied.
func (e *Emitter) write(lines []byte) error {
	if e.err != nil {
		return e.err
	}
	if len(e.buf)+len(lines) <= bufferSize {
		e.buf = append(e.buf, lines...)
		return nil
	}
	if err := e.flush(); err != nil {
		return err
	}
	return e.put(lines)
}

// flushSoon bounds how long records wait for company: a second, and no time at all in a command that
// is about to end.
func (e *Emitter) flushSoon() error {
	if e.ctx.Err() != nil {
		return e.flush()
	}
	if e.timer == nil && len(e.buf) > 0 {
		e.timer = time.AfterFunc(flushInterval, func() { _ = e.Flush() })
	}
	return nil
}

func (e *Emitter) flush() error {
	if e.timer != nil {
		e.timer.Stop()
		e.timer = nil
	}
	if e.err != nil || len(e.buf) == 0 {
		return e.err
	}
	err := e.put(e.buf)
	e.buf = e.buf[:0]
	return err
}

func (e *Emitter) put(lines []byte) error {
	if _, err := e.w.Write(lines); err != nil {
		e.err = &outputError{err}
		e.cancel(e.err)
	}
	return e.err
}

// outputError is a failed write to stdout: nobody is there to be told.
type outputError struct{ err error }

func (e *outputError) Error() string { return "writing to stdout: " + e.err.Error() }
func (e *outputError) Unwrap() error { return e.err }
