package source

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

// A plan is what of a stream is read: the columns that the configured catalogue
// selects and queries allow, and always the key and the cursor.
type plan struct {
	*stream
	// asked are the columns of the query. The key comes first, then the cursor
	// and the time of creation, as far as there are such.
	asked []*encode.Column
	// silent says that the time of creation is asked for and not emitted.
	silent bool
	// view is what of a table of the unified accounting schema is shown, if the
	// stream is one; lines are read with its records.
	view  *unified.View
	lines []*linePlan
	// refused are selected columns that the gateway will not give; records
	// have them as null.
	refused []*encode.Column
	// selected is how many properties are; unknown are those of them that the
	// object does not have.
	selected int
	unknown  []string
	// drifted are columns of which the catalogue's schema has another kind than
	// lookup.
	drifted []*encode.Column
	// deletes and entity say that records have those columns, which are no
	// fields, and so do gone and synced of Fivetran's; trailing is how they stand
	// at the end of a record.
	deletes, entity bool
	gone, synced    bool
	trailing        []byte
	// called is the field by which the stream knows its records, where that is not
	// the one that they are read by, and deletes have to name them.
	called *encode.Column
	// own chooses the records of the entity that is read, among those that its
	// session shows.
	own intacct.Filter
}

// newPlan selects from a stream what the configured catalogue does. A schema
// without properties selects everything.
func newPlan(st *stream, configured *airbyte.ConfiguredStream) *plan {
	selected := selectedProperties(configured.Stream.JSONSchema)
	if st.table != nil && st.listing == nil {
		return newUnifiedPlan(st, selected)
	}
	p := &plan{stream: st}
	wants := func(c *encode.Column) bool { return len(selected) == 0 || selected[c.Name] }
	p.silent = st.created != nil && !wants(st.created)
	for _, c := range []*encode.Column{st.key, st.cursor, st.created} {
		if c != nil {
			p.asked = append(p.asked, c)
		}
	}
	p.asked = append(p.asked, st.identity...)
	if st.deletable && st.grouped() {
		p.asked = append(p.asked, st.parentKey)
	}
	named := func(name string) bool { return len(selected) == 0 || selected[name] }
	p.deletes, p.entity = st.deletable && named(st.deletesColumn()), st.parted && named(naming.EntityColumn)
	if p.deletes && len(st.identity) == 1 {
		p.called = st.identity[0]
	}
	if st.naming == naming.Fivetran {
		p.gone, p.synced = named(naming.GoneColumn), named(naming.SyncedColumn)
	}
	p.trailing = p.trailer("")
	known := make(map[string]bool, len(st.columns))
	for _, c := range st.columns {
		known[c.Name] = true
		if wants(c) && !p.asks(c) {
			p.asked = append(p.asked, c)
		}
	}
	for _, c := range st.absent {
		known[c.Name] = true
		if wants(c) {
			p.refused = append(p.refused, c)
		}
	}
	for name := range selected {
		p.judge(name, known[name])
	}
	sort.Strings(p.unknown)
	p.asConfigured(configured.Stream.JSONSchema)
	return p
}

// judge counts a property that is selected.
func (p *plan) judge(name string, known bool) {
	if slices.Contains(naming.Reserved, name) {
		return
	}
	if p.selected++; !known {
		p.unknown = append(p.unknown, name)
	}
}

// strange refuses a configured stream of which the object has no column at all:
// it was discovered as something else, or under other names. Read all the same,
// its records would be empty but for their keys.
func (p *plan) strange(configured string) error {
	if p.selected == 0 || len(p.unknown) < p.selected {
		return nil
	}
	const enough = 3
	return airbyte.Errorf(airbyte.ConfigError, "stream %s: %s has none of the columns that are selected (%s); refresh the source's schema",
		configured, p.object, strings.Join(p.unknown[:min(enough, len(p.unknown))], ", "))
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

func (p *plan) asks(c *encode.Column) bool { return slices.Contains(p.asked, c) }

// refuse takes fields that the gateway refuses out of the query. It returns
// those it found; none means that asking again is no use.
func (p *plan) refuse(fields []string) []*encode.Column {
	var dropped []*encode.Column
	p.asked = slices.DeleteFunc(p.asked, func(c *encode.Column) bool {
		refused := slices.ContainsFunc(fields, func(f string) bool { return strings.EqualFold(f, c.Field) })
		if refused && c != p.key && c != p.cursor && !slices.Contains(p.identity, c) {
			dropped = append(dropped, c)
			return true
		}
		return false
	})
	for _, c := range dropped {
		if c != p.created || !p.silent {
			p.refused = append(p.refused, c)
		}
		if c == p.created {
			p.created, p.silent = nil, false
		}
	}
	return dropped
}

// query asks for the plan's columns of the records that are the stream's.
func (p *plan) query(filter intacct.Filter, order ...intacct.Order) intacct.Query {
	q := intacct.Query{Object: p.object, DocParID: p.docpar, Filter: p.owned(filter), Order: order, Mended: true}
	for _, c := range p.asked {
		q.Select = append(q.Select, c.Field)
	}
	return q
}

// fields are the names of the columns that are asked for.
func (p *plan) fields() []string {
	names := make([]string, len(p.asked))
	for i, c := range p.asked {
		names[i] = c.Field
	}
	return names
}

// owned adds to a condition that records have to be those of the entity.
func (p *plan) owned(filter intacct.Filter) intacct.Filter {
	return intacct.And(p.within(filter), p.own)
}

// within adds to a condition that records have to be the stream's.
func (p *plan) within(filter intacct.Filter) intacct.Filter {
	parts := []intacct.Filter{filter}
	for _, c := range p.scope {
		parts = append(parts, c.filter())
	}
	return intacct.And(parts...)
}
