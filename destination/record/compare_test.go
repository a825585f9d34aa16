package record

import (
	"testing"

	"airbyte-sage-intacct/destination/canonical"
	"airbyte-sage-intacct/destination/schema"
)

// TestNothingKept: where a company keeps nothing for no and for zero, a record is
// recognised all the same; to change one from nothing to no is another matter.
func TestNothingKept(t *testing.T) {
	for _, c := range []struct {
		kind canonical.Kind
		sent string
		same bool
	}{{canonical.Boolean, "false", true}, {canonical.Boolean, "true", false}, {canonical.Numeric, "0", true}, {canonical.Numeric, "0.5", false}, {canonical.Text, "0", false}} {
		if got := (Comparison{Lenient: true}).same(&schema.Field{Kind: c.kind}, c.sent, ""); got != c.same {
			t.Errorf("%q: %v", c.sent, got)
		}
		if (Comparison{}).same(&schema.Field{Kind: c.kind}, c.sent, "") {
			t.Errorf("%q is not sent in an update", c.sent)
		}
	}
}
