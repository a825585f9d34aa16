package airbyte

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"time"
)

// longestSilence is how long a read says nothing that the platform counts as a sign of life, which are
// RECORDs and STATEs alone. The platform ends a sync after maxSecondsBetweenMessages of the metadata,
// which is three times as long.
const longestSilence = 10 * time.Minute

// mostRepeats ends the repetition: what brings nothing for three hours is not waiting but stuck, and the
// platform is to end it.
const mostRepeats = 18

// keepAlive repeats a state whenever a read has been silent for long: while it waits for an API that
// refuses calls, for one. The result ends it.
func (e *Emitter) keepAlive(ctx context.Context) (end func()) {
	ctx, end = context.WithCancel(ctx)
	e.mu.Lock()
	e.spoke = time.Now()
	e.mu.Unlock()
	go func() {
		for wait := longestSilence; ; wait = e.repeatState() {
			timer := time.NewTimer(wait)
			select {
			case <-ctx.Done():
				timer.Stop()
				return
			case <-timer.C:
			}
		}
	}()
	return end
}

// repeatState repeats a state if it is time to, and returns how long it is until then. A failed write
// ends the command by itself.
func (e *Emitter) repeatState() time.Duration {
	e.mu.Lock()
	defer e.mu.Unlock()
	if left := longestSilence - time.Since(e.spoke); left > 0 {
		return left
	}
	if p := e.waiting(); p != nil && e.repeats < mostRepeats {
		e.repeats++
		if p.last == nil {
			p.last = json.RawMessage(`{}`) // true of a stream without a state: it begins anew
		}
		_ = e.state(p)
	}
	return longestSilence
}

// waiting is the stream whose state is repeated: one that was begun and has not ended; among these one
// whose last state covers all its records, and that has one.
func (e *Emitter) waiting() *progress {
	var best *progress
	rank := func(p *progress) int {
		switch {
		case p == nil || p.status == "" || p.ended():
			return 0
		case p.last == nil:
			return 1
		case p.unsettled > 0:
			return 2
		}
		return 3
	}
	for _, name := range slices.Sorted(maps.Keys(e.streams)) {
		if p := e.streams[name]; rank(p) > rank(best) {
			best = p
		}
	}
	return best
}
