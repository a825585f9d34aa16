package stream

import (
	"bytes"
	"encoding/json"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/source/naming"
	"airbyte-sage-intacct/unified"
)

// Catalogued is the stream as discover shows it.
func (st *Stream) Catalogued() airbyte.Stream {
	if st.table != nil && st.Report == nil {
		return st.cataloguedUnified()
	}
	listed := airbyte.Stream{
		Name:               st.Name,
		JSONSchema:         st.schema(),
		SupportedSyncModes: []airbyte.SyncMode{airbyte.FullRefresh},
		IsResumable:        st.Key != nil,
	}
	if st.Key != nil && len(st.Identity) == 0 {
		listed.SourceDefinedPrimaryKey = [][]string{{st.Key.Name}}
	}
	for _, c := range st.Identity {
		listed.SourceDefinedPrimaryKey = append(listed.SourceDefinedPrimaryKey, []string{c.Name})
	}
	if st.Incremental() {
		listed.SupportedSyncModes = append(listed.SupportedSyncModes, airbyte.Incremental)
		listed.SourceDefinedCursor = true
		listed.DefaultCursorField = []string{st.CursorName()}
	}
	return listed
}

// schema is written by hand, in the order of lookup: a catalogue holds thousands
// of fields and has to stay small.
func (st *Stream) schema() []byte {
	schema := []byte(`{"$schema":"http://json-schema.org/draft-07/schema#","type":"object","properties":{`)
	for i, c := range st.Columns {
		label := c.Label
		if i == 0 {
			label = label[1:]
		}
		schema = append(append(schema, label...), c.Schema()...)
	}
	for _, c := range st.Absent {
		schema = append(append(schema, c.Label...), c.Schema()...)
	}
	return append(append(schema, st.synthetic()...), `},"additionalProperties":true}`...)
}

// cataloguedUnified is a stream of the unified accounting schema as discover
// shows it.
func (st *Stream) cataloguedUnified() airbyte.Stream {
	listed := airbyte.Stream{
		Name:                    st.Name,
		JSONSchema:              st.unifiedSchema(),
		SupportedSyncModes:      []airbyte.SyncMode{airbyte.FullRefresh},
		IsResumable:             true,
		SourceDefinedPrimaryKey: [][]string{{unified.Key}},
	}
	if st.table.View(st.Object, nil).Kind() != "" {
		listed.SourceDefinedPrimaryKey = [][]string{{unified.Type}, {unified.Key}}
	}
	if st.Incremental() {
		listed.SupportedSyncModes = append(listed.SupportedSyncModes, airbyte.Incremental)
		listed.SourceDefinedCursor = true
		listed.DefaultCursorField = []string{st.CursorName()}
	}
	return listed
}

// unifiedSchema is the table's schema with the columns that the connector puts
// beside its fields.
func (st *Stream) unifiedSchema() []byte {
	var schema, properties map[string]json.RawMessage
	must(json.Unmarshal(st.table.Schema(), &schema))
	must(json.Unmarshal(schema["properties"], &properties))
	if beside := st.synthetic(); len(beside) > 0 {
		must(json.Unmarshal(append(append([]byte{'{'}, beside[1:]...), '}'), &properties))
	}
	raw, err := json.Marshal(properties)
	must(err)
	schema["properties"] = raw
	if raw, err = json.Marshal(schema); st.quoted {
		raw = bytes.ReplaceAll(raw, []byte(`["null","number"]`), []byte(`["null","string"]`))
	}
	must(err)
	return raw
}

// must holds for what is made here and can only fail by a mistake of ours.
func must(err error) {
	if err != nil {
		panic(err)
	}
}

// synthetic are the columns of a stream that are no fields, as schemas have them.
func (st *Stream) synthetic() []byte {
	var schema []byte
	if st.parted {
		schema = append(schema, `,"`+naming.EntityColumn+`":{"type":["null","string"]}`...)
	}
	return append(schema, st.markers()...)
}

// markers are the columns that say of a record whether it is there, as schemas
// have them.
func (st *Stream) markers() string {
	const moment = `{"type":["null","string"],"format":"date-time","airbyte_type":"timestamp_with_timezone"}`
	switch {
	case st.naming == naming.Fivetran:
		return `,"` + naming.GoneColumn + `":{"type":["null","boolean"]},"` + naming.SyncedColumn + `":` + moment
	case st.deletable:
		return `,"` + naming.DeletedColumn + `":` + moment
	}
	return ""
}
