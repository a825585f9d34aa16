package destination

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/destination/canonical"
	"airbyte-sage-intacct/destination/files"
	"airbyte-sage-intacct/destination/plan"
	"airbyte-sage-intacct/destination/queue"
	"airbyte-sage-intacct/destination/result"
	"airbyte-sage-intacct/destination/schema"
	"airbyte-sage-intacct/intacct"
)

// What waits to be written has a bound; the garbage collector keeps the rest of
// the memory small.
const (
	collectAt  = 50       // percent of growth
	collectAll = 40 << 20 // bytes, above which all is collected at every occasion
)

// Write implements [airbyte.Destination].
func (c *connector) Write(ctx context.Context, raw []byte, catalog *airbyte.ConfiguredCatalog, in *airbyte.Input, out *airbyte.Emitter) error {
	defer airbyte.Thrifty(collectAt, collectAll)()
	config, client, err := c.connect(raw, out, intacct.UsualPatience)
	if err != nil {
		return err
	}
	defer client.Close()
	if config.APIURL == embedded {
		out.Log().Warn().Msg(`api_url is "sandbox:": the records go into a simulated company that lives as long as this process; nothing is kept after it.`)
	}
	plans, err := preparePlans(ctx, config, client, catalog, out)
	if err != nil {
		return err
	}
	entities, err := plan.LoadEntities(intacct.Hasty(ctx), client)
	if err != nil {
		out.Log().Info().Err(err).Msg("The entities cannot be read, so all records are written at the top level.")
	}
	notices := result.NewNotices(out.Log())
	w, err := c.newWriter(ctx, config, client, notices, out)
	if err != nil {
		return err
	}
	library, err := files.NewLibrary(config.places(), c.http)
	if err != nil {
		return err
	}
	defer library.Close()
	w.library, w.attachments = library, newAttachments()
	report, err := newReport(config.ReportPath, out.Shown)
	if err != nil {
		return err
	}
	plan.WarnOfGenerations(catalog, out.Log())
	events := func(ctx context.Context, underway *underway) (<-chan event, resolving) {
		return read(ctx, config, client, plans, entities, library, underway, in, notices)
	}
	summary := newSummary(out, report)
	err = c.carryOut(ctx, config, w, events, summary, out)
	notices.WarnAll()
	summary.log(plans)
	return cmp.Or(err, report.close(), summary.verdict(config))
}

// preparePlans decides how every stream is written, and refuses what the company
// or the user's rights do not allow.
func preparePlans(ctx context.Context, config *Config, client *intacct.Client, catalog *airbyte.ConfiguredCatalog, out *airbyte.Emitter) (map[string]*plan.Plan, error) {
	plans, err := plan.Make(ctx, config.planning(), client, catalog)
	if err != nil {
		return nil, err
	}
	plan.WarnOfMappings(config.planning(), catalog, out.Log())
	plan.WarnOfKeys(plans, out.Log())
	if err := plan.Prepare(ctx, config.planning(), client, plans); err != nil {
		return nil, err
	}
	if config.DeletesIn == deleteDeletes {
		plan.WarnOfDeletes(plans, out.Log())
	}
	return plans, plan.CheckRights(intacct.Hasty(ctx), client, plans, out)
}

func (c *connector) newWriter(ctx context.Context, config *Config, client *intacct.Client, notices *result.Notices, out *airbyte.Emitter) (*writer, error) {
	format, err := client.UserFormatting(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the user's date format: %w", err)
	}
	now, err := client.Now(ctx)
	if err != nil {
		return nil, err
	}
	earlier := newEarlier(func() time.Time {
		if later, err := client.Now(ctx); err == nil { // it is known since the first answer
			return later
		}
		return now
	}, out.Log())
	books := &books{
		policy: config.ClosedPeriod, today: now.UTC().Format(canonical.ISODate), format: format, log: out.Log(),
		through: map[string]string{}, refused: map[closure]string{},
	}
	f := &finder{client: client, format: format, barred: map[*schema.Field]bool{}}
	return &writer{
		calls: client.Calls,
		session: func(entity string) gateway {
			if entity == "" {
				return client
			}
			return client.Entity(entity)
		},
		scope: scope{company: config.CompanyID, entity: client.EntityID(), job: earlier.job}, earlier: earlier, finder: f,
		decider: decider{deletesIn: config.DeletesIn, dates: dates{books: books}, notices: notices, blind: newBlind(out.Log())},
		books:   books,
		pace:    queue.NewLimiter(config.BatchSize, config.WriteConcurrency),
		clock:   c.clock, dry: config.DryRun, log: out.Log(),
	}, nil
}
