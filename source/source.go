package source

import (
	"context"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/intacct"
)

// A Dialer makes the client of a configured company.
type Dialer func(intacct.Config, intacct.Options) (*intacct.Client, error)

// New makes the source of the program. dial decides what the api_url of a
// configuration leads to.
func New(dial Dialer) airbyte.Source { return &connector{dial: dial} }

type connector struct{ dial Dialer }

// Check implements [airbyte.Source].
func (c *connector) Check(ctx context.Context, config []byte, out *airbyte.Emitter) error {
	return nil
}

// Discover implements [airbyte.Source].
func (c *connector) Discover(ctx context.Context, config []byte, out *airbyte.Emitter) (*airbyte.Catalog, error) {
	return nil, nil
}

// Read implements [airbyte.Source].
func (c *connector) Read(ctx context.Context, config []byte, catalog *airbyte.ConfiguredCatalog, states *airbyte.States, out *airbyte.Emitter) error {
	return nil
}
