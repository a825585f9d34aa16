package source

import (
	"fmt"
	"time"
)

// An instant is a second, counted from 1970 in UTC. Intacct stamps records to
// the second. The zero instant is none: a window that is open on that side, a
// cursor not yet seen.
type instant int64

// instantOf is the second of a time; none of the zero time.
func instantOf(t time.Time) instant {
	if t.IsZero() {
		return 0
	}
	return instant(t.Unix())
}

func (i instant) before(d time.Duration) instant { return i - instant(d/time.Second) }

func (i instant) time() time.Time { return time.Unix(int64(i), 0).UTC() }

func (i instant) String() string { return i.time().Format(time.RFC3339) }

// MarshalText writes RFC 3339, so that people can read and mend a state.
func (i instant) MarshalText() ([]byte, error) { return []byte(i.String()), nil }

// UnmarshalText reads RFC 3339.
func (i *instant) UnmarshalText(text []byte) error {
	t, err := time.Parse(time.RFC3339, string(text))
	if err != nil {
		return fmt.Errorf("%q is not a time like 2006-01-02T15:04:05Z", text)
	}
	*i = instantOf(t)
	return nil
}
