package stream

import (
	"encoding/json"
	"slices"
	"sort"
	"strings"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/intacct"
	"airbyte-sage-intacct/source/encode"
	"airbyte-sage-intacct/source/naming"
	"airbyte-sage-intacct/unified"
)

// A Plan is what of a stream is read: the columns that the configured catalogue
// selects and queries allow, and always the key and the cursor.
type Plan struct {
	*Stream
	// Asked are the columns of the query. The key comes first, then the cursor
	// and the time of creation, as far as there are such.
	Asked []*encode.Column
	// silent says that the time of creation is asked for and not emitted.
	silent bool
	// View is what of a table of the unified accounting schema is shown, if the
	// stream is one; lines are read with its records.
	View  *unified.View
	Lines []*LinePlan
	// Refused are selected columns that the gateway will not give; records
	// have them as null.
	Refused []*encode.Column
	// selected is how many properties are; unknown are those of them that the
	// object does not have.
	selected int
	Unknown  []string
	// Drifted are columns of which the catalogue's schema has another kind than
	// lookup.
	Drifted []*encode.Column
	// Deletes and entity say that records have those columns, which are no
	// fields, and so do gone and synced of Fivetran's; trailing is how they stand
	// at the end of a record.
	Deletes, entity bool
	gone, synced    bool
	Trailing        []byte
	// Called is the field by which the stream knows its records, where that is not
	// the one that they are read by, and deletes have to name them.
	Called *encode.Column
	// Own chooses the records of the entity that is read, among those that its
	// session shows.
	Own intacct.Filter
}

// NewPlan selects from a stream what the configured catalogue does. A schema
// without properties selects everything.
func NewPlan(st *Stream, configured *airbyte.ConfiguredStream) *Plan {
	selected := selectedProperties(configured.Stream.JSONSchema)
	if st.table != nil && st.Report == nil {
		return newUnifiedPlan(st, selected)
	}
	p := &Plan{Stream: st}
	wants := func(c *encode.Column) bool { return len(selected) == 0 || selected[c.Name] }
	p.silent = st.Created != nil && !wants(st.Created)
	for _, c := range []*encode.Column{st.Key, st.Cursor, st.Created} {
		if c != nil {
			p.Asked = append(p.Asked, c)
		}
	}
	p.Asked = append(p.Asked, st.Identity...)
	if st.deletable && st.Grouped() {
		p.Asked = append(p.Asked, st.ParentKey)
	}
	named := func(name string) bool { return len(selected) == 0 || selected[name] }
	p.Deletes, p.entity = st.deletable && named(st.deletesColumn()), st.parted && named(naming.EntityColumn)
	if p.Deletes && len(st.Identity) == 1 {
		p.Called = st.Identity[0]
	}
	if st.naming == naming.Fivetran {
		p.gone, p.synced = named(naming.GoneColumn), named(naming.SyncedColumn)
	}
	p.Trailing = p.Trailer("")
	known := make(map[string]bool, len(st.Columns))
	for _, c := range st.Columns {
		known[c.Name] = true
		if wants(c) && !p.asks(c) {
			p.Asked = append(p.Asked, c)
		}
	}
	for _, c := range st.Absent {
		known[c.Name] = true
		if wants(c) {
			p.Refused = append(p.Refused, c)
		}
	}
	for name := range selected {
		p.judge(name, known[name])
	}
	sort.Strings(p.Unknown)
	p.asConfigured(configured.Stream.JSONSchema)
	return p
}

// judge counts a property that is selected.
func (p *Plan) judge(name string, known bool) {
	if slices.Contains(naming.Reserved, name) {
		return
	}
	if p.selected++; !known {
		p.Unknown = append(p.Unknown, name)
	}
}

// Strange refuses a configured stream of which the object has no column at all:
// it was discovered as something else, or under other names. Read all the same,
// its records would be empty but for their keys.
func (p *Plan) Strange(configured string) error {
	if p.selected == 0 || len(p.Unknown) < p.selected {
		return nil
	}
	const enough = 3
	return airbyte.Errorf(airbyte.ConfigError, "stream %s: %s has none of the columns that are selected (%s); refresh the source's schema",
		configured, p.Object, strings.Join(p.Unknown[:min(enough, len(p.Unknown))], ", "))
}

func selectedProperties(schema json.RawMessage) map[string]bool {
	var object struct {
		Properties map[string]json.RawMessage `json:"properties"`
	}
	if json.Unmarshal(schema, &object) != nil {
		return nil
	}
	selected := make(map[string]bool, len(object.Properties))
	for name := range object.Properties {
		selected[name] = true
	}
	return selected
}

func (p *Plan) asks(c *encode.Column) bool { return slices.Contains(p.Asked, c) }

// Refuse takes fields that the gateway refuses out of the query. It returns
// those it found; none means that asking again is no use.
func (p *Plan) Refuse(fields []string) []*encode.Column {
	var dropped []*encode.Column
	p.Asked = slices.DeleteFunc(p.Asked, func(c *encode.Column) bool {
		refused := slices.ContainsFunc(fields, func(f string) bool { return strings.EqualFold(f, c.Field) })
		if refused && c != p.Key && c != p.Cursor && !slices.Contains(p.Identity, c) {
			dropped = append(dropped, c)
			return true
		}
		return false
	})
	for _, c := range dropped {
		if c != p.Created || !p.silent {
			p.Refused = append(p.Refused, c)
		}
		if c == p.Created {
			p.Created, p.silent = nil, false
		}
	}
	return dropped
}

// Query asks for the plan's columns of the records that are the stream's.
func (p *Plan) Query(filter intacct.Filter, order ...intacct.Order) intacct.Query {
	q := intacct.Query{Object: p.Object, DocParID: p.Docpar, Filter: p.Owned(filter), Order: order, Mended: true}
	for _, c := range p.Asked {
		q.Select = append(q.Select, c.Field)
	}
	return q
}

// Fields are the names of the columns that are asked for.
func (p *Plan) Fields() []string {
	names := make([]string, len(p.Asked))
	for i, c := range p.Asked {
		names[i] = c.Field
	}
	return names
}

// Owned adds to a condition that records have to be those of the entity.
func (p *Plan) Owned(filter intacct.Filter) intacct.Filter {
	return intacct.And(p.Within(filter), p.Own)
}

// Within adds to a condition that records have to be the stream's.
func (p *Plan) Within(filter intacct.Filter) intacct.Filter {
	parts := []intacct.Filter{filter}
	for _, c := range p.Scope {
		parts = append(parts, c.filter())
	}
	return intacct.And(parts...)
}

// A LinePlan is what of the lines of documents is read.
type LinePlan struct {
	*Plan
	Element string // what they are in the documents
	Part    unified.Part
}
