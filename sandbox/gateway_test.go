package sandbox_test

import (
	"context"
	"encoding/xml"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"airbyte-sage-intacct/sandbox"
	"airbyte-sage-intacct/sandbox/company"
)

// login is the authentication of the demo user.
const login = `<login><userid>demo</userid><companyid>sandbox-demo</companyid><password>sandbox-demo-password</password></login>`

// A reply is what tests look at of a response.
type reply struct {
	Control struct {
		Status string `xml:"status"`
	} `xml:"control"`
	Operation struct {
		Authentication struct {
			Status   string `xml:"status"`
			UserID   string `xml:"userid"`
			Location string `xml:"locationid"`
			Timeout  string `xml:"sessiontimeout"`
		} `xml:"authentication"`
		Errors  []gatewayError `xml:"errormessage>error"`
		Results []result       `xml:"result"`
	} `xml:"operation"`
	Errors []gatewayError `xml:"errormessage>error"`
	status int
	text   string
}

type result struct {
	Status   string         `xml:"status"`
	Function string         `xml:"function"`
	Control  string         `xml:"controlid"`
	Key      string         `xml:"key"`
	Errors   []gatewayError `xml:"errormessage>error"`
	Data     struct {
		Total int    `xml:"totalcount,attr"`
		Count int    `xml:"count,attr"`
		Inner string `xml:",innerxml"`
	} `xml:"data"`
}

type gatewayError struct {
	Number       string `xml:"errorno"`
	Description  string `xml:"description"`
	Description2 string `xml:"description2"`
}

// A desk sends requests to a sandbox without a socket.
type desk struct {
	t       testing.TB
	sandbox *sandbox.Sandbox
	auth    string
	control string // further elements of the control block
	opAttrs string
}

func newDesk(t testing.TB, settings sandbox.Settings) *desk {
	t.Helper()
	return &desk{t: t, auth: login, sandbox: sandbox.New(company.Demo(company.Options{}), settings)}
}

func (d *desk) envelope(functions ...string) string {
	var content strings.Builder
	for i, function := range functions {
		fmt.Fprintf(&content, `<function controlid="f%d">%s</function>`, i+1, function)
	}
	extra := d.control
	if extra == "" {
		extra = `<uniqueid>false</uniqueid><dtdversion>3.0</dtdversion>`
	}
	return `<?xml version="1.0" encoding="UTF-8"?><request><control><senderid>sandbox-sender</senderid>` +
		`<password>sandbox-sender-password</password><controlid>c1</controlid>` + extra + `<includewhitespace>false</includewhitespace></control>` +
		`<operation` + d.opAttrs + `><authentication>` + d.auth + `</authentication><content>` + content.String() + `</content></operation></request>`
}

// post sends a body and returns the response, or the error of the transport.
func (d *desk) post(ctx context.Context, body string) (*http.Response, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, "https://api.intacct.com"+sandbox.Path, strings.NewReader(body))
	if err != nil {
		d.t.Fatal(err)
	}
	return d.sandbox.Transport().RoundTrip(r)
}

// ask sends functions and reads the reply.
func (d *desk) ask(functions ...string) *reply {
	d.t.Helper()
	return d.send(d.envelope(functions...))
}

func (d *desk) send(body string) *reply {
	d.t.Helper()
	response, err := d.post(context.Background(), body)
	if err != nil {
		d.t.Fatal(err)
	}
	text, err := io.ReadAll(response.Body)
	if err != nil {
		d.t.Fatal(err)
	}
	_ = response.Body.Close()
	r := &reply{status: response.StatusCode, text: string(text)}
	if err := xml.Unmarshal(text, r); err != nil {
		d.t.Fatalf("%v\n%s", err, text)
	}
	return r
}

// one sends a function that must succeed.
func (d *desk) one(function string) result {
	d.t.Helper()
	r := d.ask(function)
	if len(r.Operation.Results) != 1 || r.Operation.Results[0].Status != "success" {
		d.t.Fatalf("%s\n%.2000s", function, r.text)
	}
	return r.Operation.Results[0]
}

// refused sends a function that must fail, and returns the first error.
func (d *desk) refused(function string) gatewayError {
	d.t.Helper()
	r := d.ask(function)
	if len(r.Operation.Results) != 1 || r.Operation.Results[0].Status != "failure" || len(r.Operation.Results[0].Errors) == 0 {
		d.t.Fatalf("%s\n%.2000s", function, r.text)
	}
	return r.Operation.Results[0].Errors[0]
}

func vendors(more string) string {
	return `<query><object>VENDOR</object><select><field>RECORDNO</field><field>VENDORID</field></select>` + more + `</query>`
}

func TestQueryAnswersAPage(t *testing.T) {
	d := newDesk(t, sandbox.Settings{})
	r := d.one(vendors(`<orderby><order><field>RECORDNO</field></order></orderby><pagesize>3</pagesize>`))
	if r.Data.Count != 3 || r.Data.Total <= 3 || strings.Count(r.Data.Inner, "<VENDOR>") != 3 {
		t.Errorf("count %d of %d: %s", r.Data.Count, r.Data.Total, r.Data.Inner)
	}
}

func TestCreateUpdateDelete(t *testing.T) {
	d := newDesk(t, sandbox.Settings{})
	created := d.one(`<create><DEPARTMENT><DEPARTMENTID>ZZ9</DEPARTMENTID><TITLE>A &amp; B</TITLE></DEPARTMENT></create>`)
	if !strings.Contains(created.Data.Inner, "<DEPARTMENTID>ZZ9</DEPARTMENTID></department>") {
		t.Fatal(created.Data.Inner)
	}
	row, found := d.sandbox.Company().Row("DEPARTMENT", "ZZ9")
	if !found || row["TITLE"] != "A & B" {
		t.Fatalf("%v %v", row, found)
	}
	d.one(`<update><DEPARTMENT><RECORDNO>` + row["RECORDNO"] + `</RECORDNO><TITLE>C</TITLE></DEPARTMENT></update>`)
	if row, _ = d.sandbox.Company().Row("DEPARTMENT", "ZZ9"); row["TITLE"] != "C" {
		t.Error(row)
	}
	d.one(`<delete><object>DEPARTMENT</object><keys>` + row["RECORDNO"] + `</keys></delete>`)
	if _, found = d.sandbox.Company().Row("DEPARTMENT", "ZZ9"); found {
		t.Error("still there")
	}
	if e := d.refused(`<delete><object>DEPARTMENT</object><keys>99999</keys></delete>`); !strings.HasPrefix(e.Description2, "Cannot find department with key '99999' to delete.") {
		t.Error(e)
	}
}

func TestCreateKeepsWhatCameBeforeTheFailure(t *testing.T) {
	d := newDesk(t, sandbox.Settings{})
	const department = `<DEPARTMENT><DEPARTMENTID>%s</DEPARTMENTID><TITLE>x</TITLE></DEPARTMENT>`
	r := d.ask("<create>" + fmt.Sprintf(department, "ZA") + fmt.Sprintf(department, "ZA") + fmt.Sprintf(department, "ZB") + "</create>").Operation.Results[0]
	if r.Status != "failure" || r.Data.Count != 1 || r.Errors[0].Number != "BL34000061" || len(r.Errors) < 2 {
		t.Errorf("%+v", r)
	}
	if _, found := d.sandbox.Company().Row("DEPARTMENT", "ZB"); found {
		t.Error("what came after the failure was created")
	}
	if _, found := d.sandbox.Company().Row("DEPARTMENT", "ZA"); !found {
		t.Error("what came before the failure was not kept")
	}
}

func TestTransactionIsAllOrNothing(t *testing.T) {
	d := newDesk(t, sandbox.Settings{})
	d.opAttrs = ` transaction="true"`
	const department = `<create><DEPARTMENT><DEPARTMENTID>ZT</DEPARTMENTID><TITLE>x</TITLE></DEPARTMENT></create>`
	r := d.ask(department, `<getDimensions/>`, department, vendors("")).Operation.Results
	for i, result := range r {
		if result.Status != "aborted" {
			t.Errorf("result %d is %s", i, result.Status)
		}
		if last := result.Errors[len(result.Errors)-1]; last.Number != "XL03000009" {
			t.Errorf("result %d ends with %+v", i, last)
		}
	}
	if r[2].Errors[0].Number != "BL34000061" || len(r[0].Errors) != 1 || len(r) != 4 {
		t.Errorf("%+v", r)
	}
	if _, found := d.sandbox.Company().Row("DEPARTMENT", "ZT"); found {
		t.Error("the first create was not rolled back")
	}
	if r := d.ask(department, vendors("")).Operation.Results; r[0].Status != "success" || r[1].Status != "success" {
		t.Errorf("%+v", r)
	}
}

func TestControlIDsAreExecutedOnce(t *testing.T) {
	d := newDesk(t, sandbox.Settings{RememberControlIDs: true})
	d.control = `<uniqueid>true</uniqueid><dtdversion>3.0</dtdversion>`
	const department = `<create><DEPARTMENT><DEPARTMENTID>%s</DEPARTMENTID><TITLE>x</TITLE></DEPARTMENT></create>`
	if e := d.refused(`<create><DEPARTMENT><TITLE>x</TITLE></DEPARTMENT></create>`); e.Number == "" {
		t.Error(e)
	}
	d.one(fmt.Sprintf(department, "ZU")) // a failure is not remembered
	if e := d.refused(fmt.Sprintf(department, "ZV")); e.Number != "XL03000006" {
		t.Error(e)
	}
	if _, found := d.sandbox.Company().Row("DEPARTMENT", "ZV"); found {
		t.Error("the repeated control id was executed")
	}
	d.sandbox.ForgetControlIDs()
	d.one(fmt.Sprintf(department, "ZV"))
	d.control = `<uniqueid>false</uniqueid>`
	d.one(fmt.Sprintf(department, "ZW"))
}

func TestRepeatedControlIDsCanBeReplayed(t *testing.T) {
	d := newDesk(t, sandbox.Settings{RememberControlIDs: true, Repeated: sandbox.RepeatedReplays})
	d.control = `<uniqueid>true</uniqueid>`
	const department = `<create><DEPARTMENT><DEPARTMENTID>ZR</DEPARTMENTID><TITLE>x</TITLE></DEPARTMENT></create>`
	first, second := d.one(department), d.one(department)
	if first.Data.Inner == "" || first.Data.Inner != second.Data.Inner {
		t.Errorf("%q, then %q", first.Data.Inner, second.Data.Inner)
	}
}

func TestSessions(t *testing.T) {
	now := time.Date(2026, 11, 2, 10, 0, 0, 0, time.UTC)
	var mu sync.Mutex
	d := newDesk(t, sandbox.Settings{SessionDuration: time.Hour, Clock: func() time.Time {
		mu.Lock()
		defer mu.Unlock()
		return now
	}})
	pass := func(by time.Duration) {
		mu.Lock()
		defer mu.Unlock()
		now = now.Add(by)
	}
	opened := d.ask(`<getAPISession/>`)
	id := between(opened.text, "<sessionid>", "</sessionid>")
	if !strings.HasSuffix(id, "..") || between(opened.text, "<endpoint>", "</endpoint>") != "https://api.intacct.com/ia/xml/xmlgw.phtml" {
		t.Fatal(opened.text)
	}
	d.auth = "<sessionid>" + id + "</sessionid>"
	for range 3 {
		pass(50 * time.Minute)
		r := d.ask(vendors(""))
		if r.Operation.Authentication.Status != "success" {
			t.Fatalf("a session in use ended: %s", r.text)
		}
	}
	pass(time.Hour)
	r := d.ask(vendors(""))
	if r.Operation.Authentication.Status != "failure" || !strings.HasPrefix(r.Operation.Errors[0].Description2, "Invalid session ") || r.Operation.Authentication.UserID != "" {
		t.Errorf("%s", r.text)
	}
}

func between(text, before, after string) string {
	_, rest, _ := strings.Cut(text, before)
	found, _, _ := strings.Cut(rest, after)
	return found
}

func TestEntitySessionsStayInside(t *testing.T) {
	d := newDesk(t, sandbox.Settings{})
	entity := d.sandbox.Company().Entities()[0].ID
	id := between(d.ask(`<getAPISession><locationid>`+entity+`</locationid></getAPISession>`).text, "<sessionid>", "</sessionid>")
	d.auth = "<sessionid>" + id + "</sessionid>"
	r := d.ask(vendors(""))
	if r.Operation.Authentication.Location != entity {
		t.Errorf("location %q", r.Operation.Authentication.Location)
	}
	for _, form := range []string{
		`<login><userid>demo</userid><companyid>sandbox-demo|` + entity + `</companyid><password>sandbox-demo-password</password></login>`,
		`<login><userid>demo</userid><companyid>sandbox-console|sandbox-demo|` + entity + `</companyid><password>sandbox-demo-password</password></login>`,
		`<login><userid>demo</userid><companyid>sandbox-console</companyid><password>sandbox-demo-password</password><clientid>sandbox-demo</clientid><locationid>` + entity + `</locationid></login>`,
	} {
		d.auth = form
		if r := d.ask(vendors("")); r.Operation.Authentication.Location != entity {
			t.Errorf("%s: %.600s", form, r.text)
		}
	}
}

func TestWhoIsTurnedAway(t *testing.T) {
	d := newDesk(t, sandbox.Settings{})
	right := d.envelope(`<getDimensions/>`)
	for _, test := range []struct {
		name, from, to, want string
		status               int
	}{
		{"wrong sender password", "sandbox-sender-password", "x", "Incorrect Intacct XML Partner ID or password.", 200},
		{"unknown sender", "<senderid>sandbox-sender", "<senderid>nobody", "Incorrect Intacct XML Partner ID or password.", 200},
		{"unauthorized sender", "<senderid>sandbox-sender", "<senderid>sandbox-unauthorized", "The sender ID 'sandbox-unauthorized' is not authorized to make Web Services requests to company ID 'sandbox-demo'.", 200},
		{"unknown company", "sandbox-demo<", "nowhere<", "XMLGW_JPP0002", 401},
		{"wrong password", "sandbox-demo-password", "x", "Sign-in information is incorrect", 200},
		{"no password", "sandbox-demo-password", "", "Sign-in information is incorrect", 200},
		{"unknown user", "<userid>demo", "<userid>nobody", "Sign-in information is incorrect", 200},
		{"unknown entity", "</password></login>", "</password><locationid>NOWHERE</locationid></login>", "Sign-in information is incorrect", 200},
		{"a policy", "<dtdversion>3.0</dtdversion>", "<dtdversion>3.0</dtdversion><policyid>p1</policyid>", "p1 is not a valid transport policy.", 200},
		{"broken XML", "</content>", "</contents>", "XL03000003", 200},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := d.send(strings.Replace(right, test.from, test.to, 1))
			if !strings.Contains(r.text, test.want) || r.status != test.status || len(r.Operation.Results) > 0 {
				t.Errorf("%d %s", r.status, r.text)
			}
		})
	}
}
