package source

import (
	"context"
	"errors"
	"fmt"
	"time"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/intacct"
)

// A run is one read of the configured streams.
type run struct {
	settings *settings
	client   *intacct.Client
	format   intacct.Format // of the user
	out      *airbyte.Emitter
	states   *airbyte.States
	ledger   ledger
	fatal    error // why the remaining streams are not tried
	outages  int   // streams in a row that failed because the gateway did
}

// Read implements [airbyte.Source].
func (c *connector) Read(ctx context.Context, config []byte, catalog *airbyte.ConfiguredCatalog, states *airbyte.States, out *airbyte.Emitter) error {
	settings, client, err := c.connect(config, out, true)
	if err != nil {
		return err
	}
	defer client.Close()
	r := &run{settings: settings, client: client, out: out, states: states}
	defer func() { r.ledger.close(out, client.Calls()) }()
	if err := r.begin(ctx); err != nil {
		return err
	}
	for i := range catalog.Streams {
		if err := r.stream(ctx, &catalog.Streams[i]); err != nil {
			return err
		}
	}
	return out.Summary()
}

// begin signs in and learns how the user's dates look.
func (r *run) begin(ctx context.Context) error {
	if err := r.client.Ping(ctx); err != nil {
		return err
	}
	format, err := userFormat(ctx, r.client)
	if err != nil {
		refused, failed := exclusion(err)
		if failed != nil {
			return failed
		}
		r.out.Log().Warn().Msgf("%s; dates are taken for mm/dd/yyyy in UTC until records show otherwise", refused)
	}
	if r.format = format; r.settings.timezone != nil {
		r.format.Zone = r.settings.timezone
	}
	return nil
}

// userFormat reads how the user's dates are written.
func userFormat(ctx context.Context, client *intacct.Client) (intacct.Format, error) {
	format, err := client.UserFormatting(ctx)
	var failure *intacct.Error
	if err != nil && !errors.As(err, &failure) {
		return format, airbyte.Errorf(airbyte.ConfigError, "%w; choose another one in the user's preferences in Intacct, such as mm/dd/yyyy with 24 hours", err)
	}
	if err != nil {
		return format, fmt.Errorf("how the user's dates are written cannot be read: %w", err)
	}
	return format, nil
}

// stream reads one stream. A failure is the stream's own: it is reported and
// the others go on. The error is that of the whole run.
func (r *run) stream(ctx context.Context, configured *airbyte.ConfiguredStream) error {
	name := configured.Stream.Name
	err := r.fatal
	if err == nil {
		err = r.attempt(ctx, configured)
	}
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	r.judge(err)
	if err == nil {
		return nil
	}
	return r.out.StreamFailed(name, err)
}

func (r *run) attempt(ctx context.Context, configured *airbyte.ConfiguredStream) (err error) {
	name, began := configured.Stream.Name, time.Now()
	meter := r.ledger.open(name, r.out)
	defer func() { meter.end(err) }()
	ctx = intacct.WithUsage(ctx, &meter.usage)
	if err := r.out.Status(name, airbyte.Started); err != nil {
		return err
	}
	reading, err := r.open(ctx, configured)
	if err != nil {
		return err
	}
	reading.meter = meter
	if err := r.out.Status(name, airbyte.Running); err != nil {
		return err
	}
	if err := reading.read(ctx); err != nil {
		return err
	}
	reading.report(time.Since(began))
	return r.out.Status(name, airbyte.Complete)
}

// judge decides whether the remaining streams have a chance. A sign-in that is
// refused or a spent budget leaves none; neither does a gateway that two
// streams in a row could not reach, with all the patience of the client.
func (r *run) judge(err error) {
	var failure *intacct.Error
	switch {
	case r.fatal != nil:
	case isFatal(err):
		r.fatal = fmt.Errorf("not read: %w", err)
	case errors.As(err, &failure) && failure.Stage&(intacct.StageTransport|intacct.StageGateway) != 0:
		if r.outages++; r.outages > 1 {
			r.fatal = fmt.Errorf("not read, because the gateway could not be reached: %w", err)
		}
	default:
		r.outages = 0
	}
}

func isFatal(err error) bool {
	var failure *intacct.Error
	var budget *intacct.BudgetError
	return errors.As(err, &budget) ||
		errors.As(err, &failure) && failure.Stage&(intacct.StageControl|intacct.StageAuthentication) != 0
}
