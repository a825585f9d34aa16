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
	_, rest, _ := strings.Cut(r.Operation.Results[0].Data.Inner, "<"+field+">")
	value, _, _ := strings.Cut(rest, "</"+field+">")
	return value
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
	_, rest, _ := strings.Cut(started.Data.Inner, "<REPORTID>")
	id, _, _ := strings.Cut(rest, "</REPORTID>")
	more := `<readMore><reportId>` + id + `</reportId></readMore>`
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
