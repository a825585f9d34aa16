package destination_test

import (
	"fmt"
	"strings"
	"testing"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/sandbox"
)

// TestWhatUpdatesDoNotTake: a field that a create takes and an update does not
// is never called updated.
func TestWhatUpdatesDoNotTake(t *testing.T) {
	invoice := func(base, description string) string {
		return fmt.Sprintf(`{"RECORDID":"U-1","CUSTOMERID":"C10001","WHENCREATED":"2026-11-05","WHENDUE":"2026-12-31","CURRENCY":"USD","BASECURR":%s,"DESCRIPTION":%q,"ARINVOICEITEMS":[{"ACCOUNTNO":"4000","TRX_AMOUNT":"100","LOCATIONID":"110","DEPARTMENTID":"300"}]}`, base, description)
	}
	for name, c := range map[string]struct{ data, want, err string }{
		"nothing else":      {invoice(`"USD"`, "first"), "1 already there", ""},
		"what it takes":     {invoice(`"USD"`, "second"), "1 updated", ""},
		"what it does not":  {invoice(`"EUR"`, "second"), "1 rejected", "differs in BASECURR, which Intacct takes at a creation and not in an update"},
		"null in its place": {invoice(`null`, "first"), "1 already there", ""},
		"null and another":  {invoice(`null`, "second"), "1 updated", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newPlace(sandbox.Settings{})
			streams := catalogOf(stream("ARINVOICE", airbyte.AppendDedup))
			if r := p.write(t, nil, streams, (&input{}).record("ARINVOICE", invoice(`"USD"`, "first")).String()); r.err != nil {
				t.Fatal(r.err)
			}
			r := p.write(t, nil, streams, (&input{}).record("ARINVOICE", c.data).String())
			if !strings.Contains(r.stdout, c.want) || (r.err != nil) != (c.err != "") || c.err != "" && !strings.Contains(r.err.Error(), c.err) {
				t.Errorf("%v\n%s", r.err, r.stdout)
			}
			if told := strings.Contains(r.stdout, "an update of ARINVOICE does not take BASECURR"); told != strings.HasPrefix(name, "null") {
				t.Errorf("output:\n%s", r.stdout)
			}
		})
	}
}
