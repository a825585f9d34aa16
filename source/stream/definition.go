package stream

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

// A Definition is something that may become a stream.
type Definition struct {
	Name    string // of the stream
	Object  string // what is asked for
	Row     *intacct.Object
	docpar  string         // a transaction definition, if only its documents are meant
	Audited string         // the object type whose history is meant
	listing *report.Report // what gives the records, where query does not
	table   *unified.Table // of the unified accounting schema
	own     bool           // wanted only if the company made it
	// excluded is why there is nothing to look at.
	excluded error
}

// Named is what a name means: a stream's, or an object's in any of its
// names.
func Named(name string, s *config.Settings) Definition {
	if c, known := tableNamed(name); known {
		return c
	}
	documents := Documents(s)
	for _, c := range documents {
		if strings.EqualFold(c.Name, name) {
			return c
		}
	}
	if l := report.Named(name); l != nil {
		return ofReport(l)
	}
	if c, ok := historyNamed(name); ok {
		return c
	}
	if row, known := intacct.ObjectNamed(name); known {
		return ofObject(row)
	}
	for _, c := range documents {
		if slices.ContainsFunc(naming.All, func(n naming.Naming) bool { return strings.EqualFold(n.Document(c.Row, c.docpar), name) }) {
			return c
		}
	}
	return Definition{Name: name, Object: ownName(name)}
}

// listed is an object as the gateway itself calls it: a company's own
// may be called what another connector calls one of Intacct's.
func listed(name string) Definition {
	if row, known := intacct.ObjectNamed(name); known && strings.EqualFold(row.Name, name) {
		return ofObject(row)
	}
	if l := report.Named(name); l != nil && strings.EqualFold(l.Name, name) {
		return ofReport(l)
	}
	return Definition{Name: name, Object: name}
}

// ofObject is an object of the table.
func ofObject(row *intacct.Object) Definition {
	if l := report.Named(row.Name); l != nil {
		return ofReport(l)
	}
	return Definition{Name: row.Name, Object: row.Name, Row: row}
}

func ofReport(l *report.Report) Definition {
	return Definition{Name: l.Name, Object: l.Name, listing: l}
}

// Describe describes a definition: what there is of it, and what of it the
// configuration wants.
func (c Definition) Describe(ctx context.Context, client *intacct.Client, s *config.Settings) (*Stream, error) {
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
	if c.Row == nil && strings.EqualFold(def.Name, c.Object) {
		c.Object = def.Name // in the letters that the company uses
		c.Name = c.shownAs(s.Naming)
	}
	st := Of(def, c.Row, c.Object, s)
	st.Name, st.Docpar = c.Name, c.docpar
	st.Owner, st.parted = ownership(def, c.Row), s.Entities.Many()
	st.Scope, err = c.scopeOf(def, st, s)
	return st, err
}

// lookup describes the definition's object. A company's own may be asked for in
// letters that are not its.
func (c Definition) lookup(ctx context.Context, client *intacct.Client) (*intacct.Definition, error) {
	def, err := client.Lookup(ctx, c.Object, c.docpar)
	if excluded, _ := gateway.Excluded(err); excluded == nil || c.Row != nil {
		return def, err
	}
	names, failed := client.InspectAll(ctx)
	if failed != nil {
		return nil, err
	}
	for _, listed := range names {
		if strings.EqualFold(listed.Name, c.Object) && listed.Name != c.Object {
			return client.Lookup(ctx, listed.Name, c.docpar)
		}
	}
	return nil, err
}

// Unknown explains that lookup failed: over a name that is none of ours,
// most likely because the company has no such object.
func Unknown(name string, known bool, err error) error {
	var failure *intacct.Error
	if known || !errors.As(err, &failure) || failure.Stage != intacct.StageResult || failure.Temporary() {
		return err
	}
	return airbyte.Errorf(airbyte.ConfigError,
		"stream %s: the company has no object of that name; refresh the source's schema, or take the stream out of the connection: %w", name, err)
}
