package plan

import (
	"strings"
	"testing"

	"airbyte-sage-intacct/destination/schema"
	"airbyte-sage-intacct/intacct"
)

// filesSchema is an object whose records carry files.
func filesSchema(writable bool) *schema.Schema {
	return schema.New(&intacct.Object{Name: "VENDOR", Key: "RECORDNO"}, &intacct.Definition{Fields: []intacct.Field{
		{ID: "RECORDNO", DataType: "INTEGER"}, {ID: "VENDORID", DataType: "TEXT"}, {ID: schema.CarrierField, DataType: "TEXT", ReadOnly: !writable},
	}})
}

// TestFilesAreOffered where records carry them.
func TestFilesAreOffered(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		writable bool
		action   Action
		want     bool
	}{{true, Create, true}, {true, Update, true}, {true, Deactivate, false}, {false, Upsert, false}} {
		if got := strings.Contains(string(filesSchema(c.writable).JSONSchema(c.action.Offers())), `"ATTACHMENTS":{"type":["null","array"]`); got != c.want {
			t.Errorf("writable %v, %s: offered %v", c.writable, c.action, got)
		}
	}
}
