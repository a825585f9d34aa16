package integration_tests

import (
	"bufio"
	"encoding/json"
	"fmt"
	"html"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	"airbyte-sage-intacct/internal/long"
	"airbyte-sage-intacct/sandbox/alter"
)

// said is all that a run tells people: its messages but for records and states, and stderr.
func (o outcome) said() string {
	var lines []string
	for _, m := range o.messages {
		if m.Type == "RECORD" || m.Type == "STATE" {
			continue
		}
		lines = append(lines, m.line)
	}
	return strings.Join(append(lines, o.stderr), "\n")
}

// commands are the four that talk to a company.
func commands(t *testing.T, config string, streams ...string) map[string]func() outcome {
	t.Helper()
	var in input
	for _, name := range streams {
		in.record(name, fmt.Sprintf(`{"%sID":"X-1","NAME":"Someone"}`, name))
	}
	catalog := writable(t, "append_dedup", streams...)
	return map[string]func() outcome{
		"check":             func() outcome { return execute(t, "", "check", "--config", config) },
		"destination check": func() outcome { return execute(t, "", "destination", "check", "--config", config) },
		"discover":          func() outcome { return execute(t, "", "discover", "--config", config) },
		"read":              func() outcome { return execute(t, "", "read", "--config", config, "--catalog", catalog) },
		"write":             func() outcome { return execute(t, in.String(), "write", "--config", config, "--catalog", catalog) },
	}
}

// TestTooLongAnswers puts the request, passwords and all, behind the answer to every sign-in. Go's own
// client prints such surplus by its standard logger.
func TestTooLongAnswers(t *testing.T) {
	t.Parallel()
	server := serve(t)
	gateway := httptest.NewServer(tooLong(alter.To(server.url)))
	t.Cleanup(gateway.Close)
	config := connect(t, gateway.URL+"/ia/xml/xmlgw.phtml").config
	for name, run := range commands(t, config, "VENDOR") {
		result := run()
		if result.exit != 0 {
			t.Errorf("%s: exit %d\n%s", name, result.exit, result.problems())
		}
		if result.stderr != "" {
			t.Errorf("%s: on standard error stands\n%s", name, result.stderr)
		}
		if strings.Contains(result.said(), "-password") {
			t.Errorf("%s: a password stands in\n%s", name, result.said())
		}
	}
}

func tooLong(next http.RoundTripper) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		request, err := io.ReadAll(r.Body)
		if err != nil {
			panic(http.ErrAbortHandler)
		}
		r.Body = io.NopCloser(strings.NewReader(string(request)))
		r.Header.Set("Accept-Encoding", "identity")
		response, err := next.RoundTrip(r)
		if err != nil {
			panic(http.ErrAbortHandler)
		}
		defer func() { _ = response.Body.Close() }() // read to its end
		body, _ := io.ReadAll(response.Body)
		if !strings.Contains(string(request), "getAPISession") {
			_, _ = w.Write(body)
			return
		}
		connection, buffered, err := http.NewResponseController(w).Hijack()
		if err != nil {
			panic(http.ErrAbortHandler)
		}
		defer func() { _ = connection.Close() }() // the test is over
		_, _ = fmt.Fprintf(connection, "HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s%s", len(body), body, request)
		_, _ = io.Copy(io.Discard, bufio.NewReader(buffered))
	}
}

// TestUnreadableAnswers spoils good answers: to signing in, which holds a session, and to queries, which
// hold records. Nothing of them is told.
func TestUnreadableAnswers(t *testing.T) {
	t.Parallel()
	server := serve(t)
	for name, spoil := range map[string]func(string) string{
		"PHP warning": func(body string) string { return "<br />\n<b>Warning</b>: in <b>/x.php</b>\n" + body },
		"Latin 1": func(body string) string {
			return `<?xml version="1.0" encoding="ISO-8859-1"?>` + "<response" + strings.SplitN(body, "<response", 2)[1]
		},
		"wrapped":      func(body string) string { return "<html><title>ok</title><body>" + body + "</body></html>" },
		"escaped":      func(body string) string { return "<html><pre>" + html.EscapeString(body) + "</pre></html>" },
		"JSON":         func(body string) string { return quoted(map[string]string{"body": body}) },
		"text":         func(body string) string { return regexp.MustCompile(`<[^>]*>`).ReplaceAllString(body, " ") },
		"in the title": func(body string) string { return "<html><title>" + html.EscapeString(body) + "</title>" },
		"as an entity": func(body string) string { return strings.Replace(body, "<operation>", "<operation>&"+body, 1) },
		"as an element": func(body string) string {
			return strings.Replace(body, "<operation>", "<operation><"+plainText(body), 1)
		},
	} {
		for _, function := range []string{"getAPISession", "query"} {
			t.Run(function+" "+name, func(t *testing.T) {
				t.Parallel()
				altered, gateway := server.altered(t)
				times := -1
				if function == "query" {
					times = 1 // a query is sent again for minutes; why, each time is told
				}
				var kept secretsOf
				gateway.Change(alter.Change{Function: function, Times: times, Reply: func(r *alter.Reply) {
					kept.note(r.Body)
					r.Body = spoil(r.Body)
				}})
				for command, run := range commands(t, altered.config, "VENDOR") {
					if command != "read" && (!long.Picks(len(name), 3) || command != "check" && command != "write") {
						continue // the others take these ways
					}
					said := run().said()
					for _, secret := range kept.all() {
						if strings.Contains(said, secret) {
							t.Errorf("%s tells %q:\n%.2000s", command, secret, said)
						}
					}
				}
			})
		}
	}
}

// secretsOf are the sessions and names that answers held.
type secretsOf struct {
	mu    sync.Mutex
	found map[string]bool
}

var telling = regexp.MustCompile(`<sessionid>([^<]{6,})<|<(?:NAME|VENDORID|PRINTAS)>([^<]{6,})<`)

func (s *secretsOf) note(body string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.found == nil {
		s.found = map[string]bool{}
	}
	for _, match := range telling.FindAllStringSubmatch(body, -1) {
		if secret := match[1] + match[2]; match[1] != "" {
			s.found[secret[:6]] = true
		} else {
			s.found[secret] = true
		}
	}
}

func (s *secretsOf) all() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var list []string
	for secret := range s.found {
		list = append(list, secret)
	}
	return list
}

func plainText(body string) string {
	return regexp.MustCompile(`[^A-Za-z0-9.-]+`).ReplaceAllString(body, " ")
}

func quoted(value any) string {
	encoded, _ := json.Marshal(value)
	return string(encoded)
}

// TestReflectedPasswords lets the gateway refuse with texts that repeat a password, written in many
// ways, and cut anywhere.
func TestReflectedPasswords(t *testing.T) {
	t.Parallel()
	const password = `c0rrect<horse>&'b4ttery"2026/+%`
	server := serve(t)
	altered, gateway := server.altered(t)
	config := altered.with(t, map[string]any{"user_password": password})
	entities := func(format string) func(string) string {
		return func(s string) string {
			var b strings.Builder
			for _, r := range s {
				fmt.Fprintf(&b, format, r)
			}
			return b.String()
		}
	}
	for name, write := range map[string]func(string) string{
		"raw":              func(s string) string { return s },
		"html":             html.EscapeString,
		"html twice":       func(s string) string { return html.EscapeString(html.EscapeString(s)) },
		"html three times": func(s string) string { return html.EscapeString(html.EscapeString(html.EscapeString(s))) },
		"PHP":              strings.NewReplacer("&", "&amp;", `"`, "&quot;", "'", "&#039;", "<", "&lt;", ">", "&gt;").Replace,
		"hex entities":     entities("&#x%X;"),
		"decimal entities": entities("&#%04d;"),
		"hex":              func(s string) string { return fmt.Sprintf("%x", s) },
		"spaced hex":       func(s string) string { return fmt.Sprintf("% X", s) },
		"JSON":             func(s string) string { return strings.ReplaceAll(strings.Trim(quoted(s), `"`), "/", `\/`) },
		"query":            url.QueryEscape,
		"no tags":          func(s string) string { return regexp.MustCompile(`<[^>]*>`).ReplaceAllString(s, " ") },
		"broken":           func(s string) string { return s[:9] + "\r\n\t " + s[9:] },
		"bold":             func(s string) string { return s[:4] + "<b>" + s[4:] + "</b>" },
	} {
		for _, before := range []int{0, 270, 285, 3000} {
			text := strings.Repeat(".", before) + " user xyz with " + write(password) + " is unknown \x1b[31m\u202eto us"
			end := gateway.Change(alter.Change{Times: -1, Reply: func(r *alter.Reply) {
				r.Body = `<?xml version="1.0" encoding="UTF-8"?><response><control><status>failure</status></control><errormessage><error><errorno>XL03000006</errorno>` +
					`<description>` + html.EscapeString(strings.ReplaceAll(text, "\x1b", "")) + `</description><description2>` + html.EscapeString(write(password)[:len(write(password))*2/3]) + `</description2></error></errormessage></response>`
			}})
			said := execute(t, "", "check", "--config", config).said()
			end()
			canonical := said
			for range 4 {
				canonical = html.UnescapeString(canonical)
			}
			if !strings.Contains(said, "is unknown") {
				t.Fatalf("%s: the text is not told: %s", name, said)
			}
			written := write(password)
			for i := range len(password) - 8 {
				if strings.Contains(canonical, password[i:i+8]) {
					t.Errorf("%s: %q of the password stands in\n%s", name, password[i:i+8], said)
					break
				}
			}
			if i := len(written) / 3; strings.Contains(said, written[i:i+len(written)/3]) {
				t.Errorf("%s: %q stands in\n%s", name, written[i:i+len(written)/3], said)
			}
			if strings.ContainsAny(said, "\x1b\u202e") || strings.Contains(said, `\u202e`) || strings.Contains(said, `\u001b`) {
				t.Errorf("%s: control characters stand in\n%s", name, said)
			}
		}
	}
}

// TestReportHoldsNoPassword rejects a record in words that repeat a password: the report beside standard
// output is as clean.
func TestReportHoldsNoPassword(t *testing.T) {
	t.Parallel()
	server, gateway := serve(t).altered(t)
	control := regexp.MustCompile(`<function controlid="([^"]*)"`)
	gateway.Change(alter.Change{Function: "create", Times: -1, Instead: true, Reply: func(r *alter.Reply) {
		const good = `<status>success</status>`
		r.Body = `<response><control>` + good + `</control><operation><authentication>` + good + `</authentication><result><status>failure</status>` +
			`<function>create</function><controlid>` + control.FindStringSubmatch(r.Request)[1] + `</controlid><errormessage><error><errorno>BL1</errorno>` +
			`<description2>demo has sandbox&amp;#45;demo&amp;#x2d;password</description2><correction>Not sandbox-demo-password.</correction>` +
			`</error></errormessage></result></operation></response>`
	}})
	report := filepath.Join(t.TempDir(), "report.jsonl")
	var in input
	in.record("DEPARTMENT", `{"DEPARTMENTID":"D-1","TITLE":"One"}`)
	result := execute(t, in.String(), "write", "--config", server.with(t, map[string]any{"report_path": report}), "--catalog", writable(t, "append", "DEPARTMENT"))
	kept, err := os.ReadFile(report)
	if err != nil {
		t.Fatal(err)
	}
	for what, text := range map[string]string{"the report": string(kept), "the output": result.said()} {
		if !strings.Contains(text, "demo has ****") || !strings.Contains(text, "Not ****") || strings.Contains(text, "demo-pass") {
			t.Errorf("%s holds\n%s", what, text)
		}
	}
}
