package read

import (
	"context"
	"slices"
	"strings"
	"time"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/source/encode"
	"airbyte-sage-intacct/source/gateway"
	"airbyte-sage-intacct/source/report"
	"airbyte-sage-intacct/source/stream"
)

// A lister emits the records of a report.
type lister struct {
	*sink
	out    *gatedEmitter
	places []int // of the plan's columns among the listing's
	batch  *airbyte.Batch
	end    []byte // of every record
}

// How much of a report goes out at once.
const (
	listedRecords = 1000
	listedBytes   = 1 << 20
)

// listed reads a report. What an earlier attempt brought comes again.
func (f *sink) listed(ctx context.Context, env *report.Env, out *gatedEmitter, at time.Time) error {
	l := &lister{sink: f, out: out, batch: out.Batch(f.name)}
	for _, c := range f.plan.Asked {
		l.places = append(l.places, slices.Index(f.plan.Columns, c))
	}
	l.end = stream.Stamped(append([]byte(f.plan.Present()), '}'), f.plan.Stamp(at))
	if err := f.plan.Report.Rows(ctx, l.complete(env)); err != nil {
		return err
	}
	return l.send()
}

// complete adds what the stream wants of the report, and where it goes.
func (l *lister) complete(env *report.Env) *report.Env {
	columns := make([]string, len(l.plan.Columns))
	for i, c := range l.plan.Columns {
		columns[i] = c.Field
	}
	wants := func(field string) bool {
		return slices.ContainsFunc(l.plan.Asked, func(c *encode.Column) bool { return c.Field == field })
	}
	env.Log, env.Stream, env.Columns, env.Wants, env.Put = l.out.Log(), l.name, columns, wants, l.put
	return env
}

// put emits one record: a value for each column of the report, in their order.
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
