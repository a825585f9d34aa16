package integration_tests

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"

	"airbyte-sage-intacct/internal/long"
)

// mostOfOne is what the program may hold for one large thing that somebody
// hands it, whatever its size.
const mostOfOne = 200 << 20

// TestOneLargeThing hands the program something that is far larger than it
// takes. It says which bound was passed, and its memory stays within its own.
func TestOneLargeThing(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("measured as Linux counts memory")
	}
	large := 200 << 20
	tests := map[string]struct {
		args  func(t *testing.T, s *server) []string
		stdin io.Reader
		page  func(w http.ResponseWriter, start string)
		want  string
	}{
		"a reply": {
			page: func(w http.ResponseWriter, start string) { fill(w, start+"<VENDOR><NAME>", "x", large) },
			want: "larger than this connector takes: more than 48 MiB",
		},
		"a packed reply": {
			page: func(w http.ResponseWriter, start string) {
				w.Header().Set("Content-Encoding", "gzip")
				_, _ = w.Write(bomb(start, large))
			},
			want: "larger than this connector takes: more than 48 MiB",
		},
		"attributes": {
			page: func(w http.ResponseWriter, start string) {
				fill(w, start+"<VENDOR", ` attribute="1"`, 30<<20)
				_, _ = io.WriteString(w, "/>"+pageEnd)
			},
			want: "more than 200 attributes",
		},
		"a line of the input": {
			args: func(t *testing.T, s *server) []string {
				return []string{"write", "--config", s.config, "--catalog", writable(t, "append", "VENDOR")}
			},
			stdin: io.MultiReader(strings.NewReader(`{"type":"RECORD","record":{"stream":"VENDOR","emitted_at":1,"data":{"NAME":"`), io.LimitReader(repeated("x"), 100<<20), strings.NewReader(`"}}}`+"\n")),
			want:  "line 1 of the input is longer than 36 MiB",
		},
		"a line that is just taken": {
			args: func(t *testing.T, s *server) []string {
				return []string{"write", "--config", s.config, "--catalog", writable(t, "append", "VENDOR")}
			},
			stdin: io.MultiReader(strings.NewReader(`{"type":"RECORD","record":{"stream":"VENDOR","emitted_at":1,"data":{"VENDORID":"V-LARGE","COMMENTS":"`), io.LimitReader(repeated("x"), 35<<20), strings.NewReader(`"}}}`+"\n")),
			want:  "VENDOR: ",
		},
		"a state": {
			args: func(t *testing.T, s *server) []string {
				return []string{"read", "--config", s.config, "--catalog", vendorCatalog(t), "--state", stateOf(t, 100<<20)}
			},
			want: "larger than 64 MiB",
		},
		"a state that is just taken": {
			args: func(t *testing.T, s *server) []string {
				return []string{"read", "--config", s.config, "--catalog", vendorCatalog(t), "--state", stateOf(t, 50<<20)}
			},
			want: `{"type":"RECORD"`,
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if strings.Contains(name, "packed") || strings.HasSuffix(name, "taken") {
				long.Only(t, "its siblings are quicker")
			}
			s, _ := serve(t).replying(t, test.page)
			args := []string{"read", "--config", s.config, "--catalog", vendorCatalog(t)}
			if test.args != nil {
				args = test.args(t, s)
			}
			stdout, peak := measured(t, test.stdin, args...)
			if strings.Contains(stdout, "did not answer in time") {
				t.Errorf("what is too large is called too slow:\n%.3000s", stdout)
			}
			if !strings.Contains(stdout, test.want) {
				t.Errorf("the program does not say %q:\n%.3000s", test.want, stdout)
			}
			t.Logf("%.0f MiB", float64(peak)/(1<<20))
			if peak > mostOfOne {
				t.Errorf("it took %.0f MiB", float64(peak)/(1<<20))
			}
		})
	}
}

var controlIDs = regexp.MustCompile(`<function controlid="([^"]*)"`)

const (
	pageStart = `<?xml version="1.0" encoding="UTF-8"?><response><control><status>success</status></control><operation><authentication><status>success</status></authentication>` +
		`<result><status>success</status><function>query</function><controlid></controlid><data listtype="VENDOR" totalcount="1" offset="0" count="1" numremaining="0">`
	pageEnd = `</data></result></operation></response>`
)

func vendorCatalog(t *testing.T) string {
	t.Helper()
	return write(t, "catalog.json", configured(t, []stream{{Name: "VENDOR", Schema: []byte(`{"type":"object","properties":{"RECORDNO":{"type":"integer"},"NAME":{"type":"string"}}}`), SyncModes: []string{"incremental"}}}, "incremental"))
}

// stateOf writes a state file of about so many bytes.
func stateOf(t *testing.T, size int) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "state.json")
	into, err := os.Create(file)
	if err != nil {
		t.Fatal(err)
	}
	_, _ = io.WriteString(into, `[{"type":"STREAM","stream":{"stream_descriptor":{"name":"VENDOR"},"stream_state":{"v":1,"phase":"`)
	_, _ = io.Copy(into, io.LimitReader(repeated("x"), int64(size)))
	_, _ = io.WriteString(into, `"}}}]`)
	if err := into.Close(); err != nil {
		t.Fatal(err)
	}
	return file
}

// replying is the server behind one that answers queries by a page of its own.
func (s *server) replying(t *testing.T, page func(http.ResponseWriter, string)) (*server, *httptest.Server) {
	t.Helper()
	front := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return
		}
		if page != nil && bytes.Contains(body, []byte("<query>")) {
			page(w, strings.Replace(pageStart, "<controlid>", "<controlid>"+string(controlIDs.FindSubmatch(body)[1]), 1))
			return
		}
		response, err := http.Post(s.url, r.Header.Get("Content-Type"), bytes.NewReader(body))
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadGateway)
			return
		}
		defer func() { _ = response.Body.Close() }()
		answer, _ := io.ReadAll(response.Body)
		_, _ = w.Write(bytes.ReplaceAll(answer, []byte(s.url), []byte("http://"+r.Host+r.URL.Path)))
	}))
	t.Cleanup(front.Close)
	return connect(t, front.URL+"/ia/xml/xmlgw.phtml"), front
}

// repeated is a text without an end.
type repeated string

func (r repeated) Read(p []byte) (int, error) {
	n := 0
	for n+len(r) <= len(p) {
		n += copy(p[n:], r)
	}
	return n, nil
}

// fill writes a start and then a text again and again, some bytes in all.
func fill(w io.Writer, start, text string, size int) {
	_, _ = io.WriteString(w, start)
	piece := strings.Repeat(text, (64<<10)/len(text))
	for sent := 0; sent < size; sent += len(piece) {
		if _, err := io.WriteString(w, piece); err != nil {
			return
		}
	}
}

func bomb(start string, size int) []byte {
	var packed bytes.Buffer
	into := gzip.NewWriter(&packed)
	fill(into, start+"<VENDOR><NAME>", "x", size)
	_ = into.Close()
	return packed.Bytes()
}

// measured runs the program and follows its memory.
func measured(t *testing.T, stdin io.Reader, args ...string) (stdout string, peak int64) {
	t.Helper()
	command := exec.Command(connector, args...)
	var output bytes.Buffer
	command.Stdin, command.Stdout, command.Stderr = stdin, &output, os.Stderr
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	most := watchMemory(command.Process.Pid)
	_ = command.Wait()
	return output.String(), most()
}
