package source

import (
	"slices"

	"airbyte-sage-intacct/source/encode"
)

// bears reports whether a column may have a mended text: it is a text, and
// nothing goes by it.
func (p *plan) bears(c *encode.Column) bool {
	return c.Kind == encode.Text && !c.Strict && c != p.key && c != p.cursor && c != p.created && c != p.called && c != p.parentKey && !slices.Contains(p.identity, c)
}

// layout is what the plan's records are made of.
func (p *plan) layout() *encode.Layout {
	return &encode.Layout{
		Object: p.object, Columns: p.asked, Key: p.key, Cursor: p.cursor, Created: p.created, Called: p.called,
		Ordered: p.ordered, Silent: p.silent, Null: p.refused, End: p.trailing, Bears: p.bears,
	}
}
