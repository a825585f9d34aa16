package destination_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/internal/long"
	"airbyte-sage-intacct/sandbox"
)

// dated are records of every posting object in a closed period of the demo
// company, whose books are closed up to the end of 2025.
var dated = map[string]struct{ stream, object, by, value, record string }{
	"journal": {"GLBATCH", "GLBATCH", "BATCH_TITLE", "Accrual", strings.ReplaceAll(journal, "2026-11-15", "2025-12-15")},
	"bill":    {"APBILL", "APBILL", "RECORDID", "B-1", strings.ReplaceAll(bill, "2026-11-15", "2025-12-15")},
	"bill with a day of posting": {"APBILL", "APBILL", "RECORDID", "B-1", strings.ReplaceAll(bill, `"WHENCREATED":"2026-11-15"`,
		`"WHENCREATED":"2025-12-14","WHENPOSTED":"2025-12-15"`)},
	"invoice": {"ARINVOICE", "ARINVOICE", "RECORDID", "D-1", `{"CUSTOMERID":"C10093","RECORDID":"D-1","WHENCREATED":"2025-12-15","WHENDUE":"2026-12-15",
		"ARINVOICEITEMS":[{"ACCOUNTNO":"4000","TRX_AMOUNT":"10.5","LOCATIONID":"110","DEPARTMENTID":"100"}]}`},
	"AP adjustment": {"APADJUSTMENT", "APADJUSTMENT", "RECORDID", "D-1", `{"VENDORID":"TV-1","RECORDID":"D-1","WHENCREATED":"2025-12-15",
		"APADJUSTMENTITEMS":[{"ACCOUNTNO":"6600","TRX_AMOUNT":"-10.5","LOCATIONID":"110","DEPARTMENTID":"100"}]}`},
	"AR adjustment": {"ARADJUSTMENT", "ARADJUSTMENT", "RECORDID", "D-1", `{"CUSTOMERID":"C10093","RECORDID":"D-1","WHENCREATED":"2025-12-15",
		"ARADJUSTMENTITEMS":[{"ACCOUNTNO":"4000","TRX_AMOUNT":"-10.5","LOCATIONID":"110","DEPARTMENTID":"100"}]}`},
	"expense report": {"EEXPENSES", "EEXPENSES", "RECORDID", "D-1", `{"EMPLOYEEID":"E1001","RECORDID":"D-1","WHENCREATED":"2025-12-15",
		"EEXPENSESITEMS":[{"ACCOUNTNO":"6600","AMOUNT":"10.5","LOCATIONID":"110","DEPARTMENTID":"100"}]}`},
	"vendor invoice": {"PODOCUMENT", "PODOCUMENT", "DOCNO", "PO-1", `{"TRANSACTIONTYPE":"Vendor Invoice","VENDORID":"TV-1","DOCNO":"PO-1","WHENCREATED":"2025-12-15","WHENDUE":"2026-12-15",
		"PODOCUMENTENTRIES":[{"ITEMID":"I-1050","QUANTITY":2,"UNIT":"Each","PRICE":"5.25","LOCATIONID":"110","DEPARTMENTID":"100","WAREHOUSEID":"W10"}]}`},
	"sales invoice": {"SODOCUMENT", "SODOCUMENT", "DOCNO", "SO-1", `{"TRANSACTIONTYPE":"Sales Invoice","CUSTOMERID":"C10093","DOCNO":"SO-1","WHENCREATED":"2025-12-15","WHENDUE":"2026-12-15",
		"SODOCUMENTENTRIES":[{"ITEMID":"I-1050","QUANTITY":2,"UNIT":"Each","PRICE":"5.25","LOCATIONID":"110","DEPARTMENTID":"100","WAREHOUSEID":"W10"}]}`},
	"inventory": {"INVDOCUMENT", "INVDOCUMENT", "DOCNO", "IA-1", `{"TRANSACTIONTYPE":"Inventory Adjustment Increase","DOCNO":"IA-1","WHENCREATED":"2025-12-15",
		"INVDOCUMENTENTRIES":[{"ITEMID":"I-1050","QUANTITY":2,"UNIT":"Each","COST":"5.25","LOCATIONID":"110","DEPARTMENTID":"100","WAREHOUSEID":"W10"}]}`},
	"charge card": {"CCTRANSACTION", "CCTRANSACTION", "RECORDID", "CC-1", `{"FINANCIALENTITY":"$card","RECORDID":"CC-1","WHENCREATED":"2025-12-15","PAYEE":"Shop",
		"CCTRANSACTIONENTRIES":[{"ACCOUNTNO":"6600","TRX_AMOUNT":"10.5","LOCATIONID":"110","DEPARTMENTID":"100"}]}`},
	"bill payment": {"APPYMT", "APPYMT", "DOCNUMBER", "P-1", `{"DOCNUMBER":"P-1","VENDORID":"TV-1","FINANCIALENTITY":"CHK-BOS","PAYMENTMETHOD":"Cash","PAYMENTDATE":"2025-12-15","CURRENCY":"USD",
		"APPYMTDETAILS":[{"RECORDKEY":"$bill","TRX_PAYMENTAMOUNT":10}]}`},
	"unified payment": {"BillPayments", "APPYMT", "DOCNUMBER", "P-2", `{"transactionNumber":"P-2","vendorNumber":"TV-1","billNumber":"OPEN","accountName":"CHK-BOS","paymentMethod":"Cash","paymentDate":"2025-12-15","amount":10}`},
	"receipt": {"ARPYMT", "ARPYMT", "DOCNUMBER", "R-1", `{"DOCNUMBER":"R-1","CUSTOMERID":"C10093","FINANCIALENTITY":"CHK-BOS","PAYMENTMETHOD":"Cash","RECEIPTDATE":"2025-12-15","CURRENCY":"USD",
		"ARPYMTDETAILS":[{"RECORDKEY":"$invoice","TRX_PAYMENTAMOUNT":10}]}`},
}

// open is a company with a bill and an invoice that can be paid.
func open(t *testing.T, settings sandbox.Settings) *place {
	t.Helper()
	p := newPlace(settings)
	in := (&input{}).record("APBILL", strings.Replace(oneLine(bill), "B-1", "OPEN", 1)).
		record("ARINVOICE", `{"CUSTOMERID":"C10093","RECORDID":"OPEN","CURRENCY":"USD","WHENCREATED":"2026-11-15","WHENDUE":"2026-12-15","ARINVOICEITEMS":[{"ACCOUNTNO":"4000","TRX_AMOUNT":"50","LOCATIONID":"110","DEPARTMENTID":"100"}]}`)
	if r := p.write(t, nil, catalogOf(stream("APBILL", airbyte.AppendDedup), stream("ARINVOICE", airbyte.AppendDedup)), in.String()); r.err != nil {
		t.Fatalf("%v\n%s", r.err, r.stdout)
	}
	return p
}

func (p *place) filled(t *testing.T, record string) string {
	t.Helper()
	return oneLine(strings.NewReplacer("$bill", p.row(t, "APBILL", "RECORDID", "OPEN")["RECORDNO"], "$card", p.company.Rows("CREDITCARD")[0]["CARDID"], "$invoice", p.row(t, "ARINVOICE", "RECORDID", "OPEN")["RECORDNO"]).Replace(record))
}

// keyOfDated is the primary key of the streams of these tests.
func keyOfDated(object string) []string {
	switch object {
	case "GLBATCH", "APPYMT", "ARPYMT", "BillPayments":
		return []string{"id"}
	case "APADJUSTMENT", "ARADJUSTMENT", "EEXPENSES", "CCTRANSACTION":
		return []string{"RECORDID"}
	case "INVDOCUMENT", "SODOCUMENT", "PODOCUMENT":
		return []string{"DOCNO"}
	}
	return nil
}

// TestClosedPeriodFails: nothing of the record is written, and the rejection
// says what to do.
func TestClosedPeriodFails(t *testing.T) {
	for name, c := range dated {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := open(t, sandbox.Settings{})
			for mode, want := range map[bool]string{
				false: "[BL01001973] Periods are closed. Your transaction date (12/15/2025) is within a period that's been closed.",
				true:  "the books are closed up to 2025-12-31",
			} {
				if mode && strings.HasSuffix(c.object, "DOCUMENT") {
					continue // only the company knows which of them it posts
				}
				r := p.write(t, settings{"dry_run": mode}, catalogOf(stream(c.stream, airbyte.Append)), (&input{}).record(c.stream, p.filled(t, c.record)).String())
				if r.err == nil || !strings.Contains(r.err.Error(), want) || !strings.Contains(r.err.Error(), "set closed_period to next_open_day or open_month_start") {
					t.Errorf("dry run %v: %v\n%s", mode, r.err, r.stdout)
				}
				if n := len(p.rows(c.object, c.by, c.value)); n != 0 {
					t.Errorf("%d are there", n)
				}
			}
		})
	}
}

// TestClosedPeriodMoves: the record is posted on an open day, which the log and
// the report tell; the same record again, later too, is known to be written.
func TestClosedPeriodMoves(t *testing.T) {
	for i, name := range slices.Sorted(maps.Keys(dated)) {
		c := dated[name]
		for mode, policy := range map[airbyte.DestinationSyncMode]string{airbyte.Append: "next_open_day", airbyte.AppendDedup: "open_month_start"} {
			if name != "bill" && name != "journal" && !long.Picks(i+len(policy), 2) { // one policy each
				continue
			}
			want := map[string]string{"next_open_day": "2026-01-01", "open_month_start": "2026-11-01"}[policy]
			t.Run(fmt.Sprintf("%s/%s/%s", name, policy, mode), func(t *testing.T) {
				t.Parallel()
				p := open(t, sandbox.Settings{RememberControlIDs: true})
				p.ForgetRequests()
				report := filepath.Join(t.TempDir(), "report.jsonl")
				record := p.filled(t, c.record)
				key := keyOfDated(c.stream)
				if len(key) > 0 && key[0] == "id" {
					record = `{"id":"I-1",` + record[1:]
					record = strings.NewReplacer(`"DOCNUMBER":"P-1",`, "", `"DOCNUMBER":"R-1",`, "", `"transactionNumber":"P-2",`, "").Replace(record)
				}
				write := func(want string) run {
					t.Helper()
					r := p.write(t, settings{"closed_period": policy, "report_path": report}, catalogOf(stream(c.stream, mode, key...)), (&input{}).record(c.stream, record).String())
					if r.err != nil || !strings.Contains(r.stdout, want) {
						t.Fatalf("%v\n%s\n%s", r.err, r.stdout, record)
					}
					return r
				}
				r := write("1 created")
				if !strings.Contains(r.stdout, "moved from 2025-12-15 to "+want) && !strings.Contains(r.stdout, "moved from 2025-12-14 to "+want) {
					t.Errorf("the log does not say that the date was moved\n%s", r.stdout)
				}
				checkMoved(t, report, want)
				if name == "bill" || name == "journal" {
					golden(t, fmt.Sprintf("testdata/closed/%s_%s.xml", name, policy), p.writes(t))
				}
				before := p.company.Rows(c.object)
				p.ForgetRequests()
				write("1 already there")
				p.company.CloseBooks("", "2026-10-31")
				write("1 already there")
				if after := p.company.Rows(c.object); len(after) != len(before) || !strings.Contains(p.writes(t), "<sent/>") {
					t.Errorf("%d became %d\n%s", len(before), len(after), p.writes(t))
				}
			})
		}
	}
}

func checkMoved(t *testing.T, report, want string) {
	t.Helper()
	raw, err := os.ReadFile(report)
	if err != nil {
		t.Fatal(err)
	}
	var line struct {
		Moved struct{ Field, From, To string }
	}
	if err := json.Unmarshal(raw, &line); err != nil || line.Moved.Field == "" || line.Moved.To != want {
		t.Errorf("%v: the report is %s", err, raw)
	}
}

// TestClosedPeriodNeedsAnIdentity: a record that only its content identifies is
// not moved, because the next run could take another for it.
func TestClosedPeriodNeedsAnIdentity(t *testing.T) {
	t.Parallel()
	p := newPlace(sandbox.Settings{})
	rent := `{"REFERENCENO":"RENT",` + strings.ReplaceAll(oneLine(journal), "2026-11-15", "2025-12-01")[1:]
	next := strings.Replace(rent, "2025-12-01", "2026-01-01", 1)
	more := settings{"closed_period": "next_open_day"}
	r := p.write(t, more, catalogOf(stream("GLBATCH", airbyte.Append)), (&input{}).record("GLBATCH", next).record("GLBATCH", rent).String())
	if r.err == nil || !strings.Contains(r.err.Error(), "name matching_keys that identify it") {
		t.Errorf("%v\n%s", r.err, r.stdout)
	}
	more["objects_map"] = mapped("rents", "GLBATCH", "create", "REFERENCENO", "JOURNAL")["objects_map"]
	rent = strings.Replace(rent, "RENT", "RENT 12", 1)
	for _, want := range []string{"1 created", "1 already there"} {
		if r = p.write(t, more, catalogOf(stream("rents", airbyte.Append)), (&input{}).record("rents", rent).String()); r.err != nil || !strings.Contains(r.stdout, want) {
			t.Errorf("%v\n%s", r.err, r.stdout)
		}
	}
}

// TestClosedEntities: an entity may be closed further than the company, in the
// session of which a record is written, or to which its lines belong. A record
// that is open is not moved because another is not.
func TestClosedEntities(t *testing.T) {
	t.Parallel()
	p := newPlace(sandbox.Settings{})
	p.company.CloseBooks("100", "2026-09-30")
	in := &input{}
	for i, c := range []struct{ location, day string }{{"110", "2026-09-15"}, {"210", "2026-09-15"}, {"210", "2025-09-15"}, {"110", "2025-09-15"}} {
		record := strings.NewReplacer("Accrual", fmt.Sprint("Accrual ", i), "2026-11-15", c.day, `"110"`, `"`+c.location+`"`).Replace(oneLine(journal))
		in.record("GLBATCH", record)
	}
	bill := strings.NewReplacer("2026-11-15", "2026-08-15", "B-1", "B-100").Replace(oneLine(bill))
	in.record("APBILL", `{"_entity_id":"100",`+bill[1:])
	catalog := catalogOf(stream("GLBATCH", airbyte.Append), stream("APBILL", airbyte.Append))
	for range 2 {
		if r := p.write(t, settings{"closed_period": "next_open_day"}, catalog, in.String()); r.err != nil {
			t.Fatalf("%v\n%s", r.err, r.stdout)
		}
	}
	for i, want := range []string{"2026-10-01", "2026-09-15", "2026-01-01", "2026-10-01"} {
		if got := p.row(t, "GLBATCH", "BATCH_TITLE", fmt.Sprint("Accrual ", i))["BATCH_DATE"]; got != want {
			t.Errorf("journal %d is of %s, not of %s", i, got, want)
		}
	}
	if row := p.row(t, "APBILL", "RECORDID", "B-100"); row["WHENPOSTED"] != "2026-10-01" || row["WHENCREATED"] != "2026-08-15" {
		t.Errorf("the bill is %v", row)
	}
}

// TestClosedChanges: what is posted in a closed period stays as it is, and a
// date that was moved is not moved back as long as the period is closed.
func TestClosedChanges(t *testing.T) {
	t.Parallel()
	p := newPlace(sandbox.Settings{})
	more := settings{"closed_period": "next_open_day"}
	catalog := catalogOf(stream("GLBATCH", airbyte.AppendDedup, "id"))
	record := func(title, day, amount string) string {
		return strings.NewReplacer("{\"JOURNAL", `{"id":"J1","JOURNAL`, "Accrual", title, "2026-11-15", day, "1450.80", amount, "1450.8", amount).Replace(oneLine(journal))
	}
	write := func(data, want string) run {
		t.Helper()
		r := p.write(t, more, catalog, (&input{}).record("GLBATCH", data).String())
		if !strings.Contains(r.stdout, want) {
			t.Errorf("want %s: %v\n%s", want, r.err, r.stdout)
		}
		return r
	}
	write(record("one", "2025-12-15", "5"), "1 created")
	write(record("two", "2025-12-15", "5"), "1 updated")
	if got := p.row(t, "GLBATCH", "BATCH_TITLE", "two")["BATCH_DATE"]; got != "2026-01-01" {
		t.Errorf("the journal is of %s", got)
	}
	p.company.CloseBooks("", "2025-11-30")
	write(record("two", "2025-12-15", "5"), "1 updated")
	if got := p.row(t, "GLBATCH", "BATCH_TITLE", "two")["BATCH_DATE"]; got != "2025-12-15" {
		t.Errorf("the journal is of %s", got)
	}
	p.company.CloseBooks("", "2025-12-31")
	r := write(record("three", "2025-12-15", "6"), "1 rejected")
	if r.err == nil || !strings.Contains(r.err.Error(), "What is posted in a closed period cannot be changed") {
		t.Errorf("%v", r.err)
	}
}

// TestClosedDraft: a draft is in no period; posted, it is.
func TestClosedDraft(t *testing.T) {
	t.Parallel()
	p := newPlace(sandbox.Settings{})
	for _, c := range []struct{ action, want, posted string }{{"Draft", "1 created", ""}, {"Submit", "1 updated", "2026-01-01"}, {"Submit", "1 already there", "2026-01-01"}} {
		data := strings.TrimSuffix(strings.ReplaceAll(oneLine(bill), "2026-11-15", "2025-12-15"), "}") + `,"ACTION":"` + c.action + `"}`
		r := p.write(t, settings{"closed_period": "next_open_day"}, catalogOf(stream("APBILL", airbyte.AppendDedup)), (&input{}).record("APBILL", data).String())
		if r.err != nil || !strings.Contains(r.stdout, c.want) {
			t.Fatalf("%v\n%s", r.err, r.stdout)
		}
		if got := p.row(t, "APBILL", "RECORDID", "B-1")["WHENPOSTED"]; c.posted != "" && got != c.posted {
			t.Errorf("posted on %s", got)
		}
	}
}

// TestClosedReversal: a journal is not moved behind its own reversal.
func TestClosedReversal(t *testing.T) {
	t.Parallel()
	p := newPlace(sandbox.Settings{})
	for reversal, want := range map[string]string{"2026-01-01": "does not come before REVERSEDATE", "2026-01-02": ""} {
		data := strings.Replace(strings.ReplaceAll(oneLine(journal), "2026-11-15", "2025-12-15"), `"BATCH_TITLE"`, `"REVERSEDATE":"`+reversal+`","BATCH_TITLE"`, 1)
		r := p.write(t, settings{"closed_period": "next_open_day"}, catalogOf(stream("GLBATCH", airbyte.Append)), (&input{}).record("GLBATCH", data).String())
		if want == "" && r.err != nil || want != "" && (r.err == nil || !strings.Contains(r.err.Error(), want)) {
			t.Errorf("%s: %v\n%s", reversal, r.err, r.stdout)
		}
	}
}

// TestClosedDryRun tells where the date would go.
func TestClosedDryRun(t *testing.T) {
	t.Parallel()
	p := newPlace(sandbox.Settings{})
	in := (&input{}).record("GLBATCH", strings.ReplaceAll(oneLine(journal), "2026-11-15", "2025-12-15"))
	r := p.write(t, settings{"closed_period": "next_open_day", "dry_run": true}, catalogOf(stream("GLBATCH", airbyte.Append)), in.String())
	if r.err != nil || !strings.Contains(r.stdout, "1 would be created") || !strings.Contains(r.stdout, "moved from 2025-12-15 to 2026-01-01") {
		t.Errorf("%v\n%s", r.err, r.stdout)
	}
}

// TestClosedWithoutADate: a refusal that names no open day, by a company that
// does not tell its books either, is no reason to guess one.
func TestClosedWithoutADate(t *testing.T) {
	t.Parallel()
	p := newPlace(sandbox.Settings{})
	p.Fault(sandbox.Fault{Function: "create", Object: "GLBATCH", Times: -1, Errno: "BL01001973", Description2: "Periods are closed. Your transaction date (11/15/2026) is within a period that's been closed."})
	r := p.write(t, settings{"closed_period": "next_open_day"}, catalogOf(stream("GLBATCH", airbyte.Append)), (&input{}).record("GLBATCH", oneLine(journal)).String())
	if r.err == nil || !strings.Contains(r.err.Error(), "does not say which day is open") {
		t.Errorf("%v\n%s", r.err, r.stdout)
	}
}

// TestClosedUnderFaults: a record that was moved is there once, whatever
// becomes of the answers.
func TestClosedUnderFaults(t *testing.T) {
	for memory, settings := range memories {
		for name, fault := range faults {
			t.Run(memory+"/"+name, func(t *testing.T) {
				t.Parallel()
				p := newPlace(settings)
				fault.Function, fault.Object, fault.Nth = "create", "GLBATCH", 2
				p.Fault(fault)
				in := (&input{}).record("GLBATCH", strings.ReplaceAll(oneLine(journal), "2026-11-15", "2025-12-15")).state("GLBATCH")
				for range 2 {
					if r := p.write(t, settingsOf("closed_period", "next_open_day"), catalogOf(stream("GLBATCH", airbyte.Append)), in.String()); r.err != nil || len(r.states(t)) != 1 {
						t.Fatalf("%v\n%s", r.err, r.stdout)
					}
					p.company.Release() // what the gateway commits late
				}
				if got := p.row(t, "GLBATCH", "BATCH_TITLE", "Accrual")["BATCH_DATE"]; got != "2026-01-01" {
					t.Errorf("the journal is of %s", got)
				}
			})
		}
	}
}
