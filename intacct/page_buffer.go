package intacct

import (
	"bytes"
	"sync"
)

// Replies to queries are megabytes; their buffers are used again.
var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// takeBuffer returns an empty buffer for a reply. Whoever takes it gives it
// back, or hands it to openPage, whose page does.
func takeBuffer() *bytes.Buffer {
	return buffers.Get().(*bytes.Buffer)
}

func giveBuffer(b *bytes.Buffer) {
	b.Reset()
	buffers.Put(b)
}
