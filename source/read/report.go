package read

import (
	"context"
	"slices"
	"strings"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/source/encode"
	"airbyte-sage-intacct/source/gateway"
	"airbyte-sage-intacct/source/report"
	"airbyte-sage-intacct/source/stream"
)

// A lister emits the records of a listing.
type lister struct {
	*objectRead
	places []int // of the plan's columns among the listing's
	batch  *airbyte.Batch
	end    []byte // of every record
}

// How much of a listing goes out at once.
const (
	listedRecords = 1000
	listedBytes   = 1 << 20
)

// listed reads a listing. What an earlier attempt brought comes again.
func (r *objectRead) listed(ctx context.Context) error {
	l := &lister{objectRead: r, batch: r.out.Batch(r.name)}
	for _, c := range r.plan.Asked {
		l.places = append(l.places, slices.Index(r.plan.Columns, c))
	}
	now, err := r.now(ctx)
	if err != nil {
		return err
	}
	l.end = stream.Stamped(append([]byte(r.plan.Present()), '}'), r.plan.Stamp(now.Time()))
	if err := r.plan.Report.Rows(ctx, l.env()); err != nil {
		return err
	}
	if err := l.send(); err != nil {
		return err
	}
	return r.complete()
}

// env is what the report is made with.
func (l *lister) env() *report.Env {
	columns := make([]string, len(l.plan.Columns))
	for i, c := range l.plan.Columns {
		columns[i] = c.Field
	}
	wants := func(field string) bool {
		return slices.ContainsFunc(l.plan.Asked, func(c *encode.Column) bool { return c.Field == field })
	}
	return &report.Env{
		Client: l.client, Settings: l.settings, Zone: l.format.Zone, Log: l.out.Log(),
		Stream: l.name, Columns: columns, Wants: wants, Put: l.put,
	}
}

// put emits one record: a value for each column of the listing, in their order.
func (l *lister) put(values []string, changes ...airbyte.Change) error {
	changes = l.renamed(changes)
	if err := l.noteMended(values, changes); err != nil {
		return err
	}
	dst := append(l.batch.Open(), '{')
	for i, c := range l.plan.Asked {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = append(dst, c.Label[1:]...)
		text, start := values[l.places[i]], len(dst)
		var ok bool
		if dst, ok = c.AppendValue(dst, []byte(text)); ok {
			continue
		}
		if c.Strict {
			return airbyte.Errorf(airbyte.SystemError, "%s: the field %s holds %s, which is not %s", l.plan.Object, c.Name, gateway.Shown(text), c.Kind)
		}
		c.Nulled++
		dst = append(dst[:start], "null"...)
		changes = append(changes, airbyte.Change{Field: c.Name, Change: airbyte.Nulled, Reason: airbyte.SourceSerializationError})
	}
	l.batch.Close(append(dst, l.end...), changes)
	if l.batch.Len() >= listedRecords || l.batch.Size() >= listedBytes {
		return l.send()
	}
	return nil
}

// renamed gives changes of fields the names of the columns that the configured
// catalogue wants.
func (l *lister) renamed(changes []airbyte.Change) []airbyte.Change {
	var kept []airbyte.Change
	for _, change := range changes {
		if i := slices.IndexFunc(l.plan.Asked, func(c *encode.Column) bool { return strings.EqualFold(c.Field, change.Field) }); i >= 0 {
			change.Field = l.plan.Asked[i].Name
			kept = append(kept, change)
		}
	}
	return kept
}

func (l *lister) send() error {
	n := l.batch.Len()
	l.tally.emitted += int64(n)
	l.meter.Page(n, n)
	return l.out.Send(l.batch)
}

// noteMended does for a listing what the encoder does.
func (l *lister) noteMended(values []string, changes []airbyte.Change) error {
	var record []string
	for i, c := range l.plan.Columns {
		if slices.Contains(l.plan.Identity, c) {
			record = append(record, values[i])
		}
	}
	for _, change := range changes {
		i := slices.IndexFunc(l.plan.Asked, func(c *encode.Column) bool { return c.Name == change.Field })
		if change.Change != airbyte.Truncated || i < 0 {
			continue
		}
		if c := l.plan.Asked[i]; !l.plan.Bears(c) {
			return encode.Unbearable(l.plan.Object, c, strings.Join(record, " "))
		}
		l.plan.Asked[i].Mended.Note(strings.Join(record, " "))
	}
	return nil
}
