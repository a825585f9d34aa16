package destination

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"airbyte-sage-intacct/intacct"
)

// TestGuideRows: every row of the guide is reached by what it is for.
func TestGuideRows(t *testing.T) {
	t.Parallel()
	for _, row := range guide {
		failure := &intacct.Error{Stage: intacct.StageResult, Details: []intacct.Detail{{Number: row.number, Description2: "Some words " + strings.ToUpper(row.text) + " more words"}}}
		if got := refusal(failure); got.Next != row.next || !strings.HasSuffix(got.Error(), row.next) {
			t.Errorf("%s %q: got %s, want %s", row.number, row.text, got.Next, row.next)
		}
		if row.means == "" || row.number == "" && row.text == "" || !strings.HasSuffix(row.next, ".") {
			t.Errorf("%s %q is incomplete", row.number, row.text)
		}
	}
	unknown := &intacct.Error{Stage: intacct.StageResult, Details: []intacct.Detail{{Number: "ZZ1", Description: "First", Correction: "Do so."}, {Description2: "Second"}}}
	if got, want := refusal(unknown).Error(), "[ZZ1] First / Second. Do so. "+lastResort; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// TestTroubleshootingPage: the page of the destination shows the guide.
func TestTroubleshootingPage(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../docs/destinations/sage-intacct.md")
	if err != nil {
		t.Fatal(err)
	}
	var table strings.Builder
	table.WriteString("| Number, text | Meaning | What to do |\n|---|---|---|\n")
	for _, row := range guide {
		var names []string
		if row.number != "" {
			names = append(names, "`"+row.number+"`")
		}
		if row.text != "" {
			names = append(names, "… "+strings.TrimSuffix(row.text, ".")+" …")
		}
		fmt.Fprintf(&table, "| %s | %s | %s |\n", strings.Join(names, " "), row.means, row.next)
	}
	fmt.Fprintf(&table, "| anything else | a rule of Intacct's, or of the company's own | %s |\n\n", lastResort)
	if !strings.Contains(string(page), table.String()) {
		t.Errorf("docs/destinations/sage-intacct.md does not show the guide:\n%s", table.String())
	}
}
