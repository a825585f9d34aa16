package read

import (
	"context"
	"encoding/json"

	"airbyte-sage-intacct/airbyte"
)

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

// Send, State, Status and Estimate are the emitter's, in turn.

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
