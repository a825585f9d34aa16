package intacct_test

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"

	"airbyte-sage-intacct/intacct"
)

// typed is an answer with a content type.
func typed(status int, contentType, body string) answer {
	return func(r *request) (*http.Response, error) {
		response, err := text(status, body)(r)
		if err == nil {
			response.Header.Set("Content-Type", contentType)
		}
		return response, err
	}
}

// Of a page that is not the gateway's an error tells status, type, size and title; of the title nothing
// that could be more than a title.
func TestForeignPages(t *testing.T) {
	const html = "text/html; charset=utf-8"
	for name, tt := range map[string]struct {
		answer answer
		want   string
	}{
		"cloudflare":   {fileStatus(502, "cloudflare.html"), `HTTP 502 240 bytes of text/xml with the title "intacct.com | 502: Bad gateway"`},
		"plain":        {typed(403, html, "<title>Access\n denied</title>Müller owes 12.00"), `HTTP 403 47 bytes of text/html with the title "Access denied"`},
		"no title":     {typed(503, "text/plain", "user Müller is unknown"), `HTTP 503 23 bytes of text/plain`},
		"no type":      {typed(503, "a password?", "user Müller is unknown"), `HTTP 503 23 bytes`},
		"long title":   {typed(503, html, "<title>"+strings.Repeat("so it goes ", 20)+"</title>"), `HTTP 503 235 bytes of text/html`},
		"id in title":  {typed(503, html, "<title>Session fAB3fd91x2Qw..</title>"), `HTTP 503 37 bytes of text/html`},
		"mail":         {typed(503, html, "<title>for ada@example.com</title>"), `HTTP 503 34 bytes of text/html`},
		"tag":          {typed(503, html, "<title>for &lt;ada&gt;</title>"), `HTTP 503 30 bytes of text/html`},
		"control":      {typed(503, html, "<title>for \u202eada\x1b[1m</title>"), `HTTP 503 29 bytes of text/html`},
		"number":       {typed(503, html, "The reason: GW-0009, Müller"), `HTTP 503 [GW-0009] 28 bytes of text/html`},
		"JSON":         {typed(400, "application/json", `{"error":"the password hunter2-hunter2"}`), `HTTP 400 40 bytes of application/json`},
		"200":          {typed(200, html, "<title>Sign in</title><p>Müller</p>"), `36 bytes of text/html with the title "Sign in" the answer is not a response of the gateway: its root is not <response>`},
		"charset":      {typed(200, "text/xml", `<?xml version="1.0" encoding="Müller"?><response></response>`), `it is encoded as "something without a proper name"`},
		"bad entity":   {typed(200, "text/xml", `<response>p&assword-hunter</response>`), "XML syntax error on line 1: an entity that XML does not know"},
		"bad end":      {typed(200, "text/xml", `<response><Ada></Müller></response>`), "it is not well-formed XML"},
		"bad encoding": {func(r *request) (*http.Response, error) { return encoded(r, "Müller") }, "something without a proper name"},
	} {
		t.Run(name, func(t *testing.T) {
			c, _ := newClient(t, tt.answer)
			e := failure(t, read(c)).Error()
			if !strings.Contains(e, tt.want) || strings.Contains(e, "Müller") || strings.Contains(e, "hunter") || strings.Contains(e, "Ada") {
				t.Errorf("error = %v\nwant %s", e, tt.want)
			}
		})
	}
}

func encoded(r *request, encoding string) (*http.Response, error) {
	response, err := text(200, "<response></response>")(r)
	if err == nil {
		response.Header.Set("Content-Encoding", encoding)
	}
	return response, err
}

// What a page says still decides what is to be done.
func TestForeignPagesAreUnderstood(t *testing.T) {
	c, g := newClient(t, text(200, "<html><p>API rate\n <b>limit</b> exceeded</p></html>"))
	e := failure(t, read(c))
	if !e.Throttled() || len(g.waits) == 0 {
		t.Errorf("error = %v after %v", e, g.waits)
	}
}

// A session that is open although the answer cannot be read is a secret from then on.
func TestSessionOfAnUnreadableAnswer(t *testing.T) {
	const id = "fAB3fd91x2Qw-_y.."
	good := `<response><control><status>success</status></control><operation><authentication><status>success</status></authentication>` +
		`<result><status>success</status><function>getAPISession</function><data><api><sessionid>` + id + `</sessionid></api></data></result></operation></response>`
	for name, body := range map[string]string{
		"PHP warning": "<br />\n<b>Warning</b>: session_start() in <b>/x.php</b> on line <b>7</b><br />\n" + good,
		"Latin 1":     `<?xml version="1.0" encoding="ISO-8859-1"?>` + good,
		"wrapped":     "<html><body>" + good + "</body></html>",
		"escaped":     "<html><pre>" + strings.NewReplacer("<", "&lt;", ">", "&gt;").Replace(good) + "</pre></html>",
		"followed":    good + "<!-- x --><p>",
		"bad byte":    strings.Replace(good, "<operation>", "<operation>\xe4", 1),
		"JSON":        `{"api": {"sessionid": "` + id + `"}}`,
	} {
		t.Run(name, func(t *testing.T) {
			var secrets []string
			c, g := newClientWith(t, intacct.Options{OnSecret: func(secret string) { secrets = append(secrets, secret) }})
			g.signIn = text(200, body)
			e := failure(t, c.Ping(t.Context()))
			if strings.Contains(e.Error(), id[:6]) {
				t.Errorf("error = %v", e)
			}
			if len(secrets) == 0 || secrets[0] != id {
				t.Errorf("secrets = %q", secrets)
			}
		})
	}
}

// net/http quotes what it cannot read; errors of the client do not.
func TestAnswersThatAreNoHTTP(t *testing.T) {
	for name, answer := range map[string]string{
		"reflected":  "%s\r\n\r\n",
		"header":     "HTTP/1.1 200 OK\r\nhunter2 hunter2\r\n\r\n",
		"status":     "HTTP/1.1 hunter2 hunter2\r\n\r\n",
		"length":     "HTTP/1.1 200 OK\r\nContent-Length: hunter2\r\n\r\n",
		"coding":     "HTTP/1.1 200 OK\r\nTransfer-Encoding: hunter2\r\n\r\n",
		"chunk":      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nhunter2\r\n\r\n",
		"compressed": "HTTP/1.1 200 OK\r\nContent-Encoding: hunter2 hunter2\r\nContent-Length: 3\r\n\r\nabc",
		"not gzip":   "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 15\r\n\r\nhunter2 hunter2",
	} {
		t.Run(name, func(t *testing.T) {
			cfg := config()
			cfg.SenderPassword, cfg.UserPassword = "hunter2-sender", "hunter2-user"
			cfg.APIURL = "http://" + raw(t, answer)
			c, err := intacct.New(cfg, intacct.Options{Retry: intacct.Retry{Tries: 1}})
			if err != nil {
				t.Fatal(err)
			}
			defer c.Close()
			if e := failure(t, c.Ping(t.Context())); strings.Contains(e.Error(), "hunter2") {
				t.Errorf("error = %v", e)
			}
		})
	}
}

// What a proxy gives as its reason may be anything, too.
func TestReasonsOfProxies(t *testing.T) {
	for answer, want := range map[string]string{
		"407 Proxy Authentication Required": "Proxy Authentication Required",
		"500 Person Jane Doe Smith":         "the connection broke",
	} {
		cfg := config()
		cfg.APIURL = "https://gateway.example"
		proxy := &url.URL{Scheme: "http", Host: raw(t, "HTTP/1.1 "+answer+"\r\n\r\n")}
		transport := &http.Transport{Proxy: http.ProxyURL(proxy)}
		t.Cleanup(transport.CloseIdleConnections)
		c, err := intacct.New(cfg, intacct.Options{Transport: transport, Retry: intacct.Retry{Tries: 1}})
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		if e := failure(t, c.Ping(t.Context())); strings.Contains(e.Error(), "Jane") || !strings.Contains(e.Error(), want) {
			t.Errorf("error = %v, want %q", e, want)
		}
	}
}

// raw serves an answer that need not be HTTP; %s in it is what the client sent.
func raw(t *testing.T, answer string) (address string) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var open sync.WaitGroup
	open.Go(func() {
		for {
			connection, err := listener.Accept()
			if err != nil {
				return
			}
			open.Go(func() {
				defer func() { _ = connection.Close() }()
				buffer := make([]byte, 64<<10)
				n, _ := connection.Read(buffer)
				if strings.Contains(answer, "%s") {
					_, _ = fmt.Fprintf(connection, answer, buffer[:n])
					return
				}
				_, _ = io.WriteString(connection, answer)
			})
		}
	})
	t.Cleanup(func() {
		_ = listener.Close()
		open.Wait()
	})
	return listener.Addr().String()
}
