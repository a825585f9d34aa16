package intacct

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"
)

var (
	// errTooLarge ends the reading of a reply beyond the bound.
	errTooLarge = errors.New("the answer is larger than this connector takes")
	// errDrips ends the reading of a reply that comes by drops, which could
	// otherwise keep a request busy up to its time-out again and again.
	errDrips = errors.New("the answer comes too slowly")
)

const (
	// A reply above this size is received alone: several of them at once would
	// need as many times their memory.
	largeReply = 16 << 20
	// dripStep is what has to come in each Drip.
	dripStep = 64 << 10
)

// unpackedLength is how many bytes an answer has; negative is not known, or not
// believed.
func unpackedLength(response *http.Response, limit int64) int64 {
	if response.Header.Get("Content-Encoding") != "" || response.ContentLength > limit {
		return -1
	}
	return response.ContentLength
}

// receive reads an answer's body, unpacked, up to the bound. giveUp ends the
// exchange, and with it a read that waits.
func (s *shared) receive(ctx context.Context, into *bytes.Buffer, response *http.Response, giveUp context.CancelCauseFunc) error {
	limit := s.opts.MaxReply
	if response.ContentLength > limit {
		return tooLarge(limit)
	}
	paced := newPaced(response.Body, s.opts.Drip, giveUp)
	defer paced.stop()
	body := io.Reader(paced)
	switch encoding := strings.ToLower(response.Header.Get("Content-Encoding")); encoding {
	case "", "identity":
		if n := int(response.ContentLength); n > 0 {
			enlarge(into, n+bytes.MinRead)
		}
	case "gzip", "x-gzip":
		unpacked, err := gzip.NewReader(paced)
		if err != nil {
			return fmt.Errorf("unpack the answer: %w", err)
		}
		defer func() { _ = unpacked.Close() }() // its errors came with reading
		body = unpacked
	default:
		return plainly("the answer is encoded as %q, which was not asked for", shownName(encoding))
	}
	return s.fill(ctx, into, body)
}

func tooLarge(limit int64) error {
	if limit%(1<<20) != 0 {
		return fmt.Errorf("%w: more than %d bytes", errTooLarge, limit)
	}
	return fmt.Errorf("%w: more than %d MiB", errTooLarge, limit>>20)
}

// fill reads to the end or the bound. What is large waits for its turn.
func (s *shared) fill(ctx context.Context, into *bytes.Buffer, body io.Reader) error {
	alone := false
	defer func() {
		if alone {
			<-s.large
		}
	}()
	for {
		if into.Available() == 0 {
			enlarge(into, into.Cap()+max(bufferStep, into.Cap()/4))
		}
		room := min(int64(into.Available()), s.opts.MaxReply+1-int64(into.Len()))
		n, err := body.Read(into.AvailableBuffer()[:room])
		into.Write(into.AvailableBuffer()[:n])
		switch {
		case int64(into.Len()) > s.opts.MaxReply:
			return tooLarge(s.opts.MaxReply)
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return fmt.Errorf("read the answer: %w", err)
		}
		if into.Len() > largeReply && !alone {
			select {
			case s.large <- struct{}{}:
				alone = true
			case <-ctx.Done():
				return fmt.Errorf("read the answer: %w", context.Cause(ctx))
			}
		}
	}
}

// enlarge gives a buffer room for so many bytes in all. By itself it would
// double, where replies differ by little.
func enlarge(b *bytes.Buffer, size int) {
	if size > b.Cap() {
		grown := make([]byte, b.Len(), size)
		copy(grown, b.Bytes())
		*b = *bytes.NewBuffer(grown)
	}
}

// paced is a body that has to come at a pace; the exchange is given up where it
// does not.
type paced struct {
	body  io.Reader
	pace  time.Duration
	timer *time.Timer
	left  int // bytes that have to come before the timer goes off
}

func newPaced(body io.Reader, pace time.Duration, giveUp context.CancelCauseFunc) *paced {
	timer := time.AfterFunc(pace, func() {
		giveUp(fmt.Errorf("%w: less than %d KiB in %s", errDrips, dripStep>>10, pace))
	})
	return &paced{body: body, pace: pace, timer: timer, left: dripStep}
}

func (p *paced) Read(into []byte) (int, error) {
	n, err := p.body.Read(into)
	if p.left -= n; p.left <= 0 && p.timer.Stop() {
		p.left = dripStep
		p.timer.Reset(p.pace)
	}
	return n, err
}

func (p *paced) stop() { p.timer.Stop() }
