package source

import (
	"context"
	"encoding/json"

	"airbyte-sage-intacct/airbyte"
)

// An outlet is the emitter as one stream sees it. Streams are read ahead of
// their turn and emitted one after another: every message but a log line waits
// until those of the streams before are out.
type outlet struct {
	*airbyte.Emitter
	turn   chan struct{} // closed when it is the stream's turn
	cancel <-chan struct{}
	cause  func() error
}

func newOutlet(ctx context.Context, out *airbyte.Emitter) *outlet {
	return &outlet{
		Emitter: out, turn: make(chan struct{}),
		cancel: ctx.Done(), cause: func() error { return context.Cause(ctx) },
	}
}

// open says that it is the stream's turn.
func (o *outlet) open() { close(o.turn) }

// Opened is closed when it is.
func (o *outlet) Opened() <-chan struct{} { return o.turn }

// IsOpen reports whether it is.
func (o *outlet) IsOpen() bool {
	select {
	case <-o.turn:
		return true
	default:
		return false
	}
}

// await waits for the turn.
func (o *outlet) await() error {
	select {
	case <-o.turn:
		return nil
	case <-o.cancel:
		return o.cause()
	}
}

// Send, State, Status and Estimate are the emitter's, in turn.

func (o *outlet) Send(b *airbyte.Batch) error {
	if err := o.await(); err != nil {
		return err
	}
	return o.Emitter.Send(b)
}

func (o *outlet) State(stream string, state json.RawMessage) error {
	if err := o.await(); err != nil {
		return err
	}
	return o.Emitter.State(stream, state)
}

func (o *outlet) Status(stream string, status airbyte.StreamStatus, reasons ...airbyte.Reason) error {
	if err := o.await(); err != nil {
		return err
	}
	return o.Emitter.Status(stream, status, reasons...)
}

func (o *outlet) Estimate(stream string, rows, bytes int64) error {
	if err := o.await(); err != nil {
		return err
	}
	return o.Emitter.Estimate(stream, rows, bytes)
}
