package destination_test

import (
	"fmt"
	"strings"
	"testing"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/sandbox"
)

// TestAmountsFinerThanTheirCurrency: what Intacct has rounded is what the record
// says, at every sync, also when the document may not change any more, and the
// log says once that it is rounded.
func TestAmountsFinerThanTheirCurrency(t *testing.T) {
	bill := func(amount, more string) string {
		return fmt.Sprintf(`{"RECORDID":"M1","VENDORID":"TV-1","WHENCREATED":"2026-10-21","WHENDUE":"2026-11-10"%s,"APBILLITEMS":[{"ACCOUNTNO":"6700","TRX_AMOUNT":%s,"LOCATIONID":"110","DEPARTMENTID":"200"}]}`, more, amount)
	}
	invoice := func(amount, more string) string {
		return strings.NewReplacer("APBILLITEMS", "ARINVOICEITEMS", `"VENDORID":"TV-1"`, `"CUSTOMERID":"C10001"`, `"6700"`, `"4000"`).Replace(bill(amount, more))
	}
	journal := func(amount, more string) string {
		line := `{"ACCOUNTNO":"6700","TRX_AMOUNT":%s,"TR_TYPE":%s,"LOCATION":"110","DEPARTMENT":"200"%s}`
		return fmt.Sprintf(`{"JOURNAL":"GJ","BATCH_DATE":"2026-10-21","BATCH_TITLE":"M1","ENTRIES":[`+line+","+line+`]}`, amount, "1", more, amount, "-1", more)
	}
	adjustment := func(amount, more string) string {
		return strings.NewReplacer("APBILLITEMS", "APADJUSTMENTITEMS", `"WHENDUE":"2026-11-10"`, `"DESCRIPTION":"d"`).Replace(bill(amount, more))
	}
	unified := func(amount, more string) string {
		return fmt.Sprintf(`{"billNumber":"M1","vendorNumber":"TV-1","issueDate":"2026-10-21","dueDate":"2026-11-10"%s,"lineItems":[{"accountNumber":"6700","amount":%s,"locationId":"110","departmentId":"200"}]}`, more, amount)
	}
	const yen, dinars = `,"CURRENCY":"JPY","EXCHANGE_RATE":"0.0066"`, `,"CURRENCY":"BHD","EXCHANGE_RATE":"2.65"`
	for name, c := range map[string]struct {
		stream       string
		record       func(amount, more string) string
		amount, more string
		stored       string
		warned       string // the field
	}{
		"the noise of floats":  {"APBILL", bill, "0.30000000000000004", "", "0.3", "APBILLITEMS.TRX_AMOUNT"},
		"half a cent":          {"APBILL", bill, "2.005", "", "2.01", "APBILLITEMS.TRX_AMOUNT"},
		"yen":                  {"APBILL", bill, "100.4", yen, "100", "APBILLITEMS.TRX_AMOUNT"},
		"dinars":               {"APBILL", bill, "1.234", dinars, "1.234", ""},
		"finer dinars":         {"APBILL", bill, "1.2345", dinars, "1.235", "APBILLITEMS.TRX_AMOUNT"},
		"zeros that say none":  {"APBILL", bill, "5.1000", "", "5.1", ""},
		"a negative":           {"APBILL", bill, "-2.0049", "", "-2", "APBILLITEMS.TRX_AMOUNT"},
		"an invoice":           {"ARINVOICE", invoice, "7.00000000000001", "", "7", "ARINVOICEITEMS.TRX_AMOUNT"},
		"yen of an invoice":    {"ARINVOICE", invoice, "99.5", yen, "100", "ARINVOICEITEMS.TRX_AMOUNT"},
		"an adjustment":        {"APADJUSTMENT", adjustment, "-7.00000000000001", "", "-7", "APADJUSTMENTITEMS.TRX_AMOUNT"},
		"a journal":            {"GLBATCH", journal, "33.3333", "", "33.33", "ENTRIES.TRX_AMOUNT"},
		"yen of a journal":     {"GLBATCH", journal, "33.3", yen, "33", "ENTRIES.TRX_AMOUNT"},
		"a bill, unified":      {"Bills", unified, "0.30000000000000004", "", "0.3", "APBILLITEMS.TRX_AMOUNT"},
		"yen of a unified one": {"Bills", unified, "100.4", `,"currency":"JPY","exchangeRate":"0.0066"`, "100", "APBILLITEMS.TRX_AMOUNT"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newPlace(sandbox.Settings{})
			mode, primary := airbyte.AppendDedup, []string(nil)
			if c.stream == "GLBATCH" {
				primary = []string{"BATCH_TITLE"}
			}
			in := (&input{}).record(c.stream, c.record(c.amount, c.more)).state(c.stream).String()
			for _, want := range []string{"1 created", "1 already there", "1 already there"} {
				r := p.write(t, nil, catalogOf(stream(c.stream, mode, primary...)), in)
				if r.err != nil || !strings.Contains(r.stdout, want) {
					t.Fatalf("want %s: %v\n%s", want, r.err, r.stdout)
				}
				if got := strings.Count(r.stdout, "with more decimals than its currency has"); (c.warned == "") != (got == 0) || got > 1 {
					t.Errorf("%d warnings:\n%s", got, r.stdout)
				}
				if !strings.Contains(r.stdout, "1 records bring "+c.warned) && c.warned != "" {
					t.Errorf("no warning about %s:\n%s", c.warned, r.stdout)
				}
			}
			object := map[string]string{"APBILL": "APBILLITEM", "ARINVOICE": "ARINVOICEITEM", "APADJUSTMENT": "APADJUSTMENTITEM", "GLBATCH": "GLENTRY", "Bills": "APBILLITEM"}[c.stream]
			if rows := p.rows(object, "TRX_AMOUNT", c.stored); len(rows) == 0 {
				t.Errorf("no line has %s", c.stored)
			}
		})
	}
}

// TestFineAmountOfAPaidBill: it may not change any more, and does not have to.
func TestFineAmountOfAPaidBill(t *testing.T) {
	p := newPlace(sandbox.Settings{})
	catalog := catalogOf(stream("APBILL", airbyte.AppendDedup), stream("APPYMT", airbyte.Append))
	bill := billOf("M2", `[{"ACCOUNTNO":"6700","TRX_AMOUNT":0.30000000000000004,"LOCATIONID":"110","DEPARTMENTID":"200"}]`)
	if r := p.write(t, nil, catalog, (&input{}).record("APBILL", bill).String()); r.err != nil {
		t.Fatal(r.err)
	}
	number := p.row(t, "APBILL", "RECORDID", "M2")["RECORDNO"]
	payment := fmt.Sprintf(`{"FINANCIALENTITY":"CHK-BOS","PAYMENTMETHOD":"EFT","VENDORID":"TV-1","DOCNUMBER":"M2-P","PAYMENTDATE":"2026-10-22","CURRENCY":"USD","BASECURR":"USD","ACTION":"Submit","APPYMTDETAILS":[{"RECORDKEY":%q,"TRX_PAYMENTAMOUNT":0.30000000000000004}]}`, number)
	for _, want := range []string{"1 created", "1 already there"} {
		r := p.write(t, nil, catalog, (&input{}).record("APPYMT", payment).String())
		if r.err != nil || !strings.Contains(r.stdout, "Stream APPYMT: "+want) || !strings.Contains(r.stdout, "APPYMTDETAILS.TRX_PAYMENTAMOUNT") {
			t.Fatalf("%v\n%s", r.err, r.stdout)
		}
	}
	if r := p.write(t, nil, catalog, (&input{}).record("APBILL", bill).String()); r.err != nil || !strings.Contains(r.stdout, "1 already there") {
		t.Errorf("%v\n%s", r.err, r.stdout)
	}
	if r := p.write(t, nil, catalog, (&input{}).record("APBILL", strings.Replace(bill, "0.30000000000000004", "0.31", 1)).String()); r.err == nil {
		t.Error("another amount of a paid bill was not noticed")
	}
}

// TestOtherNumbersKeepTheirDigits: a rate or a quantity is no amount.
func TestOtherNumbersKeepTheirDigits(t *testing.T) {
	p := newPlace(sandbox.Settings{})
	order := func(quantity, price string) string {
		return fmt.Sprintf(`{"DOCNO":"M3","TRANSACTIONTYPE":"Sales Order","CUSTOMERID":"C10001","WHENCREATED":"2026-11-02","WHENDUE":"2026-11-30","SODOCUMENTENTRIES":[{"ITEMID":"I-1050","UIQTY":%s,"UNIT":"Each","UIPRICE":%s,"LOCATIONID":"110","DEPARTMENTID":"200"}]}`, quantity, price)
	}
	catalog := catalogOf(stream("SODOCUMENT", airbyte.AppendDedup))
	for _, c := range []struct{ quantity, price, want string }{
		{"1.25", "10.125", "1 created"}, {"1.25", "10.125", "1 already there"}, {"1.251", "10.125", "1 updated"}, {"1.251", "10.1251", "1 updated"},
	} {
		r := p.write(t, nil, catalog, (&input{}).record("SODOCUMENT", order(c.quantity, c.price)).String())
		if r.err != nil || !strings.Contains(r.stdout, c.want) || strings.Contains(r.stdout, "more decimals") {
			t.Errorf("%v: %v\n%s", c, r.err, r.stdout)
		}
	}
}
