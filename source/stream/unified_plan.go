package stream

import (
	"slices"

	"airbyte-sage-intacct/source/encode"
	"airbyte-sage-intacct/source/naming"
	"airbyte-sage-intacct/unified"
)

// newUnifiedPlan selects from a stream of the unified accounting schema what the
// configured catalogue does.
func newUnifiedPlan(st *Stream, selected map[string]bool) *Plan {
	var names []string
	for name := range selected {
		names = append(names, name)
	}
	view := st.table.View(st.Object, names)
	p := &Plan{Stream: st, View: view}
	p.ask(view.Record(), view.Custom(), st.Key, st.Cursor, st.Created)
	for _, part := range view.Lines() {
		lines := &Plan{Stream: st.linesOf(part.Object)}
		lines.ask(part, true, lines.Key, lines.ParentKey)
		p.Lines = append(p.Lines, &LinePlan{Plan: lines, Element: part.Element, Part: part})
	}
	named := func(name string) bool { return len(selected) == 0 || selected[name] }
	p.Deletes, p.entity = st.deletable && named(naming.DeletedColumn), st.parted && named(naming.EntityColumn)
	p.Trailing = p.Trailer("")
	known := st.table.Members()
	for _, name := range names {
		p.judge(name, known[name])
	}
	slices.Sort(p.Unknown)
	return p
}

func (st *Stream) linesOf(object string) *Stream {
	return st.Lines[slices.IndexFunc(st.Lines, func(l *Stream) bool { return l.Object == object })]
}

// ask asks for the columns with a role first, then for what a part wants, as far
// as the company has it, and the company's own fields.
func (p *Plan) ask(part unified.Part, custom bool, first ...*encode.Column) {
	add := func(c *encode.Column) {
		if c != nil && !p.asks(c) {
			p.Asked = append(p.Asked, c)
		}
	}
	for _, c := range first {
		add(c)
	}
	for _, field := range part.Fields {
		add(p.column(field.Name))
	}
	for _, c := range p.Columns {
		if custom && c.Custom {
			add(c)
		}
	}
}
