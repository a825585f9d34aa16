package paging

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
)

func yes() bool { return true }
func no() bool  { return false }

func TestStoreBoundsWhatIsAhead(t *testing.T) {
	s := NewBudget(100)
	plain := need{urgent: no, modest: no}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	waits := func(bytes int64, d need) bool { return errors.Is(s.take(gone, bytes, d), context.Canceled) }
	if waits(60, plain) || !waits(50, plain) || waits(40, plain) || !waits(1, plain) {
		t.Error("not bounded by its size")
	}
	if waits(500, need{urgent: yes, modest: no}) {
		t.Error("what is urgent waits")
	}
	s.give(600)
	if modest := (need{urgent: no, modest: yes}); !waits(51, modest) || waits(50, modest) || !waits(1, modest) {
		t.Error("modest demands do not leave a half")
	}
	s.give(50)
	if s.free != s.size {
		t.Errorf("%d of %d are free", s.free, s.size)
	}
}

func TestStoreWakesWhoWaits(t *testing.T) {
	s := NewBudget(100)
	var turn atomic.Bool
	taken := make(chan error)
	take := func(bytes int64) {
		go func() { taken <- s.take(t.Context(), bytes, need{urgent: turn.Load, modest: no}) }()
	}
	take(80)
	if err := <-taken; err != nil {
		t.Fatal(err)
	}
	take(80)
	s.give(80)
	if err := <-taken; err != nil {
		t.Fatal(err)
	}
	take(80)
	turn.Store(true)
	s.Wake()
	if err := <-taken; err != nil {
		t.Fatal(err)
	}
}
