package sandbox

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"sort"
	"strings"
	"testing"
	"time"

	"airbyte-sage-intacct/sandbox/company"
	"airbyte-sage-intacct/sandbox/dtd"
	"airbyte-sage-intacct/sandbox/xmltree"
)

const wireFolder = "../testdata/wire"

// wireTime is when the pairs of requests and responses take place.
var wireTime = time.Date(2026, 11, 2, 10, 0, 0, 0, time.UTC)

// wireData is what the company holds when a pair begins.
type wireData struct {
	Profile  company.Profile
	Users    []company.User
	Entities []company.Entity
	Objects  []company.Object
	Custom   map[string][]company.Field
	Records  []struct {
		Object string
		Rows   []map[string]string
	}
}

// wireSandbox is the sandbox of the pairs.
func wireSandbox(t testing.TB) *Sandbox {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(wireFolder, "company.json"))
	if err != nil {
		t.Fatal(err)
	}
	var data wireData
	if err := json.Unmarshal(text, &data); err != nil {
		t.Fatal(err)
	}
	schema := company.StandardSchema()
	for _, object := range data.Objects {
		schema.Add(object)
	}
	for object, fields := range data.Custom {
		for _, field := range fields {
			schema.AddField(object, field)
		}
	}
	c := company.New(schema)
	c.SetProfile(data.Profile)
	for _, user := range data.Users {
		c.SetUser(user)
	}
	for _, entity := range data.Entities {
		c.SetEntity(entity)
	}
	for _, table := range data.Records {
		for _, row := range table.Rows {
			c.Put(table.Object, row)
		}
	}
	return New(c, Settings{Clock: func() time.Time { return wireTime }, RememberControlIDs: true})
}

// TestWire holds the sandbox against the pairs written from the reference.
func TestWire(t *testing.T) {
	requests, err := filepath.Glob(filepath.Join(wireFolder, "*.request.xml"))
	if err != nil || len(requests) == 0 {
		t.Fatalf("no pairs: %v", err)
	}
	for _, file := range requests {
		name := strings.TrimSuffix(filepath.Base(file), ".request.xml")
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			request := readFile(t, file)
			if !strings.HasPrefix(request, "<!-- ") {
				t.Error("the request does not name its source")
			}
			response, status := answerWire(t, wireSandbox(t), request)
			compareWire(t, name, response, status)
		})
	}
}

func readFile(t testing.TB, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// answerWire sends a request with its placeholders filled in. A request may
// consist of several, one after the other, of which the last one counts.
func answerWire(t testing.TB, s *Sandbox, text string) (response string, status int) {
	t.Helper()
	text = strings.ReplaceAll(text, "ENTITY-SESSION-ID..", s.sessions.start("xml_user", "100", wireTime))
	text = strings.ReplaceAll(text, "SESSION-ID..", s.sessions.start("xml_user", "", wireTime))
	if found := wireFault.FindStringSubmatch(text); found != nil {
		fault, err := parseFault(found[1])
		if err != nil {
			t.Fatal(err)
		}
		s.Fault(fault)
	}
	for part := range strings.SplitSeq(text, "<!-- then -->") {
		part = strings.ReplaceAll(part, "RESULT-ID", lastResultID(response))
		r := httptest.NewRequest(http.MethodPost, "https://api.intacct.com"+Path, strings.NewReader(part))
		r.Header.Set("Content-Type", "application/xml")
		reply, err := s.Transport().RoundTrip(r)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(reply.Body)
		_ = reply.Body.Close()
		if err != nil {
			t.Fatal(err)
		}
		response, status = string(body), reply.StatusCode
	}
	return response, status
}

var wireFault = regexp.MustCompile(`<!-- fault: (\S+) -->`)

var resultID = regexp.MustCompile(`(?:resultId="|<REPORTID>)([^"<]*)["<]`)

func lastResultID(response string) string {
	if found := resultID.FindStringSubmatch(response); found != nil {
		return found[1]
	}
	return ""
}

func compareWire(t *testing.T, name, got string, gotStatus int) {
	t.Helper()
	base := filepath.Join(wireFolder, name)
	for _, ending := range []string{".response.json", ".response.csv"} {
		if want, err := os.ReadFile(base + ending); err == nil {
			if strings.TrimSpace(string(want)) != strings.TrimSpace(got) {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
			return
		}
	}
	want := readFile(t, base+".response.xml")
	wantStatus := http.StatusOK
	if found := regexp.MustCompile(`HTTP (\d+)`).FindStringSubmatch(want); found != nil {
		_, _ = fmt.Sscan(found[1], &wantStatus)
	}
	if gotStatus != wantStatus {
		t.Errorf("status %d, want %d", gotStatus, wantStatus)
	}
	if g, w := canonical(t, hideVariables(got)), canonical(t, want); g != w {
		t.Errorf("%s\ngot\n%s\nwant\n%s", firstDifference(g, w), g, w)
	}
}

var variables = []struct {
	pattern *regexp.Regexp
	stand   string
}{
	{regexp.MustCompile(`\[Support ID: [^\]]+\]`), "[Support ID: SUPPORT-ID]"},
	{regexp.MustCompile(`\[Request ID: [^\]]+\]`), "[Request ID: REQUEST-ID]"},
	{regexp.MustCompile(`<sessionid>[^<]+</sessionid>`), "<sessionid>NEW-SESSION-ID..</sessionid>"},
	{regexp.MustCompile(`resultId="[^"]+"`), `resultId="RESULT-ID"`},
	{regexp.MustCompile(`<REPORTID>[^<]+</REPORTID>`), `<REPORTID>RESULT-ID</REPORTID>`},
	{regexp.MustCompile(`<pdfdata>[^<]+</pdfdata>`), `<pdfdata>PDF-DATA</pdfdata>`},
}

func hideVariables(text string) string {
	for _, v := range variables {
		text = v.pattern.ReplaceAllString(text, v.stand)
	}
	return text
}

// canonical writes XML one element a line, in its order, without comments and
// the space between elements; <a/> and <a></a> are the same.
func canonical(t testing.TB, text string) string {
	t.Helper()
	decoder := xml.NewDecoder(strings.NewReader(text))
	var out bytes.Buffer
	depth, data := 0, ""
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return out.String()
		}
		if err != nil {
			t.Fatalf("not XML: %v\n%s", err, text)
		}
		switch token := token.(type) {
		case xml.StartElement:
			fmt.Fprintf(&out, "\n%s<%s", strings.Repeat("  ", depth), token.Name.Local)
			for _, a := range token.Attr {
				fmt.Fprintf(&out, " %s=%q", a.Name.Local, a.Value)
			}
			out.WriteString(">")
			depth, data = depth+1, ""
		case xml.EndElement:
			if strings.TrimSpace(data) != "" {
				out.WriteString(data)
			}
			depth, data = depth-1, ""
		case xml.CharData:
			data += string(token)
		}
	}
}

func firstDifference(got, want string) string {
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range min(len(g), len(w)) {
		if g[i] != w[i] {
			return fmt.Sprintf("line %d: got %s, want %s", i, g[i], w[i])
		}
	}
	return "one ends before the other"
}

// TestWireCoversEveryFunction holds the pairs against what is simulated.
func TestWireCoversEveryFunction(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(wireFolder, "*.request.xml"))
	if err != nil {
		t.Fatal(err)
	}
	covered := map[string]bool{}
	for _, file := range files {
		for part := range strings.SplitSeq(readFile(t, file), "<!-- then -->") {
			root, broken := xmltree.Parse([]byte(part))
			if broken != nil {
				continue
			}
			for body := range dtd.Functions(root) {
				covered[body.Name] = true
			}
		}
	}
	var missing []string
	for name := range handlers {
		if !covered[name] {
			missing = append(missing, name)
		}
	}
	sort.Strings(missing)
	if len(missing) > 0 {
		t.Errorf("no pair for %s", strings.Join(missing, ", "))
	}
	if len(files) < 80 {
		t.Errorf("%d pairs, want at least 80", len(files))
	}
}

// Inside a transaction the company belongs to it alone, so no function may ask
// for the company in another way: it would wait for ever.
func TestNoFunctionWaitsForItsOwnTransaction(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(wireFolder, "*.request.xml"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		request := strings.ReplaceAll(readFile(t, file), "<operation>", `<operation transaction="true">`)
		done := make(chan struct{})
		go func() {
			defer close(done)
			answerWire(t, wireSandbox(t), request)
		}()
		select {
		case <-done:
		case <-time.After(20 * time.Second):
			t.Fatalf("%s: still waiting", filepath.Base(file))
		}
	}
}
