package destination

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/intacct"

	"github.com/rs/zerolog"
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
	entities, err := loadEntities(intacct.Hasty(ctx), client)
	if err != nil {
		out.Log().Info().Err(err).Msg("The entities cannot be read, so all records are written at the top level.")
	}
	notices := newNotices(out.Log())
	w, err := c.newWriter(ctx, config, client, notices, out)
	if err != nil {
		return err
	}
	files, err := newLibrary(config, c.http)
	if err != nil {
		return err
	}
	defer files.close()
	w.library = files
	report, err := newReport(config.ReportPath, out.Shown)
	if err != nil {
		return err
	}
	warnOfGenerations(catalog, out.Log())
	events := func(ctx context.Context, underway *underway) (<-chan event, resolving) {
		return read(ctx, config, client, plans, entities, files, underway, in, notices)
	}
	summary := newSummary(out, report)
	err = c.carryOut(ctx, config, w, events, summary, out)
	notices.tell()
	summary.log(plans)
	return cmp.Or(err, report.close(), summary.verdict(config))
}

// preparePlans decides how every stream is written, and refuses what the company
// or the user's rights do not allow.
func preparePlans(ctx context.Context, config *Config, client *intacct.Client, catalog *airbyte.ConfiguredCatalog, out *airbyte.Emitter) (map[string]*plan, error) {
	plans, err := makePlans(ctx, config, client, catalog)
	if err != nil {
		return nil, err
	}
	warnOfMappings(config, catalog, out.Log())
	warnOfKeys(plans, out.Log())
	if err := prepare(ctx, config, client, plans); err != nil {
		return nil, err
	}
	warnOfDeletes(config, plans, out.Log())
	return plans, checkRights(intacct.Hasty(ctx), client, plans, out)
}

func (c *connector) newWriter(ctx context.Context, config *Config, client *intacct.Client, notices *notices, out *airbyte.Emitter) (*writer, error) {
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
		policy: config.ClosedPeriod, today: now.UTC().Format(isoDate), format: format, log: out.Log(),
		through: map[string]string{}, refused: map[closure]string{},
	}
	f := &finder{client: client, format: format, barred: map[*field]bool{}}
	return &writer{
		session: func(entity string) gateway {
			if entity == "" {
				return client
			}
			return client.Entity(entity)
		},
		scope: scope{config.CompanyID, client.EntityID(), earlier.job}, earlier: earlier, finder: f,
		decider: decider{deletesIn: config.DeletesIn, dates: dates{books}, notices: notices, blind: newBlind(out.Log())},
		books:   books,
		pace:    newPace(config.BatchSize, config.WriteConcurrency),
		clock:   c.clock, dry: config.DryRun, log: out.Log(),
	}, nil
}

// makePlans decides how every configured stream is written. Whatever cannot
// work is refused here, before the first record is read.
func makePlans(ctx context.Context, config *Config, client looker, catalog *airbyte.ConfiguredCatalog) (map[string]*plan, error) {
	plans := map[string]*plan{}
	schemas := map[string]*schema{}
	all := make([]*plan, 0, len(catalog.Streams))
	for _, stream := range catalog.Streams {
		p, err := makePlan(ctx, config, client, stream, schemas)
		if err != nil {
			return nil, err
		}
		plans[streamKey(stream.Stream.Name, stream.Stream.Namespace)] = p
		all = append(all, p)
	}
	return plans, checkRivals(all)
}

// warnOfMappings tells of mappings that no stream of the connection has. A
// destination may serve several connections, so that is no error; but where only
// the letter case differs it is a slip.
func warnOfMappings(config *Config, catalog *airbyte.ConfiguredCatalog, log *zerolog.Logger) {
	for _, m := range config.ObjectsMap {
		near := ""
		for _, stream := range catalog.Streams {
			switch name := stream.Stream.Name; {
			case name == m.Stream:
				near = name
			case strings.EqualFold(name, m.Stream) && near == "":
				near = name
			}
		}
		switch near {
		case m.Stream:
		case "":
			log.Info().Msgf("objects_map: the connection has no stream %s.", m.Stream)
		default:
			log.Warn().Msgf("objects_map: the connection has no stream %s, but %s, which the mapping does not apply to: names are compared letter by letter.", m.Stream, near)
		}
	}
}

// warnOfKeys tells of primary keys that say nothing: Intacct keeps no two records
// with the same natural key, but one that the source renames becomes a new one.
func warnOfKeys(plans map[string]*plan, log *zerolog.Logger) {
	for _, p := range plans {
		if len(p.ignored) > 0 {
			log.Warn().Msgf("Stream %s: %s has no field for the primary key of the stream (%s), so its records are known by %s alone, and one that gets another becomes a new record. "+
				"Name a field of it that is to carry the key in external_id_fields.", p.stream, p.object(), strings.Join(p.ignored, ", "), fieldNames(p.match))
		}
		if len(p.numbers) > 0 {
			log.Warn().Msgf("Stream %s: the primary key (%s) is Intacct's own number, which only tells records that come from Intacct, so its records are known by %s alone, and one that gets another becomes a new record. "+
				"If they come from elsewhere, bring their key as externalId and make that the primary key.", p.stream, strings.Join(p.numbers, ", "), fieldNames(p.match))
		}
	}
}

func streamKey(name string, namespace *string) string {
	if namespace == nil || *namespace == "" {
		return name
	}
	return *namespace + "." + name
}

func makePlan(ctx context.Context, config *Config, client looker, stream airbyte.ConfiguredStream, schemas map[string]*schema) (*plan, error) {
	name := stream.Stream.Name
	if _, known := actions[stream.DestinationSyncMode]; !known {
		return nil, airbyte.Errorf(airbyte.ConfigError, "stream %s: the sync mode %q cannot be used with Sage Intacct: it would replace the company's records, posted documents and all, by those of the source. Choose append or append_dedup.", name, stream.DestinationSyncMode)
	}
	if err := checkTable(name, tableOf(config, stream)); err != nil {
		return nil, err
	}
	object := objectFor(config, stream)
	s, err := schemaFor(ctx, client, object, schemas)
	if err != nil {
		return nil, unknownObject(name, object.Name, err)
	}
	return newPlan(config, stream, s)
}

// schemaFor asks the company what an object has, once.
func schemaFor(ctx context.Context, client looker, object *intacct.Object, schemas map[string]*schema) (*schema, error) {
	if s := schemas[object.Name]; s != nil {
		return s, nil
	}
	s, err := loadSchema(ctx, client, object)
	var failure *intacct.Error
	if errors.As(err, &failure) && failure.Stage == intacct.StageResult && !failure.Temporary() {
		if other := meant(object.Name); other != nil {
			return schemaFor(ctx, client, other, schemas)
		}
	}
	if err == nil {
		schemas[object.Name] = s
	}
	return s, err
}

// objectFor names the object of a stream: as configured there, as mapped, or as
// the stream is called. What is not in the table may be an object of the
// company's own.
func objectFor(config *Config, stream airbyte.ConfiguredStream) *intacct.Object {
	name := objectName(config, stream)
	if table := tableOf(config, stream); table != nil {
		name = table.Objects[0].Name
	}
	if object, known := intacct.ObjectNamed(name); known {
		return object
	}
	return unlisted(name)
}

func objectName(config *Config, stream airbyte.ConfiguredStream) string {
	if stream.DestinationObjectName != "" {
		return stream.DestinationObjectName
	}
	return cmp.Or(config.mapping(stream.Stream.Name).Object, stream.Stream.Name)
}

func unknownObject(stream, object string, err error) error {
	var failure *intacct.Error
	if errors.As(err, &failure) && failure.Stage == intacct.StageResult {
		return airbyte.Errorf(airbyte.ConfigError, "stream %s: the company has no object %s; rename the stream, or map it in objects_map: %w", stream, object, err)
	}
	return fmt.Errorf("stream %s: describe %s: %w", stream, object, err)
}

// checkRights stops a write that the user has no rights for before its first
// record.
func checkRights(ctx context.Context, client permitter, plans map[string]*plan, out *airbyte.Emitter) error {
	rights, err := loadRights(ctx, client)
	if err != nil {
		out.Log().Info().Err(err).Msg("The user's rights cannot be read, so they were not checked.")
		return nil
	}
	for _, p := range plans {
		if err := rights.lacks(p.schema.object, p.action); err != nil {
			return airbyte.Errorf(airbyte.ConfigError, "stream %s: %w", p.stream, err)
		}
	}
	return nil
}

// inbox bounds the records that are decoded ahead of the engine.
const inbox = 2

// read decodes the input on its way to the engine.
func read(ctx context.Context, config *Config, client intacct.Querier, plans map[string]*plan, entities entities, files *library, underway *underway, in *airbyte.Input, notices *notices) (<-chan event, resolving) {
	decoders := make(map[string]*decoder, len(plans))
	for stream, p := range plans {
		decoders[stream] = newDecoder(config, p, entities, files, notices)
	}
	decoded, resolved := make(chan event, inbox), make(chan event)
	go decode(ctx, in, decoders, decoded)
	r := &resolver{client: client, decoders: decoders, known: map[ref][]candidate{}, underway: underway}
	go r.run(ctx, decoded, resolved)
	return resolved, r.again
}

// decode reads messages until there are no more.
func decode(ctx context.Context, in *airbyte.Input, decoders map[string]*decoder, events chan<- event) {
	for {
		ev, relevant := next(in, decoders)
		if !relevant && ev.err == nil {
			continue
		}
		select {
		case events <- ev:
		case <-ctx.Done():
			return
		}
		if ev.end || ev.err != nil {
			return
		}
	}
}

// next reads one message; false if it is none for a destination.
func next(in *airbyte.Input, decoders map[string]*decoder) (ev event, relevant bool) {
	defer airbyte.Recover(&ev.err)
	message, err := in.Next()
	switch {
	case errors.Is(err, io.EOF):
		return event{end: true}, true
	case err != nil:
		return event{err: err}, true
	case message.State != nil:
		namespace := message.State.Namespace
		return event{state: message, stream: streamKey(message.State.Stream, &namespace)}, true
	case message.Record == nil:
		return event{}, false
	}
	stream := streamKey(message.Record.Stream, &message.Record.Namespace)
	d, known := decoders[stream]
	if !known {
		return event{err: airbyte.Errorf(airbyte.SystemError, "a record came for stream %q, which is not in the catalogue", stream)}, true
	}
	it, reason := d.decode(message.Record)
	return event{item: it, stream: stream, reason: reason}, true
}
