package intacct

import (
	"context"
	"errors"
	"net/http"
	"time"
)

// Now is the gateway's clock: what it said last, plus the time passed since.
// It signs in if the gateway was never asked.
func (c *Client) Now(ctx context.Context) (time.Time, error) {
	if now, ok := c.gatewayNow(); ok {
		return now, nil
	}
	if err := c.Ping(ctx); err != nil {
		return time.Time{}, err
	}
	now, ok := c.gatewayNow()
	if !ok {
		return time.Time{}, errors.New("the gateway names no time, neither in the Date header nor in sessiontimestamp")
	}
	return now, nil
}

func (s *shared) gatewayNow() (time.Time, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.gateway.IsZero() {
		return time.Time{}, false
	}
	return s.gateway.Add(s.opts.Now().Sub(s.seen)), true
}

// observe reads a Date header and keeps it; zero if it is none.
func (s *shared) observe(date string) time.Time {
	at, err := http.ParseTime(date)
	if err != nil {
		return time.Time{}
	}
	s.keepClock(at.UTC())
	return at.UTC()
}

// keepClock remembers what the gateway's clock says now. The clock does not
// run backwards when replies overtake each other.
func (s *shared) keepClock(at time.Time) {
	now := s.opts.Now()
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.gateway.IsZero() || at.After(s.gateway) {
		s.gateway, s.seen = at, now
	}
}

// sessionClock reads sessiontimestamp and sessiontimeout.
func sessionClock(text string) (time.Time, bool) {
	at, err := time.Parse(time.RFC3339, text)
	return at.UTC(), err == nil
}
