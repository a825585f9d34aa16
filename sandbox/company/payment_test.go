package company

import "testing"

func TestPaymentPaysBill(t *testing.T) {
	c, clock := newCompany(t)
	key := create(t, c, Viewer{}, bill("100"))
	clock.advance(60e9)
	create(t, c, Viewer{}, payment(key, "30"))
	wantFields(t, c, "APBILL", key, map[string]string{"STATE": "Posted", "TRX_TOTALDUE": "70", "TOTALPAID": "30", "WHENPAID": "", "WHENMODIFIED": "2026-05-04T09:01:00Z"})
	refuseCreate(t, c, payment(key, "70.01"), "exceeds total amount due (70)")
	refuseDelete(t, c, "APBILL", key, "payments have been applied")
	refuseUpdate(t, c, input("APBILL", "RECORDNO", key, "VENDORID", "V1", "CURRENCY", "EUR"), "cannot be changed because a payment")
	last := create(t, c, Viewer{}, payment(key, "70"))
	wantFields(t, c, "APBILL", key, map[string]string{"STATE": "Paid", "RAWSTATE": "P", "TRX_TOTALDUE": "0", "WHENPAID": "2026-04-01"})
	wantFields(t, c, "APBILLITEM", "1", map[string]string{"TRX_TOTALPAID": "100"})
	wantFields(t, c, "APPYMT", last, map[string]string{
		"STATE": "Posted", "WHENCREATED": "2026-04-01", "TRX_TOTALENTERED": "70", "FINANCIALACCOUNTNAME": "First Bank", "VENDORNAME": "Acme & Söhne", "PAYMENTDATE": "",
	})
	refuseUpdate(t, c, input("APBILL", "RECORDNO", key).with("APBILLITEMS", input("", "RECORDNO", "1", "TRX_AMOUNT", "5")), "in state Paid cannot be changed")
	refuseCreate(t, c, payment(key, "1"), "state Paid")
	refuseUpdate(t, c, input("APPYMT", "RECORDNO", last, "DESCRIPTION", "x"), "Only draft payments")
	refuseDelete(t, c, "APPYMT", last, "Only draft payments")
	if bank, payable := account(t, c, "1010"), account(t, c, "2000"); bank != "-100" || payable != "0" {
		t.Errorf("bank %s, payable %s", bank, payable)
	}
	wantEntitiesBalanced(t, c)
}

func TestPaymentRefusals(t *testing.T) {
	c, _ := newCompany(t)
	key := create(t, c, Viewer{}, bill("100"))
	refuseCreate(t, c, payment("999", "1"), "Oops, we can't find this transaction")
	refuseCreate(t, c, payment(key, "1", "FINANCIALENTITY", ""), "Bank account is missing")
	refuseCreate(t, c, withLine("ACCOUNTNO", "6000").with("NOPES"), "Invalid field 'NOPES'")
	refuseCreate(t, c, payment(key, "1", "FINANCIALENTITY", "NOBANK"), "Invalid Bank Account 'NOBANK' specified.")
	refuseCreate(t, c, payment(key, "1", "VENDORID", "V2"), "Oops, we can't find this transaction")
	refuseCreate(t, c, payment(key, "0"), "Payment amount is missing")
	refuseCreate(t, c, payment(key, "1", "PAYMENTDATE", "12/31/2025"), "Periods are closed")
	refuseCreate(t, c, payment(key, "1", "PAYMENTMETHOD", "Barter"), "Invalid value 'Barter'")
	two := payment(key, "60")
	two.Lists[0].Lines = append(two.Lists[0].Lines, input("", "RECORDKEY", key, "TRX_PAYMENTAMOUNT", "60"))
	refuseCreate(t, c, two, "exceeds total amount due (100)")
	wrong := payment(key, "10")
	wrong.Lists[0].Lines[0].Fields = append(wrong.Lists[0].Lines[0].Fields, InField{"ENTRYKEY", "55"})
	refuseCreate(t, c, wrong, "valid line item")
}

// A draft payment selects; an update replaces all its details.
func TestDraftPayment(t *testing.T) {
	c, _ := newCompany(t)
	first, second := create(t, c, Viewer{}, bill("100")), create(t, c, Viewer{}, bill("50"))
	key := create(t, c, Viewer{}, payment(first, "40", "ACTION", "Draft"))
	wantFields(t, c, "APBILL", first, map[string]string{"TRX_TOTALSELECTED": "40", "TRX_TOTALDUE": "100"})
	refuseDelete(t, c, "APBILL", first, "payments have been applied")
	refuseCreate(t, c, payment(first, "61"), "exceeds total amount due (60)")
	update(t, c, input("APPYMT", "RECORDNO", key).with("APPYMTDETAILS", input("", "RECORDKEY", second, "TRX_PAYMENTAMOUNT", "50")))
	wantFields(t, c, "APBILL", first, map[string]string{"TRX_TOTALSELECTED": "0"})
	wantFields(t, c, "APBILL", second, map[string]string{"TRX_TOTALSELECTED": "50"})
	if n := c.Count("APPYMTDETAIL"); n != 1 {
		t.Errorf("%d details", n)
	}
	update(t, c, input("APPYMT", "RECORDNO", key, "ACTION", "Submit"))
	wantFields(t, c, "APBILL", second, map[string]string{"TRX_TOTALSELECTED": "0", "STATE": "Paid"})
	wantFields(t, c, "APPYMT", key, map[string]string{"STATE": "Posted", "TRX_TOTALENTERED": "50"})
	wantBalanced(t, c)
	other := create(t, c, Viewer{}, payment(first, "40", "ACTION", "Draft"))
	tx := c.Begin(Viewer{})
	if problem := tx.Delete("APPYMT", other); problem != nil {
		t.Fatal(problem)
	}
	commit(t, tx)
	wantFields(t, c, "APBILL", first, map[string]string{"TRX_TOTALSELECTED": "0"})
}

func TestInvoiceAndReceipt(t *testing.T) {
	c, _ := newCompany(t)
	invoice := legacy(input("ARINVOICE", "CUSTOMERID", "C1", "WHENCREATED", "03/01/2026", "WHENDUE", "03/31/2026")).
		with("ARINVOICEITEMS", input("", "ACCOUNTNO", "4000", "TRX_AMOUNT", "80", "LOCATIONID", "100"))
	key := create(t, c, Viewer{}, invoice)
	if revenue, receivable := account(t, c, "4000"), account(t, c, "1200"); revenue != "-80" || receivable != "80" {
		t.Errorf("revenue %s, receivable %s", revenue, receivable)
	}
	receipt := func(amount string) Input {
		in := input("ARPYMT", "CUSTOMERID", "C1", "PAYMENTMETHOD", "Cash", "RECEIPTDATE", "04/02/2026", "CURRENCY", "USD")
		return in.with("ARPYMTDETAILS", input("", "RECORDKEY", key, "TRX_PAYMENTAMOUNT", amount))
	}
	tx := c.Begin(Viewer{})
	_, problem := tx.Create(receipt("80.01"))
	tx.Rollback()
	if problem == nil || problem.Errno != "XL03000027" || problem.Description2 != "The amount paid if greater than the amount due for invoice with key "+key {
		t.Errorf("overpaid: %s", problem)
	}
	create(t, c, Viewer{}, receipt("80"))
	wantFields(t, c, "ARINVOICE", key, map[string]string{"STATE": "Paid", "WHENPAID": "2026-04-02"})
	if cash, receivable := account(t, c, "1090"), account(t, c, "1200"); cash != "80" || receivable != "0" {
		t.Errorf("undeposited %s, receivable %s", cash, receivable)
	}
}

func TestCreditsPayBills(t *testing.T) {
	c, _ := newCompany(t)
	key := create(t, c, Viewer{}, bill("100"))
	credit := create(t, c, Viewer{}, legacy(input("APADJUSTMENT", "VENDORID", "V1", "WHENCREATED", "03/05/2026")).
		with("APADJUSTMENTITEMS", input("", "ACCOUNTNO", "6000", "TRX_AMOUNT", "-76.43", "LOCATIONID", "100")))
	wantFields(t, c, "APADJUSTMENT", credit, map[string]string{"TRX_TOTALDUE": "-76.43", "STATE": "Posted"})
	if got := account(t, c, "2000"); got != "-23.57" {
		t.Errorf("payable is %s", got)
	}
	in := payment(key, "23.57")
	in.Lists[0].Lines[0].Fields = append(in.Lists[0].Lines[0].Fields, InField{"ADJUSTMENTKEY", credit}, InField{"TRX_ADJUSTMENTAMOUNT", "76.43"})
	paid := create(t, c, Viewer{}, in)
	wantFields(t, c, "APBILL", key, map[string]string{"STATE": "Paid", "TRX_TOTALDUE": "0"})
	wantFields(t, c, "APADJUSTMENT", credit, map[string]string{"STATE": "Paid", "TRX_TOTALDUE": "0"})
	if got := account(t, c, "2000"); got != "0" {
		t.Errorf("payable is %s", got)
	}
	reverse(t, c, "APPYMT", paid)
	wantFields(t, c, "APBILL", key, map[string]string{"STATE": "Posted", "TRX_TOTALDUE": "100", "WHENPAID": ""})
	wantFields(t, c, "APADJUSTMENT", credit, map[string]string{"STATE": "Posted", "TRX_TOTALDUE": "-76.43"})
	wantFields(t, c, "APBILLITEM", "1", map[string]string{"TRX_TOTALPAID": "0"})
	wantBalanced(t, c)
}

func reverse(t testing.TB, c *Company, object, key string) {
	t.Helper()
	tx := c.Begin(Viewer{})
	defer tx.Rollback()
	if _, problem := tx.Reverse(object, key, "2026-05-01", "mistake"); problem != nil {
		t.Fatalf("reverse %s %s: %s", object, key, problem)
	}
	commit(t, tx)
}

func TestReversals(t *testing.T) {
	c, _ := newCompany(t)
	key := create(t, c, Viewer{}, bill("100"))
	paid := create(t, c, Viewer{}, payment(key, "100"))
	refuse := func(object, key, date, want string) {
		t.Helper()
		refused(t, c, want, func(tx *Tx) *Problem {
			_, problem := tx.Reverse(object, key, date, "")
			return problem
		})
	}
	refuse("APBILL", key, "2026-05-01", "in state Paid")
	refuse("APPYMT", paid, "", "Reversal date is missing")
	refuse("APPYMT", paid, "2025-05-01", "Periods are closed")
	refuse("APPYMT", "77", "2026-05-01", "Cannot find appymt with key '77' to reverse.")
	refuse("VENDOR", "1", "2026-05-01", "Cannot reverse vendor")
	reverse(t, c, "APPYMT", paid)
	wantFields(t, c, "APPYMT", paid, map[string]string{"STATE": "Voided", "RAWSTATE": "V", "DESCRIPTION2": "mistake"})
	reverse(t, c, "APBILL", key)
	wantFields(t, c, "APBILL", key, map[string]string{"STATE": "Reversed", "TRX_TOTALDUE": "0"})
	for _, number := range []string{"1010", "2000", "6000"} {
		if got := account(t, c, number); got != "0" {
			t.Errorf("account %s is %s", number, got)
		}
	}
	refuse("APBILL", key, "2026-05-01", "in state Reversed")
}
