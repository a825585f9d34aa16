package source

import (
	"bytes"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/intacct"
	"airbyte-sage-intacct/sandbox"
)

// statesOverTime notes how long a read has run whenever it prints a state.
type statesOverTime struct {
	bytes.Buffer
	lock  sync.Mutex
	began time.Time
	at    []time.Duration
}

// refuses reports whether the second state came no longer ago.
func (s *statesOverTime) refuses(most time.Duration) bool {
	s.lock.Lock()
	defer s.lock.Unlock()
	return len(s.at) >= 2 && time.Since(s.began)-s.at[1] < most
}

func (s *statesOverTime) Write(p []byte) (int, error) {
	s.lock.Lock()
	defer s.lock.Unlock()
	for range bytes.Count(p, []byte(`{"type":"STATE"`)) { // lines are written whole
		s.at = append(s.at, time.Since(s.began))
	}
	return s.Buffer.Write(p)
}

// TestThrottledReadLives has a gateway that refuses every call for half an hour,
// once two pages are out. The read waits, repeats its last state each ten minutes
// (the platform would end it after thirty, maxSecondsBetweenMessages) and ends
// with every row once.
func TestThrottledReadLives(t *testing.T) {
	const refused = 30 * time.Minute
	var printed statesOverTime
	c := demo().company
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(c, sandbox.Settings{})
		w.options = func(o *intacct.Options) { o.Now = time.Now }
		inner := w.transport
		printed.began = time.Now()
		w.transport = roundTripper(func(r *http.Request) (*http.Response, error) {
			if printed.refuses(refused) {
				return &http.Response{StatusCode: http.StatusTooManyRequests, Header: http.Header{}, Body: http.NoBody, Request: r}, nil
			}
			return inner.RoundTrip(r)
		})
		w.config["page_size"] = 50
		if code := w.print(t, t.Context(), &printed, "read", configured(airbyte.Incremental, "VENDOR", "GLENTRY"), nil); code != 0 {
			t.Errorf("exit %d", code)
		}
	})
	longest, last := time.Duration(0), time.Duration(0)
	for _, at := range printed.at {
		longest, last = max(longest, at-last), at
	}
	if last < refused || longest > 11*time.Minute {
		t.Errorf("the read took %s, and said nothing for %s", last, longest)
	}
	repeated, before := 0, ""
	for _, m := range parseOutput(t, 0, printed.String()).messages {
		if m.Type != airbyte.TypeState {
			continue
		}
		if state := string(m.State.Stream.State); state == before {
			repeated++
			if m.State.SourceStats.RecordCount != "0.0" {
				t.Errorf("a repeated state counts %s records", m.State.SourceStats.RecordCount)
			}
		} else {
			before = state
		}
	}
	if repeated < 2 {
		t.Errorf("%d states were repeated", repeated)
	}
}
