package intacct

import (
	"bytes"
	"context"
	"errors"
	"sync/atomic"
	"time"
)

// passage is the way of one request to the gateway. Whether it has left decides
// what the end of its caller's context does: what has not left never will, and
// what has may be worth waiting for.
type passage struct{ state atomic.Int32 }

const (
	passageHeld int32 = iota
	passageLeft
	passageClosed
)

// leave reports whether the request may go, and notes that it does.
func (p *passage) leave() bool {
	return p.state.CompareAndSwap(passageHeld, passageLeft) || p.left()
}

// left reports whether the gateway may have something of the request.
func (p *passage) left() bool { return p.state.Load() == passageLeft }

// close reports whether the request has not left, and keeps it from doing so.
func (p *passage) close() bool { return p.state.CompareAndSwap(passageHeld, passageClosed) }

// bound is the context of one exchange. With grace it goes on for so long after
// that of the caller has ended, if the request has left by then.
func (s *shared) bound(ctx context.Context, p *passage, grace time.Duration) (context.Context, func()) {
	if grace <= 0 {
		return context.WithTimeout(ctx, s.opts.Timeout)
	}
	bounded, cancel := context.WithTimeout(context.WithoutCancel(ctx), s.opts.Timeout)
	unhook := context.AfterFunc(ctx, func() {
		defer cancel()
		if p.close() {
			return
		}
		timer := time.NewTimer(grace)
		defer timer.Stop()
		select {
		case <-timer.C:
		case <-bounded.Done():
		}
	})
	return bounded, func() { unhook(); cancel() }
}

// errNotSent ends a request whose caller has stopped before it left.
var errNotSent = errors.New("stopped before the request was sent")

// sentBody notices when a transport takes the first byte of a request: from
// then on the gateway may have it.
type sentBody struct {
	bytes   *bytes.Reader
	passage *passage
}

func (b sentBody) Read(p []byte) (int, error) {
	if !b.passage.leave() {
		return 0, errNotSent
	}
	return b.bytes.Read(p)
}

func (b sentBody) Close() error { return nil }
