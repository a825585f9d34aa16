package destination_test

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"os"
	"regexp"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/destination"
	"airbyte-sage-intacct/intacct"
	"airbyte-sage-intacct/internal/long"
)

// forgetful is a gateway that says yes to everything and keeps nothing.
type forgetful struct {
	number  atomic.Int64
	largest atomic.Uint64 // the heap, as seen at its requests
}

var calls = regexp.MustCompile(`<function controlid="([^"]*)"><(\w+)`)

func (f *forgetful) RoundTrip(r *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(r.Body)
	var memory runtime.MemStats
	if runtime.ReadMemStats(&memory); memory.HeapInuse > f.largest.Load() {
		f.largest.Store(memory.HeapInuse)
	}
	if err != nil {
		return nil, err
	}
	var answer bytes.Buffer
	answer.WriteString(`<?xml version="1.0" encoding="UTF-8"?><response><control><status>success</status></control><operation><authentication><status>success</status><sessiontimestamp>2026-11-23T12:00:00+00:00</sessiontimestamp><sessiontimeout>2026-11-23T20:00:00+00:00</sessiontimeout></authentication>`)
	for _, call := range calls.FindAllSubmatch(body, -1) {
		fmt.Fprintf(&answer, `<result><status>success</status><function>%s</function><controlid>%s</controlid>%s</result>`, call[2], call[1], f.data(string(call[2])))
	}
	answer.WriteString(`</operation></response>`)
	return &http.Response{StatusCode: http.StatusOK, Header: http.Header{"Content-Type": {"text/xml"}}, Body: io.NopCloser(&answer), ContentLength: int64(answer.Len()), Request: r}, nil
}

func (f *forgetful) data(function string) string {
	switch function {
	case "getAPISession":
		return `<data><api><sessionid>s..</sessionid><endpoint>https://api.intacct.com/ia/xml/xmlgw.phtml</endpoint></api></data>`
	case "readUserFormatting":
		return `<data><userformatting><locale>en_US</locale><dateformat>/mdY</dateformat><gmtoffset>+00:00</gmtoffset><clock>24</clock></userformatting></data>`
	case "lookup":
		var fields strings.Builder
		for _, id := range []string{"RECORDNO", "VENDORID", "NAME", "COMMENTS", "SUPDOCID"} {
			fmt.Fprintf(&fields, `<Field><ID>%s</ID><DATATYPE>TEXT</DATATYPE></Field>`, id)
		}
		return `<data><Type Name="VENDOR"><Fields>` + fields.String() + `</Fields></Type></data>`
	case "query":
		return `<data listtype="VENDOR" totalcount="0" offset="0" count="0" numremaining="0"/>`
	case "create":
		return fmt.Sprintf(`<data listtype="objects" count="1"><vendor><RECORDNO>%d</RECORDNO></vendor></data>`, f.number.Add(1))
	}
	return `<data/>`
}

// inputSize is how much the test of the memory writes; INPUT_MB sets another.
func inputSize(t *testing.T) int {
	megabytes := long.Of(10, 30)
	if text := os.Getenv("INPUT_MB"); text != "" {
		if _, err := fmt.Sscan(text, &megabytes); err != nil {
			t.Fatal(err)
		}
	}
	return megabytes << 20
}

// TestMemoryIsBounded writes far more than what may wait at one time.
func TestMemoryIsBounded(t *testing.T) {
	if testing.Short() || underRace {
		t.Skip("writes 30 MB")
	}
	for _, name := range []string{"GOGC", "GOMEMLIMIT"} {
		t.Setenv(name, "") // as in the program: what TestMain spares the others
	}
	for _, size := range []int{200, 20_000, 200_000} {
		f := &forgetful{}
		dial := func(config intacct.Config, options intacct.Options) (*intacct.Client, error) {
			options.Transport = f
			return intacct.New(config, options)
		}
		out := airbyte.NewEmitter(io.Discard)
		lines := &vendorLines{total: inputSize(t) / 3 / size, filler: strings.Repeat("x", size)}
		runtime.GC()
		var before runtime.MemStats
		runtime.ReadMemStats(&before)
		err := destination.New(dial).Write(t.Context(), configuration(t, nil), catalogOf(stream("VENDOR", airbyte.Append)), airbyte.NewInput(lines, out.Log()), out)
		if err != nil {
			t.Fatal(err)
		}
		if f.number.Load() != int64(lines.total) {
			t.Errorf("%d of %d records were created", f.number.Load(), lines.total)
		}
		if most := (int64(f.largest.Load()) - int64(before.HeapInuse)) >> 20; most > 40 {
			t.Errorf("records of %d bytes: the heap grew to %d MiB", size, most)
		}
	}
}
