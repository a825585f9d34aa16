package sandbox_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"airbyte-sage-intacct/sandbox"
)

func TestHostileRequestsDoNothing(t *testing.T) {
	d := newDesk(t, sandbox.Settings{MaxBody: 4 << 20})
	before := d.sandbox.Company().Count("DEPARTMENT")
	for _, test := range []struct {
		name, body string
		status     int
		want       string
	}{
		{"nothing", "", 200, "XL03000003"},
		{"noise", "\x00\x01\x02\xff", 200, "XL03000003"},
		{"entity bomb", `<!DOCTYPE r [<!ENTITY a "x"><!ENTITY b "&a;&a;&a;&a;">]>` + d.envelope(newDepartment), 200, "XL03000003"},
		{"depth", strings.Repeat("<a>", 100_000), 200, "Excessive depth"},
		{"many elements", "<request>" + strings.Repeat("<a/>", 700_000) + "</request>", 200, "XL03000003"},
		{"too large", strings.Repeat(" ", 5<<20), 413, "GW-0011"},
		{"UTF-16", "\xff\xfe<\x00a\x00/\x00>\x00", 200, "XL03000003"},
		{"unknown encoding", strings.Replace(d.envelope(newDepartment), "UTF-8", "EBCDIC", 1), 200, "Unsupported encoding"},
		{"an unfinished request", strings.TrimSuffix(d.envelope(newDepartment), "</request>"), 200, "Premature end of data in tag request"},
		{"two requests", d.envelope(newDepartment) + "<request/>", 200, "Extra content"},
		{"a number of millions of digits", d.envelope(`<create><VENDOR><VENDORID>Z1</VENDORID><NAME>x</NAME><CREDITLIMIT>` + strings.Repeat("7", 3_000_000) + `</CREDITLIMIT></VENDOR></create>`), 200, "<status>failure</status>"},
		{"sums without end", d.envelope(`<query><object>APBILL</object><select>` + strings.Repeat("<sum>TOTALDUE</sum>", 6000) + `</select></query>`), 200, "at most 5000 fields"},
		{"conditions without end", d.envelope(`<query><object>APBILL</object><select><field>RECORDNO</field></select><filter><or>` + strings.Repeat("<equalto><field>TOTALDUE</field><value>1</value></equalto>", 6000) + `</or></filter></query>`), 200, "at most 5000 conditions"},
		{"markup in a name", d.envelope(`<query><object>A&lt;/object&gt;</object><select><field>&amp;&quot;</field></select></query>`), 200, "Object definition A&lt;/object&gt; not found"},
	} {
		t.Run(test.name, func(t *testing.T) {
			response, err := d.post(context.Background(), test.body)
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = response.Body.Close() }()
			text, err := io.ReadAll(response.Body)
			if err != nil || response.StatusCode != test.status || !strings.Contains(string(text), test.want) {
				t.Errorf("%d %v %.500s", response.StatusCode, err, text)
			}
		})
	}
	if after := d.sandbox.Company().Count("DEPARTMENT"); after != before {
		t.Errorf("%d departments became %d", before, after)
	}
}

func TestOnlyPostIsAnswered(t *testing.T) {
	d := newDesk(t, sandbox.Settings{})
	for _, method := range []string{http.MethodGet, http.MethodPut, http.MethodDelete, http.MethodHead} {
		w := httptest.NewRecorder()
		d.sandbox.ServeHTTP(w, httptest.NewRequest(method, sandbox.Path, strings.NewReader(d.envelope(newDepartment))))
		if w.Code != http.StatusMethodNotAllowed || w.Header().Get("Allow") != "POST" {
			t.Errorf("%s: %d %v", method, w.Code, w.Header())
		}
	}
	if d.hasDepartment() {
		t.Error("something was written")
	}
}

// TestPagesOfOtherSitesAreRefused: a browser with such a page open must not
// work in the company.
func TestPagesOfOtherSitesAreRefused(t *testing.T) {
	d := newDesk(t, sandbox.Settings{})
	for origin, want := range map[string]int{
		"https://elsewhere.example": http.StatusForbidden, "null": http.StatusForbidden, "http://example.com:81": http.StatusForbidden,
		"http://example.com": http.StatusOK, "": http.StatusOK,
	} {
		for _, r := range []*http.Request{
			httptest.NewRequest(http.MethodPost, sandbox.Path, strings.NewReader(d.envelope(newDepartment))),
			httptest.NewRequest(http.MethodGet, "/", nil),
		} {
			if r.Header.Set("Origin", origin); origin == "" {
				r.Header.Del("Origin")
			}
			w := httptest.NewRecorder()
			d.sandbox.ServeHTTP(w, r)
			if w.Code != want {
				t.Errorf("%s %s from %q: %d", r.Method, r.URL.Path, origin, w.Code)
			}
		}
	}
}

// TestBodiesAreBoundInTotal holds some bodies back before their end: with more
// of them there is no room, which comes back when they are gone.
func TestBodiesAreBoundInTotal(t *testing.T) {
	d := newDesk(t, sandbox.Settings{MaxBody: 100 << 20})
	const size = 50 << 20
	var waiting sync.WaitGroup
	end := make(chan struct{})
	received := make(chan struct{}, 2)
	for range 2 {
		waiting.Go(func() {
			body := io.MultiReader(io.LimitReader(blanks{}, size), heldBack{received, end})
			d.sandbox.ServeHTTP(httptest.NewRecorder(), packed(body))
		})
	}
	<-received
	<-received
	again := func() int {
		w := httptest.NewRecorder()
		d.sandbox.ServeHTTP(w, packed(io.LimitReader(blanks{}, size)))
		return w.Code
	}
	if code := again(); code != http.StatusTooManyRequests {
		t.Errorf("a third body of 50 MB: %d", code)
	}
	close(end)
	waiting.Wait()
	if code := again(); code != http.StatusBadRequest {
		t.Errorf("when the others are gone: %d", code)
	}
}

// packed is a request of which the gateway looks at nothing but its size,
// because it calls itself packed and is not.
func packed(body io.Reader) *http.Request {
	r := httptest.NewRequest(http.MethodPost, sandbox.Path, body)
	r.Header.Set("Content-Encoding", "gzip")
	return r
}

type blanks struct{}

func (blanks) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = ' '
	}
	return len(p), nil
}

// heldBack is the end of a body, which comes when it may.
type heldBack struct{ received, end chan struct{} }

func (h heldBack) Read([]byte) (int, error) {
	h.received <- struct{}{}
	<-h.end
	return 0, io.EOF
}

func TestHeadersAreTheGateways(t *testing.T) {
	d := newDesk(t, sandbox.Settings{})
	w := httptest.NewRecorder()
	d.sandbox.ServeHTTP(w, httptest.NewRequest(http.MethodPost, sandbox.Path, strings.NewReader(d.envelope(`<getDimensions/>`))))
	if got := w.Header().Get("Content-Type"); got != `text/xml; encoding="UTF-8"` {
		t.Error(got)
	}
	if _, err := http.ParseTime(w.Header().Get("Date")); err != nil {
		t.Error(err)
	}
	if !strings.HasPrefix(w.Body.String(), `<?xml version="1.0" encoding="UTF-8"?>`) {
		t.Error(w.Body.String())
	}
}

func TestBodiesAreCompressedBothWays(t *testing.T) {
	d := newDesk(t, sandbox.Settings{})
	var packed bytes.Buffer
	zip := gzip.NewWriter(&packed)
	_, _ = io.WriteString(zip, d.envelope(vendors("")))
	_ = zip.Close()
	r := httptest.NewRequest(http.MethodPost, sandbox.Path, &packed)
	r.Header.Set("Content-Encoding", "gzip")
	r.Header.Set("Accept-Encoding", "deflate, gzip;q=0.8")
	w := httptest.NewRecorder()
	d.sandbox.ServeHTTP(w, r)
	if w.Header().Get("Content-Encoding") != "gzip" {
		t.Fatalf("%d %v", w.Code, w.Header())
	}
	unzip, err := gzip.NewReader(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(unzip)
	if err != nil || !strings.Contains(string(text), "<VENDOR>") {
		t.Errorf("%v %.300s", err, text)
	}
}

func TestAGzipBombIsRefused(t *testing.T) {
	d := newDesk(t, sandbox.Settings{MaxBody: 1 << 20})
	var packed bytes.Buffer
	zip := gzip.NewWriter(&packed)
	for range 100 {
		_, _ = zip.Write(make([]byte, 1<<20))
	}
	_ = zip.Close()
	r := httptest.NewRequest(http.MethodPost, sandbox.Path, &packed)
	r.Header.Set("Content-Encoding", "gzip")
	w := httptest.NewRecorder()
	d.sandbox.ServeHTTP(w, r)
	if w.Code != http.StatusRequestEntityTooLarge {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

func TestRequestsAreLoggedWithoutSecrets(t *testing.T) {
	d := newDesk(t, sandbox.Settings{LogLimit: 3})
	opened := d.ask(`<getAPISession/>`)
	id := between(opened.text, "<sessionid>", "</sessionid>")
	d.auth = "<sessionid>" + id + "</sessionid>"
	d.ask(vendors(""), `<query><object>NOPE</object><select><field>A</field></select></query>`)
	d.send(strings.Replace(d.envelope(`<getDimensions/>`), "<password>", "<password><![CDATA[", 1))
	logged := d.sandbox.Requests()
	if len(logged) != 3 {
		t.Fatalf("%d requests", len(logged))
	}
	second := logged[1]
	if second.User != "demo" || len(second.Calls) != 2 || second.Calls[0].Status != "success" || second.Calls[1].Status != "failure" || !strings.Contains(second.Calls[1].Error, "NOPE not found") {
		t.Errorf("%+v", second)
	}
	for _, request := range logged {
		for _, secret := range []string{"sandbox-sender-password", "sandbox-demo-password", id} {
			if strings.Contains(request.Body, secret) {
				t.Errorf("%q is in the log: %s", secret, request.Body)
			}
		}
	}
	d.ask(vendors(""))
	if logged := d.sandbox.Requests(); len(logged) != 3 {
		t.Errorf("the log grew to %d requests", len(logged))
	}
}

// FuzzEnvelope holds the promise that every answer says how it went: nothing
// that is sent makes the gateway panic, hang or answer 200 without a status.
func FuzzEnvelope(f *testing.F) {
	d := newDesk(f, sandbox.Settings{MaxBody: 1 << 16})
	f.Add([]byte(d.envelope(vendors(""))))
	f.Add([]byte(d.envelope(`<getAPISession/>`, `<create><X/></create>`)))
	f.Add([]byte(d.envelope(`<create_bill><vendorid>V1</vendorid></create_bill>`)))
	f.Add([]byte(`<request><control><senderid>x`))
	f.Add([]byte(`<a b="&#x0;">`))
	f.Fuzz(func(t *testing.T, body []byte) {
		response, err := d.post(context.Background(), string(body))
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(response.Body)
		if err != nil {
			t.Fatal(err)
		}
		_ = response.Body.Close()
		if response.StatusCode == http.StatusOK && !bytes.Contains(text, []byte("<status>")) {
			t.Errorf("no status: %s", text)
		}
	})
}

// FuzzFilter sends whatever conditions come to mind.
func FuzzFilter(f *testing.F) {
	d := newDesk(f, sandbox.Settings{MaxBody: 1 << 16})
	f.Add("equalto", "VENDORID", "V1001", "and")
	f.Add("between", "WHENMODIFIED", "01/01/2026", "or")
	f.Add("in", "CREDITLIMIT", "-.5", "and")
	f.Add("like", "NAME", "%_\\%", "or")
	f.Add("isnull", "TERM.NAME", "", "and")
	f.Fuzz(func(t *testing.T, op, field, value, group string) {
		escape := func(text string) string {
			var escaped bytes.Buffer
			for _, r := range text {
				if r < ' ' || r == '<' || r == '&' || r == 0xFFFD || r > 0xFFFD && r < 0x10000 {
					r = '?'
				}
				escaped.WriteRune(r)
			}
			return escaped.String()
		}
		known := map[string]bool{
			"equalto": true, "notequalto": true, "lessthan": true, "greaterthanorequalto": true, "in": true, "notin": true,
			"like": true, "notlike": true, "between": true,
		}
		if !known[op] {
			op = "equalto"
		}
		if group != "or" {
			group = "and"
		}
		values := "<value>" + escape(value) + "</value>"
		if op == "between" {
			values += values
		}
		one := "<" + op + "><field>" + escape(field) + "</field>" + values + "</" + op + ">"
		asking := *d
		asking.t = t
		r := asking.ask(vendors("<filter><" + group + ">" + one + one + "</" + group + "></filter>"))
		if len(r.Operation.Results) != 1 {
			t.Fatal(r.text)
		}
		if result := r.Operation.Results[0]; result.Status != "success" && len(result.Errors) == 0 {
			t.Error(r.text)
		}
	})
}
