package source

import (
	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/intacct"
)

// A Dialer makes the client of a configured company.
type Dialer func(intacct.Config, intacct.Options) (*intacct.Client, error)

// New makes the source of the program. dial decides what the api_url of a
// configuration leads to.
func New(dial Dialer) airbyte.Source { return &connector{dial: dial} }

type connector struct{ dial Dialer }

// connect reads the configuration and makes its client, without the network.
// Only reads keep to the budget of calls: the others have to answer whole.
func (c *connector) connect(config []byte, out *airbyte.Emitter, reads bool) (*settings, *intacct.Client, error) {
	settings, err := parseConfig(config)
	if err != nil {
		return nil, nil, err
	}
	if !reads {
		settings.maxCalls = 0
	}
	client, err := c.dial(settings.connection, intacct.Options{
		MaxCalls: settings.maxCalls,
		Logger:   out.Log(),
		OnSecret: func(secret string) { out.Mask(secret) },
	})
	return settings, client, err
}
