package intacct

import (
	"bytes"
	"sync"
)

// Replies to queries are megabytes; their buffers are used again. They are kept
// apart from small ones, so that a short answer never sits in the memory of a
// page.
var (
	smallBuffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}
	largeBuffers bufferList
)

// largeBuffer is how many bytes make a buffer large.
const largeBuffer = 256 << 10

// takeBuffer returns an empty buffer for a reply of so many bytes; negative is
// not known. Whoever takes it gives it back, or hands it to openPage, whose
// page does.
func takeBuffer(size int64) *bytes.Buffer {
	if size >= 0 && size < largeBuffer {
		return smallBuffers.Get().(*bytes.Buffer)
	}
	return largeBuffers.take(size)
}

func giveBuffer(b *bytes.Buffer) {
	b.Reset()
	if b.Cap() < largeBuffer {
		smallBuffers.Put(b)
		return
	}
	largeBuffers.give(b)
}

// A bufferList holds a few idle buffers. A sync.Pool would give them up at every
// collection, and their replacements would cause the next one.
type bufferList struct {
	mu   sync.Mutex
	idle []*bytes.Buffer
}

// mostIdle is enough where a page goes before the next one comes.
const mostIdle = 1

// A buffer that grows by itself doubles, where pages differ by little.
const bufferStep = 1 << 20

// take returns a buffer with room for so many bytes, and not for many times of
// that: a page may wait for long.
func (l *bufferList) take(size int64) *bytes.Buffer {
	known := size >= 0
	size = max(size, 0) + bytes.MinRead
	l.mu.Lock()
	defer l.mu.Unlock()
	last := len(l.idle) - 1
	for i, b := range l.idle {
		if room := int64(b.Cap()); room >= size && (!known || room <= 2*size+bufferStep) {
			l.idle[i], l.idle[last] = l.idle[last], nil
			l.idle = l.idle[:last]
			return b
		}
	}
	if last == mostIdle-1 { // they are of the size of other pages
		l.idle[last] = nil
		l.idle = l.idle[:last]
	}
	return bytes.NewBuffer(make([]byte, 0, (size+bufferStep-1)/bufferStep*bufferStep))
}

func (l *bufferList) give(b *bytes.Buffer) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.idle) < mostIdle {
		l.idle = append(l.idle, b)
	}
}
