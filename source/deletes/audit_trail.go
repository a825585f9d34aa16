// Package deletes finds out which records are gone: from the audit history, or by
// comparing the keys that were emitted with those the company has.
package deletes

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"

	"github.com/rs/zerolog"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/intacct"
	"airbyte-sage-intacct/source/config"
	"airbyte-sage-intacct/source/gateway"
	"airbyte-sage-intacct/source/state"
	"airbyte-sage-intacct/source/stream"
)

// AuditTrail is what the audit history says was deleted since the earliest of
// the streams' last looks at it. One question serves all streams of a run.
type AuditTrail struct {
	Client   *intacct.Client
	Settings *config.Settings
	Log      *zerolog.Logger
	Format   intacct.Format // of the user
	Catalog  *airbyte.ConfiguredCatalog
	States   *airbyte.States

	ending sync.Once
	end    state.Instant // of the history before the first row of this run; 0 where it was not asked for
	endErr error
	// beginErr is why it could not be seen where the history ends.
	beginErr error
	once     sync.Once
	silent   bool // the audit history does not answer, and need not
	err      error
	seen     state.Instant // the time of the last one
	keys     map[string][]string
}

// A Deleted is what was deleted of one object.
type Deleted struct {
	Keys []string // as the audit history spells them
	Seen state.Instant
}

// The fields of AUDITHISTORY, and how a query names the mode of deletes.
//
// Source: Sage docs, XML API, "Audit History".
const (
	auditObject = "AUDITHISTORY"
	auditType   = "OBJECTTYPE"
	auditKey    = "OBJECTKEY"
	auditMode   = "ACCESSMODE"
	auditTime   = "ACCESSTIME"
	auditID     = "ID"
	auditDelete = "D"
)

// Of returns what is known of an object; nil if the audit history cannot say.
func (d *AuditTrail) Of(ctx context.Context, object string) (*Deleted, error) {
	d.once.Do(func() { d.err = d.ask(ctx) })
	switch {
	case d.err != nil:
		return nil, d.err
	case d.silent:
		return nil, nil
	}
	return &Deleted{Keys: d.keys[auditTypeOf(object)], Seen: d.seen}, nil
}

// auditTypeOf is how OBJECTTYPE spells an object.
func auditTypeOf(object string) string { return strings.ToLower(object) }

// Begin finds out where the history ends before the first row of a run comes
// out, if no stream has looked before: a first reading may take hours, and what
// it has emitted may be gone at its end. That the history cannot be read is for
// ask to say, when the rows are out.
func (d *AuditTrail) Begin(ctx context.Context) (state.Instant, error) {
	d.ending.Do(func() {
		types, from := d.wanted()
		if len(types) == 0 || from != 0 {
			return
		}
		q := deletesOf(types)
		q.Order = []intacct.Order{intacct.Desc(auditTime)}
		latest, err := intacct.First(ctx, d, q)
		switch {
		case gateway.IsFatal(err) || ctx.Err() != nil:
			d.endErr = err
		case err != nil:
			d.beginErr = err
		default:
			d.end = state.Beginning
			if latest != nil {
				d.end = max(state.Beginning, d.second([]byte(latest[slices.Index(q.Select, auditTime)])))
			}
		}
	})
	return d.end, d.endErr
}

func deletesOf(types []string) intacct.Query {
	return intacct.Query{
		Object: auditObject, Select: []string{auditID, auditType, auditKey, auditTime},
		Filter: intacct.And(intacct.In(auditType, types...), intacct.Eq(auditMode, auditDelete)),
	}
}

// ask reads the deletes since a look-back before the streams' earliest last
// look, or before this run.
func (d *AuditTrail) ask(ctx context.Context) error {
	end, err := d.Begin(ctx)
	if err != nil {
		return err
	}
	if d.beginErr != nil {
		return d.judge(ctx, d.beginErr)
	}
	types, from := d.wanted()
	if from == 0 {
		from = max(end, state.Beginning)
	}
	d.seen = from
	q := deletesOf(types)
	q.Filter = intacct.And(q.Filter, intacct.Ge(auditTime, d.Format.FormatTimestamp(max(from.Before(d.Settings.Lookback), state.Beginning).Time())))
	q.Order = []intacct.Order{intacct.Asc(auditTime), intacct.Asc(auditID)}
	return d.judge(ctx, d.all(ctx, q))
}

// all reads page by page. Rows of the audit history are only ever added, and
// late ones push others back, so none is skipped.
func (d *AuditTrail) all(ctx context.Context, q intacct.Query) error {
	d.keys = make(map[string][]string)
	q.PageSize = d.Settings.PageSize
	for record, err := range intacct.Records(ctx, d, q, "") {
		if err != nil {
			return err
		}
		text, _ := record.Get(auditType)
		key, _ := record.Get(auditKey)
		when, _ := record.Get(auditTime)
		of := auditTypeOf(string(text))
		d.keys[of], d.seen = append(d.keys[of], strings.TrimSpace(string(key))), max(d.seen, d.second(when))
	}
	return nil
}

// second is when a row of the history was written.
func (d *AuditTrail) second(text []byte) state.Instant {
	at, ok := d.Format.ParseTimestamp(text)
	if !ok {
		return 0
	}
	return state.InstantOf(at)
}

// Query asks for a page of the history.
func (d *AuditTrail) Query(ctx context.Context, q intacct.Query) (*intacct.Page, error) {
	if d.Settings.Deletes != config.DeletesAuditTrail { // there is another way than to try for long
		q.Divisible = true
		ctx = intacct.Brief(ctx)
	}
	return gateway.WithPrivate(d.Client).Query(ctx, q)
}

// judge decides what a failure means. Keys can be compared instead, whether the
// right is missing or the history is broken, unless the configuration rules that
// out, or nothing else would be answered either.
func (d *AuditTrail) judge(ctx context.Context, err error) error {
	if err == nil || gateway.IsFatal(err) || ctx.Err() != nil {
		return err
	}
	var failure *intacct.Error
	denied := errors.As(err, &failure) && failure.Denied()
	if d.Settings.Deletes == config.DeletesAuditTrail {
		if !denied {
			return brokenTrail{airbyte.Errorf(trailFailure(err), "deletes: the audit history cannot be read; try again later, or choose %q: %w", config.DeletesAuto, err)}
		}
		return airbyte.Errorf(airbyte.ConfigError, "deletes: the audit history cannot be read; give the user the right, or choose %q: %w", config.DeletesAuto, err)
	}
	d.silent = true
	log := d.Log.Warn()
	if denied {
		log = d.Log.Info()
	}
	log.Msgf("deleted records are found by comparing keys, because the audit history cannot be read: %s", err)
	return nil
}

// brokenTrail is the error of a history that does not answer. It says nothing
// about the gateway as a whole: streams that ask for no deletes are read.
type brokenTrail struct{ error }

func (b brokenTrail) Unwrap() error { return b.error }

// trailFailure is its failure type: it is no mistake in the configuration,
// whatever the gateway calls it.
func trailFailure(err error) airbyte.FailureType {
	if failure := airbyte.FailureTypeOf(err); failure != airbyte.ConfigError {
		return failure
	}
	return airbyte.TransientError
}

// wanted is what objects to ask for, and since when: the streams' earliest last
// look, or 0 if none has looked before.
func (d *AuditTrail) wanted() (types []string, from state.Instant) {
	for i := range d.Catalog.Streams {
		configured := &d.Catalog.Streams[i]
		c := stream.Named(configured.Stream.Name, d.Settings)
		if configured.SyncMode != airbyte.Incremental || !stream.AsksAuditTrail(d.Settings, c.Row) {
			continue
		}
		for _, part := range c.Objects() {
			types = append(types, auditTypeOf(part.Object))
		}
		st, err := state.Parse(configured.Stream.Name, d.States.Stream(configured.Stream.Name))
		if err != nil || st == nil {
			continue // the stream itself says what is wrong with it
		}
		for _, place := range st.Slices {
			if place.Deleted != 0 && (from == 0 || place.Deleted < from) {
				from = place.Deleted
			}
		}
	}
	return types, from
}

// IsBrokenTrail reports whether an error is that of a history that does not answer.
func IsBrokenTrail(err error) bool {
	var trail brokenTrail
	return errors.As(err, &trail)
}
