package source

import (
	"context"
	"errors"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/intacct"
)

// A candidate is something that may become a stream.
type candidate struct {
	name    string // of the stream
	object  string // what is asked for
	row     *intacct.Object
	docpar  string   // a transaction definition, if only its documents are meant
	audited string   // the object type whose audit history is meant
	listing *listing // what gives the records, where query does not
}

// candidateNamed is what a name means: a stream's, or an object's in any of its
// names.
func candidateNamed(name string, s *settings) candidate {
	if row, known := intacct.ObjectNamed(name); known {
		return candidate{name: row.Name, object: row.Name, row: row}
	}
	return candidate{name: name, object: name}
}

// stream describes a candidate: what there is of it, and what of it the
// configuration wants.
func (c candidate) stream(ctx context.Context, client *intacct.Client, s *settings) (*stream, error) {
	def, err := client.Lookup(ctx, c.object, c.docpar)
	if err != nil {
		return nil, err
	}
	st := describe(def, c.row, c.object, s)
	st.name, st.docpar = c.name, c.docpar
	return st, nil
}

// resolve finds what a configured stream is read from, and makes the user's
// format that of all its times.
func (r *run) resolve(ctx context.Context, name string) (*stream, error) {
	c := candidateNamed(name, r.settings)
	st, err := c.stream(ctx, r.client, r.settings)
	if err != nil {
		return nil, unknownStream(name, c.row != nil, err)
	}
	st.name = name
	for _, c := range st.columns {
		c.format = r.format
	}
	return st, nil
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
