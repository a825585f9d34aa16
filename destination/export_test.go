package destination

import (
	"context"
	"net/http"
	"time"

	"airbyte-sage-intacct/airbyte"
)

// Fetcher is the client that files are fetched with, and NewWithFetcher takes
// one that a test has made.
var Fetcher = fetcher

func NewWithFetcher(dial Dialer, now func() time.Time, sleep func(context.Context, time.Duration) error, client *http.Client) airbyte.Destination {
	return &connector{dial: dial, clock: clock{now: now, sleep: sleep}, http: client}
}

// Client is what a connector fetches files with.
func (c *connector) Client() *http.Client { return c.http }

// NewWithClock is New with time that a test decides.
func NewWithClock(dial Dialer, now func() time.Time, sleep func(context.Context, time.Duration) error) airbyte.Destination {
	return &connector{dial: dial, clock: clock{now: now, sleep: sleep}, http: fetcher(public)}
}
