package intacct

import (
	"bytes"
	"sync"
	"testing"
)

func TestBuffersAreUsedAgain(t *testing.T) {
	var l bufferList
	large := l.take(5 << 20)
	if large.Cap() < 5<<20 || large.Cap() > 6<<20 {
		t.Errorf("a buffer of %d for 5 MiB", large.Cap())
	}
	l.give(large)
	if b := l.take(4 << 20); b != large {
		t.Error("an idle buffer that is large enough was not used")
	}
	l.give(large)
	for _, size := range []int64{9 << 20, 1 << 20} {
		if b := l.take(size); b == large || int64(b.Cap()) > size+2*bufferStep {
			t.Errorf("a buffer of %d for %d bytes", b.Cap(), size)
		}
	}
	for range 10 {
		l.give(new(bytes.Buffer))
	}
	if len(l.idle) > mostIdle {
		t.Errorf("%d buffers are kept", len(l.idle))
	}
}

func TestSmallAnswersTakeSmallBuffers(t *testing.T) {
	giveBuffer(takeBuffer(5 << 20))
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			b := takeBuffer(1000)
			if b.Cap() >= largeBuffer {
				t.Errorf("a buffer of %d for 1000 bytes", b.Cap())
			}
			giveBuffer(b)
		})
	}
	group.Wait()
}
