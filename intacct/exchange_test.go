package intacct_test

import (
	"bytes"
	"compress/gzip"
	"encoding/pem"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"airbyte-sage-intacct/intacct"
)

func zipped(t testing.TB, body string) string {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := io.WriteString(w, body); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// asGzip answers with a packed reply.
func asGzip(name string) answer {
	return func(q *request) (*http.Response, error) {
		plain, err := q.respond(200, fixture(q.gateway.t, name))
		if err != nil {
			return nil, err
		}
		body, err := io.ReadAll(plain.Body)
		if err != nil {
			return nil, err
		}
		return q.respond(200, zipped(q.gateway.t, string(body)), "Content-Encoding", "gzip")
	}
}

func TestGzipIsAccepted(t *testing.T) {
	c, _ := newClient(t, asGzip("query.xml"))
	page, err := c.Query(t.Context(), vendors())
	if err != nil {
		t.Fatal(err)
	}
	defer page.Release()
	n := 0
	for page.Next() {
		n++
	}
	if page.Err() != nil || n != 2 {
		t.Errorf("%d records, %v", n, page.Err())
	}
}

func TestBodiesThatCannotBeRead(t *testing.T) {
	whole, small := zipped(t, strings.Repeat("x", 10000)), zipped(t, "x")
	tests := map[string]struct {
		reply answer
		want  string
	}{
		"cut gzip":         {text(200, whole[:len(whole)/2], "Content-Encoding", "gzip"), "unexpected EOF"},
		"not gzip":         {text(200, "plain", "Content-Encoding", "gzip"), "unexpected EOF"},
		"wrong checksum":   {text(200, small[:len(small)-8]+"12345678", "Content-Encoding", "gzip"), "checksum"},
		"other encoding":   {text(200, "plain", "Content-Encoding", "br"), `encoded as "br"`},
		"too large":        {text(200, strings.Repeat("x", 3000)), "more than 2000 bytes"},
		"too large packed": {text(200, whole, "Content-Encoding", "gzip"), "more than 2000 bytes"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			c, _ := newClientWith(t, intacct.Options{MaxReply: 2000}, test.reply)
			e := failure(t, write(c))
			if !e.Unknown() || e.Stage != intacct.StageTransport || !strings.Contains(e.Error(), test.want) {
				t.Errorf("error = %v, want one of the line that says %q", e, test.want)
			}
		})
	}
}

// endless is a body without an end.
type endless struct{ read int }

func (e *endless) Read(p []byte) (int, error) {
	e.read += len(p)
	return len(p), nil
}

func TestEndlessReplyIsNotReadOn(t *testing.T) {
	body := &endless{}
	c, _ := newClientWith(t, intacct.Options{MaxReply: 1 << 20}, func(q *request) (*http.Response, error) {
		if body.read > 64<<20 {
			return nil, errLine
		}
		return &http.Response{StatusCode: http.StatusOK, Body: io.NopCloser(io.LimitReader(body, 64<<20)), ContentLength: -1}, nil
	})
	if e := failure(t, write(c)); !e.Unknown() {
		t.Error(e)
	}
	if body.read > 4<<20 {
		t.Errorf("read %d bytes of a reply bound to 1 MiB", body.read)
	}
}

func TestHostileReplies(t *testing.T) {
	control := `<response><control><status>success</status></control>`
	tests := map[string]string{
		"another root":       `<reply><control><status>success</status></control></reply>`,
		"JSON":               `[{"RECORDNO":"1010"}]`,
		"HTML":               `<!DOCTYPE html><html><body>Welcome</body></html>`,
		"no status":          `<response><control></control></response>`,
		"empty status":       `<response><control><status></status></control></response>`,
		"control only":       control + `</response>`,
		"no authentication":  control + `<operation></operation></response>`,
		"empty auth status":  control + `<operation><authentication><status/></authentication></operation></response>`,
		"second root":        control + `</response><response></response>`,
		"text after root":    control + `</response>x`,
		"mismatched tags":    `<response><control></response></control>`,
		"attribute junk":     `<response <control></response>`,
		"deep":               strings.Repeat("<response>", 100000),
		"deep and closed":    strings.Repeat("<response>", 100000) + strings.Repeat("</response>", 100000),
		"entity bomb":        `<!DOCTYPE x [<!ENTITY a "aaaa">]><response>&a;</response>`,
		"control characters": "<response>\x00</response>",
		"not UTF-8":          "<response>\xff\xfe</response>",
		"just a declaration": `<?xml version="1.0"?>`,
		"other encoding":     `<?xml version="1.0" encoding="UTF-16"?><response></response>`,
	}
	for name, body := range tests {
		t.Run(name, func(t *testing.T) {
			c, _ := newClient(t, text(200, body))
			if e := failure(t, write(c)); !e.Unknown() || e.Stage != intacct.StageTransport {
				t.Errorf("write: %v", e)
			}
			if e := failure(t, read(c)); e.FailureType() == "config_error" {
				t.Errorf("read: %v", e)
			}
		})
	}
}

func TestXMLInA4xxIsRead(t *testing.T) {
	for name, want := range map[string]string{"gw0011": "GW-0011", "jpp0002": "XMLGW_JPP0002"} {
		c, g := newClient(t)
		g.signIn = fileStatus(400, name+".xml")
		e := failure(t, c.Ping(t.Context()))
		if e.Number() != want || e.HTTPStatus != 400 || e.Stage != intacct.StageGateway {
			t.Errorf("error = %v", e)
		}
	}
}

func TestRedirectsAreNotFollowed(t *testing.T) {
	stranger := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("a stranger got the request") }))
	defer stranger.Close()
	server := httptest.NewServer(http.RedirectHandler(stranger.URL, http.StatusTemporaryRedirect))
	defer server.Close()
	cfg := config()
	cfg.APIURL = server.URL
	c, err := intacct.New(cfg, intacct.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if e := failure(t, c.Ping(t.Context())); e.HTTPStatus != 307 || e.FailureType() != "config_error" {
		t.Errorf("error = %v", e)
	}
}

// serve answers real requests as the script does, over the network.
func serve(t *testing.T, g *gateway) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		r.URL.Scheme, r.URL.Host = "https", r.Host
		response, err := g.RoundTrip(r)
		if err != nil {
			t.Error(err)
			return
		}
		for name, values := range response.Header {
			w.Header()[name] = values
		}
		defer func() { _ = response.Body.Close() }()
		w.WriteHeader(response.StatusCode)
		if _, err := io.Copy(w, response.Body); err != nil {
			t.Log(err)
		}
	}
}

func TestTLSIsVerified(t *testing.T) {
	g := &gateway{t: t}
	server := httptest.NewUnstartedServer(serve(t, g))
	server.Config.ErrorLog = quiet()
	server.StartTLS()
	defer server.Close()
	g.named = server.URL + "/ia/xml/xmlgw.phtml"
	cfg := config()
	cfg.APIURL = server.URL

	c, err := intacct.New(cfg, intacct.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	e := failure(t, c.Ping(t.Context()))
	if e.FailureType() != "config_error" || !e.SafeToRetry() || !strings.Contains(e.Error(), "ca_certificate") {
		t.Errorf("error = %v", e)
	}
	g.counts(t, 0, 0)

	certificate := string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw}))
	for _, form := range []string{certificate, strings.ReplaceAll(certificate, "\n", `\n`)} {
		cfg.CACertificate = form
		trusting, err := intacct.New(cfg, intacct.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if err := read(trusting); err != nil {
			t.Error(err)
		}
		trusting.Close()
	}
}

func TestConnectionCutInTheBody(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "1000")
		_, _ = io.WriteString(w, "<response>")
	}))
	defer server.Close()
	cfg := config()
	cfg.APIURL = server.URL
	c, err := intacct.New(cfg, intacct.Options{Retry: intacct.Retry{Tries: 1}})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if e := failure(t, c.Ping(t.Context())); !e.Unknown() || !errors.Is(e, io.ErrUnexpectedEOF) {
		t.Errorf("error = %v", e)
	}
}

func TestClosedPortIsSafe(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	cfg := config()
	cfg.APIURL = "http://" + listener.Addr().String()
	if err := listener.Close(); err != nil {
		t.Fatal(err)
	}
	c, err := intacct.New(cfg, intacct.Options{Retry: intacct.Retry{Tries: 1}})
	if err != nil {
		t.Fatal(err)
	}
	if e := failure(t, c.Ping(t.Context())); e.Unknown() || !e.SafeToRetry() || !e.Temporary() {
		t.Errorf("error = %v", e)
	}
}

func TestLogsHoldNoSecretsAndNoData(t *testing.T) {
	var log bytes.Buffer
	logger := zerolog.New(&log).Level(zerolog.DebugLevel)
	c, _ := newClientWith(t, intacct.Options{Logger: &logger}, text(503, "busy"), file("query"), file("invalid_session"), file("query"))
	for range 2 {
		if err := read(c); err != nil {
			t.Fatal(err)
		}
	}
	if log.Len() == 0 {
		t.Fatal("no log at all")
	}
	for _, secret := range []string{"sender-pw", "user-pw", "S1", "S2", "Ackman", "<response"} {
		if strings.Contains(log.String(), secret) {
			t.Errorf("the log holds %q:\n%s", secret, log.String())
		}
	}
}

func TestGatewayClock(t *testing.T) {
	date := time.Date(2026, 11, 2, 10, 30, 0, 0, time.UTC)
	session := time.Date(2026, 11, 2, 10, 0, 0, 0, time.UTC)
	tests := map[string]struct {
		reply answer
		want  time.Time
	}{
		"header":        {fileStatus(200, "query.xml", "Date", date.Format(http.TimeFormat)), date},
		"session":       {file("query"), session},
		"broken header": {fileStatus(200, "query.xml", "Date", "yesterday"), session},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			c, g := newClient(t, test.reply)
			page, err := c.Query(t.Context(), vendors())
			if err != nil {
				t.Fatal(err)
			}
			defer page.Release()
			if !page.At.Equal(test.want) || page.At.Location() != time.UTC {
				t.Errorf("page at %v, want %v", page.At, test.want)
			}
			g.pass(time.Minute)
			if now, err := c.Now(t.Context()); err != nil || !now.Equal(test.want.Add(time.Minute)) {
				t.Errorf("now = %v, %v", now, err)
			}
		})
	}
}

func TestClockDoesNotRunBackwards(t *testing.T) {
	late, early := time.Date(2026, 11, 2, 11, 0, 0, 0, time.UTC), time.Date(2026, 11, 2, 10, 0, 0, 0, time.UTC)
	c, _ := newClient(t,
		fileStatus(200, "query.xml", "Date", late.Format(http.TimeFormat)),
		fileStatus(200, "query.xml", "Date", early.Format(http.TimeFormat)))
	for range 2 {
		if err := read(c); err != nil {
			t.Fatal(err)
		}
	}
	if now, err := c.Now(t.Context()); err != nil || !now.Equal(late) {
		t.Errorf("now = %v, %v", now, err)
	}
}

func TestClockSignsInIfNobodyHasAsked(t *testing.T) {
	c, g := newClient(t)
	if now, err := c.Now(t.Context()); err != nil || !now.Equal(g.clock()) {
		t.Errorf("now = %v, %v", now, err)
	}
	g.counts(t, 1, 0)
	c, g = newClient(t)
	g.signIn = reply(`<result><status>success</status><function>getAPISession</function><controlid>{{1}}</controlid><data><api><sessionid>x</sessionid></api></data></result>`)
	if now, err := c.Now(t.Context()); err == nil {
		t.Errorf("a gateway that names no time says %v", now)
	}
}
