package destination_test

import (
	"fmt"
	"strings"
	"testing"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/internal/long"
	"airbyte-sage-intacct/sandbox"
)

func unifiedBillNumbered(number, amount string) string {
	return strings.NewReplacer("UB-9", number, `"10"`, fmt.Sprintf("%q", amount)).Replace(unifiedBill) + "}"
}

// payments are an input of bills and payments that pay them, one of which pays
// two, with whatever a payment leaves open to be filled from its bill.
func payments() (*input, *airbyte.ConfiguredCatalog) {
	in := &input{}
	for i := range 6 {
		number := fmt.Sprint("W-", i)
		in.record("Bills", unifiedBillNumbered(number, fmt.Sprint(10+i)))
		if i%2 == 1 {
			in.record("BillPayments", fmt.Sprintf(`{"externalId":"P-%d","billNumber":%q,"vendorNumber":"TV-1","accountName":"CHK-BOS","paymentMethod":"EFT","paymentDate":"2026-11-20"}`, i, number)).state("BillPayments")
		}
	}
	in.record("BillPayments", `{"externalId":"P-both","vendorNumber":"TV-1","accountName":"CHK-BOS","paymentMethod":"EFT","paymentDate":"2026-11-20","bills":[{"billNumber":"W-0","amount":"4"},{"billNumber":"W-2"}]}`)
	in.state("Bills").state("BillPayments")
	return in, catalogOf(stream("Bills", airbyte.AppendDedup), stream("BillPayments", airbyte.Append, "externalId"))
}

// TestPaymentWaitsForItsBill: a payment finds the bill that came just before it;
// whatever happens to the answers, each is there once.
func TestPaymentWaitsForItsBill(t *testing.T) {
	in, catalog := payments()
	for memory, settings := range memories {
		for name, fault := range faults {
			t.Run(memory+"/"+name, func(t *testing.T) {
				t.Parallel()
				if memory != "forgets" && len(name)%3 != 0 {
					long.Only(t, "of the other memories some faults are enough")
				}
				p := newPlace(settings)
				fault.Function, fault.Object, fault.Nth = "create", "APBILL", 1
				p.Fault(fault)
				for pass := range 2 {
					r := p.write(t, nil, catalog, in.String())
					unseen := pass == 0 && name == "visible late" // then the next sync pays
					if !unseen && (r.err != nil || len(r.states(t)) != 5) {
						t.Fatalf("%v\n%s", r.err, r.stdout)
					}
					p.company.Release()
				}
				p.checkPaid(t)
			})
		}
	}
}

func (p *place) checkPaid(t *testing.T) {
	t.Helper()
	for number, due := range map[string]string{"W-0": "6", "W-1": "0", "W-2": "0", "W-3": "0", "W-4": "14", "W-5": "0"} {
		if got := p.row(t, "APBILL", "RECORDID", number)["TRX_TOTALDUE"]; got != due {
			t.Errorf("%s of bill %s is due, not %s", got, number, due)
		}
	}
	row := p.row(t, "APPYMT", "DOCNUMBER", "P-both")
	if details := p.rows("APPYMTDETAIL", "PAYMENTKEY", row["RECORDNO"]); len(details) != 2 || row["TRX_TOTALENTERED"] != "16" {
		t.Errorf("the payment is %v with %v", row, details)
	}
}

// TestPaymentOfARejectedBill is rejected too, and holds up nothing.
func TestPaymentOfARejectedBill(t *testing.T) {
	t.Parallel()
	p := newPlace(sandbox.Settings{})
	in := (&input{}).record("Bills", strings.Replace(unifiedBillNumbered("W-0", "10"), "6600", "nowhere", 1)).
		record("BillPayments", `{"externalId":"P-0","billNumber":"W-0","vendorNumber":"TV-1","accountName":"CHK-BOS","paymentMethod":"EFT"}`).
		record("Bills", unifiedBillNumbered("W-1", "10"))
	_, catalog := payments()
	r := p.write(t, nil, catalog, in.String())
	if r.err == nil || !strings.Contains(r.stdout, "there is no such APBILL") || !strings.Contains(r.stdout, "Stream Bills: 1 created, 1 rejected") {
		t.Errorf("%v\n%s", r.err, r.stdout)
	}
}

// TestPaymentInADryRun pays what would be there.
func TestPaymentInADryRun(t *testing.T) {
	t.Parallel()
	p := newPlace(sandbox.Settings{})
	in, catalog := payments()
	r := p.write(t, settings{"dry_run": true}, catalog, in.String())
	if r.err != nil || !strings.Contains(r.stdout, "BillPayments: 4 would be created") || len(r.states(t)) != 0 {
		t.Errorf("%v\n%s", r.err, r.stdout)
	}
}

// TestInvoicePaymentWaits is the same for receivables.
func TestInvoicePaymentWaits(t *testing.T) {
	t.Parallel()
	p := newPlace(sandbox.Settings{})
	in := (&input{}).record("Invoices", `{"invoiceNumber":"WI-1","customerNumber":"C10093","currency":"EUR","issueDate":"2026-11-15","dueDate":"2026-12-15","lineItems":[{"accountNumber":"4000","amount":"50","locationNumber":"110","departmentNumber":"100"}]}`).
		record("InvoicePayments", `{"externalId":"R-1","invoiceNumber":"WI-1","accountName":"CHK-BOS","paymentMethod":"EFT","paymentDate":"2026-11-20","amount":"20"}`)
	for _, want := range []string{"InvoicePayments: 1 created", "InvoicePayments: 1 already there"} {
		r := p.write(t, nil, catalogOf(stream("Invoices", airbyte.AppendDedup), stream("InvoicePayments", airbyte.Append, "externalId")), in.String())
		if r.err != nil || !strings.Contains(r.stdout, want) {
			t.Fatalf("%v\n%s", r.err, r.stdout)
		}
	}
	if got := p.row(t, "ARINVOICE", "RECORDID", "WI-1")["TRX_TOTALDUE"]; got != "30" {
		t.Errorf("%s is due", got)
	}
}
