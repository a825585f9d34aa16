package destination_test

import (
	"fmt"
	"strings"
	"testing"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/sandbox"
)

func salesOrder(subtotals string) string {
	return fmt.Sprintf(`{"DOCNO":"S1","TRANSACTIONTYPE":"Sales Order","CUSTOMERID":"C10093","WHENCREATED":"2026-11-15","WHENDUE":"2026-12-15",
		"SODOCUMENTENTRIES":[{"ITEMID":"I-1050","QUANTITY":1,"UNIT":"Each","PRICE":"5.25","LOCATIONID":"110","DEPARTMENTID":"100","WAREHOUSEID":"W10"}],"SUBTOTALS":[%s]}`, subtotals)
}

// TestValuesUnderNamesThatAreOnlyShown: what lookup calls read-only, or the
// function calls otherwise, is taken for what it stands for, or refused with the
// name to use; nothing is left out that the create needs.
func TestValuesUnderNamesThatAreOnlyShown(t *testing.T) {
	for name, c := range map[string]struct{ stream, data, want string }{
		"a total alone":            {"SODOCUMENT", salesOrder(`{"DESCRIPTION":"Discount","TOTAL":"-1"}`), ""},
		"a total beside":           {"SODOCUMENT", salesOrder(`{"DESCRIPTION":"Discount","TOTAL":"-2","TRX_TOTAL":"-1"}`), ""},
		"a total beside a null":    {"SODOCUMENT", salesOrder(`{"DESCRIPTION":"Discount","TRX_TOTAL":null,"TOTAL":-1}`), ""},
		"a total that is none":     {"SODOCUMENT", salesOrder(`{"DESCRIPTION":"Discount","TOTAL":"much"}`), "SUBTOTALS[0].TOTAL is not a number"},
		"no total":                 {"SODOCUMENT", salesOrder(`{"DESCRIPTION":"Discount"}`), "demands what the record does not have: SUBTOTALS[0].TRX_TOTAL"},
		"a total in the base":      {"SODOCUMENT", strings.Replace(salesOrder(`{"DESCRIPTION":"Discount","TOTAL":"-1"}`), `"DOCNO"`, `"CURRENCY":"EUR","DOCNO"`, 1), "SUBTOTALS[0].TOTAL is in the base currency, and the record is in another: bring the amount as TRX_TOTAL"},
		"a deposit":                {"DEPOSIT", `{"BANKACCOUNTID":"CHK-BOS","DEPOSITDATE":"2026-10-21","DEPOSITID":"D1","RECEIPTKEYS":["801","804"]}`, ""},
		"a deposit by its fields":  {"DEPOSIT", `{"FINANCIALENTITY":"CHK-BOS","WHENCREATED":"2026-10-21","DOCNUMBER":"D1","RECEIPTKEYS":"806"}`, ""},
		"a deposit without number": {"DEPOSIT", `{"BANKACCOUNTID":"CHK-BOS","DEPOSITDATE":"2026-10-21","RECEIPTKEYS":["1"]}`, "record_deposit demands what the record does not have: DOCNUMBER"},
		"a deposit of nothing":     {"DEPOSIT", `{"BANKACCOUNTID":"CHK-BOS","DEPOSITDATE":"2026-10-21","DEPOSITID":"D1"}`, "RECEIPTKEYS"},
		"a deposit on no day":      {"DEPOSIT", `{"BANKACCOUNTID":"CHK-BOS","DEPOSITDATE":"soon","DEPOSITID":"D1","RECEIPTKEYS":["1"]}`, "DEPOSITDATE is not a date"},
		"a line in the base":       {"APBILL", `{"RECORDID":"B1","VENDORID":"V1001","WHENCREATED":"2026-10-21","WHENDUE":"2026-11-10","CURRENCY":"EUR","BASECURR":"USD","APBILLITEMS":[{"ACCOUNTNO":"6700","AMOUNT":"5","LOCATIONID":"110","DEPARTMENTID":"200"}]}`, "APBILLITEMS[0].AMOUNT is in the base currency, and the record is in another: bring the amount as TRX_AMOUNT"},
		"an invoice's number":      {"ARINVOICE", `{"INVOICENO":"I1","CUSTOMERID":"C10001","WHENCREATED":"2026-10-21","WHENDUE":"2026-11-10","ARINVOICEITEMS":[{"ACCOUNTNO":"4000","AMOUNT":"5","LOCATIONID":"110","DEPARTMENTID":"200"}]}`, "INVOICENO is Intacct's to show: bring the value as RECORDID"},
		"elements of an invoice":   {"ARINVOICE", `{"RECORDID":"I1","CUSTOMERID":"C10001","DATECREATED":"2026-10-21","WHENDUE":"2026-11-10","ARINVOICEITEMS":[{"GLACCOUNTNO":"4000","AMOUNT":"5","LOCATIONID":"110","DEPARTMENTID":"200"}]}`, ""},
		"elements of a card":       {"CCTRANSACTION", `{"CHARGECARDID":"x","PAYMENTDATE":"2026-10-21","CCTRANSACTIONENTRIES":[{"ACCOUNTNO":"6700","PAYMENTAMOUNT":"5"}]}`, "CHARGECARDID is not a field of CCTRANSACTION, where it is called FINANCIALENTITY; PAYMENTDATE is not a field of CCTRANSACTION, where it is called WHENCREATED; CCTRANSACTIONENTRIES[0].PAYMENTAMOUNT is not a field of CCTRANSACTIONENTRY, where it is called TRX_AMOUNT"},
		"elements of a credit":     {"ARADJUSTMENT", `{"adjustmentno":"A1","CUSTOMERID":"C10001"}`, "adjustmentno is not a field of ARADJUSTMENT, where it is called RECORDID"},
		"a key that people give":   {"SUPDOCFOLDER", `{"NAME":"Folder S1"}`, ""},
		"the same by the element":  {"SUPDOCFOLDER", `{"SUPDOCFOLDERNAME":"Folder S1"}`, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newPlace(sandbox.Settings{})
			r := p.write(t, nil, catalogOf(stream(c.stream, airbyte.Append)), (&input{}).record(c.stream, oneLine(c.data)).String())
			if (c.want == "") != (r.err == nil) || r.err != nil && !strings.Contains(r.err.Error(), c.want) {
				t.Errorf("%v, want %q\n%s", r.err, c.want, r.stdout)
			}
			if strings.Contains(r.stdout, "defect") || strings.Contains(r.stdout, "XL03000003") {
				t.Errorf("the reason is about elements:\n%s", r.stdout)
			}
		})
	}
}

// TestTotalOfASubtotal is what was given, and the same at the next sync.
func TestTotalOfASubtotal(t *testing.T) {
	p := newPlace(sandbox.Settings{})
	for _, want := range []string{"1 created", "1 already there"} {
		r := p.write(t, nil, catalogOf(stream("SODOCUMENT", airbyte.AppendDedup)), (&input{}).record("SODOCUMENT", oneLine(salesOrder(`{"DESCRIPTION":"Discount","TOTAL":"-1"}`))).String())
		if r.err != nil || !strings.Contains(r.stdout, want) {
			t.Fatalf("%v\n%s", r.err, r.stdout)
		}
	}
	if rows := p.rows("SODOCUMENTSUBTOTALS", "TRX_TOTAL", "-1"); len(rows) != 1 {
		t.Errorf("%d subtotals of -1", len(rows))
	}
}

// TestAmountOfALine stands for that in the transaction's currency where it is
// alone.
func TestAmountOfALine(t *testing.T) {
	p := newPlace(sandbox.Settings{})
	catalog := catalogOf(stream("APBILL", airbyte.AppendDedup), stream("APPYMT", airbyte.Append))
	bill := billOf("A1", `[{"ACCOUNTNO":"6700","AMOUNT":"5","LOCATIONID":"110","DEPARTMENTID":"200"}]`)
	if r := p.write(t, nil, catalog, (&input{}).record("APBILL", bill).String()); r.err != nil {
		t.Fatal(r.err)
	}
	row := p.row(t, "APBILL", "RECORDID", "A1")
	if row["TRX_TOTALENTERED"] != "5" {
		t.Errorf("the bill has %s", row["TRX_TOTALENTERED"])
	}
	payment := fmt.Sprintf(`{"FINANCIALENTITY":"CHK-BOS","PAYMENTMETHOD":"EFT","VENDORID":"TV-1","DOCNUMBER":"A1-P","PAYMENTDATE":"2026-10-22","ACTION":"Submit","APPYMTDETAILS":[{"RECORDKEY":%q,"PAYMENTAMOUNT":"5"}]}`, row["RECORDNO"])
	if r := p.write(t, nil, catalog, (&input{}).record("APPYMT", payment).String()); r.err != nil {
		t.Fatal(r.err)
	}
	if got := p.row(t, "APBILL", "RECORDID", "A1")["TRX_TOTALDUE"]; got != "0" {
		t.Errorf("%s is still due", got)
	}
}

// TestAmountsInTheBase are Intacct's to make where those of the transaction stand
// beside them: another rate in the source is no change, and nothing is sent again.
func TestAmountsInTheBase(t *testing.T) {
	for _, mode := range []airbyte.DestinationSyncMode{airbyte.Append, airbyte.AppendDedup} {
		p := newPlace(sandbox.Settings{})
		data := `{"RECORDID":"B1","VENDORID":"V1001","WHENCREATED":"2026-10-21","WHENDUE":"2026-11-10","CURRENCY":"EUR","BASECURR":"USD","EXCHANGE_RATE":"1.1","EXCH_RATE_DATE":"2026-10-21","APBILLITEMS":[{"ACCOUNTNO":"6700","AMOUNT":"10.87","TRX_AMOUNT":"10","LOCATIONID":"110","DEPARTMENTID":"200"}]}`
		for _, c := range [][2]string{{data, "1 created"}, {data, "1 already there"}, {strings.Replace(data, "10.87", "10.91", 1), "1 already there"}} {
			r := p.write(t, nil, catalogOf(stream("APBILL", mode)), (&input{}).record("APBILL", c[0]).String())
			if r.err != nil || !strings.Contains(r.stdout, c[1]) {
				t.Errorf("%s: want %s: %v\n%s", mode, c[1], r.err, r.stdout)
			}
		}
		if row := p.row(t, "APBILL", "RECORDID", "B1"); row["TOTALENTERED"] != "11" {
			t.Errorf("the bill has %s", row["TOTALENTERED"])
		}
	}
}
