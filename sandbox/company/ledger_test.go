package company

import (
	"slices"
	"strings"
	"testing"
)

// journal is a journal entry of two lines.
func journal(debit, credit string, pairs ...string) Input {
	in := input("GLBATCH", append([]string{"JOURNAL", "GJ", "BATCH_DATE", "03/31/2026", "BATCH_TITLE", "Accrual"}, pairs...)...)
	return in.with("ENTRIES",
		input("", "ACCOUNTNO", "6000", "TR_TYPE", "1", "TRX_AMOUNT", debit, "LOCATION", "110", "DEPARTMENT", "D1", "DESCRIPTION", "memo"),
		input("", "ACCOUNTNO", "2000", "TR_TYPE", "-1", "AMOUNT", credit, "LOCATION", "100"))
}

func TestJournalEntry(t *testing.T) {
	c, _ := newCompany(t)
	key := create(t, c, Viewer{}, journal("1450.80", "1450.8"))
	wantFields(t, c, "GLBATCH", key, map[string]string{"STATE": "Posted", "MODULE": "2.GL", "BATCH_DATE": "2026-03-31"})
	wantFields(t, c, "GLENTRY", "1", map[string]string{
		"BATCHNO": key, "ENTRY_DATE": "2026-03-31", "AMOUNT": "1450.8", "TRX_AMOUNT": "1450.8", "TR_TYPE": "1", "LINE_NO": "1",
		"ACCOUNTTITLE": "Account 6000", "DEPARTMENTTITLE": "Sales", "LOCATIONNAME": "Branch", "CURRENCY": "USD", "STATE": "Posted",
	})
	got := selectAll(t, c, Selection{
		Object:  "GLDETAIL",
		Columns: fields("RECORDNO", "ACCOUNTNO", "AMOUNT", "DEBITAMOUNT", "CREDITAMOUNT", "SYMBOL", "BATCH_TITLE", "JOURNAL.SYMBOL", "BOOKID"),
		Order:   []Order{{Field: "GLENTRYKEY"}},
	})
	want := []string{"1-1-1--accrual 6000 1450.8 1450.8 0 GJ Accrual GJ ACCRUAL", "1-2-2--accrual 2000 -1450.8 0 1450.8 GJ Accrual GJ ACCRUAL"}
	if !slices.Equal(got, want) {
		t.Errorf("details %q, want %q", got, want)
	}
	wantBalanced(t, c)
}

func TestJournalRefusals(t *testing.T) {
	c, _ := newCompany(t)
	refuseCreate(t, c, journal("10", "9.99"), "do not balance")
	refuseCreate(t, c, journal("10", "10", "BATCH_DATE", "12/31/2025"), "Date must be on or after 01/01/2026")
	refuseCreate(t, c, journal("10", "10", "JOURNAL", "NOPE"), "Invalid Journal 'NOPE' specified.")
	refuseCreate(t, c, journal("10", "10", "BATCH_TITLE", ""), "is missing")
	refuseCreate(t, c, journal("-10", "-10"), "must not be negative")
	between := journal("10", "10")
	between.Lists[0].Lines[1] = input("", "ACCOUNTNO", "2000", "TR_TYPE", "-1", "TRX_AMOUNT", "10", "LOCATION", "200")
	refuseCreate(t, c, between, "do not balance for '")
	between.Fields = append(between.Fields, InField{"BASELOCATION_NO", "100"})
	create(t, c, Viewer{}, between)
	one := journal("10", "10")
	one.Lists[0].Lines = one.Lists[0].Lines[:1]
	refuseCreate(t, c, one, "at least two lines")
	none := journal("10", "10")
	none.Lists = nil
	refuseCreate(t, c, none, "is missing")
	bad := journal("10", "10")
	bad.Lists[0].Lines[0] = input("", "ACCOUNTNO", "7777", "TR_TYPE", "1", "TRX_AMOUNT", "10", "LOCATION", "100")
	refuseCreate(t, c, bad, "Invalid GL Account '7777' specified.")
	c.Change("GLACCOUNT", "6000", map[string]string{"REQUIREPROJECT": "true"})
	refuseCreate(t, c, journal("10", "10"), "This transaction is missing the Project dimension for the Account 6000.")
	c.Change("GLACCOUNT", "6000", map[string]string{"REQUIREPROJECT": "", "STATUS": "inactive"})
	refuseCreate(t, c, journal("10", "10"), "inactive")
}

func TestDraftJournalPostsLater(t *testing.T) {
	c, _ := newCompany(t)
	key := create(t, c, Viewer{}, journal("10", "9", "STATE", "Draft"))
	if n := c.Count("GLDETAIL"); n != 0 {
		t.Errorf("a draft has %d details", n)
	}
	refuseUpdate(t, c, input("GLBATCH", "RECORDNO", key, "STATE", "Posted"), "do not balance")
	update(t, c, input("GLBATCH", "RECORDNO", key, "STATE", "Posted").with("ENTRIES", input("", "RECORDNO", "2", "TRX_AMOUNT", "10")))
	if n := c.Count("GLDETAIL"); n != 2 {
		t.Errorf("%d details", n)
	}
	wantBalanced(t, c)
	refuseUpdate(t, c, input("GLBATCH", "RECORDNO", key, "STATE", "Draft"), "cannot become a draft")
	tx := c.Begin(Viewer{})
	if problem := tx.Delete("GLBATCH", key); problem != nil {
		t.Fatal(problem)
	}
	commit(t, tx)
	if c.Count("GLENTRY") != 0 || c.Count("GLDETAIL") != 0 {
		t.Error("entries or details outlive their journal entry")
	}
}

func TestReversingJournal(t *testing.T) {
	c, _ := newCompany(t)
	key := create(t, c, Viewer{}, journal("10", "10", "REVERSEDATE", "04/01/2026"))
	wantFields(t, c, "GLBATCH", key, map[string]string{"REVERSED": "2026-04-01", "REVERSEDKEY": "2", "REVERSEDATE": ""})
	wantFields(t, c, "GLBATCH", "2", map[string]string{"REVERSEDFROM": key, "BATCH_DATE": "2026-04-01", "BATCH_TITLE": "Reversed -- Accrual"})
	if got := account(t, c, "6000"); got != "0" {
		t.Errorf("account 6000 is %s", got)
	}
	refused(t, c, "Cannot reverse journal entry", func(tx *Tx) *Problem {
		_, problem := tx.Reverse("GLBATCH", key, "2026-04-02", "")
		return problem
	})
}

func TestStatisticalJournal(t *testing.T) {
	c, _ := newCompany(t)
	in := input("GLBATCH", "JOURNAL", "STAT", "BATCH_DATE", "03/31/2026", "BATCH_TITLE", "Heads")
	create(t, c, Viewer{}, in.with("ENTRIES", input("", "ACCOUNTNO", "9000", "TR_TYPE", "1", "TRX_AMOUNT", "47", "LOCATION", "100")))
	wantBalanced(t, c)
	wantFields(t, c, "GLENTRY", "1", map[string]string{"STATISTICAL": "true", "ACCOUNTTITLE": "Headcount"})
	refuseCreate(t, c, in.with("ENTRIES", input("", "ACCOUNTNO", "6000", "TR_TYPE", "1", "TRX_AMOUNT", "47", "LOCATION", "100")), "Invalid GL Account '6000'")
	refuseCreate(t, c, journal("1", "1").with("ENTRIES", input("", "ACCOUNTNO", "9000", "TR_TYPE", "1", "TRX_AMOUNT", "1", "LOCATION", "100")), "Invalid GL Account '9000'")
}

func TestBillPosts(t *testing.T) {
	c, _ := newCompany(t)
	key := create(t, c, Viewer{}, bill("100.125", "RECORDID", "INV-1", "DESCRIPTION", "Rent"))
	wantFields(t, c, "APBILL", key, map[string]string{
		"STATE": "Posted", "RAWSTATE": "A", "VENDORNAME": "Acme & Söhne", "TOTALENTERED": "100.13", "TRX_TOTALDUE": "100.13", "TOTALPAID": "0",
		"WHENCREATED": "2026-03-01", "WHENPOSTED": "2026-03-01", "AUWHENCREATED": "2026-05-04T09:00:00Z", "CURRENCY": "USD", "RECORDTYPE": "apbill", "ACTION": "",
	})
	wantFields(t, c, "APBILLITEM", "1", map[string]string{
		"RECORDKEY": key, "AMOUNT": "100.13", "ACCOUNTTITLE": "Account 6000", "LOCATIONNAME": "Place 100", "DEPARTMENTNAME": "Sales", "LINE_NO": "1", "STATE": "Posted",
	})
	wantFields(t, c, "GLBATCH", row(t, c, "APBILL", key)["PRBATCHKEY"], map[string]string{"JOURNAL": "APJ", "MODULE": "3.AP", "BATCH_TITLE": "Bills INV-1"})
	if expense, payable := account(t, c, "6000"), account(t, c, "2000"); expense != "100.13" || payable != "-100.13" {
		t.Errorf("expense %s, payable %s", expense, payable)
	}
	update(t, c, input("APBILL", "RECORDNO", key).with("APBILLITEMS",
		input("", "RECORDNO", "1", "TRX_AMOUNT", "90"), input("", "ACCOUNTNO", "6100", "TRX_AMOUNT", "5", "LOCATIONID", "200")))
	wantFields(t, c, "APBILL", key, map[string]string{"TRX_TOTALENTERED": "95", "TRX_TOTALDUE": "95"})
	if expense, payable := account(t, c, "6000"), account(t, c, "2000"); expense != "90" || payable != "-95" {
		t.Errorf("after the edit: expense %s, payable %s", expense, payable)
	}
	wantEntitiesBalanced(t, c)
	tx := c.Begin(Viewer{})
	if problem := tx.Delete("APBILL", key); problem != nil {
		t.Fatal(problem)
	}
	commit(t, tx)
	if c.Count("GLENTRY") != 0 || c.Count("GLBATCH") != 0 || c.Count("APBILLITEM") != 0 {
		t.Error("the posting or the lines outlive the bill")
	}
}

// wantEntitiesBalanced checks that every entity's books balance by themselves.
func wantEntitiesBalanced(t testing.TB, c *Company) {
	t.Helper()
	sums := map[string]amount{}
	for _, d := range c.Rows("GLDETAIL") {
		entity := c.entityOf(d["LOCATIONID"])
		if _, ok := sums[entity]; !ok {
			sums[entity] = amountOf("0")
		}
		sums[entity] = sums[entity].add(amountOf(d["AMOUNT"]))
	}
	for entity, sum := range sums {
		if sum.sign() != 0 {
			t.Fatalf("the books of %q do not balance: %s", entity, sum)
		}
	}
}

func TestBillRefusals(t *testing.T) {
	c, _ := newCompany(t)
	refuseCreate(t, c, bill("1", "VENDORID", "nobody"), "Invalid Vendor 'nobody' specified.")
	refuseCreate(t, c, bill("1", "VENDORID", "V2"), "Activate the vendor V2, then try again.")
	refuseCreate(t, c, bill("1", "VENDORID", ""), "is missing")
	refuseCreate(t, c, bill("1", "WHENDUE", ""), "is missing")
	refuseCreate(t, c, bill("1", "WHENPOSTED", "12/01/2025"), "is closed")
	refuseCreate(t, c, bill("1", "RECORDID", "A&B"), "Illegal format")
	refuseCreate(t, c, bill("1", "CURRENCY", "EUR"), "no exchange rate from EUR to USD")
	refuseCreate(t, c, bill(""), "Amount is missing")
	lines := bill("1")
	lines.Lists = nil
	refuseCreate(t, c, lines, "is missing")
	c.Put("APACCOUNTLABEL", map[string]string{"ACCOUNTLABEL": "Rent", "GLACCOUNTNO": "6100"})
	refuseCreate(t, c, withLine("TRX_AMOUNT", "1", "LOCATIONID", "100"), "Account number is missing")
	refuseCreate(t, c, withLine("TRX_AMOUNT", "1", "ACCOUNTNO", "6000"), "missing the Location dimension")
	refuseCreate(t, c, withLine("TRX_AMOUNT", "1", "ACCOUNTNO", "6000", "LOCATIONID", "999"), "Invalid Location '999' specified.")
	refuseCreate(t, c, withLine("TRX_AMOUNT", "1", "ACCOUNTNO", "6000", "LOCATIONID", "100", "PROJECTID", "10064"), "Invalid Project '10064' specified.")
	refuseCreate(t, c, withLine("TRX_AMOUNT", "1", "ACCOUNTNO", "6000", "ACCOUNTLABEL", "Rent", "LOCATIONID", "100"), "not both")
	wantBalanced(t, c)
}

func withLine(pairs ...string) Input {
	in := bill("1")
	in.Lists[0].Lines = []Input{input("", pairs...)}
	return in
}

func TestTermGivesDueDate(t *testing.T) {
	c, _ := newCompany(t)
	key := create(t, c, Viewer{}, bill("1", "WHENDUE", "", "TERMNAME", "N30"))
	wantFields(t, c, "APBILL", key, map[string]string{"WHENDUE": "2026-03-31", "TERMKEY": "1"})
}

func TestAccountLabelStandsForAccount(t *testing.T) {
	c, _ := newCompany(t)
	c.Put("APACCOUNTLABEL", map[string]string{"ACCOUNTLABEL": "Rent", "GLACCOUNTNO": "6100"})
	create(t, c, Viewer{}, withLine("TRX_AMOUNT", "7", "ACCOUNTLABEL", "Rent", "LOCATIONID", "100"))
	wantFields(t, c, "APBILLITEM", "1", map[string]string{"ACCOUNTNO": "6100", "ACCOUNTTITLE": "Account 6100"})
	if got := account(t, c, "6100"); got != "7" {
		t.Errorf("account 6100 is %s", got)
	}
}

// A draft may be incomplete; submitting it asks for everything and posts it.
func TestDraftBill(t *testing.T) {
	c, _ := newCompany(t)
	key := create(t, c, Viewer{}, input("APBILL", "ACTION", "Draft", "RECORDID", "D-1"))
	wantFields(t, c, "APBILL", key, map[string]string{"STATE": "Draft", "RAWSTATE": "D"})
	update(t, c, input("APBILL", "RECORDNO", key, "DESCRIPTION", "later"))
	wantFields(t, c, "APBILL", key, map[string]string{"STATE": "Draft"})
	refuseUpdate(t, c, input("APBILL", "RECORDNO", key, "ACTION", "Submit"), "is missing")
	if c.Count("GLBATCH") != 0 {
		t.Error("a draft is posted")
	}
	update(t, c, input("APBILL", "RECORDNO", key, "ACTION", "Submit", "VENDORID", "V1", "WHENCREATED", "03/01/2026", "WHENDUE", "04/01/2026").
		with("APBILLITEMS", input("", "ACCOUNTNO", "6000", "TRX_AMOUNT", "12", "LOCATIONID", "100")))
	wantFields(t, c, "APBILL", key, map[string]string{"STATE": "Posted", "TRX_TOTALDUE": "12"})
	wantBalanced(t, c)
	refuseUpdate(t, c, input("APBILL", "RECORDNO", key, "ACTION", "Draft"), "cannot become a draft")
}

func TestForeignCurrencyBill(t *testing.T) {
	c, _ := newCompany(t)
	rate := c.Put("EXCHANGERATE", map[string]string{"TYPENAME": "Intacct Daily Rate", "FROM_CURRENCY": "EUR", "TO_CURRENCY": "USD"})
	for date, value := range map[string]string{"2026-01-01": "1.1", "2026-02-15": "1.25", "2026-03-02": "9"} {
		c.Put("EXCHANGERATEENTRY", map[string]string{"EXCHANGERATEKEY": rate, "EFFECTIVE_START_DATE": date, "EXCHANGE_RATE": value})
	}
	key := create(t, c, Viewer{}, bill("33.33", "CURRENCY", "EUR", "EXCH_RATE_TYPE_ID", "Intacct Daily Rate"))
	wantFields(t, c, "APBILL", key, map[string]string{"TRX_TOTALENTERED": "33.33", "TOTALENTERED": "41.66", "EXCHANGE_RATE": "1.25", "BASECURR": "USD"})
	wantFields(t, c, "GLENTRY", "1", map[string]string{"TRX_AMOUNT": "33.33", "AMOUNT": "41.66", "CURRENCY": "EUR"})
	wantBalanced(t, c)
	refuseCreate(t, c, payment(key, "33.33"), "currency of the payment")
	create(t, c, Viewer{}, payment(key, "33.33", "CURRENCY", "EUR"))
	wantFields(t, c, "APBILL", key, map[string]string{"STATE": "Paid", "TOTALDUE": "0"})
	if got := account(t, c, "2000"); got != "0" {
		t.Errorf("payable is %s", got)
	}
}

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
	refuseCreate(t, c, payment(key, "1", "PAYMENTDATE", "12/31/2025"), "is closed")
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
	refuse("APPYMT", paid, "2025-05-01", "is closed")
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

func TestExpenseReportsAndCards(t *testing.T) {
	c, _ := newCompany(t)
	c.Put("EMPLOYEE", map[string]string{"EMPLOYEEID": "E1", "CONTACT_NAME": "Ed"})
	create(t, c, Viewer{}, legacy(input("EEXPENSES", "EMPLOYEEID", "E1", "WHENCREATED", "03/01/2026")).
		with("EEXPENSESITEMS", input("", "ACCOUNTNO", "6000", "AMOUNT", "12.34", "LOCATIONID", "100")))
	create(t, c, Viewer{}, legacy(input("CCTRANSACTION", "WHENCREATED", "03/01/2026")).
		with("CCTRANSACTIONENTRIES", input("", "ACCOUNTNO", "6000", "TRX_AMOUNT", "5", "LOCATIONID", "100")))
	for number, want := range map[string]string{"6000": "17.34", "2020": "-12.34", "2010": "-5"} {
		if got := account(t, c, number); got != want {
			t.Errorf("account %s is %s, want %s", number, got, want)
		}
	}
}

func TestOrderDocuments(t *testing.T) {
	c, _ := newCompany(t)
	c.Put("ITEM", map[string]string{"ITEMID": "I1", "NAME": "Pump", "BASEPRICE": "9.99"})
	c.Put("PODOCUMENTPARAMS", map[string]string{"DOCID": "Purchase Order", "DOCCLASS": "Order"})
	order := func(pairs ...string) Input {
		in := legacy(input("PODOCUMENT", append([]string{"DOCPARID", "Purchase Order", "CUSTVENDID", "V1"}, pairs...)...))
		return in.with("PODOCUMENTENTRIES", input("", "ITEMID", "I1", "QUANTITY", "3"), input("", "ITEMID", "I1", "QUANTITY", "2", "UIPRICE", "1.5")).
			with("SUBTOTALS", input("", "DESCRIPTION", "Freight", "ABSVAL", "7"), input("", "DESCRIPTION", "Tax", "PERCENTVAL", "10"))
	}
	key := create(t, c, Viewer{}, order("DOCNO", "PO0213"))
	wantFields(t, c, "PODOCUMENT", key, map[string]string{
		"DOCID": "Purchase Order-PO0213", "STATE": "Pending", "SUBTOTAL": "32.97", "TOTAL": "43.27", "CUSTVENDNAME": "Acme & Söhne", "VENDORNAME": "Acme & Söhne", "DOCPARCLASS": "Order",
	})
	wantFields(t, c, "PODOCUMENTENTRY", "1", map[string]string{"LINE_NO": "0", "ITEMNAME": "Pump", "TOTAL": "29.97", "DOCHDRNO": key, "DOCHDRID": "Purchase Order-PO0213"})
	refuseCreate(t, c, order("DOCNO", "PO0213"), "already exists")
	refuseCreate(t, c, order("DOCPARID", "Wish List"), "Invalid Transaction Definition 'Wish List' specified.")
	update(t, c, legacy(input("PODOCUMENT", "DOCID", "Purchase Order-PO0213")).with("PODOCUMENTENTRIES", input("", "RECORDNO", "2", "QUANTITY", "4", "UIPRICE", "2")))
	wantFields(t, c, "PODOCUMENT", key, map[string]string{"SUBTOTAL": "37.97", "TOTAL": "48.77"})
	second := row(t, c, "PODOCUMENT", create(t, c, Viewer{}, order()))
	if !strings.HasPrefix(second["DOCID"], "Purchase Order-0") {
		t.Errorf("numbered %q", second["DOCID"])
	}
}

func TestAttachments(t *testing.T) {
	c, _ := newCompany(t)
	create(t, c, Viewer{}, legacy(input("SUPDOCFOLDER", "name", "Bills")))
	attachment := legacy(input("SUPDOC", "supdocid", "A1", "folder", "Bills")).
		with("attachments", input("", "attachmentname", "invoice", "attachmenttype", "pdf", "attachmentdata", "JVBERi0x"))
	create(t, c, Viewer{}, attachment)
	wantFields(t, c, "SUPDOC", "A1", map[string]string{"supdocname": "A1", "creationdate": "2026-05-04"})
	wantFields(t, c, "SUPDOCATTACHMENT", "1", map[string]string{"SUPDOCKEY": "1", "attachmentdata": "JVBERi0x"})
	refuseCreate(t, c, legacy(input("SUPDOC", "supdocid", "A2", "folder", "Nowhere")), "Invalid Attachment Folder 'Nowhere' specified.")
	refuseCreate(t, c, bill("1", "SUPDOCID", "A9"), "Invalid Attachment 'A9' specified.")
	create(t, c, Viewer{}, bill("1", "SUPDOCID", "A1"))
}
