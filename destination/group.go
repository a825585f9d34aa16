package destination

import (
	"slices"
	"strings"

	"airbyte-sage-intacct/intacct"
	"airbyte-sage-intacct/internal/money"
)

// group is what is found by the same fields: items of a batch, some of them by
// several values.
type group struct {
	fields  []*field
	indexes []int
	handles []handle // one for each of indexes
	places  []int    // of the handle among those of its item
}

func groups(items []*item) []*group {
	var list []*group
	for i, it := range items {
		for at, h := range it.allHandles() {
			g := groupFor(&list, h.fields)
			g.indexes, g.handles, g.places = append(g.indexes, i), append(g.handles, h), append(g.places, at)
		}
	}
	return list
}

func groupFor(list *[]*group, fields []*field) *group {
	for _, g := range *list {
		if slices.Equal(g.fields, fields) {
			return g
		}
	}
	g := &group{fields: fields}
	*list = append(*list, g)
	return g
}

// allHandles are all that an item may be found by, the likeliest first.
func (it *item) allHandles() []handle {
	if it.handles == nil {
		return []handle{it.handle}
	}
	return it.handles
}

func documents(items []*item, indexes []int) []*document {
	list := make([]*document, len(indexes))
	for at, i := range indexes {
		list[at] = items[i].document
	}
	return list
}

// filter finds all records of the group, and maybe some more.
func (g *group) filter(items []*item) intacct.Filter {
	if len(g.fields) > 0 {
		parts := make([]intacct.Filter, len(g.fields))
		for at, f := range g.fields {
			parts[at] = in(f, func(yield func(string) bool) {
				for _, h := range g.handles {
					if !yield(h.values[at]) {
						return
					}
				}
			})
		}
		return intacct.And(parts...)
	}
	alternatives := make([]intacct.Filter, 0, len(g.indexes))
	for _, i := range g.indexes {
		alternatives = append(alternatives, contentFilter(items[i].document))
	}
	return intacct.Or(alternatives...)
}

func in(f *field, values func(func(string) bool)) intacct.Filter {
	var list []string
	for value := range values {
		list = append(list, f.kind.wire(value))
	}
	slices.Sort(list)
	var parts []intacct.Filter
	for some := range slices.Chunk(slices.Compact(list), maxNames) {
		parts = append(parts, intacct.In(f.id, some...))
	}
	return intacct.Or(parts...)
}

func contentFilter(d *document) intacct.Filter {
	in := currencies{}.of(d, stored{})
	var conditions []intacct.Filter
	for _, c := range d.cells {
		if c.stays(in) && c.field.queryable && len(c.text) <= maxCondition && len(conditions) < maxConditions {
			conditions = append(conditions, intacct.Eq(c.field.id, c.field.kind.wire(c.text)))
		}
	}
	return intacct.And(conditions...)
}

// stays tells a value that the company keeps just as it is sent: it rounds
// amounts, trims texts, spells choices its own way, and may show a time in another
// zone. A search by such a value would miss the record, and it would be created
// again.
func (c cell) stays(in currencies) bool {
	switch {
	case c.field.kind == timestamp, c.field.kind.isNothing(c.text):
		return false
	case c.field.kind == numeric:
		return c.text != "" && !money.Fine(c.text, min(in.digits(c.field), 2))
	}
	if len(c.field.choices) > 0 && !slices.Contains(c.field.choices, c.text) {
		return false
	}
	return c.text != "" && strings.Join(strings.Fields(c.text), " ") == c.text
}

// matching are the records that a handle of an item stands for.
func matching(records []stored, h handle, p *plan) []stored {
	var list []stored
	for _, record := range records {
		same := true
		for at, f := range h.fields {
			same = same && (record.texts[f] == h.values[at] || f == p.schema.key() && record.number == h.values[at])
		}
		if same {
			list = append(list, record)
		}
	}
	return list
}
