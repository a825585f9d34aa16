package source

import (
	"context"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/intacct"
	"airbyte-sage-intacct/source/config"
	"airbyte-sage-intacct/source/read"
)

// A Dialer makes the client of a configured company.
type Dialer func(intacct.Config, intacct.Options) (*intacct.Client, error)

// New makes the source of the program. dial decides what the api_url of a
// configuration leads to.
func New(dial Dialer) airbyte.Source { return &connector{dial: dial} }

type connector struct{ dial Dialer }

// connect reads the configuration and makes its client, without the network.
// tune may set more of the client's options.
func (c *connector) connect(raw []byte, out *airbyte.Emitter, tune func(*config.Settings, *intacct.Options)) (*config.Settings, *intacct.Client, error) {
	settings, err := config.Parse(raw)
	if err != nil {
		return nil, nil, err
	}
	options := intacct.Options{
		Logger:   out.Log(),
		OnSecret: func(secret string) { out.Mask(secret) },
	}
	if tune != nil {
		tune(settings, &options)
	}
	client, err := c.dial(settings.Connection, options)
	return settings, client, err
}

// Read implements [airbyte.Source].
func (c *connector) Read(ctx context.Context, config []byte, catalog *airbyte.ConfiguredCatalog, states *airbyte.States, out *airbyte.Emitter) error {
	r := read.New(states, out)
	settings, client, err := c.connect(config, out, r.Tune)
	if err != nil {
		return err
	}
	defer client.Close()
	return r.Read(ctx, settings, client, catalog)
}
