package paging

import (
	"context"
	"testing"
	"time"

	"airbyte-sage-intacct/intacct"
)

// line is a pace with requests on it that end when the test says so.
type line struct {
	*Limiter
	t     testing.TB
	dones []func(intacct.Exchanged)
}

func (l *line) admit() {
	l.t.Helper()
	done, err := l.Admit(l.t.Context())
	if err != nil {
		l.t.Fatal(err)
	}
	l.dones = append(l.dones, done)
}

// waits says whether another request would have to; if not, it is on the line.
func (l *line) waits() bool {
	l.t.Helper()
	l.mu.Lock()
	full := l.running >= l.limit
	l.mu.Unlock()
	if !full {
		l.admit()
	}
	return full
}

// rounds lets as many requests as may be on the line take so long, several times.
func (l *line) rounds(n int, took time.Duration) {
	for range n {
		for !l.waits() {
		}
		for _, done := range l.dones {
			done(intacct.Exchanged{Took: took, Bytes: 1 << 20, Whole: true})
		}
		l.dones = nil
	}
}

// most fills the line and says how many requests are on it.
func (l *line) most() int {
	for !l.waits() {
	}
	return len(l.dones)
}

func TestPaceRisesWhileTimesDoNot(t *testing.T) {
	l := &line{Limiter: NewLimiter(5), t: t}
	if n := l.most(); n != 2 {
		t.Errorf("it begins with %d", n)
	}
	l.rounds(6, 200*time.Millisecond)
	if n := l.most(); n != 5 {
		t.Errorf("%d after quick answers", n)
	}
	alone := &line{Limiter: NewLimiter(1), t: t}
	alone.rounds(6, time.Millisecond)
	if n := alone.most(); n != 1 {
		t.Errorf("%d where one is allowed", n)
	}
}

// TestPaceFallsWhereRequestsQueue plays a gateway that works on two requests at
// once and lets others wait.
func TestPaceFallsWhereRequestsQueue(t *testing.T) {
	l := &line{Limiter: NewLimiter(8), t: t}
	high := 0
	for range 200 {
		n := l.most()
		high = max(high, n)
		took := 200 * time.Millisecond * time.Duration(n+1) / 2
		if n <= 2 {
			took = 200 * time.Millisecond
		}
		for _, done := range l.dones {
			done(intacct.Exchanged{Took: took, Bytes: 1 << 20, Whole: true})
		}
		l.dones = nil
	}
	if n := l.most(); n > 3 || high > 5 {
		t.Errorf("%d at the end, %d at most", n, high)
	}
}

func TestPaceHalvesAndRecoversSlowly(t *testing.T) {
	l := &line{Limiter: NewLimiter(8), t: t}
	l.rounds(20, 100*time.Millisecond)
	if n := l.most(); n != 8 {
		t.Fatalf("%d at first", n)
	}
	l.rounds(1, 100*time.Millisecond)
	l.Throttled()
	if n := l.most(); n != 4 {
		t.Errorf("%d after one refusal", n)
	}
	l.Throttled()
	l.rounds(1, 100*time.Millisecond)
	if n := l.most(); n != 2 {
		t.Errorf("%d after two", n)
	}
	l.rounds(2, 100*time.Millisecond)
	if n := l.most(); n != 2 {
		t.Errorf("%d soon after", n)
	}
	l.rounds(200, 100*time.Millisecond)
	if n := l.most(); n != 8 {
		t.Errorf("%d long after", n)
	}
}

func TestPaceLetsTheFirstStreamGoFirst(t *testing.T) {
	l := &line{Limiter: NewLimiter(2), t: t}
	l.admit()
	l.admit()
	order := make(chan int, 3)
	for i, rank := range []int{7, 3, 5} {
		go func() {
			done, err := l.Admit(Ranked(t.Context(), rank))
			if err != nil {
				t.Error(err)
				return
			}
			order <- rank
			done(intacct.Exchanged{})
		}()
		waitFor(t, func() bool { l.mu.Lock(); defer l.mu.Unlock(); return len(l.waiting) == i+1 })
	}
	l.dones[0](intacct.Exchanged{})
	for _, want := range []int{3, 5, 7} {
		if rank := <-order; rank != want {
			t.Errorf("rank %d went, want %d", rank, want)
		}
	}
}

// TestPaceForgetsWhoGivesUp: a request that is cancelled while it waits, or just
// as it may go, leaves its place to others.
func TestPaceForgetsWhoGivesUp(t *testing.T) {
	p := NewLimiter(2)
	for range 200 {
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan struct{})
		for range 4 {
			go func() {
				if done, err := p.Admit(ctx); err == nil {
					done(intacct.Exchanged{})
				}
				ended <- struct{}{}
			}()
		}
		cancel()
		for range 4 {
			<-ended
		}
	}
	if p.running != 0 || len(p.waiting) != 0 {
		t.Errorf("%d run and %d wait", p.running, len(p.waiting))
	}
}

func waitFor(t testing.TB, what func() bool) {
	t.Helper()
	for end := time.Now().Add(5 * time.Second); !what(); time.Sleep(100 * time.Microsecond) {
		if time.Now().After(end) {
			t.Fatal("it does not happen")
		}
	}
}
