// Package stream is what can be read: what a name of a stream means, its columns as
// lookup describes them, what of it a configured catalogue asks for, and how that
// is asked.
package stream

import (
	"strings"

	"airbyte-sage-intacct/intacct"
	"airbyte-sage-intacct/source/config"
	"airbyte-sage-intacct/source/encode"
	"airbyte-sage-intacct/source/naming"
	"airbyte-sage-intacct/source/report"
	"airbyte-sage-intacct/unified"
)

// A Stream is an object of the company as lookup describes it: typed columns,
// and the roles some of them play.
type Stream struct {
	Name    string // of the stream
	Object  string // Intacct's name
	Columns []*encode.Column
	Key     *encode.Column // identifies a record; nil if nothing does
	Ordered bool           // the key is an integer, so that it can be walked in order
	Cursor  *encode.Column // time of the last change; nil if there is none
	Created *encode.Column // time of creation, for records without a cursor value
	Renamed map[string]string
	naming  naming.Naming    // whose names the stream and its columns have
	Absent  []*encode.Column // that its table has elsewhere and the object does not, or no reply can hold
	Docpar  string           // the transaction definition whose documents these are
	Scope   []condition      // which of the object's records these are
	Report  *report.Report   // what gives the records, where query does not

	Row       *intacct.Object // the table's entry; nil if it has none
	table     *unified.Table  // whose words the records are shown in; nil for Intacct's own
	Lines     []*Stream       // of the records, where they are shown with them
	Related   []string        // columns that are fields of records that these refer to
	quoted    bool            // numbers are shown as text
	ParentKey *encode.Column  // of lines: the key of the record that owns them
	Owner     string          // the field that tells the entity; "" if none does
	parted    bool            // records name the entity they were read from
	deletable bool            // records tell of deletes
	// Identity are the columns that together identify a record, where the key
	// does not or another is wanted.
	Identity []*encode.Column
}

// The fields that Intacct gives every standard object, and the platform every
// custom one, under the same roles.
var usualRoles = []roles{
	{key: "RECORDNO", cursor: "WHENMODIFIED", created: []string{"AUWHENCREATED", "WHENCREATED"}},
	{key: "id", cursor: "updatedAt", created: []string{"createdAt"}},
}

type roles struct {
	key, cursor string
	created     []string
	textKey     bool
	integerKey  bool // whatever lookup says: it calls many keys TEXT that are numbers
}

// neverRead are fields that lookup lists and no reader wants.
var neverRead = map[string]bool{"PASSWORD": true}

// Of makes the stream of an object. row is the table's entry for it; nil
// if it has none.
func Of(def *intacct.Definition, row *intacct.Object, object string, s *config.Settings) *Stream {
	fields := readable(def.Fields, row)
	names, renamed := naming.Columns(fields, s.Naming)
	st := &Stream{Name: object, Object: object, Renamed: renamed, naming: s.Naming}
	for i, field := range fields {
		c := encode.NewColumn(field.ID, names[i], field.DataType)
		c.Custom = field.Custom
		c.Quoted = s.Decimals == config.DecimalsString && !strings.EqualFold(field.DataType, "INTEGER")
		st.Columns = append(st.Columns, c)
	}
	st.Columns, st.Absent = nameable(st.Columns)
	st.assign(rolesOf(row, st))
	if row != nil && row.ParentKey != "" {
		if parent := st.column(row.ParentKey); parent != nil && parent.Kind == encode.Number {
			parent.Kind = encode.Integer
			st.ParentKey = parent
		}
	}
	st.Row = row
	switch s.Naming {
	case naming.Hotglue:
		st.likeHotglue()
	case naming.Fivetran:
		st.likeFivetran()
	}
	st.deletable = st.showsDeletes(s) || st.Grouped() && st.Incremental() && s.Deletes != "" && s.Deletes != config.DeletesOff
	return st
}

// readable leaves out what queries refuse, and what lookup lists twice.
func readable(fields []intacct.Field, row *intacct.Object) []intacct.Field {
	skip := make(map[string]bool, len(fields))
	if row != nil {
		for _, name := range row.NoQuery {
			skip[name] = true
		}
	}
	var kept []intacct.Field
	for _, field := range fields {
		if field.ID == "" || skip[field.ID] || neverRead[field.ID] {
			continue
		}
		skip[field.ID] = true
		kept = append(kept, field)
	}
	return kept
}

// rolesOf says which fields play which role: the table's word, else the usual.
func rolesOf(row *intacct.Object, st *Stream) roles {
	if row != nil {
		text := row.KeyKind == intacct.TextKey
		r := roles{key: row.Key, cursor: row.Cursor, textKey: text, integerKey: !text}
		if row.Created != "" {
			r.created = append(r.created, row.Created)
		}
		r.created = append(r.created, usualRoles[0].created...)
		return r
	}
	for _, r := range usualRoles {
		if key := st.column(r.key); key != nil && key.Kind == encode.Number {
			return r
		}
	}
	return roles{cursor: usualRoles[0].cursor}
}

// assign gives the columns their roles. A cursor or a time of creation must be
// a timestamp: on bills, WHENCREATED is the document's date.
func (st *Stream) assign(r roles) {
	if st.Key = st.column(r.key); st.Key != nil {
		st.Key.Strict = true
		if st.Ordered = r.integerKey || !r.textKey && st.Key.Kind == encode.Number; st.Ordered {
			st.Key.Kind, st.Key.Quoted = encode.Integer, false
		} else {
			st.Key.Kind = encode.Text
		}
	}
	if st.Cursor = st.timestamp(r.cursor); st.Cursor == nil {
		return
	}
	st.Cursor.Strict = true
	for _, name := range r.created {
		if st.Created = st.timestamp(name); st.Created != nil {
			return
		}
	}
}

// column finds a column by Intacct's name for it, in any case.
func (st *Stream) column(field string) *encode.Column {
	for _, c := range st.Columns {
		if field != "" && strings.EqualFold(c.Field, field) {
			return c
		}
	}
	return nil
}

func (st *Stream) timestamp(field string) *encode.Column {
	if c := st.column(field); c != nil && c.Kind == encode.Timestamp && c != st.Cursor {
		return c
	}
	return nil
}

// Incremental reports whether the stream can be read by its changes.
func (st *Stream) Incremental() bool { return st.Cursor != nil && st.Key != nil }

// CursorName is the column of the cursor, as the catalogue calls it.
func (st *Stream) CursorName() string {
	switch {
	case st.Cursor == nil:
		return ""
	case st.table != nil && st.Report == nil:
		return unified.Cursor
	}
	return st.Cursor.Name
}

// Grouped reports whether records are told apart by a text, and grouped by the number
// of what owns them.
func (st *Stream) Grouped() bool {
	return !st.Ordered && st.Key != nil && st.ParentKey != nil && len(st.Identity) == 0
}

// showsDeletes reports whether a stream's records have the column of deletes. They
// make sense only beside the changes, and where a record can be named.
func (st *Stream) showsDeletes(s *config.Settings) bool {
	return s.Deletes != "" && s.Deletes != config.DeletesOff && st.Incremental() && st.Ordered
}

// ParentOf is the object whose records own a stream's; nil if there is none
// that could tell of a change.
func (st *Stream) ParentOf() *intacct.Object {
	if st.Row == nil || st.ParentKey == nil || !st.Incremental() {
		return nil
	}
	parent, known := intacct.ObjectNamed(st.Row.Parent)
	if !known || parent.Key == "" || parent.KeyKind != intacct.IntegerKey || parent.Cursor == "" {
		return nil
	}
	return parent
}
