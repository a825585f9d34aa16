package intacct_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/beevik/etree"

	"airbyte-sage-intacct/intacct"
)

// gateway plays the gateway for one client: it signs everybody in and answers
// other requests from a script, whose last line it repeats.
type gateway struct {
	t      testing.TB
	signIn answer // nil opens session S1, S2, …
	script []answer
	named  string // endpoint that sign-ins name
	down   int    // connections to refuse
	dial   func() // before anything of a request is taken

	stopped bool // pauses do not move the clock

	mu       sync.Mutex
	now      time.Time
	waits    []time.Duration
	asked    []*request
	signedIn []*request
}

// request is one request as the gateway got it.
type request struct {
	*etree.Element
	gateway *gateway
	http    *http.Request
	raw     string
}

type answer func(*request) (*http.Response, error)

// newClient makes a client of a gateway with this script, whose pauses take no
// time.
func newClient(t testing.TB, script ...answer) (*intacct.Client, *gateway) {
	t.Helper()
	return newClientWith(t, intacct.Options{}, script...)
}

func newClientWith(t testing.TB, opts intacct.Options, script ...answer) (*intacct.Client, *gateway) {
	t.Helper()
	g := &gateway{t: t, script: script, named: "https://na12.intacct.com/ia/xml/xmlgw.phtml", now: time.Date(2026, 11, 2, 10, 0, 0, 0, time.UTC)}
	opts.Transport, opts.Now, opts.Retry.Sleep = g, g.clock, g.sleep
	c, err := intacct.New(config(), opts)
	if err != nil {
		t.Fatal(err)
	}
	return c, g
}

func config() intacct.Config {
	return intacct.Config{CompanyID: "ACME", SenderID: "mysender", SenderPassword: "sender-pw", UserID: "xml_user", UserPassword: "user-pw"}
}

func (g *gateway) clock() time.Time {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.now
}

func (g *gateway) sleep(ctx context.Context, d time.Duration) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.waits = append(g.waits, d)
	if !g.stopped {
		g.now = g.now.Add(d)
	}
	return ctx.Err()
}

func (g *gateway) pass(d time.Duration) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.now = g.now.Add(d)
}

func (g *gateway) RoundTrip(r *http.Request) (*http.Response, error) {
	if g.refuses() {
		return nil, errRefused
	}
	if g.dial != nil {
		g.dial()
	}
	raw, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	doc := etree.NewDocument()
	if err := doc.ReadFromBytes(raw); err != nil {
		g.t.Errorf("the request is not XML: %v\n%s", err, raw)
		return nil, err
	}
	q := &request{Element: doc.Root(), gateway: g, http: r, raw: string(raw)}
	return g.next(q)(q)
}

// refuses says whether to refuse the connection, before anything is sent.
func (g *gateway) refuses() bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.down--
	return g.down >= 0
}

// next keeps a request and finds its answer.
func (g *gateway) next(q *request) answer {
	g.mu.Lock()
	defer g.mu.Unlock()
	if q.has("getAPISession") {
		g.signedIn = append(g.signedIn, q)
		if g.signIn != nil {
			return g.signIn
		}
		return g.open(fmt.Sprintf("S%d", len(g.signedIn)))
	}
	g.asked = append(g.asked, q)
	if len(g.script) == 0 {
		return file("query")
	}
	return g.script[min(len(g.asked), len(g.script))-1]
}

func (g *gateway) open(id string) answer {
	return func(q *request) (*http.Response, error) {
		return q.respond(200, fixture(g.t, "session.xml", "{{SESSION}}", id, "{{ENDPOINT}}", g.named))
	}
}

func (g *gateway) counts(t testing.TB, signIns, requests int) {
	t.Helper()
	g.mu.Lock()
	defer g.mu.Unlock()
	if len(g.signedIn) != signIns || len(g.asked) != requests {
		t.Errorf("the gateway saw %d sign-ins and %d requests, want %d and %d", len(g.signedIn), len(g.asked), signIns, requests)
	}
}

func (q *request) has(function string) bool { return q.FindElement("//function/"+function) != nil }

// at is the text at a path, or a mark that there is none.
func (q *request) at(path string) string {
	el := q.FindElement(path)
	if el == nil {
		return "(absent)"
	}
	return el.Text()
}

// respond fills in the control ids of the request.
func (q *request) respond(status int, body string, headers ...string) (*http.Response, error) {
	for i, f := range q.FindElements("//function") {
		body = strings.ReplaceAll(body, fmt.Sprintf("{{%d}}", i+1), f.SelectAttrValue("controlid", ""))
	}
	body = strings.ReplaceAll(body, "{{SESSION}}", q.at("//sessionid"))
	r := &http.Response{
		StatusCode: status, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(body)),
		ContentLength: int64(len(body)), Request: q.http,
	}
	r.Header.Set("Content-Type", `text/xml; encoding="UTF-8"`)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	return r, nil
}

func fixture(t testing.TB, name string, replace ...string) string {
	t.Helper()
	body, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return strings.NewReplacer(replace...).Replace(string(bytes.TrimSpace(body)))
}

// file answers with a reply from testdata, HTTP 200.
func file(name string) answer { return fileStatus(200, name+".xml") }

func fileStatus(status int, name string, headers ...string) answer {
	return func(q *request) (*http.Response, error) {
		return q.respond(status, fixture(q.gateway.t, name), headers...)
	}
}

func text(status int, body string, headers ...string) answer {
	return func(q *request) (*http.Response, error) { return q.respond(status, body, headers...) }
}

// reply wraps results into a successful envelope.
func reply(results string) answer {
	return text(200, `<response><control><status>success</status></control><operation><authentication><status>success</status></authentication>`+results+`</operation></response>`)
}

// refusal is a result that failed with one error.
func refusal(number, description2, correction string) answer {
	return reply(`<result><status>failure</status><function>f</function><controlid>{{1}}</controlid><errormessage><error><errorno>` + number +
		`</errorno><description></description><description2>` + description2 + `</description2><correction>` + correction + `</correction></error></errormessage></result>`)
}

var errLine = errors.New("connection reset by peer")

// breaks is a line that breaks after the request was taken.
func breaks(*request) (*http.Response, error) { return nil, errLine }

var errRefused = errors.New("connection refused")

// hangs answers when the request's own time is over.
func hangs(q *request) (*http.Response, error) {
	<-q.http.Context().Done()
	return nil, q.http.Context().Err()
}

func element(name string, fields ...string) *etree.Element {
	el := etree.NewElement(name)
	for i := 0; i < len(fields); i += 2 {
		el.CreateElement(fields[i]).SetText(fields[i+1])
	}
	return el
}

func vendors() intacct.Query {
	return intacct.Query{Object: "VENDOR", Select: []string{"RECORDNO"}}
}

// failure is the *intacct.Error in err.
func failure(t testing.TB, err error) *intacct.Error {
	t.Helper()
	var e *intacct.Error
	if !errors.As(err, &e) {
		t.Fatalf("error = %v (%T), want an *intacct.Error", err, err)
	}
	return e
}

// quiet swallows a server's complaints about clients that hang up.
func quiet() *log.Logger { return log.New(io.Discard, "", 0) }
