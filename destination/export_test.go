package destination

import (
	"context"
	"time"

	"airbyte-sage-intacct/airbyte"
)

// NewWithClock is New with time that a test decides.
func NewWithClock(dial Dialer, now func() time.Time, sleep func(context.Context, time.Duration) error) airbyte.Destination {
	return &connector{dial: dial, clock: clock{now: now, sleep: sleep}, http: fetcher(public)}
}
