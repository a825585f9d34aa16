package stream

import (
	"context"
	"slices"
	"strings"

	"airbyte-sage-intacct/intacct"
	"airbyte-sage-intacct/source/config"
	"airbyte-sage-intacct/source/encode"
	"airbyte-sage-intacct/source/gateway"
	"airbyte-sage-intacct/source/naming"
	"airbyte-sage-intacct/unified"
)

// The streams of the unified accounting schema show the records of Intacct's
// objects in the words of the tables in package unified. What of a record a
// table does not want is not asked for.

// unifiedCandidates are the streams of the unified accounting schema.
func ofTables() []Definition {
	var list []Definition
	for i := range unified.Tables {
		if t := &unified.Tables[i]; !t.WriteOnly {
			list = append(list, ofTable(t))
		}
	}
	return list
}

func ofTable(t *unified.Table) Definition {
	c := Definition{Name: t.Stream(), table: t}
	if len(t.Objects) > 0 {
		c.Object = t.Objects[0].Name
		c.Row, _ = intacct.ObjectNamed(c.Object)
	}
	return c
}

// unifiedNamed finds the stream of the unified accounting schema that a name
// means.
func tableNamed(name string) (Definition, bool) {
	if !strings.HasPrefix(strings.ToLower(name), unified.Prefix) {
		return Definition{}, false
	}
	t, known := unified.Named(name)
	if !known || t.WriteOnly {
		return Definition{}, false
	}
	return ofTable(t), true
}

// Objects are the definitions for what a definition's records are of.
func (c Definition) Objects() []Definition {
	if c.table == nil || len(c.table.Objects) == 0 {
		return []Definition{c}
	}
	var list []Definition
	for _, of := range c.table.Objects {
		part := c
		part.Object = of.Name
		part.Row, _ = intacct.ObjectNamed(of.Name)
		list = append(list, part)
	}
	return list
}

// DescribeAll describes a definition, one object after the other.
func (c Definition) DescribeAll(ctx context.Context, client *intacct.Client, s *config.Settings) ([]*Stream, error) {
	var list []*Stream
	for _, part := range c.Objects() {
		st, err := part.Describe(ctx, client, s)
		if err != nil {
			return nil, err
		}
		list = append(list, st)
	}
	return list, nil
}

// unifiedStream describes an object for the definition's table.
func (c Definition) unifiedStream(ctx context.Context, client *intacct.Client, s *config.Settings) (*Stream, error) {
	plain := *s
	plain.Naming = naming.Intacct // the table has names of its own
	s = &plain
	if c.table.Function != "" {
		return balanceStream(c, s), nil
	}
	def, err := client.Lookup(ctx, c.Object, "")
	if err != nil {
		return nil, err
	}
	st := Of(def, c.Row, c.Object, s)
	st.Name, st.table, st.quoted = c.Name, c.table, s.Decimals == config.DecimalsString
	st.Owner, st.parted = ownership(def, c.Row), s.Entities.Many()
	view := c.table.View(c.Object, nil)
	st.fit(view.Record(), def, s)
	if st.Scope, err = c.scopeOf(def, st, s); err != nil {
		return nil, err
	}
	for _, part := range view.Lines() {
		lines, err := lineStream(ctx, client, part, s)
		if err != nil {
			return nil, err
		}
		st.Lines = append(st.Lines, lines)
	}
	return st, nil
}

// lineStream describes the lines of documents.
func lineStream(ctx context.Context, client *intacct.Client, part unified.Part, s *config.Settings) (*Stream, error) {
	row, _ := intacct.ObjectNamed(part.Object)
	def, err := client.Lookup(ctx, row.Name, "")
	if err != nil {
		return nil, err
	}
	st := Of(def, row, row.Name, s)
	if st.ParentKey = st.column(row.ParentKey); st.ParentKey == nil || !st.Ordered {
		return nil, gateway.NothingError("its lines, " + row.Name + ", do not say what they belong to")
	}
	st.ParentKey.Kind, st.ParentKey.Strict = encode.Integer, true // whatever lookup calls it
	st.fit(part, def, s)
	return st, nil
}

// fit gives columns the types that they are shown with, and adds those of
// related records.
func (st *Stream) fit(part unified.Part, def *intacct.Definition, s *config.Settings) {
	for _, field := range part.Fields {
		c := st.column(field.Name)
		if c == nil {
			path, _, dotted := strings.Cut(field.Name, ".")
			if !dotted || !slices.ContainsFunc(def.Relationships, func(r intacct.Relationship) bool { return r.Path == path }) {
				continue
			}
			c = encode.NewColumn(field.Name, field.Name, "")
			st.Columns = append(st.Columns, c)
			st.Related = append(st.Related, field.Name)
		}
		switch {
		case c == st.Key:
		case field.Kind == unified.Number:
			c.Kind, c.Quoted = encode.Number, s.Decimals == config.DecimalsString
		case field.Kind == unified.Date && c != st.Cursor && c != st.Created:
			c.Kind = encode.Date
		case field.Kind == unified.Timestamp:
			c.Kind = encode.Timestamp
		}
	}
}
