package state

import (
	"fmt"
	"time"
)

// An Instant is a second, counted from 1970 in UTC. Intacct stamps records to
// the second. The zero instant is none: a window that is open on that side, a
// cursor not yet seen.
type Instant int64

// InstantOf is the second of a time; none of the zero time.
func InstantOf(t time.Time) Instant {
	if t.IsZero() {
		return 0
	}
	return Instant(t.Unix())
}

// Before is so long before an instant.
func (i Instant) Before(d time.Duration) Instant { return i - Instant(d/time.Second) }

// Time is the instant as a time, in UTC.
func (i Instant) Time() time.Time { return time.Unix(int64(i), 0).UTC() }

func (i Instant) String() string { return i.Time().Format(time.RFC3339) }

// MarshalText writes RFC 3339, so that people can read and mend a state.
func (i Instant) MarshalText() ([]byte, error) { return []byte(i.String()), nil }

// UnmarshalText reads RFC 3339.
func (i *Instant) UnmarshalText(text []byte) error {
	t, err := time.Parse(time.RFC3339, string(text))
	if err != nil {
		return fmt.Errorf("%q is not a time like 2006-01-02T15:04:05Z", text)
	}
	*i = InstantOf(t)
	return nil
}
