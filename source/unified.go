package source

import (
	"bytes"
	"context"
	"encoding/json"
	"slices"
	"strings"

	"airbyte-sage-intacct/airbyte"
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
func unifiedCandidates() []candidate {
	var list []candidate
	for i := range unified.Tables {
		if t := &unified.Tables[i]; !t.WriteOnly {
			list = append(list, unifiedCandidate(t))
		}
	}
	return list
}

func unifiedCandidate(t *unified.Table) candidate {
	c := candidate{name: t.Stream(), table: t}
	if len(t.Objects) > 0 {
		c.object = t.Objects[0].Name
		c.row, _ = intacct.ObjectNamed(c.object)
	}
	return c
}

// unifiedNamed finds the stream of the unified accounting schema that a name
// means.
func unifiedNamed(name string) (candidate, bool) {
	if !strings.HasPrefix(strings.ToLower(name), unified.Prefix) {
		return candidate{}, false
	}
	t, known := unified.Named(name)
	if !known || t.WriteOnly {
		return candidate{}, false
	}
	return unifiedCandidate(t), true
}

// objects are the candidates for what a candidate's records are of.
func (c candidate) objects() []candidate {
	if c.table == nil || len(c.table.Objects) == 0 {
		return []candidate{c}
	}
	var list []candidate
	for _, of := range c.table.Objects {
		part := c
		part.object = of.Name
		part.row, _ = intacct.ObjectNamed(of.Name)
		list = append(list, part)
	}
	return list
}

// streams describes a candidate, one object after the other.
func (c candidate) streams(ctx context.Context, client *intacct.Client, s *config.Settings) ([]*stream, error) {
	var list []*stream
	for _, part := range c.objects() {
		st, err := part.stream(ctx, client, s)
		if err != nil {
			return nil, err
		}
		list = append(list, st)
	}
	return list, nil
}

// unifiedStream describes an object for the candidate's table.
func (c candidate) unifiedStream(ctx context.Context, client *intacct.Client, s *config.Settings) (*stream, error) {
	plain := *s
	plain.Naming = naming.Intacct // the table has names of its own
	s = &plain
	if c.table.Function != "" {
		return balanceStream(c, s), nil
	}
	def, err := client.Lookup(ctx, c.object, "")
	if err != nil {
		return nil, err
	}
	st := describe(def, c.row, c.object, s)
	st.name, st.table, st.quoted = c.name, c.table, s.Decimals == config.DecimalsString
	st.owner, st.parted = ownership(def, c.row), s.Entities.Many()
	view := c.table.View(c.object, nil)
	st.fit(view.Record(), def, s)
	if st.scope, err = c.scopeOf(def, st, s); err != nil {
		return nil, err
	}
	for _, part := range view.Lines() {
		lines, err := lineStream(ctx, client, part, s)
		if err != nil {
			return nil, err
		}
		st.lines = append(st.lines, lines)
	}
	return st, nil
}

// lineStream describes the lines of documents.
func lineStream(ctx context.Context, client *intacct.Client, part unified.Part, s *config.Settings) (*stream, error) {
	row, _ := intacct.ObjectNamed(part.Object)
	def, err := client.Lookup(ctx, row.Name, "")
	if err != nil {
		return nil, err
	}
	st := describe(def, row, row.Name, s)
	if st.parentKey = st.column(row.ParentKey); st.parentKey == nil || !st.ordered {
		return nil, gateway.NothingError("its lines, " + row.Name + ", do not say what they belong to")
	}
	st.parentKey.Kind, st.parentKey.Strict = encode.Integer, true // whatever lookup calls it
	st.fit(part, def, s)
	return st, nil
}

// fit gives columns the types that they are shown with, and adds those of
// related records.
func (st *stream) fit(part unified.Part, def *intacct.Definition, s *config.Settings) {
	for _, field := range part.Fields {
		c := st.column(field.Name)
		if c == nil {
			path, _, dotted := strings.Cut(field.Name, ".")
			if !dotted || !slices.ContainsFunc(def.Relationships, func(r intacct.Relationship) bool { return r.Path == path }) {
				continue
			}
			c = encode.NewColumn(field.Name, field.Name, "")
			st.columns = append(st.columns, c)
			st.related = append(st.related, field.Name)
		}
		switch {
		case c == st.key:
		case field.Kind == unified.Number:
			c.Kind, c.Quoted = encode.Number, s.Decimals == config.DecimalsString
		case field.Kind == unified.Date && c != st.cursor && c != st.created:
			c.Kind = encode.Date
		case field.Kind == unified.Timestamp:
			c.Kind = encode.Timestamp
		}
	}
}

// newUnifiedPlan selects from a stream of the unified accounting schema what the
// configured catalogue does.
func newUnifiedPlan(st *stream, selected map[string]bool) *plan {
	var names []string
	for name := range selected {
		names = append(names, name)
	}
	view := st.table.View(st.object, names)
	p := &plan{stream: st, view: view}
	p.ask(view.Record(), view.Custom(), st.key, st.cursor, st.created)
	for _, part := range view.Lines() {
		lines := &plan{stream: st.linesOf(part.Object)}
		lines.ask(part, true, lines.key, lines.parentKey)
		p.lines = append(p.lines, &linePlan{plan: lines, element: part.Element, part: part})
	}
	named := func(name string) bool { return len(selected) == 0 || selected[name] }
	p.deletes, p.entity = st.deletable && named(naming.DeletedColumn), st.parted && named(naming.EntityColumn)
	p.trailing = p.trailer("")
	known := st.table.Members()
	for _, name := range names {
		p.judge(name, known[name])
	}
	slices.Sort(p.unknown)
	return p
}

func (st *stream) linesOf(object string) *stream {
	return st.lines[slices.IndexFunc(st.lines, func(l *stream) bool { return l.object == object })]
}

// ask asks for the columns with a role first, then for what a part wants, as far
// as the company has it, and the company's own fields.
func (p *plan) ask(part unified.Part, custom bool, first ...*encode.Column) {
	add := func(c *encode.Column) {
		if c != nil && !p.asks(c) {
			p.asked = append(p.asked, c)
		}
	}
	for _, c := range first {
		add(c)
	}
	for _, field := range part.Fields {
		add(p.column(field.Name))
	}
	for _, c := range p.columns {
		if custom && c.Custom {
			add(c)
		}
	}
}

// cataloguedUnified is a stream of the unified accounting schema as discover
// shows it.
func (st *stream) cataloguedUnified() airbyte.Stream {
	listed := airbyte.Stream{
		Name:                    st.name,
		JSONSchema:              st.unifiedSchema(),
		SupportedSyncModes:      []airbyte.SyncMode{airbyte.FullRefresh},
		IsResumable:             true,
		SourceDefinedPrimaryKey: [][]string{{unified.Key}},
	}
	if st.table.View(st.object, nil).Kind() != "" {
		listed.SourceDefinedPrimaryKey = [][]string{{unified.Type}, {unified.Key}}
	}
	if st.incremental() {
		listed.SupportedSyncModes = append(listed.SupportedSyncModes, airbyte.Incremental)
		listed.SourceDefinedCursor = true
		listed.DefaultCursorField = []string{st.cursorName()}
	}
	return listed
}

// unifiedSchema is the table's schema with the columns that the connector puts
// beside its fields.
func (st *stream) unifiedSchema() []byte {
	var schema, properties map[string]json.RawMessage
	must(json.Unmarshal(st.table.Schema(), &schema))
	must(json.Unmarshal(schema["properties"], &properties))
	if beside := st.synthetic(); len(beside) > 0 {
		must(json.Unmarshal(append(append([]byte{'{'}, beside[1:]...), '}'), &properties))
	}
	raw, err := json.Marshal(properties)
	must(err)
	schema["properties"] = raw
	if raw, err = json.Marshal(schema); st.quoted {
		raw = bytes.ReplaceAll(raw, []byte(`["null","number"]`), []byte(`["null","string"]`))
	}
	must(err)
	return raw
}

// must holds for what is made here and can only fail by a mistake of ours.
func must(err error) {
	if err != nil {
		panic(err)
	}
}
