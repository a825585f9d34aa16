package integration_tests

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"airbyte-sage-intacct/internal/long"
)

// forgetful is a gateway that says yes to everything and keeps nothing.
type forgetful struct{ created atomic.Int64 }

var calls = regexp.MustCompile(`<function controlid="([^"]*)"><(\w+)`)

func (f *forgetful) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	var answer bytes.Buffer
	answer.WriteString(`<?xml version="1.0" encoding="UTF-8"?><response><control><status>success</status></control><operation>` +
		`<authentication><status>success</status><sessiontimestamp>2026-11-23T12:00:00+00:00</sessiontimestamp><sessiontimeout>2026-11-23T20:00:00+00:00</sessiontimeout></authentication>`)
	for _, call := range calls.FindAllSubmatch(body, -1) {
		fmt.Fprintf(&answer, `<result><status>success</status><function>%s</function><controlid>%s</controlid>%s</result>`, call[2], call[1], f.data(r, string(call[2])))
	}
	answer.WriteString(`</operation></response>`)
	w.Header().Set("Content-Type", "text/xml")
	_, _ = w.Write(answer.Bytes())
}

func (f *forgetful) data(r *http.Request, function string) string {
	switch function {
	case "getAPISession":
		return `<data><api><sessionid>s..</sessionid><endpoint>http://` + r.Host + r.URL.Path + `</endpoint></api></data>`
	case "readUserFormatting":
		return `<data><userformatting><locale>en_US</locale><dateformat>/mdY</dateformat><gmtoffset>+00:00</gmtoffset><clock>24</clock></userformatting></data>`
	case "lookup":
		var fields strings.Builder
		for _, id := range []string{"RECORDNO", "VENDORID", "NAME", "COMMENTS"} {
			fmt.Fprintf(&fields, `<Field><ID>%s</ID><DATATYPE>TEXT</DATATYPE></Field>`, id)
		}
		return `<data><Type Name="VENDOR"><Fields>` + fields.String() + `</Fields></Type></data>`
	case "query":
		return `<data listtype="VENDOR" totalcount="0" offset="0" count="0" numremaining="0"/>`
	case "create":
		return fmt.Sprintf(`<data listtype="objects" count="1"><vendor><RECORDNO>%d</RECORDNO></vendor></data>`, f.created.Add(1))
	}
	return `<data/>`
}

// feed writes so many bytes of vendors, each with a comment of some length, and
// says how many it were.
func feed(w io.Writer, total int64, comment int) (vendors int64, err error) {
	text := strings.Repeat("x", comment)
	for sent := int64(0); sent < total && err == nil; vendors++ {
		var n int
		n, err = fmt.Fprintf(w, `{"type":"RECORD","record":{"stream":"VENDOR","emitted_at":1,"data":{"VENDORID":"S-%d","NAME":"Vendor %[1]d","COMMENTS":"%s"}}}`+"\n", vendors, text)
		sent += int64(n)
	}
	return vendors, err
}

// A written input is what its writing came to.
type written struct {
	vendors int64
	took    time.Duration
	peak    int64 // resident bytes
}

// writes feeds the program an input, made as it is read, and a gateway that
// forgets it.
func writes(t testing.TB, total int64, comment int) written {
	t.Helper()
	var gateway forgetful
	listening := httptest.NewServer(&gateway)
	defer listening.Close()
	s := connect(t, listening.URL+"/ia/xml/xmlgw.phtml")
	command := exec.Command(connector, "write", "--config", s.with(t, nil), "--catalog", writable(t, "append", "VENDOR"))
	command.Stdout, command.Stderr = io.Discard, os.Stderr
	stdin, err := command.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	peak := watchMemory(command.Process.Pid)
	vendors, err := feed(stdin, total, comment)
	if err != nil {
		t.Error(err)
	}
	_ = stdin.Close()
	err = command.Wait()
	result := written{vendors: vendors, took: time.Since(began), peak: peak()}
	if err != nil {
		t.Fatal(err)
	}
	if created := gateway.created.Load(); created != vendors {
		t.Errorf("%d of %d vendors were created", created, vendors)
	}
	return result
}

// mostWritten is what a write may hold in memory, whatever the size of its input.
const mostWritten = 64 << 20

// TestWriteKeepsWithinItsMemory gives the program more than it may hold.
func TestWriteKeepsWithinItsMemory(t *testing.T) {
	if testing.Short() || runtime.GOOS != "linux" {
		t.Skip("measured as Linux counts memory")
	}
	t.Parallel()
	// By default only the largest, which are the quickest to send.
	for _, comment := range []int{200_000, 20_000, 200}[:long.Of(1, 3)] {
		result := writes(t, 2*mostWritten, comment)
		t.Logf("%d vendors with %d bytes of comment each: %.1f MiB", result.vendors, comment, float64(result.peak)/(1<<20))
		if result.peak > mostWritten {
			t.Errorf("%d vendors with %d bytes of comment each took %.1f MiB", result.vendors, comment, float64(result.peak)/(1<<20))
		}
	}
}

// BenchmarkWriteTwoGigabytes reports speed and peak memory for small, large and
// very large records.
func BenchmarkWriteTwoGigabytes(b *testing.B) {
	for _, comment := range []int{200, 20_000, 200_000} {
		b.Run("comments-of-"+strconv.Itoa(comment), func(b *testing.B) {
			for b.Loop() {
				result := writes(b, 2<<30, comment)
				b.ReportMetric(float64(result.peak)/(1<<20), "MiB-peak")
				b.ReportMetric(float64(result.vendors)/result.took.Seconds(), "records/s")
			}
		})
	}
}
