package source

import (
	"slices"
	"time"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/source/encode"
	"airbyte-sage-intacct/source/naming"
)

// likeFivetran gives a stream the columns and types of its table in Fivetran's
// schema. Times stay what lookup calls them. Record numbers are text in these
// tables, and so they are where lines name their parents.
func (st *stream) likeFivetran() {
	if st.row == nil {
		return
	}
	for _, fixed := range fivetranColumns(st.row.Name) {
		c := st.property(fixed.name)
		if slices.ContainsFunc(st.absent, func(c *encode.Column) bool { return c.Name == fixed.name }) {
			continue
		}
		if c == nil {
			c = encode.NewColumn("", fixed.name, "")
			c.Kind = fixed.kind
			st.absent = append(st.absent, c)
			continue
		}
		if c.Kind != encode.Date && c.Kind != encode.Timestamp {
			c.Kind, c.Quoted = fixed.kind, c.Quoted && fixed.kind == encode.Number
		}
	}
	if st.parentKey != nil && fivetranColumns(st.row.Parent) != nil {
		st.parentKey.Kind = encode.Text
	}
}

// property finds a column by its name.
func (st *stream) property(name string) *encode.Column {
	for _, c := range st.columns {
		if c.Name == name {
			return c
		}
	}
	return nil
}

// markers are the columns that say of a record whether it is there, as schemas
// have them.
func (st *stream) markers() string {
	const moment = `{"type":["null","string"],"format":"date-time","airbyte_type":"timestamp_with_timezone"}`
	switch {
	case st.naming == naming.Fivetran:
		return `,"` + naming.GoneColumn + `":{"type":["null","boolean"]},"` + naming.SyncedColumn + `":` + moment
	case st.deletable:
		return `,"` + naming.DeletedColumn + `":` + moment
	}
	return ""
}

// deletesColumn is the column that tells of deletes.
func (st *stream) deletesColumn() string {
	if st.naming == naming.Fivetran {
		return naming.GoneColumn
	}
	return naming.DeletedColumn
}

// present is what records end with that are there.
func (p *plan) present() string {
	switch {
	case p.gone:
		return `,"` + naming.GoneColumn + `":false`
	case p.deletes && p.naming != naming.Fivetran:
		return `,"` + naming.DeletedColumn + `":null`
	}
	return ""
}

// absence is what records end with that are gone since a moment.
func (p *plan) absence(at string) string {
	if p.naming != naming.Fivetran {
		return `,"` + naming.DeletedColumn + `":"` + at + `"}`
	}
	end := `,"` + naming.GoneColumn + `":true`
	if p.synced {
		end += `,"` + naming.SyncedColumn + `":"` + at + `"`
	}
	return end + "}"
}

// stamp is how a record ends that was read at a moment; "" if it does not say.
// It is not part of the data: a record does not change by being read again.
func (p *plan) stamp(at time.Time) []byte {
	if !p.synced {
		return nil
	}
	if at.IsZero() {
		at = time.Now()
	}
	dst := append(airbyte.AppendJSONString([]byte{','}, naming.SyncedColumn), ':')
	return append(encode.AppendTime(dst, at.UTC(), time.RFC3339), '}')
}

// stamped puts a stamp at the end of a record.
func stamped(record, stamp []byte) []byte {
	if stamp == nil {
		return record
	}
	return append(record[:len(record)-1], stamp...)
}
