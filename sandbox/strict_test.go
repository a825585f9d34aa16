package sandbox_test

import (
	"strings"
	"testing"

	"airbyte-sage-intacct/sandbox"
)

// order is a legacy order of a quantity of an item, made from another or not.
func order(definition, from, quantity, unit string) string {
	if from != "" {
		from = `<createdfrom>` + from + `</createdfrom>`
	}
	return `<create_sotransaction><transactiontype>` + definition + `</transactiontype><datecreated><year>2026</year><month>10</month><day>20</day></datecreated>` +
		from + `<customerid>C10001</customerid><datedue><year>2026</year><month>11</month><day>20</day></datedue><sotransitems><sotransitem>` +
		`<itemid>S-1000</itemid><quantity>` + quantity + `</quantity><unit>` + unit + `</unit><price>10</price><locationid>110</locationid>` +
		`<departmentid>100</departmentid></sotransitem></sotransitems></create_sotransaction>`
}

// A converted order loses its quantities, moves its state, and is locked at the
// end.
func TestOrdersAreConverted(t *testing.T) {
	d := choiceDesk(t, sandbox.Settings{})
	items := d.done(`<query><object>ITEM</object><select><field>ITEMID</field></select><pagesize>1</pagesize></query>`)
	item := between(items.Data.Inner, "<ITEMID>", "<")
	enter := func(definition, from, quantity string) string {
		return strings.Replace(order(definition, from, quantity, "Each"), "S-1000", item, 1)
	}
	key := d.done(enter("Sales Order", "", "10")).Key
	state := func() string {
		return between(d.done(`<query><object>SODOCUMENT</object><select><field>STATE</field></select><filter><equalto><field>DOCID</field><value>`+
			key+`</value></equalto></filter></query>`).Data.Inner, "<STATE>", "<")
	}
	for _, step := range []struct{ quantity, state string }{{"4", "Partially Converted"}, {"6", "Converted"}} {
		d.done(enter("Sales Invoice", key, step.quantity))
		if got := state(); got != step.state {
			t.Errorf("after %s the order is %q, want %q", step.quantity, got, step.state)
		}
	}
	line := d.done(`<readByQuery><object>SODOCUMENTENTRY</object><fields>QTY_CONVERTED,QTY_REMAINING</fields><query>DOCHDRID = '` + key + `'</query></readByQuery>`)
	if !strings.Contains(line.Data.Inner, "<QTY_CONVERTED>10</QTY_CONVERTED><QTY_REMAINING>0</QTY_REMAINING>") {
		t.Errorf("the line of the order: %s", line.Data.Inner)
	}
	d.refusedWith(enter("Sales Invoice", key, "1"), "Cannot convert the transaction")
	d.refusedWith(`<update_sotransaction key="`+key+`"><referenceno>1</referenceno></update_sotransaction>`, "because it is in state Converted")
	d.refusedWith(`<delete_sotransaction key="`+key+`"/>`, "because it is in state Converted")
	d.refusedWith(enter("Sales Invoice", "Sales Order-NONE", "1"), "Invalid Source Document 'Sales Order-NONE' specified.")
	d.refusedWith(enter("Sales Order", "", "0"), "must not be zero")
	d.refusedWith(strings.Replace(enter("Sales Order", "", "1"), ">Each<", ">Barrel<", 1), "Invalid Unit of Measure 'Barrel' specified.")
}

// What a company would not take of a bill, it does not take.
func TestBillsAreCheckedAgainstTheCompany(t *testing.T) {
	d := choiceDesk(t, sandbox.Settings{})
	change := func(before, after string) string { return strings.Replace(choiceBill, before, after, 1) }
	d.refusedWith(change("<WHENDUE>11/15/2026", "<WHENDUE>10/01/2026"), "must not be before the date of the transaction")
	d.refusedWith(change("<WHENDUE>", "<BILLTOPAYTOCONTACTNAME>Nobody</BILLTOPAYTOCONTACTNAME><WHENDUE>"), "Invalid Contact 'Nobody' specified.")
	d.refusedWith(strings.ReplaceAll(strings.ReplaceAll(choiceBill, "10/15/2026", "10/15/2062"), "11/15/2026", "11/15/2062"), "is not within a period that exists")
	c := d.sandbox.Company()
	c.Change("DEPARTMENT", "100", map[string]string{"STATUS": "inactive"})
	d.refusedWith(choiceBill, "Department '100' specified is inactive.")
	c.Change("DEPARTMENT", "100", map[string]string{"STATUS": "active"})
	d.done(choiceBill)
	entities := c.Entities()
	d.auth = strings.Replace(login, "</login>", "<locationid>"+entities[1].ID+"</locationid></login>", 1)
	d.refusedWith(change("CH-1", "CH-2"), "Location '110' specified belongs to another entity.")
}

// A line that names an allocation needs no location: it becomes the lines of
// the allocation's parts, which add up.
func TestAllocationsBecomeLines(t *testing.T) {
	d := choiceDesk(t, sandbox.Settings{})
	const place = "<LOCATIONID>110</LOCATIONID><DEPARTMENTID>100</DEPARTMENTID>"
	d.refusedWith(strings.Replace(choiceBill, place, "", 1), "This transaction is missing the ")
	d.refusedWith(strings.Replace(choiceBill, place, "<ALLOCATION>NONE</ALLOCATION>", 1), "Invalid Allocation 'NONE' specified.")
	key := between(d.done(strings.Replace(choiceBill, place, "<ALLOCATION>RENT-SQFT</ALLOCATION>", 1)).Data.Inner, "<RECORDNO>", "<")
	lines := d.done(`<readByQuery><object>APBILLITEM</object><fields>TRX_AMOUNT,DEPARTMENTID</fields><query>RECORDKEY = ` + key + `</query></readByQuery>`)
	for _, part := range []string{"22.61</TRX_AMOUNT><DEPARTMENTID>100", "31.16</TRX_AMOUNT><DEPARTMENTID>300", "46.73</TRX_AMOUNT><DEPARTMENTID>410"} {
		if lines.Data.Count != 3 || !strings.Contains(lines.Data.Inner, part) {
			t.Errorf("%s is not among %s", part, lines.Data.Inner)
		}
	}
	if got := d.field("APBILL", key, "TOTALENTERED"); got != "100.5" {
		t.Errorf("the bill is %s", got)
	}
	journal := `<create><GLBATCH><JOURNAL>GJ</JOURNAL><BATCH_DATE>10/20/2026</BATCH_DATE><BATCH_TITLE>Rent shared</BATCH_TITLE><ENTRIES>` +
		`<GLENTRY><ACCOUNTNO>6600</ACCOUNTNO><TR_TYPE>1</TR_TYPE><TRX_AMOUNT>10</TRX_AMOUNT><ALLOCATION>IT-HEADS</ALLOCATION></GLENTRY>` +
		`<GLENTRY><ACCOUNTNO>6600</ACCOUNTNO><TR_TYPE>-1</TR_TYPE><TRX_AMOUNT>10</TRX_AMOUNT><ALLOCATION>IT-HEADS</ALLOCATION></GLENTRY></ENTRIES></GLBATCH></create>`
	batch := between(d.done(journal).Data.Inner, "<RECORDNO>", "<")
	if entries := d.done(`<readByQuery><object>GLENTRY</object><fields>RECORDNO</fields><query>BATCHNO = ` + batch + `</query></readByQuery>`); entries.Data.Count != 6 {
		t.Errorf("%d entries, want three for each line", entries.Data.Count)
	}
}

// Credits alone pay a bill, from no bank account, and move no money.
func TestCreditsAlonePayBills(t *testing.T) {
	d := choiceDesk(t, sandbox.Settings{})
	key := d.newBill()
	const date = `<year>2026</year><month>10</month><day>20</day>`
	d.done(`<create_apadjustment><vendorid>V1001</vendorid><datecreated>` + date + `</datecreated><adjustmentno>AD-1</adjustmentno><apadjustmentitems><lineitem>` +
		`<glaccountno>6600</glaccountno><amount>-60</amount><locationid>110</locationid><departmentid>100</departmentid></lineitem></apadjustmentitems></create_apadjustment>`)
	detail := func(amounts string) string {
		return `<create><APPYMT><PAYMENTMETHOD>Printed Check</PAYMENTMETHOD><VENDORID>V1001</VENDORID><PAYMENTDATE>10/30/2026</PAYMENTDATE><CURRENCY>USD</CURRENCY>` +
			`<BASECURR>USD</BASECURR><APPYMTDETAILS><APPYMTDETAIL><RECORDKEY>` + key + `</RECORDKEY>` + amounts + `</APPYMTDETAIL></APPYMTDETAILS></APPYMT></create>`
	}
	before := d.sandbox.Company().Count("GLBATCH")
	d.refusedWith(detail(`<TRX_PAYMENTAMOUNT>1</TRX_PAYMENTAMOUNT>`), "Bank account is missing")
	d.done(detail(`<TRX_ADJUSTMENTAMOUNT>60</TRX_ADJUSTMENTAMOUNT>`))
	if due := d.field("APBILL", key, "TRX_TOTALDUE"); due != "40.5" {
		t.Errorf("%s is due", due)
	}
	if posted := d.sandbox.Company().Count("GLBATCH") - before; posted != 0 {
		t.Errorf("%d journal entries without money", posted)
	}
}
