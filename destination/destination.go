package destination

import (
	"context"
	"net/http"
	"time"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/destination/files"
	"airbyte-sage-intacct/destination/plan"
	"airbyte-sage-intacct/intacct"
	"airbyte-sage-intacct/unified"
)

// Dialer makes the client of a configured company.
type Dialer func(intacct.Config, intacct.Options) (*intacct.Client, error)

// New makes the destination of the program. dial decides what the api_url of a
// configuration leads to.
func New(dial Dialer) airbyte.Destination {
	return &connector{dial: dial, clock: systemClock, http: files.Client(files.Public)}
}

type connector struct {
	dial  Dialer
	clock clock
	http  *http.Client // fetches the files of records
}

// embedded is the api_url of the company inside the program.
const embedded = "sandbox:"

// connect reads the configuration and makes a client; nothing is sent yet. What
// passes is waited out for as long as patience says.
func (c *connector) connect(raw []byte, out *airbyte.Emitter, patience time.Duration) (*Config, *intacct.Client, error) {
	config, err := parseConfig(raw)
	if err != nil {
		return nil, nil, err
	}
	client, err := c.dial(config.Config, intacct.Options{
		Logger:   out.Log(),
		Grace:    airbyte.WriteGrace,
		OnSecret: func(secret string) { out.Mask(secret) },
		Retry:    intacct.Retry{Patience: patience},
	})
	return config, client, err
}

// Check implements [airbyte.Destination].
func (c *connector) Check(ctx context.Context, raw []byte, out *airbyte.Emitter) error {
	config, client, err := c.connect(raw, out, 0)
	if err != nil {
		return err
	}
	defer client.Close()
	if err := client.Ping(ctx); err != nil {
		return err
	}
	rights, err := plan.LoadRights(ctx, client)
	if err != nil {
		out.Log().Info().Err(err).Msg("The user's rights cannot be read, so they were not checked.")
		return nil
	}
	for _, mapping := range config.ObjectsMap {
		name := mapping.Object
		if table, known := unified.Named(name); known {
			name = table.Objects[0].Name
		}
		object, _ := intacct.ObjectNamed(name)
		if reason := rights.Lacks(object, plan.Action(mapping.Action)); reason != nil {
			return airbyte.Errorf(airbyte.ConfigError, "stream %s: %w", mapping.Stream, reason)
		}
	}
	return rights.CheckAny()
}
