package source

import (
	"context"
	"errors"
	"slices"
	"strings"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/intacct"
	"airbyte-sage-intacct/source/config"
	"airbyte-sage-intacct/source/gateway"
	"airbyte-sage-intacct/source/naming"
	"airbyte-sage-intacct/source/report"
	"airbyte-sage-intacct/unified"
)

// A candidate is something that may become a stream.
type candidate struct {
	name    string // of the stream
	object  string // what is asked for
	row     *intacct.Object
	docpar  string         // a transaction definition, if only its documents are meant
	audited string         // the object type whose history is meant
	listing *report.Report // what gives the records, where query does not
	table   *unified.Table // of the unified accounting schema
	own     bool           // wanted only if the company made it
	// excluded is why there is nothing to look at.
	excluded error
}

// candidateNamed is what a name means: a stream's, or an object's in any of its
// names.
func candidateNamed(name string, s *config.Settings) candidate {
	if c, known := unifiedNamed(name); known {
		return c
	}
	documents := documentStreams(s)
	for _, c := range documents {
		if strings.EqualFold(c.name, name) {
			return c
		}
	}
	if l := report.Named(name); l != nil {
		return candidateOf(l)
	}
	if c, ok := auditStreamNamed(name); ok {
		return c
	}
	if row, known := intacct.ObjectNamed(name); known {
		return candidateFor(row)
	}
	for _, c := range documents {
		if slices.ContainsFunc(naming.All, func(n naming.Naming) bool { return strings.EqualFold(n.Document(c.row, c.docpar), name) }) {
			return c
		}
	}
	return candidate{name: name, object: ownName(name)}
}

// candidateListed is an object as the gateway itself calls it: a company's own
// may be called what another connector calls one of Intacct's.
func candidateListed(name string) candidate {
	if row, known := intacct.ObjectNamed(name); known && strings.EqualFold(row.Name, name) {
		return candidateFor(row)
	}
	if l := report.Named(name); l != nil && strings.EqualFold(l.Name, name) {
		return candidateOf(l)
	}
	return candidate{name: name, object: name}
}

// candidateFor is an object of the table.
func candidateFor(row *intacct.Object) candidate {
	if l := report.Named(row.Name); l != nil {
		return candidateOf(l)
	}
	return candidate{name: row.Name, object: row.Name, row: row}
}

func candidateOf(l *report.Report) candidate {
	return candidate{name: l.Name, object: l.Name, listing: l}
}

// stream describes a candidate: what there is of it, and what of it the
// configuration wants.
func (c candidate) stream(ctx context.Context, client *intacct.Client, s *config.Settings) (*stream, error) {
	switch {
	case c.table != nil:
		return c.unifiedStream(ctx, client, s)
	case c.listing != nil:
		return reportStream(c.listing, s), nil
	}
	def, err := c.lookup(ctx, client)
	if err != nil {
		return nil, err
	}
	if c.row == nil && strings.EqualFold(def.Name, c.object) {
		c.object = def.Name // in the letters that the company uses
		c.name = c.shownAs(s.Naming)
	}
	st := describe(def, c.row, c.object, s)
	st.name, st.docpar = c.name, c.docpar
	st.owner, st.parted = ownership(def, c.row), s.Entities.Many()
	st.scope, err = c.scopeOf(def, st, s)
	return st, err
}

// lookup describes the candidate's object. A company's own may be asked for in
// letters that are not its.
func (c candidate) lookup(ctx context.Context, client *intacct.Client) (*intacct.Definition, error) {
	def, err := client.Lookup(ctx, c.object, c.docpar)
	if excluded, _ := gateway.Excluded(err); excluded == nil || c.row != nil {
		return def, err
	}
	names, failed := client.InspectAll(ctx)
	if failed != nil {
		return nil, err
	}
	for _, listed := range names {
		if strings.EqualFold(listed.Name, c.object) && listed.Name != c.object {
			return client.Lookup(ctx, listed.Name, c.docpar)
		}
	}
	return nil, err
}

// resolve finds what a configured stream is read from, and makes the user's
// format that of all its times.
func (r *run) resolve(ctx context.Context, name string) ([]*stream, error) {
	c := candidateNamed(name, r.settings)
	if err := c.checkName(r.settings.Naming, name); err != nil {
		return nil, err
	}
	if c.object != "" && !intacct.IsElementName(c.object) {
		return nil, airbyte.Errorf(airbyte.ConfigError, "stream %s cannot be read: %w", name, gateway.Nameless(c.object))
	}
	found, err := c.streams(ctx, r.client, r.settings)
	if err != nil {
		return nil, unknownStream(name, c.row != nil, err)
	}
	format, err := r.userFormatting(ctx)
	if err != nil {
		return nil, err
	}
	for _, st := range found {
		st.name = name
		for _, of := range append([]*stream{st}, st.lines...) {
			for _, c := range of.columns {
				c.Format = format
			}
		}
	}
	return found, nil
}

// unknownStream explains that lookup failed: over a name that is none of ours,
// most likely because the company has no such object.
func unknownStream(name string, known bool, err error) error {
	var failure *intacct.Error
	if known || !errors.As(err, &failure) || failure.Stage != intacct.StageResult || failure.Temporary() {
		return err
	}
	return airbyte.Errorf(airbyte.ConfigError,
		"stream %s: the company has no object of that name; refresh the source's schema, or take the stream out of the connection: %w", name, err)
}
