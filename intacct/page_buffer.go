package intacct

import (
	"bytes"
	"sync"
)

// Replies to queries are megabytes; their buffers are used again. They are kept
// apart from small ones, so that a short answer never sits in the memory of a
// page.
var smallBuffers, largeBuffers = newBuffers(), newBuffers()

// largeBuffer is how many bytes make a buffer large.
const largeBuffer = 256 << 10

func newBuffers() *sync.Pool { return &sync.Pool{New: func() any { return new(bytes.Buffer) }} }

// takeBuffer returns an empty buffer for a reply of so many bytes; negative is
// not known. Whoever takes it gives it back, or hands it to openPage, whose
// page does.
func takeBuffer(size int64) *bytes.Buffer {
	if size >= 0 && size < largeBuffer {
		return smallBuffers.Get().(*bytes.Buffer)
	}
	b := largeBuffers.Get().(*bytes.Buffer)
	if size += bytes.MinRead; int64(b.Cap()) < size {
		// A buffer that grows by itself doubles, where pages differ by little.
		const step = 1 << 20
		b = bytes.NewBuffer(make([]byte, 0, (size+step-1)/step*step))
	}
	return b
}

func giveBuffer(b *bytes.Buffer) {
	b.Reset()
	if b.Cap() < largeBuffer {
		smallBuffers.Put(b)
		return
	}
	largeBuffers.Put(b)
}
