package company

import (
	"strings"
	"testing"
	"time"
)

func TestBillPosts(t *testing.T) {
	c, clock := newCompany(t)
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
	before := row(t, c, "APBILL", key)["PRBATCHKEY"]
	clock.advance(time.Hour)
	update(t, c, input("APBILL", "RECORDNO", key, "DESCRIPTION", "header only"))
	wantFields(t, c, "APBILL", key, map[string]string{"WHENMODIFIED": "2026-05-04T10:00:00Z", "PRBATCHKEY": before})
	wantFields(t, c, "APBILLITEM", "1", map[string]string{"WHENMODIFIED": "2026-05-04T09:00:00Z"})
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
		if d["STATISTICAL"] == "true" {
			continue
		}
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
	refuseCreate(t, c, bill("1", "WHENPOSTED", "12/01/2025"), "Periods are closed")
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
	file := func(name, kind, data string) Input {
		return input("", "attachmentname", name, "attachmenttype", kind, "attachmentdata", data)
	}
	for want, in := range map[string]Input{
		"Attachment Folder is missing":                   legacy(input("SUPDOC", "supdocid", "A2")),
		"Illegal format for supdocid":                    legacy(input("SUPDOC", "supdocid", strings.Repeat("A", 21), "folder", "Bills")),
		"already exists":                                 attachment,
		"attachmenttype is missing":                      legacy(input("SUPDOC", "supdocid", "A2", "folder", "Bills")).with("attachments", file("a", "", "YQ==")),
		"attachmentdata is missing":                      legacy(input("SUPDOC", "supdocid", "A2", "folder", "Bills")).with("attachments", file("a", "txt", "")),
		"The attachmentdata of 'a' is not valid base64.": legacy(input("SUPDOC", "supdocid", "A2", "folder", "Bills")).with("attachments", file("a", "txt", "a*")),
		"given value(s) a.txt":                           legacy(input("SUPDOC", "supdocid", "A2", "folder", "Bills")).with("attachments", file("a", "txt", "YQ=="), file("A", ".txt", "Yg==")),
	} {
		refuseCreate(t, c, in, want)
	}
	update(t, c, legacy(input("SUPDOC", "supdocid", "A1")).with("attachments", file("second", "txt", "YQ==")))
	wantFields(t, c, "SUPDOCATTACHMENT", "2", map[string]string{"SUPDOCKEY": "1", "attachmentdata": "YQ=="})
	refuseCreate(t, c, bill("1", "SUPDOCID", "A9"), "Invalid Attachment 'A9' specified.")
	create(t, c, Viewer{}, bill("1", "SUPDOCID", "A1"))
}
