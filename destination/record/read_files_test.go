package record

import (
	"encoding/json"
	"strings"
	"testing"

	"airbyte-sage-intacct/destination/files"
	"airbyte-sage-intacct/destination/schema"
	"airbyte-sage-intacct/intacct"
)

// filesSchema is an object whose records carry files.
func filesSchema(writable bool) *schema.Schema {
	return schema.New(&intacct.Object{Name: "VENDOR", Key: "RECORDNO"}, &intacct.Definition{Fields: []intacct.Field{
		{ID: "RECORDNO", DataType: "INTEGER"}, {ID: "VENDORID", DataType: "TEXT"}, {ID: schema.CarrierField, DataType: "TEXT", ReadOnly: !writable},
	}})
}

// TestFilesNeedAPlace: without configuration nothing is read from anywhere, and
// objects that carry no files say so.
func TestFilesNeedAPlace(t *testing.T) {
	t.Parallel()
	for value, want := range map[string]string{
		`["a.pdf"]`:                     "attachment_dir is not set",
		`["https://example.com/a.pdf"]`: "example.com, which is not on attachment_hosts",
	} {
		for _, l := range []*files.Library{nil, {}} {
			_, reason := NewReader(Settings{Schema: filesSchema(true), Files: l}).Read(json.RawMessage(`{"attachments":` + value + `}`))
			if reason == nil || !strings.Contains(reason.Error(), want) {
				t.Errorf("%s: got %v, want %s", value, reason, want)
			}
		}
	}
	for _, value := range []string{`["a.pdf"]`, `7`} {
		data := json.RawMessage(`{"attachments":` + value + `}`)
		if _, reason := NewReader(Settings{Schema: filesSchema(false)}).Read(data); reason == nil || !strings.Contains(reason.Error(), "records of VENDOR carry none") {
			t.Errorf("%s: got %v", value, reason)
		}
		if d, reason := NewReader(Settings{Schema: filesSchema(false), IgnoreUnknown: true}).Read(data); reason != nil || d.Files != nil {
			t.Errorf("%s, ignored: got %v", value, reason)
		}
	}
}
