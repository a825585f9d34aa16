package stream

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"

	"airbyte-sage-intacct/intacct"
	"airbyte-sage-intacct/source/config"
	"airbyte-sage-intacct/source/encode"
	"airbyte-sage-intacct/source/naming"
)

func definition(fields ...string) *intacct.Definition {
	def := &intacct.Definition{}
	for _, field := range fields {
		id, datatype, _ := strings.Cut(field, " ")
		datatype, custom := strings.CutSuffix(datatype, "!")
		def.Fields = append(def.Fields, intacct.Field{ID: id, DataType: datatype, Custom: custom})
	}
	return def
}

func TestRolesOfFields(t *testing.T) {
	standard := &intacct.Object{Name: "X", Key: "RECORDNO", Cursor: "WHENMODIFIED", Created: "AUWHENCREATED"}
	text := &intacct.Object{Name: "X", Key: "RECORDNO", KeyKind: intacct.TextKey, Cursor: "WHENMODIFIED"}
	tests := []struct {
		name                 string
		row                  *intacct.Object
		def                  *intacct.Definition
		key, cursor, created string
		ordered, incremental bool
	}{
		{
			"the table's word", standard, definition("RECORDNO INTEGER", "WHENMODIFIED TIMESTAMP", "AUWHENCREATED TIMESTAMP"),
			"RECORDNO", "WHENMODIFIED", "AUWHENCREATED", true, true,
		},
		{
			"a document's date is no time of creation", standard, definition("RECORDNO INTEGER", "WHENMODIFIED TIMESTAMP", "WHENCREATED DATE"),
			"RECORDNO", "WHENMODIFIED", "", true, true,
		},
		{
			"the other time of creation", standard, definition("RECORDNO INTEGER", "WHENMODIFIED TIMESTAMP", "WHENCREATED TIMESTAMP"),
			"RECORDNO", "WHENMODIFIED", "WHENCREATED", true, true,
		},
		{
			"no cursor in this company", standard, definition("RECORDNO INTEGER", "WHENCREATED TIMESTAMP"),
			"RECORDNO", "", "", true, false,
		},
		{
			"a cursor must be a time", standard, definition("RECORDNO INTEGER", "WHENMODIFIED DATE"),
			"RECORDNO", "", "", true, false,
		},
		{
			"text keys have no order", text, definition("RECORDNO INTEGER", "WHENMODIFIED TIMESTAMP"),
			"RECORDNO", "WHENMODIFIED", "", false, true,
		},
		{
			"lookup says text", standard, definition("RECORDNO TEXT", "WHENMODIFIED TIMESTAMP"),
			"RECORDNO", "WHENMODIFIED", "", true, true,
		},
		{
			"unknown standard object", nil, definition("NAME TEXT", "RECORDNO INTEGER", "WHENMODIFIED TIMESTAMP", "AUWHENCREATED TIMESTAMP"),
			"RECORDNO", "WHENMODIFIED", "AUWHENCREATED", true, true,
		},
		{
			"custom object", nil, definition("id INTEGER", "name TEXT", "createdAt TIMESTAMP", "updatedAt TIMESTAMP"),
			"id", "updatedAt", "createdAt", true, true,
		},
		{
			"neither", nil, definition("NAME TEXT", "WHENMODIFIED TIMESTAMP"),
			"", "WHENMODIFIED", "", false, false,
		},
	}
	name := func(c *encode.Column) string {
		if c == nil {
			return ""
		}
		return c.Field
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			st := Of(test.def, test.row, "X", &config.Settings{})
			if name(st.Key) != test.key || name(st.Cursor) != test.cursor || name(st.Created) != test.created {
				t.Errorf("roles are %q, %q, %q", name(st.Key), name(st.Cursor), name(st.Created))
			}
			if st.Ordered != test.ordered || st.Incremental() != test.incremental {
				t.Errorf("ordered %t, incremental %t", st.Ordered, st.Incremental())
			}
		})
	}
}

func TestSchema(t *testing.T) {
	row := &intacct.Object{Name: "X", Key: "RECORDNO", Cursor: "WHENMODIFIED", ParentKey: "RECORDKEY", NoQuery: []string{"BLOB"}}
	def := definition("RECORDNO INTEGER", "RECORDKEY INTEGER", "LINE_NO INTEGER", "AMOUNT CURRENCY", "PERC PERCENT", "DONE BOOLEAN",
		"DUE DATE", "WHENMODIFIED TIMESTAMP", "STATE ENUM", "SEQ SEQUENCE", "VENDOR.NAME TEXT", "BLOB TEXT", "PASSWORD TEXT", "STATE TEXT")
	listed := Of(def, row, "X", &config.Settings{Decimals: config.DecimalsNumber}).Catalogued()
	want := `{"$schema":"http://json-schema.org/draft-07/schema#","type":"object","properties":{` +
		`"RECORDNO":{"type":["null","integer"]},` +
		`"RECORDKEY":{"type":["null","integer"]},` +
		`"LINE_NO":{"type":["null","number"]},` +
		`"AMOUNT":{"type":["null","number"]},` +
		`"PERC":{"type":["null","number"]},` +
		`"DONE":{"type":["null","boolean"]},` +
		`"DUE":{"type":["null","string"],"format":"date"},` +
		`"WHENMODIFIED":{"type":["null","string"],"format":"date-time","airbyte_type":"timestamp_with_timezone"},` +
		`"STATE":{"type":["null","string"]},` +
		`"SEQ":{"type":["null","string"]},` +
		`"VENDOR.NAME":{"type":["null","string"]}` +
		`},"additionalProperties":true}`
	if string(listed.JSONSchema) != want {
		t.Errorf("schema is\n%s\nwant\n%s", listed.JSONSchema, want)
	}
	if !reflect.DeepEqual(listed.SourceDefinedPrimaryKey, [][]string{{"RECORDNO"}}) ||
		!reflect.DeepEqual(listed.DefaultCursorField, []string{"WHENMODIFIED"}) ||
		!listed.SourceDefinedCursor || !listed.IsResumable || len(listed.SupportedSyncModes) != 2 {
		t.Errorf("listed as %+v", listed)
	}
}

func TestDecimalsAsText(t *testing.T) {
	def := definition("RECORDNO INTEGER", "LINE_NO INTEGER", "AMOUNT CURRENCY", "PERC PERCENT")
	st := Of(def, nil, "X", &config.Settings{Decimals: config.DecimalsString})
	var schema struct {
		Properties map[string]struct{ Type []string }
	}
	if err := json.Unmarshal(st.schema(), &schema); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"RECORDNO": "integer", "LINE_NO": "number", "AMOUNT": "string", "PERC": "string"} {
		if got := schema.Properties[name].Type; !slices.Contains(got, want) {
			t.Errorf("%s has type %v, want %s", name, got, want)
		}
	}
}

func TestStreamWithoutKeyIsReadInFullOnly(t *testing.T) {
	listed := Of(definition("NAME TEXT", "WHENMODIFIED TIMESTAMP"), nil, "X", &config.Settings{}).Catalogued()
	if len(listed.SupportedSyncModes) != 1 || listed.SourceDefinedPrimaryKey != nil || listed.DefaultCursorField != nil || listed.IsResumable {
		t.Errorf("listed as %+v", listed)
	}
}

func TestPropertyNames(t *testing.T) {
	def := definition("vendor_name TEXT!", "VENDOR.NAME TEXT", "VENDOR_NAME TEXT", "_entity_id TEXT!", "Ünit TEXT")
	names, renamed := naming.Columns(def.Fields, naming.Intacct)
	want := []string{"vendor_name_3", "VENDOR.NAME", "VENDOR_NAME_2", "_entity_id_2", "Ünit"}
	if !slices.Equal(names, want) {
		t.Errorf("names are %q, want %q", names, want)
	}
	if len(renamed) != 3 || renamed["VENDOR_NAME"] != "VENDOR_NAME_2" {
		t.Errorf("renamed: %v", renamed)
	}
	taken := map[string]bool{}
	for _, name := range names {
		if d := naming.Folded(name); taken[d] {
			t.Errorf("%s collides", name)
		} else {
			taken[d] = true
		}
	}
}

func TestNamesDoNotDependOnTheOrderOfFields(t *testing.T) {
	def := definition("A_B TEXT", "A.B TEXT", "a b TEXT!", "C TEXT")
	names, _ := naming.Columns(def.Fields, naming.Intacct)
	want := map[string]string{}
	for i, f := range def.Fields {
		want[f.ID] = names[i]
	}
	slices.Reverse(def.Fields)
	names, _ = naming.Columns(def.Fields, naming.Intacct)
	for i, f := range def.Fields {
		if names[i] != want[f.ID] {
			t.Errorf("%s is called %s and %s", f.ID, want[f.ID], names[i])
		}
	}
}
