package stream

import (
	"slices"

	"airbyte-sage-intacct/source/encode"
	"airbyte-sage-intacct/source/naming"
)

// likeFivetran gives a stream the columns and types of its table in Fivetran's
// schema. Times stay what lookup calls them. Record numbers are text in these
// tables, and so they are where lines name their parents.
func (st *Stream) likeFivetran() {
	if st.Row == nil {
		return
	}
	for _, fixed := range fivetranColumns(st.Row.Name) {
		c := st.property(fixed.name)
		if slices.ContainsFunc(st.Absent, func(c *encode.Column) bool { return c.Name == fixed.name }) {
			continue
		}
		if c == nil {
			c = encode.NewColumn("", fixed.name, "")
			c.Kind = fixed.kind
			st.Absent = append(st.Absent, c)
			continue
		}
		if c.Kind != encode.Date && c.Kind != encode.Timestamp {
			c.Kind, c.Quoted = fixed.kind, c.Quoted && fixed.kind == encode.Number
		}
	}
	if st.ParentKey != nil && fivetranColumns(st.Row.Parent) != nil {
		st.ParentKey.Kind = encode.Text
	}
}

// property finds a column by its name.
func (st *Stream) property(name string) *encode.Column {
	for _, c := range st.Columns {
		if c.Name == name {
			return c
		}
	}
	return nil
}

// deletesColumn is the column that tells of deletes.
func (st *Stream) deletesColumn() string {
	if st.naming == naming.Fivetran {
		return naming.GoneColumn
	}
	return naming.DeletedColumn
}
