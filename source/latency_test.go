package source

import (
	"bytes"
	"net/http"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/sandbox"
	"airbyte-sage-intacct/sandbox/company"
)

// lineCount counts the RECORD lines written to it.
type lineCount struct{ records int }

func (c *lineCount) Write(p []byte) (int, error) {
	c.records += bytes.Count(p, []byte(`{"type":"RECORD"`)) // lines are written whole
	return len(p), nil
}

// TestTimeIsThatOfTheCalls reads a hundred pages from a gateway that takes 200 ms
// for each and works on four at once. Time is simulated: it passes only while
// all wait, so what is measured is how well requests follow on one another,
// whatever else the machine does.
func TestTimeIsThatOfTheCalls(t *testing.T) {
	if testing.Short() {
		t.Skip("200,000 rows")
	}
	const latency, atOnce, pageRows = 200 * time.Millisecond, 4, 2000
	c := company.Demo(company.Options{Scale: 9})
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		w := newWorld(c, sandbox.Settings{Latency: latency, Concurrency: atOnce})
		inner := w.transport
		var calls atomic.Int64
		w.transport = roundTripper(func(r *http.Request) (*http.Response, error) {
			calls.Add(1)
			return inner.RoundTrip(r)
		})
		var out lineCount
		if code := w.print(t, t.Context(), &out, "read", configured(airbyte.FullRefresh, "GLENTRY"), nil); code != 0 {
			t.Fatalf("exit %d", code)
		}
		took, best := time.Since(began), time.Duration(calls.Load())*latency/atOnce
		fewest := (out.records + pageRows - 1) / pageRows
		t.Logf("%d records in %d calls and %s", out.records, calls.Load(), took)
		if took*100 > best*120 {
			t.Errorf("it took %s; as many calls, four at once all the time, take %s", took, best)
		}
		if out.records < 199_000 || int(calls.Load())*100 > fewest*115 {
			t.Errorf("%d records in %d calls; %d are the fewest", out.records, calls.Load(), fewest)
		}
	})
}
