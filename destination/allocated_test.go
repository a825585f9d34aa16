package destination_test

import (
	"strings"
	"testing"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/sandbox"
)

// TestAllocatedDocumentsAreRecognised: Intacct keeps a line for each part of an
// allocation where the input has one; a resend is what is there already, and
// another amount is not.
func TestAllocatedDocumentsAreRecognised(t *testing.T) {
	for name, c := range map[string]struct{ object, data, amount, other string }{
		"a bill": {"APBILL", `{"RECORDID":"AL-1","VENDORID":"V1001","WHENCREATED":"2026-10-21","WHENDUE":"2026-11-10","APBILLITEMS":[
			{"ACCOUNTNO":"6700","TRX_AMOUNT":"100.5","ALLOCATION":"RENT-SQFT"},{"ACCOUNTNO":"6600","TRX_AMOUNT":"7","LOCATIONID":"110","DEPARTMENTID":"200"}]}`, "100.5", "100.6"},
		"a journal entry": {"GLBATCH", `{"JOURNAL":"GJ","BATCH_DATE":"2026-10-21","BATCH_TITLE":"AL","REFERENCENO":"AL-2","ENTRIES":[
			{"ACCOUNTNO":"6700","TR_TYPE":"1","TRX_AMOUNT":"100.5","ALLOCATION":"RENT-SQFT"},{"ACCOUNTNO":"6600","TR_TYPE":"-1","TRX_AMOUNT":"100.5","ALLOCATION":"RENT-SQFT"}]}`, "100.5", "100.6"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newPlace(sandbox.Settings{})
			catalog := catalogOf(stream(c.object, airbyte.AppendDedup))
			for _, want := range []string{"1 created", "1 already there"} {
				r := p.write(t, nil, catalog, (&input{}).record(c.object, oneLine(c.data)).String())
				if r.err != nil || !strings.Contains(r.stdout, want) {
					t.Fatalf("%v, want %q\n%s", r.err, want, r.stdout)
				}
			}
			changed := strings.ReplaceAll(oneLine(c.data), c.amount, c.other)
			if r := p.write(t, nil, catalog, (&input{}).record(c.object, changed).String()); r.err == nil || !strings.Contains(r.stdout, "1 rejected") {
				t.Errorf("another amount: %v\n%s", r.err, r.stdout)
			}
		})
	}
}
