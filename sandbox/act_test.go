package sandbox_test

import (
	"strings"
	"testing"

	"airbyte-sage-intacct/sandbox"
	"airbyte-sage-intacct/sandbox/company"
)

// field reads one field of one record.
func (d *desk) field(object, key, field string) string {
	d.t.Helper()
	r := d.ask(`<read><object>` + object + `</object><keys>` + key + `</keys><fields>` + field + `</fields></read>`)
	return between(r.Operation.Results[0].Data.Inner, "<"+field+">", "</"+field+">")
}

// done sends a function that must succeed.
func (d *desk) done(function string) result {
	d.t.Helper()
	r := d.ask(function)
	if len(r.Operation.Results) == 0 || r.Operation.Results[0].Status != "success" {
		d.t.Fatalf("%s\n%s", function, r.text)
	}
	return r.Operation.Results[0]
}

// refusedWith sends a function that must fail with these words.
func (d *desk) refusedWith(function, words string) {
	d.t.Helper()
	r := d.ask(function)
	if len(r.Operation.Results) == 0 || r.Operation.Results[0].Status != "failure" || !strings.Contains(r.text, words) {
		d.t.Errorf("%s\nwant a refusal with %q\n%s", function, words, r.text)
	}
}

// What acts on a record changes it, works in its states only, and is kept
// where somebody decided.
func TestFunctionsActOnRecords(t *testing.T) {
	c := company.Demo(company.Options{})
	d := &desk{t: t, auth: login, sandbox: sandbox.New(c, sandbox.Settings{})}
	c.Change("VENDOR", "1", map[string]string{"STATE": "S"})
	if waiting := d.done(`<getVendorsToApprove/>`); waiting.Data.Count != 1 {
		t.Errorf("%d vendors wait, want one", waiting.Data.Count)
	}
	approve := `<approveVendor><recordno>1</recordno><reviewcomments>Known since 1998</reviewcomments></approveVendor>`
	d.done(approve)
	d.refusedWith(approve, "because it is in state A")
	if got := d.field("VENDOR", "1", "STATE"); got != "A" {
		t.Errorf("the approved vendor's state is %q", got)
	}
	if history := d.done(`<getVendorApprovalHistory><recordno>1</recordno></getVendorApprovalHistory>`); !strings.Contains(history.Data.Inner, "Known since 1998") {
		t.Errorf("the history holds %s", history.Data.Inner)
	}
	d.done(`<hold><CONTRACTDETAIL><RECORDNO>1</RECORDNO><ASOFDATE>10/15/2026</ASOFDATE><BILLING>true</BILLING></CONTRACTDETAIL></hold>`)
	d.refusedWith(`<post><CONTRACT><RECORDNO>1</RECORDNO></CONTRACT></post>`, "because it is in state")
	d.refusedWith(`<deliver><CONTRACTDETAIL><RECORDNO>987654</RECORDNO></CONTRACTDETAIL></deliver>`, "Cannot find contractdetail with key '987654' to deliver")
}

// A report is started, and read by its id until there is no more.
func TestReportsAreReadByTheirID(t *testing.T) {
	d := newDesk(t, sandbox.Settings{})
	started := d.done(`<readReport type="interactive"><report>Customers and what they owe</report><pagesize>50</pagesize></readReport>`)
	more := `<readMore><reportId>` + between(started.Data.Inner, "<REPORTID>", "<") + `</reportId></readMore>`
	first := d.done(more)
	if first.Data.Count != 50 || first.Data.Total <= 50 {
		t.Fatalf("the first page has %d of %d rows", first.Data.Count, first.Data.Total)
	}
	for read := first.Data.Count; read < first.Data.Total; {
		page := d.done(more)
		read += page.Data.Count
		if page.Data.Count == 0 {
			t.Fatal("the report ends early")
		}
	}
	d.refusedWith(more, "Cannot find the report")
	d.refusedWith(`<readReport><report>No such report</report></readReport>`, "Cannot find the report 'No such report'")
}

// lastPosting is what the newest journal entry of a title posts: account and
// signed amount.
func (d *desk) lastPosting(title string) map[string]string {
	d.t.Helper()
	newest := d.done(`<query><object>GLBATCH</object><select><field>RECORDNO</field></select><filter><like><field>BATCH_TITLE</field><value>` +
		title + `%</value></like></filter><orderby><order><field>RECORDNO</field><descending/></order></orderby><pagesize>1</pagesize></query>`)
	posted := map[string]string{}
	if newest.Data.Count == 0 {
		return posted
	}
	lines := d.done(`<readByQuery><object>GLENTRY</object><fields>ACCOUNTNO,TR_TYPE,AMOUNT</fields><query>BATCHNO = ` +
		between(newest.Data.Inner, "<RECORDNO>", "<") + `</query></readByQuery>`)
	for line := range strings.SplitSeq(lines.Data.Inner, "</glentry>") {
		if sign := between(line, "<TR_TYPE>", "<"); sign != "" {
			posted[between(line, "<ACCOUNTNO>", "<")] = strings.TrimSuffix(sign, "1") + between(line, "<AMOUNT>", "<")
		}
	}
	return posted
}

// A deposit moves receipts from undeposited funds to the bank, each once.
func TestDepositsTakeReceiptsToTheBank(t *testing.T) {
	d := choiceDesk(t, sandbox.Settings{})
	var receipt map[string]string
	for _, row := range d.sandbox.Company().Rows("ARPYMT") {
		if row["FINANCIALENTITY"] == "" && row["STATE"] == "Posted" {
			receipt = row
		}
	}
	deposit := `<record_deposit><bankaccountid>CHK-BOS</bankaccountid><depositdate><year>2026</year><month>10</month><day>30</day></depositdate>` +
		`<depositid>SLIP-1</depositid><receiptkeys><receiptkey>` + receipt["RECORDNO"] + `</receiptkey></receiptkeys></record_deposit>`
	key := d.done(deposit).Key
	if got := d.field("DEPOSIT", key, "TOTALENTERED"); got != receipt["TOTALENTERED"] {
		t.Errorf("the deposit is %s, its receipt %s", got, receipt["TOTALENTERED"])
	}
	if posted := d.lastPosting("Deposit SLIP-1"); len(posted) != 2 {
		t.Errorf("posted: %v", posted)
	}
	d.refusedWith(deposit, "Cannot deposit")
	d.refusedWith(strings.Replace(deposit, "<receiptkey>", "<receiptkey>99", 1), "Cannot find arpymt with key '99")
}

// Other receipts post against their bank account, and follow their updates.
func TestOtherReceiptsPost(t *testing.T) {
	d := choiceDesk(t, sandbox.Settings{})
	date := `<year>2026</year><month>10</month><day>20</day>`
	key := d.done(`<record_otherreceipt><paymentdate>` + date + `</paymentdate><payee>Costco</payee><receiveddate>` + date + `</receiveddate>` +
		`<paymentmethod>EFT</paymentmethod><bankaccountid>CHK-BOS</bankaccountid><refid>R-1</refid><receiptitems><lineitem><glaccountno>6600</glaccountno>` +
		`<amount>50.99</amount><memo>Refund</memo><locationid>110</locationid><departmentid>100</departmentid></lineitem></receiptitems></record_otherreceipt>`).Key
	if got := d.lastPosting("Other receipts")["6600"]; got != "-50.99" {
		t.Errorf("posted to 6600: %q", got)
	}
	d.done(`<update_otherreceipt key="` + key + `"><receiptitems><lineitem><glaccountno>6600</glaccountno><amount>10</amount>` +
		`<locationid>110</locationid><departmentid>100</departmentid></lineitem></receiptitems></update_otherreceipt>`)
	if got := d.field("OTHERRECEIPTS", key, "TOTALENTERED"); got != "60.99" {
		t.Errorf("after the update: %s", got)
	}
	d.done(`<delete_otherreceipt key="` + key + `"/>`)
	if posted := d.lastPosting("Other receipts"); len(posted) != 0 {
		t.Errorf("the posting outlives the receipt: %v", posted)
	}
}

// A reimbursement pays expense reports, no more than is due.
func TestReimbursementsPayExpenseReports(t *testing.T) {
	d := choiceDesk(t, sandbox.Settings{})
	date := `<year>2026</year><month>10</month><day>20</day>`
	report := d.done(`<create_expensereport><employeeid>E1001</employeeid><datecreated>` + date + `</datecreated><expenses><expense>` +
		`<glaccountno>6600</glaccountno><amount>80.5</amount><expensedate>` + date + `</expensedate><locationid>110</locationid>` +
		`<departmentid>100</departmentid></expense></expenses></create_expensereport>`).Key
	pay := func(amount string) string {
		return `<create_reimbursementrequest><bankaccountid>CHK-BOS</bankaccountid><employeeid>E1001</employeeid><memo>m</memo>` +
			`<paymentmethod>Printed Check</paymentmethod><paymentdate><year>2026</year><month>10</month><day>30</day></paymentdate>` +
			`<eppaymentrequestitems><eppaymentrequestitem><key>` + report + `</key><paymentamount>` + amount +
			`</paymentamount></eppaymentrequestitem></eppaymentrequestitems></create_reimbursementrequest>`
	}
	d.refusedWith(pay("99999999"), "exceeds total amount due")
	d.done(pay("80.5"))
	if got := d.field("EEXPENSES", report, "STATE"); got != "Paid" {
		t.Errorf("the report is %s", got)
	}
	d.refusedWith(pay("1"), "because it is in state Paid")
}

// Adjustments of expense reports post as the reports do.
func TestExpenseAdjustmentsPost(t *testing.T) {
	d := choiceDesk(t, sandbox.Settings{})
	date := `<year>2026</year><month>10</month><day>20</day>`
	key := d.done(`<create_expenseadjustmentreport><employeeid>E1001</employeeid><datecreated>` + date + `</datecreated><adjustmentno>ADJ-1</adjustmentno>` +
		`<expenseadjustments><expenseadjustment><glaccountno>6600</glaccountno><amount>-12</amount><expensedate>` + date + `</expensedate>` +
		`<locationid>110</locationid><departmentid>100</departmentid></expenseadjustment></expenseadjustments></create_expenseadjustmentreport>`).Key
	if got := d.lastPosting("Expense adjustments ADJ-1")["6600"]; got != "-12" {
		t.Errorf("posted to 6600: %q", got)
	}
	d.done(`<delete_expenseadjustmentreport key="` + key + `"/>`)
}
