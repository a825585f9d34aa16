package destination

import (
	"context"
	"net/http"
	"time"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/destination/files"
)

// NewWithFetcher is New with the client that files are fetched with.
func NewWithFetcher(dial Dialer, now func() time.Time, sleep func(context.Context, time.Duration) error, client *http.Client) airbyte.Destination {
	return &connector{dial: dial, clock: clock{now: now, sleep: sleep}, http: client}
}

// Client is what a connector fetches files with.
func (c *connector) Client() *http.Client { return c.http }

// NewWithClock is New with time that a test decides.
func NewWithClock(dial Dialer, now func() time.Time, sleep func(context.Context, time.Duration) error) airbyte.Destination {
	return &connector{dial: dial, clock: clock{now: now, sleep: sleep}, http: files.Client(files.Public)}
}
