package destination

import (
	"context"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/intacct"
)

// Dialer makes the client of a configured company.
type Dialer func(intacct.Config, intacct.Options) (*intacct.Client, error)

// New makes the destination of the program. dial decides what the api_url of a
// configuration leads to.
func New(dial Dialer) airbyte.Destination { return &connector{dial: dial} }

type connector struct{ dial Dialer }

// Check implements [airbyte.Destination].
func (c *connector) Check(ctx context.Context, config []byte, out *airbyte.Emitter) error {
	return nil
}

// Discover implements [airbyte.Destination].
func (c *connector) Discover(ctx context.Context, config []byte, out *airbyte.Emitter) (*airbyte.DestinationCatalog, error) {
	return &airbyte.DestinationCatalog{}, nil
}

// Write implements [airbyte.Destination].
func (c *connector) Write(ctx context.Context, config []byte, catalog *airbyte.ConfiguredCatalog, in *airbyte.Input, out *airbyte.Emitter) error {
	return nil
}
