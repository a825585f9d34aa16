package sandbox_test

import (
	"strings"
	"testing"
	"time"

	"airbyte-sage-intacct/sandbox"
	"airbyte-sage-intacct/sandbox/company"
)

// A bill of two lines, and an update that names no record of its lines.
const (
	choiceBill = `<create><APBILL><WHENCREATED>10/15/2026</WHENCREATED><VENDORID>V1001</VENDORID><RECORDID>CH-1</RECORDID>` +
		`<WHENDUE>11/15/2026</WHENDUE><APBILLITEMS><APBILLITEM><ACCOUNTNO>6600</ACCOUNTNO><TRX_AMOUNT>100.5</TRX_AMOUNT>` +
		`<LOCATIONID>110</LOCATIONID><DEPARTMENTID>100</DEPARTMENTID></APBILLITEM></APBILLITEMS></APBILL></create>`
	choiceLine = `<APBILLITEMS><APBILLITEM><ACCOUNTNO>6600</ACCOUNTNO><TRX_AMOUNT>50</TRX_AMOUNT>` +
		`<LOCATIONID>110</LOCATIONID><DEPARTMENTID>100</DEPARTMENTID></APBILLITEM></APBILLITEMS>`
)

func choiceDesk(t *testing.T, settings sandbox.Settings) *desk {
	t.Helper()
	settings.Clock = func() time.Time { return time.Date(2026, 10, 31, 12, 0, 0, 0, time.UTC) }
	return newDesk(t, settings)
}

// newBill enters the bill and returns its key.
func (d *desk) newBill() string {
	d.t.Helper()
	return between(d.done(choiceBill).Data.Inner, "<RECORDNO>", "<")
}

func TestUnknownElementsAreRefusedOrIgnored(t *testing.T) {
	vendor := `<create><VENDOR><VENDORID>CH-9</VENDORID><NAME>n</NAME><ADDRESS1>Main Street</ADDRESS1><SOME><DEEP>x</DEEP></SOME></VENDOR></create>`
	bill := strings.Replace(choiceBill, "<ACCOUNTNO>", "<ACCOUNTNAME>Travel</ACCOUNTNAME><ACCOUNTNO>", 1)
	strict := choiceDesk(t, sandbox.Settings{})
	strict.refusedWith(vendor, "Invalid field 'ADDRESS1' specified for VENDOR")
	strict.refusedWith(bill, "Invalid field 'ACCOUNTNAME' specified for APBILLITEM")
	kind := choiceDesk(t, sandbox.Settings{Choices: company.Choices{IgnoreUnknown: true}})
	kind.done(vendor)
	kind.done(bill)
}

func TestLinesOfAnUpdatedBillAreAppendedOrReplaced(t *testing.T) {
	for replace, want := range map[bool]string{false: "150.5", true: "50"} {
		d := choiceDesk(t, sandbox.Settings{Choices: company.Choices{ReplaceLines: replace}})
		key := d.newBill()
		d.done(`<update><APBILL><RECORDNO>` + key + `</RECORDNO>` + choiceLine + `</APBILL></update>`)
		if got := d.field("APBILL", key, "TOTALENTERED"); got != want {
			t.Errorf("replaced %v: the bill is %s, want %s", replace, got, want)
		}
		d.done(`<update><APBILL><RECORDNO>` + key + `</RECORDNO><DESCRIPTION>header only</DESCRIPTION></APBILL></update>`)
		if got := d.field("APBILL", key, "TOTALENTERED"); got != want {
			t.Errorf("replaced %v: an update of the header makes the bill %s, want %s", replace, got, want)
		}
	}
}

func TestLinesOfBillsHaveTheirVendorOrNone(t *testing.T) {
	for fill, want := range map[bool]string{false: "<VENDORID></VENDORID>", true: "<VENDORID>V1001</VENDORID>"} {
		d := choiceDesk(t, sandbox.Settings{Choices: company.Choices{LineVendors: fill}})
		lines := d.done(`<readByQuery><object>APBILLITEM</object><fields>VENDORID</fields><query>RECORDKEY = ` + d.newBill() + `</query></readByQuery>`)
		if !strings.Contains(lines.Data.Inner, want) {
			t.Errorf("filled %v: %s", fill, lines.Data.Inner)
		}
	}
}

func TestRepliesHaveOneTypeOrTheOther(t *testing.T) {
	for charset, want := range map[bool]string{false: `text/xml; encoding="UTF-8"`, true: "text/xml; charset=UTF-8"} {
		_, contentType, _, err := choiceDesk(t, sandbox.Settings{CharsetType: charset}).body(vendors(""))
		if err != nil || contentType != want {
			t.Errorf("%q, want %q (%v)", contentType, want, err)
		}
	}
}

func TestTooManyRequestsFailInControlOrBy429(t *testing.T) {
	for control, status := range map[bool]int{false: 429, true: 200} {
		d := choiceDesk(t, sandbox.Settings{BusyInControl: control, Rate: 1})
		d.ask(vendors(""))
		r := d.ask(vendors(""))
		said := strings.Contains(r.text, "There are too many operations running for this company")
		if r.status != status || r.Control.Status != "failure" || said != control {
			t.Errorf("in control %v: %d %s", control, r.status, r.text)
		}
	}
}

func TestChangesAreInTheAuditHistoryOrNot(t *testing.T) {
	for filled, want := range map[bool]string{false: "", true: "NAME"} {
		d := choiceDesk(t, sandbox.Settings{Choices: company.Choices{AuditFields: filled}})
		d.done(`<update><VENDOR><VENDORID>V1001</VENDORID><NAME>Another name</NAME></VENDOR></update>`)
		trail := d.sandbox.Company().Rows("AUDITHISTORY")
		found := ""
		for _, row := range trail[len(trail)-3:] {
			if row["FIELD_AFTER"] == "Another name" && row["FIELD_BEFORE"] != "" {
				found = row["FIELD_NAME"]
			}
		}
		if found != want {
			t.Errorf("filled %v: the change of %q is told, want %q", filled, found, want)
		}
	}
}

func TestDateTimesInDatesAreRefusedOrTaken(t *testing.T) {
	bill := strings.Replace(choiceBill, "10/15/2026", "2026-10-15T00:00:00Z", 1)
	choiceDesk(t, sandbox.Settings{}).refusedWith(bill, "Illegal format for WHENCREATED")
	choiceDesk(t, sandbox.Settings{Choices: company.Choices{DateTimes: true}}).done(bill)
}
