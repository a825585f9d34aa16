package airbyte

import (
	"context"
	"io"
	"sync"
)

// stoppable is a reader whose Read returns when its context is cancelled, although a read of a pipe
// that nobody writes to cannot be broken off. It reads ahead by one buffer.
type stoppable struct {
	ctx   context.Context
	r     io.Reader
	start sync.Once
	full  chan piece
	empty chan []byte
	now   piece
	rest  []byte
}

type piece struct {
	data []byte
	err  error
}

func newStoppable(ctx context.Context, r io.Reader) *stoppable {
	s := &stoppable{ctx: ctx, r: r, full: make(chan piece), empty: make(chan []byte, 2)}
	s.empty <- make([]byte, bufferSize)
	s.empty <- make([]byte, bufferSize)
	return s
}

func (s *stoppable) Read(p []byte) (int, error) {
	s.start.Do(func() { go s.pump() })
	for len(s.rest) == 0 {
		if s.now.err != nil {
			return 0, s.now.err
		}
		if err := s.next(); err != nil {
			return 0, err
		}
	}
	n := copy(p, s.rest)
	s.rest = s.rest[n:]
	return n, nil
}

// next gives the buffer in hand back and takes the next one.
func (s *stoppable) next() error {
	if s.now.data != nil {
		s.empty <- s.now.data[:cap(s.now.data)]
	}
	select {
	case s.now = <-s.full:
		s.rest = s.now.data
		return nil
	case <-s.ctx.Done():
		return context.Cause(s.ctx)
	}
}

func (s *stoppable) pump() {
	for {
		var buf []byte
		select {
		case buf = <-s.empty:
		case <-s.ctx.Done():
			return
		}
		n, err := s.r.Read(buf)
		select {
		case s.full <- piece{buf[:n], err}:
		case <-s.ctx.Done():
			return
		}
		if err != nil {
			return
		}
	}
}
