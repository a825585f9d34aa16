package airbyte

import (
	"encoding/json"
	"io"

	"github.com/rs/zerolog"
)

// Emitter owns stdout.
type Emitter struct {
	w   io.Writer
	log zerolog.Logger
}

// NewEmitter makes an Emitter on w, for tests; [Run] makes the one a connector sees.
func NewEmitter(w io.Writer) *Emitter { return &Emitter{w: w} }

// Batch makes an empty batch of RECORD lines of one stream.
func (e *Emitter) Batch(stream string) *Batch { return &Batch{stream: stream} }

// Send writes all lines of b at once, counts them, and empties b for reuse.
func (e *Emitter) Send(b *Batch) error { return nil }

// State writes a STREAM state with the count of records since the stream's previous one, and flushes.
func (e *Emitter) State(stream string, state json.RawMessage) error { return nil }

// DestinationStats counts what became of a stream's records since its previous state.
type DestinationStats struct {
	RecordCount         int64
	RejectedRecordCount int64
}

// Echo writes a received STATE line back, byte for byte, with destinationStats added.
func (e *Emitter) Echo(raw []byte, stats DestinationStats) error { return nil }

// Status writes the status of a stream.
func (e *Emitter) Status(stream string, status StreamStatus, reasons ...Reason) error { return nil }

// Estimate writes a guess of what the stream will bring.
func (e *Emitter) Estimate(stream string, rows, bytes int64) error { return nil }

// Analytics writes a usage event.
func (e *Emitter) Analytics(event, value string) error { return nil }

// Control asks the platform to keep a changed configuration.
func (e *Emitter) Control(config json.RawMessage) error { return nil }

// StreamFailed reports a failed stream at once: INCOMPLETE, TRACE ERROR.
func (e *Emitter) StreamFailed(stream string, err error) error { return nil }

// Failures names the streams that failed so far.
func (e *Emitter) Failures() []string { return nil }

// Summary is the error that Read or Write returns last: nil if no stream failed.
func (e *Emitter) Summary() error { return nil }

// Log is the logger of the run.
func (e *Emitter) Log() *zerolog.Logger { return &e.log }

// Mask hides these values in everything written from now on.
func (e *Emitter) Mask(secrets ...string) {}

// Flush writes out what is buffered.
func (e *Emitter) Flush() error { return nil }
