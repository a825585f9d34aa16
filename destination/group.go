package destination

import (
	"slices"
	"strings"

	"airbyte-sage-intacct/destination/canonical"
	"airbyte-sage-intacct/destination/plan"
	"airbyte-sage-intacct/destination/record"
	"airbyte-sage-intacct/destination/schema"
	"airbyte-sage-intacct/intacct"
	"airbyte-sage-intacct/internal/decimal"
)

// group is what is found by the same fields: items of a batch, some of them by
// several values.
type group struct {
	fields  []*schema.Field
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

func groupFor(list *[]*group, fields []*schema.Field) *group {
	for _, g := range *list {
		if slices.Equal(g.fields, fields) {
			return g
		}
	}
	g := &group{fields: fields}
	*list = append(*list, g)
	return g
}

func documents(items []*item, indexes []int) []*record.Document {
	list := make([]*record.Document, len(indexes))
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

func in(f *schema.Field, values func(func(string) bool)) intacct.Filter {
	var list []string
	for value := range values {
		list = append(list, f.Kind.Wire(value))
	}
	slices.Sort(list)
	var parts []intacct.Filter
	for some := range slices.Chunk(slices.Compact(list), maxNames) {
		parts = append(parts, intacct.In(f.ID, some...))
	}
	return intacct.Or(parts...)
}

func contentFilter(d *record.Document) intacct.Filter {
	in := record.Currencies{}.Of(d, record.Stored{})
	var conditions []intacct.Filter
	for _, c := range d.Cells {
		if stays(c, in) && c.Field.Queryable && len(c.Text) <= maxCondition && len(conditions) < maxConditions {
			conditions = append(conditions, intacct.Eq(c.Field.ID, c.Field.Kind.Wire(c.Text)))
		}
	}
	return intacct.And(conditions...)
}

// stays tells a value that the company keeps just as it is sent: it rounds
// amounts, trims texts, spells choices its own way, and may show a time in another
// zone. A search by such a value would miss the record, and it would be created
// again.
func stays(c record.Cell, in record.Currencies) bool {
	switch {
	case c.Field.Kind == canonical.Timestamp, c.Field.Kind.IsNothing(c.Text):
		return false
	case c.Field.Kind == canonical.Numeric:
		return c.Text != "" && !decimal.Fine(c.Text, min(in.Digits(c.Field), 2))
	}
	if len(c.Field.Choices) > 0 && !slices.Contains(c.Field.Choices, c.Text) {
		return false
	}
	return c.Text != "" && strings.Join(strings.Fields(c.Text), " ") == c.Text
}

// matching are the records that a handle of an item stands for.
func matching(records []record.Stored, h handle, p *plan.Plan) []record.Stored {
	var list []record.Stored
	for _, existing := range records {
		same := true
		for at, f := range h.fields {
			same = same && (existing.Texts[f] == h.values[at] || f == p.Schema.Key() && existing.Number == h.values[at])
		}
		if same {
			list = append(list, existing)
		}
	}
	return list
}

// made are the fields of records that Intacct has made of others, whose identity
// they share: the reversal of a journal that brought the day of it.
func madeOf(p *plan.Plan, g *group) []*schema.Field {
	if f := p.Schema.Fields.Exact[p.Schema.Object.MadeOf]; f != nil && slices.Equal(g.fields, []*schema.Field{p.Identity}) {
		return []*schema.Field{f}
	}
	return nil
}
