package integration_tests

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"runtime"
	"strconv"
	"testing"
	"time"

	"airbyte-sage-intacct/internal/long"
)

// journal is what a read of the journal lines of a served sandbox came to.
type journal struct {
	records, calls int
	took           time.Duration
	peak           int64 // resident bytes
}

// lines reads all journal lines by the program, in full.
func (s *server) lines(t testing.TB) journal {
	t.Helper()
	catalog := write(t, "catalog.json", configured(t, []stream{{Name: "GLENTRY", Schema: []byte(`{}`), SyncModes: []string{"full_refresh"}}}, "full_refresh"))
	command := exec.Command(connector, "read", "--config", s.with(t, nil), "--catalog", catalog)
	command.Stderr = os.Stderr
	stdout, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	peak := watchMemory(command.Process.Pid)
	var read journal
	total := regexp.MustCompile(`"message":"total +[0-9]+ +[0-9]+ +([0-9]+) `)
	messages := bufio.NewReaderSize(stdout, 1<<20)
	for {
		line, err := messages.ReadSlice('\n')
		if err != nil {
			break
		}
		if bytes.HasPrefix(line, []byte(`{"type":"RECORD"`)) {
			read.records++
		} else if found := total.FindSubmatch(line); found != nil {
			read.calls, _ = strconv.Atoi(string(found[1]))
		}
	}
	read.peak = peak()
	if err := command.Wait(); err != nil {
		t.Fatal(err)
	}
	read.took = time.Since(began)
	return read
}

const pageRows = 2000

// TestJournalLinesInFewCalls reads some ten pages from another process.
func TestJournalLinesInFewCalls(t *testing.T) {
	t.Parallel()
	read := serve(t).lines(t)
	// Beside the pages: the object's definition, the user's formatting, and a
	// look at some rows by read.
	fewest := (read.records+pageRows-1)/pageRows + 3
	if read.records < 5*pageRows || read.calls*100 > fewest*115 {
		t.Errorf("%d records in %d calls; %d are the fewest", read.records, read.calls, fewest)
	}
}

// TestMemoryDoesNotGrow reads 200 thousand journal lines and, where tests may
// take long, two million. The program's memory is the pages on their way, so it
// is the same for both.
func TestMemoryDoesNotGrow(t *testing.T) {
	if testing.Short() || runtime.GOOS != "linux" {
		t.Skip("two million lines, measured as Linux counts memory")
	}
	t.Parallel()
	const most, noise = 48 << 20, 3 << 20
	few := serve(t, "--scale", "9").lines(t)
	if few.records < 199_000 || few.peak > most {
		t.Errorf("%d records took %.1f MiB", few.records, few.mebibytes())
	}
	long.Only(t, "two million lines")
	many := serve(t, "--scale", "90").lines(t)
	t.Logf("%d records: %.1f MiB; %d records: %.1f MiB", few.records, few.mebibytes(), many.records, many.mebibytes())
	if many.records < 1_990_000 {
		t.Errorf("%d records", many.records)
	}
	if many.peak > most || many.peak > few.peak+few.peak/10+noise {
		t.Errorf("%.1f MiB at %d records, %.1f MiB at %d", many.mebibytes(), many.records, few.mebibytes(), few.records)
	}
}

func (j journal) mebibytes() float64 { return float64(j.peak) / (1 << 20) }

// BenchmarkMillionLines reports the program's speed and peak memory over 200
// thousand, a million and two million journal lines: the memory must not grow.
func BenchmarkMillionLines(b *testing.B) {
	for _, scale := range []int{9, 45, 90} {
		b.Run(fmt.Sprintf("scale-%d", scale), func(b *testing.B) {
			s := serve(b, "--scale", strconv.Itoa(scale))
			for b.Loop() {
				read := s.lines(b)
				b.ReportMetric(float64(read.records), "records")
				b.ReportMetric(float64(read.records)/read.took.Seconds(), "records/s")
				b.ReportMetric(read.mebibytes(), "MiB-peak")
			}
		})
	}
}

// BenchmarkLatency reports how close a read comes to what a gateway with 200 ms
// a request and four of them at once allows: time by calls ÷ 4 × latency, and
// calls by the fewest possible.
func BenchmarkLatency(b *testing.B) {
	const latency, atOnce = 200 * time.Millisecond, 4
	s := serve(b, "--scale", "9", "--latency", latency.String(), "--concurrency", strconv.Itoa(atOnce))
	for b.Loop() {
		read := s.lines(b)
		best := time.Duration(read.calls) * latency / atOnce
		b.ReportMetric(float64(read.took)/float64(best), "times-the-best")
		b.ReportMetric(float64(read.calls)/float64((read.records+pageRows-1)/pageRows), "calls/page")
		b.ReportMetric(float64(read.records), "records")
	}
}
