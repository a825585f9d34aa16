package sandbox

import (
	"context"
	"sync"
	"time"
)

// limits keeps the numbers of requests down, at once and by the minute.
type limits struct {
	slots chan struct{}
	queue time.Duration

	mu     sync.Mutex
	rate   int
	minute time.Time
	spent  int
}

func newLimits(s Settings) *limits {
	l := &limits{queue: s.Queue, rate: s.Rate}
	if s.Concurrency > 0 {
		l.slots = make(chan struct{}, s.Concurrency)
	}
	return l
}

// within reports whether one more request fits into this minute.
func (l *limits) within(now time.Time) bool {
	if l.rate <= 0 {
		return true
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if minute := now.Truncate(time.Minute); !minute.Equal(l.minute) {
		l.minute, l.spent = minute, 0
	}
	l.spent++
	return l.spent <= l.rate
}

// enter waits for a place among the requests worked on, and reports whether
// there was one in time.
func (l *limits) enter(ctx context.Context) (leave func(), entered bool) {
	if l.slots == nil {
		return func() {}, true
	}
	leave = func() { <-l.slots }
	select {
	case l.slots <- struct{}{}:
		return leave, true
	default:
	}
	if l.queue < 0 {
		return nil, false
	}
	timer := time.NewTimer(l.queue)
	defer timer.Stop()
	select {
	case l.slots <- struct{}{}:
		return leave, true
	case <-timer.C:
		return nil, false
	case <-ctx.Done():
		return nil, false
	}
}
