package destination_test

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/internal/long"
	"airbyte-sage-intacct/sandbox"
	"airbyte-sage-intacct/sandbox/alter"
)

// Records of objects with lines, in the shapes of Sage's documentation.
const (
	bill = `{"VENDORID":"TV-1","RECORDID":"B-1","WHENCREATED":"2026-11-15","WHENDUE":"2026-12-15","DESCRIPTION":"Bill",
		"APBILLITEMS":[{"ACCOUNTNO":"6600","TRX_AMOUNT":"100.12","LOCATIONID":"110","DEPARTMENTID":"100","ENTRYDESCRIPTION":"one"},
		{"ACCOUNTNO":"6600","TRX_AMOUNT":".88","LOCATIONID":"110","DEPARTMENTID":"100"}]}`
	journal = `{"JOURNAL":"GJ","BATCH_DATE":"2026-11-15","BATCH_TITLE":"Accrual","ENTRIES":[
		{"ACCOUNTNO":"6600","TR_TYPE":1,"TRX_AMOUNT":1450.80,"LOCATION":"110","DEPARTMENT":"100"},
		{"ACCOUNTNO":"2700","TR_TYPE":-1,"TRX_AMOUNT":"1450.8","LOCATION":"110","DEPARTMENT":"100"}]}`
)

func oneLine(record string) string { return strings.Join(strings.Fields(record), " ") }

func TestJournalIsPostedOnce(t *testing.T) {
	t.Parallel()
	p := newPlace(sandbox.Settings{})
	in := (&input{}).record("GLBATCH", oneLine(journal)).state("GLBATCH")
	for pass, want := range []string{"1 created", "1 already there"} {
		r := p.write(t, nil, catalogOf(stream("GLBATCH", airbyte.Append)), in.String())
		if r.err != nil || !strings.Contains(r.stdout, want) {
			t.Fatalf("pass %d: %v\n%s", pass, r.err, r.stdout)
		}
	}
	row := p.row(t, "GLBATCH", "BATCH_TITLE", "Accrual")
	if !strings.HasPrefix(row["REFERENCENO"], "AB-") {
		t.Errorf("REFERENCENO is %q", row["REFERENCENO"])
	}
	if lines := p.rows("GLENTRY", "BATCHNO", row["RECORDNO"]); len(lines) != 2 || lines[0]["TRX_AMOUNT"] != "1450.8" {
		t.Errorf("lines %v", lines)
	}
}

func TestBillIsWrittenWithItsLines(t *testing.T) {
	t.Parallel()
	p := newPlace(sandbox.Settings{})
	catalog := catalogOf(stream("APBILL", airbyte.AppendDedup, "VENDORID", "RECORDID"))
	write := func(data, want string) {
		t.Helper()
		r := p.write(t, nil, catalog, (&input{}).record("APBILL", oneLine(data)).state("APBILL").String())
		if r.err != nil || !strings.Contains(r.stdout, want) {
			t.Fatalf("%v\n%s", r.err, r.stdout)
		}
	}
	write(bill, "1 created")
	write(bill, "1 already there")
	number := p.row(t, "APBILL", "RECORDID", "B-1")["RECORDNO"]
	before := p.rows("APBILLITEM", "RECORDKEY", number)
	write(strings.Replace(strings.Replace(bill, "100.12", "99.12", 1), `"Bill"`, `"Changed"`, 1), "1 updated")
	after := p.rows("APBILLITEM", "RECORDKEY", number)
	if len(after) != 2 || after[0]["TRX_AMOUNT"] != "99.12" || after[1]["TRX_AMOUNT"] != "0.88" || after[0]["RECORDNO"] != before[0]["RECORDNO"] {
		t.Errorf("lines were %v, are %v", before, after)
	}
	if got := p.row(t, "APBILL", "RECORDID", "B-1")["DESCRIPTION"]; got != "Changed" {
		t.Errorf("DESCRIPTION is %q", got)
	}
	// Another vendor's bill may have the same number.
	write(strings.Replace(bill, "TV-1", "TV-2", 1), "1 created")
	if n := len(p.rows("APBILL", "RECORDID", "B-1")); n != 2 {
		t.Errorf("%d bills", n)
	}
}

// TestDocumentsNeverTwice is TestNeverTwice for what Intacct itself would post
// twice.
func TestDocumentsNeverTwice(t *testing.T) {
	for first, memory := range slices.Sorted(maps.Keys(memories)) {
		settings := memories[memory]
		for i, name := range slices.Sorted(maps.Keys(faults)) {
			fault := faults[name]
			if !long.Picks(i+first, 2) {
				continue
			}
			t.Run(fmt.Sprintf("%s/%s", memory, name), func(t *testing.T) {
				t.Parallel()
				p := newPlace(settings)
				fault := fault
				fault.Function = "create"
				for i, object := range []string{"GLBATCH", "APBILL"} {
					if fault.LateCommit > 0 {
						fault.LateCommit = 10 * time.Minute
					}
					fault.Object, fault.Nth = object, i+1
					p.Fault(fault)
				}
				in := &input{}
				for i := range 3 {
					in.record("GLBATCH", strings.Replace(oneLine(journal), "Accrual", fmt.Sprint("Accrual ", i), 1)).state("GLBATCH")
					in.record("APBILL", strings.Replace(oneLine(bill), "B-1", fmt.Sprint("B-", i), 1)).state("APBILL")
					in.record("VENDOR", fmt.Sprintf(`{"VENDORID":"X-%d","NAME":"Vendor %d"}`, i, i)).state("VENDOR")
				}
				r := p.write(t, settingsOf("batch_size", 1), catalogOf(stream("GLBATCH", airbyte.Append), stream("APBILL", airbyte.AppendDedup), stream("VENDOR", airbyte.AppendDedup)), in.String())
				if r.err != nil {
					t.Fatalf("%v\n%s", r.err, r.stdout)
				}
				p.company.Release()
				for i := range 3 {
					p.row(t, "GLBATCH", "BATCH_TITLE", fmt.Sprint("Accrual ", i))
					p.row(t, "APBILL", "RECORDID", fmt.Sprint("B-", i))
					p.row(t, "VENDOR", "VENDORID", fmt.Sprint("X-", i))
				}
				if got := len(r.states(t)); got != 9 {
					t.Errorf("%d states", got)
				}
			})
		}
	}
}

func settingsOf(key string, value any) settings { return settings{key: value} }

// TestLegacyDocuments are created, recognised and changed by functions of their
// own.
func TestLegacyDocuments(t *testing.T) {
	for object, c := range map[string]struct{ primary, data, old, changed string }{
		"ARINVOICE": {"RECORDID", `{"CUSTOMERID":"C10093","RECORDID":"D-1","WHENCREATED":"2026-11-15","WHENDUE":"2026-12-15","DESCRIPTION":"First",
			"ARINVOICEITEMS":[{"ACCOUNTNO":"4000","TRX_AMOUNT":"10.5","LOCATIONID":"110","DEPARTMENTID":"100","ENTRYDESCRIPTION":"one"}]}`, "First", "Second"},
		"APADJUSTMENT": {"RECORDID", `{"VENDORID":"TV-1","RECORDID":"D-1","WHENCREATED":"2026-11-15","DESCRIPTION":"First",
			"APADJUSTMENTITEMS":[{"ACCOUNTNO":"6600","TRX_AMOUNT":"-10.5","LOCATIONID":"110","DEPARTMENTID":"100","ENTRYDESCRIPTION":"one"}]}`, "First", "Second"},
		"PODOCUMENT": {"DOCNO", `{"TRANSACTIONTYPE":"Purchase Order","VENDORID":"TV-1","DOCNO":"PO-1-2","WHENCREATED":"2026-11-15","WHENDUE":"2026-12-15","PONUMBER":"First",
			"PODOCUMENTENTRIES":[{"ITEMID":"I-1050","QUANTITY":2,"UNIT":"Each","PRICE":"5.25","LOCATIONID":"110","DEPARTMENTID":"100","WAREHOUSEID":"W10"}]}`, "First", "Second"},
		"EEXPENSES": {"RECORDID", `{"EMPLOYEEID":"E1001","RECORDID":"D-1","WHENCREATED":"2026-11-15","DESCRIPTION":"First",
			"EEXPENSESITEMS":[{"ACCOUNTNO":"6600","AMOUNT":"10.5","LOCATIONID":"110","DEPARTMENTID":"100"}]}`, "First", "Second"},
	} {
		t.Run(object, func(t *testing.T) {
			t.Parallel()
			p := newPlace(sandbox.Settings{})
			for pass, want := range []string{"1 created", "1 already there", "1 updated", "1 already there"} {
				data := oneLine(c.data)
				if pass >= 2 {
					data = strings.Replace(data, c.old, c.changed, 1)
				}
				r := p.write(t, nil, catalogOf(stream(object, airbyte.AppendDedup, c.primary)), (&input{}).record(object, data).state(object).String())
				if r.err != nil || !strings.Contains(r.stdout, want) {
					t.Fatalf("pass %d: %v\n%s", pass, r.err, r.stdout)
				}
			}
		})
	}
}

// TestPoisonedLegacyRecordIsAlone: a schema violation fails a whole request at
// the gateway; only the record that causes it is rejected.
func TestPoisonedLegacyRecordIsAlone(t *testing.T) {
	t.Parallel()
	p := newPlace(sandbox.Settings{})
	p.gateway.Change(alter.Change{Function: "create_apadjustment", Contains: "P-4", Times: -1, Instead: true, Reply: func(r *alter.Reply) {
		r.Page(http.StatusOK, "text/xml", `<response><control><status>failure</status></control><errormessage><error><errorno>XL03000003</errorno><description>XML Parse schema error</description></error></errormessage></response>`)
	}})
	in := &input{}
	for i := range 7 {
		lines := `"APADJUSTMENTITEMS":[{"ACCOUNTNO":"6600","TRX_AMOUNT":"-10.5","LOCATIONID":"110","DEPARTMENTID":"100"}]`
		in.record("APADJUSTMENT", fmt.Sprintf(`{"VENDORID":"TV-1","RECORDID":"P-%d","WHENCREATED":"2026-11-15",%s}`, i, lines))
	}
	r := p.write(t, settingsOf("on_reject", "continue"), catalogOf(stream("APADJUSTMENT", airbyte.Append)), in.String())
	if r.err != nil || !strings.Contains(r.stdout, "6 created, 1 rejected") || !strings.Contains(r.stdout, "XL03000003") {
		t.Fatalf("%v\n%s", r.err, r.stdout)
	}
	for i := range 7 {
		want := 1
		if i == 4 {
			want = 0
		}
		if got := len(p.rows("APADJUSTMENT", "RECORDID", fmt.Sprint("P-", i))); got != want {
			t.Errorf("P-%d is there %d times", i, got)
		}
	}
}

// TestFewerLines: an update removes no line, so a document with fewer would keep
// the amounts of the others.
func TestFewerLines(t *testing.T) {
	t.Parallel()
	p := newPlace(sandbox.Settings{})
	catalog := catalogOf(stream("APBILL", airbyte.AppendDedup, "VENDORID", "RECORDID"))
	if r := p.write(t, nil, catalog, (&input{}).record("APBILL", oneLine(bill)).String()); r.err != nil {
		t.Fatal(r.err)
	}
	fewer := strings.Replace(oneLine(bill), `, {"ACCOUNTNO":"6600","TRX_AMOUNT":".88","LOCATIONID":"110","DEPARTMENTID":"100"}`, "", 1)
	r := p.write(t, nil, catalog, (&input{}).record("APBILL", strings.Replace(fewer, "100.12", "90", 1)).state("APBILL").String())
	if r.err == nil || !strings.Contains(r.err.Error(), "has 2 lines in APBILLITEMS and the input 1") {
		t.Errorf("%v\n%s", r.err, r.stdout)
	}
	if row := p.row(t, "APBILL", "RECORDID", "B-1"); row["TRX_TOTALENTERED"] != "101" {
		t.Errorf("the bill is %v", row)
	}
}

// TestPaymentWithOtherDetails: the details of a draft are replaced as a whole.
func TestPaymentWithOtherDetails(t *testing.T) {
	t.Parallel()
	p := newPlace(sandbox.Settings{})
	bills := (&input{}).record("APBILL", oneLine(bill)).record("APBILL", strings.Replace(oneLine(bill), "B-1", "B-2", 1))
	if r := p.write(t, nil, catalogOf(stream("APBILL", airbyte.AppendDedup, "VENDORID", "RECORDID")), bills.String()); r.err != nil {
		t.Fatal(r.err)
	}
	detail := func(bill, amount string) string {
		return fmt.Sprintf(`{"RECORDKEY":%q,"TRX_PAYMENTAMOUNT":%s}`, p.row(t, "APBILL", "RECORDID", bill)["RECORDNO"], amount)
	}
	for _, c := range []struct{ details, total string }{
		{detail("B-1", "10") + "," + detail("B-2", "20"), "30"},
		{detail("B-1", "15") + "," + detail("B-2", "20"), "35"},
		{detail("B-1", "15"), "15"},
	} {
		data := `{"id":"P1","VENDORID":"TV-1","FINANCIALENTITY":"CHK-BOS","PAYMENTMETHOD":"Cash","PAYMENTDATE":"2026-11-16","CURRENCY":"USD","ACTION":"Draft","APPYMTDETAILS":[` + c.details + `]}`
		if r := p.write(t, nil, catalogOf(stream("APPYMT", airbyte.AppendDedup, "id")), (&input{}).record("APPYMT", data).String()); r.err != nil {
			t.Fatal(r.err)
		}
		if row := p.row(t, "APPYMT", "DOCNUMBER", "P1"); row["TOTALENTERED"] != c.total {
			t.Errorf("the payment is %v, want %s", row, c.total)
		}
	}
}

// TestLinesThatIntacctAdds: a journal over two entities gets lines that balance
// them. It is recognised all the same, though nothing but its content tells it.
func TestLinesThatIntacctAdds(t *testing.T) {
	t.Parallel()
	for name, mode := range map[string]airbyte.DestinationSyncMode{"create": airbyte.Append, "upsert": airbyte.AppendDedup} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newPlace(sandbox.Settings{})
			data := `{"REFERENCENO":"PAYROLL",` + oneLine(journal)[1:]
			write := func(want string) {
				t.Helper()
				r := p.write(t, nil, catalogOf(stream("GLBATCH", mode, "id")), (&input{}).record("GLBATCH", `{"id":7,`+data[1:]).String())
				if r.err != nil || !strings.Contains(r.stdout, want) {
					t.Fatalf("%v\n%s", r.err, r.stdout)
				}
			}
			write("1 created")
			number := p.row(t, "GLBATCH", "BATCH_TITLE", "Accrual")["RECORDNO"]
			for i, mark := range []string{"IETYPE", "PARENTGLENTRYKEY"} {
				p.company.Put("GLENTRY", map[string]string{
					"RECORDNO": fmt.Sprint(900001 + i), "BATCHNO": number, "LINE_NO": fmt.Sprint(3 + i), "ACCOUNTNO": "1800", "TR_TYPE": "1", "AMOUNT": "5", "TRX_AMOUNT": "5", mark: "1",
				})
			}
			write("1 already there")
		})
	}
}
