package destination

import (
	"testing"

	"airbyte-sage-intacct/intacct"
)

// TestWhatIsDatedIsPosted: whatever has a day in the books may be in them.
func TestWhatIsDatedIsPosted(t *testing.T) {
	t.Parallel()
	for _, o := range intacct.Objects() {
		if _, isDated := postingFields[o.Name]; isDated != (o.Posted != "") {
			t.Errorf("%s: dated %v, posted by %q", o.Name, isDated, o.Posted)
		}
	}
}
