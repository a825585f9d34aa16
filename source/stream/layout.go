package stream

import (
	"slices"

	"airbyte-sage-intacct/source/encode"
)

// Bears reports whether a column may have a mended text: it is a text, and
// nothing goes by it.
func (p *Plan) Bears(c *encode.Column) bool {
	return c.Kind == encode.Text && !c.Strict && c != p.Key && c != p.Cursor && c != p.Created && c != p.Called && c != p.ParentKey && !slices.Contains(p.Identity, c)
}

// Layout is what the plan's records are made of.
func (p *Plan) Layout() *encode.Layout {
	return &encode.Layout{
		Object: p.Object, Columns: p.Asked, Key: p.Key, Cursor: p.Cursor, Created: p.Created, Called: p.Called,
		Ordered: p.Ordered, Silent: p.silent, Null: p.Refused, End: p.Trailing, Bears: p.Bears,
	}
}
