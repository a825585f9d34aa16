package destination_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/internal/long"
	"airbyte-sage-intacct/sandbox"
)

// TestReversals: what is posted is undone on a day of the record's, once,
// whatever becomes of the answer; a dry run only says so.
func TestReversals(t *testing.T) {
	states := map[string]string{
		"bill": "Reversed", "invoice": "Reversed", "charge card": "Reversed", "expense report": "Reversed", "bill payment": "Voided", "receipt": "Reversed",
	}
	for i, name := range slices.Sorted(maps.Keys(states)) {
		state := states[name]
		for _, lost := range []bool{false, true} {
			if lost && !long.Picks(i, 2) {
				continue
			}
			t.Run(fmt.Sprint(name, "/", lost), func(t *testing.T) {
				t.Parallel()
				c, p := dated[name], open(t, sandbox.Settings{RememberControlIDs: true})
				record, key := p.posting(t, name)
				if r := p.write(t, nil, catalogOf(stream(c.stream, airbyte.AppendDedup, key...)), (&input{}).record(c.stream, record).String()); r.err != nil {
					t.Fatal(r.err)
				}
				value := c.value
				if len(key) > 0 && key[0] == "id" {
					value = "I-1"
				}
				more := mapped("undo", c.object, "reverse", c.by)
				in := (&input{}).record("undo", fmt.Sprintf(`{%q:%q,"DATEREVERSED":"2026-11-16","DESCRIPTION":"wrong"}`, c.by, value)).state("undo")
				before := len(p.company.Rows("GLBATCH"))
				more["dry_run"] = true
				if r := p.write(t, more, catalogOf(stream("undo", airbyte.Append)), in.String()); r.err != nil || !strings.Contains(r.stdout, "1 would be reversed") {
					t.Fatalf("%v\n%s", r.err, r.stdout)
				}
				more["dry_run"] = false
				if lost {
					functions := map[string]string{
						"APBILL": "reverse_bill", "ARINVOICE": "reverse_invoice", "CCTRANSACTION": "reverse_cctransaction",
						"EEXPENSES": "reverse_expensereport", "APPYMT": "reverse_appayment", "ARPYMT": "reverse_arpayment",
					}
					p.Fault(sandbox.Fault{Function: functions[c.object], Drop: true, Applied: true})
				}
				for pass := range 2 {
					want := "1 reversed"
					if pass > 0 || lost {
						want = "1 already there"
					}
					if r := p.write(t, more, catalogOf(stream("undo", airbyte.Append)), in.String()); r.err != nil || !strings.Contains(r.stdout, want) || len(r.states(t)) != 1 {
						t.Fatalf("%v\n%s", r.err, r.stdout)
					}
				}
				if got := p.row(t, c.object, c.by, value)["STATE"]; got != state {
					t.Errorf("the state is %s", got)
				}
				if n := len(p.company.Rows("GLBATCH")); n != before+1 {
					t.Errorf("%d entries became %d", before, n)
				}
			})
		}
	}
}

// TestReversalsThatCannotBe are refused.
func TestReversalsThatCannotBe(t *testing.T) {
	t.Parallel()
	p := newPlace(sandbox.Settings{})
	r := p.write(t, mapped("undo", "VENDOR", "reverse"), catalogOf(stream("undo", airbyte.Append)), "\n")
	if r.err == nil || !strings.Contains(r.err.Error(), "no way to reverse records of VENDOR") {
		t.Errorf("%v", r.err)
	}
	in := (&input{}).record("undo", `{"VENDORID":"TV-1","RECORDID":"nowhere"}`)
	r = p.write(t, mapped("undo", "APBILL", "reverse"), catalogOf(stream("undo", airbyte.Append)), in.String())
	if r.err == nil || !strings.Contains(r.err.Error(), "APBILL has no record with VENDORID=TV-1, RECORDID=nowhere") {
		t.Errorf("%v", r.err)
	}
	closed := strings.Replace(oneLine(bill), "B-1", "B-2", 1)
	if r = p.write(t, nil, catalogOf(stream("APBILL", airbyte.Append)), (&input{}).record("APBILL", closed).String()); r.err != nil {
		t.Fatal(r.err)
	}
	in = (&input{}).record("undo", `{"VENDORID":"TV-1","RECORDID":"B-2","DATEREVERSED":"2025-12-01"}`)
	r = p.write(t, mapped("undo", "APBILL", "reverse"), catalogOf(stream("undo", airbyte.Append)), in.String())
	if r.err == nil || !strings.Contains(r.err.Error(), "Periods are closed") {
		t.Errorf("%v", r.err)
	}
}
