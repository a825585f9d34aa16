package source

import (
	"strings"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/intacct"
	"airbyte-sage-intacct/source/config"
	"airbyte-sage-intacct/source/encode"
	"airbyte-sage-intacct/source/naming"
	"airbyte-sage-intacct/source/report"
	"airbyte-sage-intacct/unified"
)

// A stream is an object of the company as lookup describes it: typed columns,
// and the roles some of them play.
type stream struct {
	name    string // of the stream
	object  string // Intacct's name
	columns []*encode.Column
	key     *encode.Column // identifies a record; nil if nothing does
	ordered bool           // the key is an integer, so that it can be walked in order
	cursor  *encode.Column // time of the last change; nil if there is none
	created *encode.Column // time of creation, for records without a cursor value
	renamed map[string]string
	naming  naming.Naming    // whose names the stream and its columns have
	absent  []*encode.Column // that its table has elsewhere and the object does not, or no reply can hold
	docpar  string           // the transaction definition whose documents these are
	scope   []condition      // which of the object's records these are
	listing *report.Report   // what gives the records, where query does not

	row       *intacct.Object // the table's entry; nil if it has none
	table     *unified.Table  // whose words the records are shown in; nil for Intacct's own
	lines     []*stream       // of the records, where they are shown with them
	related   []string        // columns that are fields of records that these refer to
	quoted    bool            // numbers are shown as text
	parentKey *encode.Column  // of lines: the key of the record that owns them
	owner     string          // the field that tells the entity; "" if none does
	parted    bool            // records name the entity they were read from
	deletable bool            // records tell of deletes
	// identity are the columns that together identify a record, where the key
	// does not or another is wanted.
	identity []*encode.Column
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

// describe makes the stream of an object. row is the table's entry for it; nil
// if it has none.
func describe(def *intacct.Definition, row *intacct.Object, object string, s *config.Settings) *stream {
	fields := readable(def.Fields, row)
	names, renamed := naming.Columns(fields, s.Naming)
	st := &stream{name: object, object: object, renamed: renamed, naming: s.Naming}
	for i, field := range fields {
		c := encode.NewColumn(field.ID, names[i], field.DataType)
		c.Custom = field.Custom
		c.Quoted = s.Decimals == config.DecimalsString && !strings.EqualFold(field.DataType, "INTEGER")
		st.columns = append(st.columns, c)
	}
	st.columns, st.absent = nameable(st.columns)
	st.assign(rolesOf(row, st))
	if row != nil && row.ParentKey != "" {
		if parent := st.column(row.ParentKey); parent != nil && parent.Kind == encode.Number {
			parent.Kind = encode.Integer
			st.parentKey = parent
		}
	}
	st.row = row
	switch s.Naming {
	case naming.Hotglue:
		st.likeHotglue()
	case naming.Fivetran:
		st.likeFivetran()
	}
	st.deletable = st.showsDeletes(s) || st.grouped() && st.incremental() && s.Deletes != "" && s.Deletes != config.DeletesOff
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
func rolesOf(row *intacct.Object, st *stream) roles {
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
func (st *stream) assign(r roles) {
	if st.key = st.column(r.key); st.key != nil {
		st.key.Strict = true
		if st.ordered = r.integerKey || !r.textKey && st.key.Kind == encode.Number; st.ordered {
			st.key.Kind, st.key.Quoted = encode.Integer, false
		} else {
			st.key.Kind = encode.Text
		}
	}
	if st.cursor = st.timestamp(r.cursor); st.cursor == nil {
		return
	}
	st.cursor.Strict = true
	for _, name := range r.created {
		if st.created = st.timestamp(name); st.created != nil {
			return
		}
	}
}

// column finds a column by Intacct's name for it, in any case.
func (st *stream) column(field string) *encode.Column {
	for _, c := range st.columns {
		if field != "" && strings.EqualFold(c.Field, field) {
			return c
		}
	}
	return nil
}

func (st *stream) timestamp(field string) *encode.Column {
	if c := st.column(field); c != nil && c.Kind == encode.Timestamp && c != st.cursor {
		return c
	}
	return nil
}

// incremental says whether the stream can be read by its changes.
func (st *stream) incremental() bool { return st.cursor != nil && st.key != nil }

// cursorName is the column of the cursor, as the catalogue calls it.
func (st *stream) cursorName() string {
	switch {
	case st.cursor == nil:
		return ""
	case st.table != nil && st.listing == nil:
		return unified.Cursor
	}
	return st.cursor.Name
}

// catalogued is the stream as discover shows it.
func (st *stream) catalogued() airbyte.Stream {
	if st.table != nil && st.listing == nil {
		return st.cataloguedUnified()
	}
	listed := airbyte.Stream{
		Name:               st.name,
		JSONSchema:         st.schema(),
		SupportedSyncModes: []airbyte.SyncMode{airbyte.FullRefresh},
		IsResumable:        st.key != nil,
	}
	if st.key != nil && len(st.identity) == 0 {
		listed.SourceDefinedPrimaryKey = [][]string{{st.key.Name}}
	}
	for _, c := range st.identity {
		listed.SourceDefinedPrimaryKey = append(listed.SourceDefinedPrimaryKey, []string{c.Name})
	}
	if st.incremental() {
		listed.SupportedSyncModes = append(listed.SupportedSyncModes, airbyte.Incremental)
		listed.SourceDefinedCursor = true
		listed.DefaultCursorField = []string{st.cursorName()}
	}
	return listed
}

// schema is written by hand, in the order of lookup: a catalogue holds thousands
// of fields and has to stay small.
func (st *stream) schema() []byte {
	schema := []byte(`{"$schema":"http://json-schema.org/draft-07/schema#","type":"object","properties":{`)
	for i, c := range st.columns {
		label := c.Label
		if i == 0 {
			label = label[1:]
		}
		schema = append(append(schema, label...), c.Schema()...)
	}
	for _, c := range st.absent {
		schema = append(append(schema, c.Label...), c.Schema()...)
	}
	return append(append(schema, st.synthetic()...), `},"additionalProperties":true}`...)
}
