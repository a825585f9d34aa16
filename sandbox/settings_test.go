package sandbox_test

import (
	"strings"
	"testing"
	"time"

	"airbyte-sage-intacct/sandbox"
	"airbyte-sage-intacct/sandbox/company"
)

const tokyo = `<login><userid>tokyo</userid><companyid>sandbox-demo</companyid><password>sandbox-tokyo-password</password></login>`

// stampOf asks for a record's time of modification as one user sees it.
func stampOf(d *desk, auth string) string {
	d.auth = auth
	r := d.one(`<query><object>DEPARTMENT</object><select><field>WHENMODIFIED</field></select><filter><equalto><field>DEPARTMENTID</field><value>ZF</value></equalto></filter></query>`)
	return between(r.Data.Inner, "<WHENMODIFIED>", "</WHENMODIFIED>")
}

func TestTimestampsFollowTheUser(t *testing.T) {
	clock := func() time.Time { return time.Date(2026, 10, 31, 20, 30, 0, 0, time.UTC) }
	d := newDesk(t, sandbox.Settings{Clock: clock})
	d.one(newDepartment)
	if got := stampOf(d, login); got != "10/31/2026 20:30:00" {
		t.Error(got)
	}
	if got := stampOf(d, tokyo); got != "01/11/2026 05:30:00" {
		t.Error(got)
	}
	d = newDesk(t, sandbox.Settings{Clock: clock, UTCTimestamps: true})
	d.one(newDepartment)
	if got := stampOf(d, tokyo); got != "31/10/2026 20:30:00" {
		t.Error(got)
	}
}

func TestDateLiterals(t *testing.T) {
	clock := func() time.Time { return time.Date(2026, 10, 31, 20, 30, 0, 0, time.UTC) }
	after := func(d *desk, literal string) *reply {
		d.auth = tokyo
		return d.ask(`<query><object>DEPARTMENT</object><select><field>DEPARTMENTID</field></select><filter><greaterthanorequalto><field>WHENMODIFIED</field><value>` + literal + `</value></greaterthanorequalto></filter></query>`)
	}
	for _, test := range []struct {
		settings sandbox.Settings
		literal  string
		found    bool
	}{
		{sandbox.Settings{}, "11/01/2026 05:30:00", true}, // in the user's zone
		{sandbox.Settings{}, "11/01/2026 05:30:01", false},
		{sandbox.Settings{UserDateLiterals: true}, "01/11/2026 05:30:00", true},
		{sandbox.Settings{UserDateLiterals: true, UTCTimestamps: true}, "31/10/2026 20:30:00", true},
	} {
		test.settings.Clock = clock
		d := newDesk(t, test.settings)
		d.one(newDepartment)
		r := after(d, test.literal)
		if found := strings.Contains(r.text, ">ZF<"); found != test.found || r.Operation.Results[0].Status != "success" {
			t.Errorf("%+v %s: found %t in %s", test.settings, test.literal, found, r.text)
		}
	}
}

func TestSiblingConditionsCanBeRefused(t *testing.T) {
	siblings := vendors(`<filter><isnotnull><field>NAME</field></isnotnull><isnotnull><field>VENDORID</field></isnotnull></filter>`)
	newDesk(t, sandbox.Settings{}).one(siblings)
	if e := newDesk(t, sandbox.Settings{StrictFilter: true}).refused(siblings); !strings.Contains(e.Description2, "exactly one top-level operator") {
		t.Error(e)
	}
}

func TestEndpointCanBeFixed(t *testing.T) {
	d := newDesk(t, sandbox.Settings{Endpoint: "https://na12.intacct.com/ia/xml/xmlgw.phtml"})
	if r := d.ask(`<getAPISession/>`); !strings.Contains(r.text, "<endpoint>https://na12.intacct.com/ia/xml/xmlgw.phtml</endpoint>") {
		t.Error(r.text)
	}
}

func TestAuditKeysHaveTheFormAskedFor(t *testing.T) {
	for form, wanted := range map[company.AuditForm]func(row map[string]string) string{
		company.AuditRecord:  func(row map[string]string) string { return row["RECORDNO"] + "--REC" },
		company.AuditInteger: func(row map[string]string) string { return row["RECORDNO"] },
		company.AuditNatural: func(map[string]string) string { return "ZF" },
	} {
		d := newDesk(t, sandbox.Settings{AuditKeys: form})
		d.one(newDepartment)
		row, _ := d.sandbox.Company().Row("DEPARTMENT", "ZF")
		audit := d.sandbox.Company().Rows("AUDITHISTORY")
		last := audit[len(audit)-1]
		if last["OBJECTTYPE"] != "department" || last["OBJECTKEY"] != wanted(row) {
			t.Errorf("%s: %v", form, last)
		}
	}
}

func TestUsersHaveTheirRights(t *testing.T) {
	user := func(id string) string {
		return `<login><userid>` + id + `</userid><companyid>sandbox-demo</companyid><password>sandbox-` + id + `-password</password></login>`
	}
	for _, test := range []struct{ user, function, want string }{
		{"readonly", newDepartment, "PL04000005"},
		{"readonly", vendors(""), ""},
		{"no_gl", `<query><object>GLENTRY</object><select><field>RECORDNO</field></select><pagesize>1</pagesize></query>`, "PL04000005"},
		{"no_gl", vendors(""), ""},
		{"no_gl", `<lookup><object>GLENTRY</object></lookup>`, ""},
		{"no_audit", `<query><object>AUDITHISTORY</object><select><field>ID</field></select><pagesize>1</pagesize></query>`, "You do not have permission to view audit history"},
	} {
		d := newDesk(t, sandbox.Settings{})
		d.auth = user(test.user)
		r := d.ask(test.function)
		if test.want == "" && r.Operation.Results[0].Status != "success" || !strings.Contains(r.text, test.want) {
			t.Errorf("%s: %.900s", test.user, r.text)
		}
	}
}

func TestQueriesInOtherFormats(t *testing.T) {
	d := newDesk(t, sandbox.Settings{})
	for format, want := range map[string]struct{ mediaType, start string }{
		"json": {"application/json", `[{"RECORDNO":"`},
		"csv":  {"text/csv", "RECORDNO,VENDORID\n"},
	} {
		_, contentType, text, err := d.body(vendors(`<options><returnformat>` + format + `</returnformat></options>`))
		if err != nil || contentType != want.mediaType || !strings.HasPrefix(text, want.start) {
			t.Errorf("%s: %s %.200s", format, contentType, text)
		}
		// Errors are XML whatever was asked for.
		_, contentType, text, _ = d.body(`<query><object>NOPE</object><select><field>A</field></select><options><returnformat>` + format + `</returnformat></options></query>`)
		if !strings.HasPrefix(contentType, "text/xml") || !strings.Contains(text, "NOPE not found") {
			t.Errorf("%s: %s %.200s", format, contentType, text)
		}
	}
}
