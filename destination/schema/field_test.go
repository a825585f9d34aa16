package schema

import (
	"encoding/json"
	"strings"
	"testing"

	"airbyte-sage-intacct/destination/canonical"
)

// TestChoices are lists for a field that takes them.
func TestChoices(t *testing.T) {
	f := &Field{Kind: canonical.Text, many: true}
	for _, c := range []struct{ raw, want, err string }{
		{`["red","blue"]`, "red#~#blue", ""},
		{`[7,true]`, "7#~#true", ""},
		{`"red"`, "red", ""},
		{`[]`, "", ""},
		{`["red#~#green"]`, "", "separator"},
		{`[["red"]]`, "", "no single value"},
		{`[{}]`, "", "no single value"},
		{`["a\u0001"]`, "", "U+0001"},
	} {
		got, err := f.Value(canonical.ISOOnly, json.RawMessage(c.raw))
		if (c.err == "") != (err == nil) || err != nil && !strings.Contains(err.Error(), c.err) || err == nil && got != c.want {
			t.Errorf("%s: %q, %v", c.raw, got, err)
		}
	}
}
