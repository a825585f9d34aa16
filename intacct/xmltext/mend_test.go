package xmltext_test

import (
	"strings"
	"testing"

	"airbyte-sage-intacct/intacct/xmltext"
)

// What lies too deep is no reply, and stays as it is.
func TestTooDeepToMend(t *testing.T) {
	if mended, repairs := xmltext.MendPage([]byte(strings.Repeat("<a>", xmltext.MaxDepth+1) + "&")); len(repairs) > 0 {
		t.Errorf("mended is %.100s", mended)
	}
}
