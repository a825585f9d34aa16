package integration_tests

import (
	"bytes"
	"flag"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"airbyte-sage-intacct/sandbox"
	"airbyte-sage-intacct/sandbox/company"
)

// gatewayDelay is how long the gateway is at a create when the process is killed.
var gatewayDelay = flag.Duration("gateway-delay", time.Second, "how long the gateway takes for a create in the tests that kill the process")

// slow is a gateway in this process that says when it has journals to create,
// and may take its time for what creates.
type slow struct {
	*server
	company  *company.Company
	sandbox  *sandbox.Sandbox
	received chan struct{}
}

// slowGateway serves a company whose clock runs so many times as fast.
func slowGateway(t *testing.T, remembers bool, speed float64) *slow {
	t.Helper()
	began := time.Now()
	start := time.Date(2026, 10, 31, 12, 0, 0, 0, time.UTC)
	s := &slow{company: company.Demo(company.Options{}), received: make(chan struct{}, 1000)}
	for i := range killedRecords {
		id := fmt.Sprint("TV-", i)
		s.company.Put("VENDOR", map[string]string{"VENDORID": id, "NAME": "Vendor " + id, "STATUS": "active", "CURRENCY": "USD"})
	}
	s.sandbox = sandbox.New(s.company, sandbox.Settings{
		RememberControlIDs: remembers,
		Clock:              func() time.Time { return start.Add(time.Duration(speed * float64(time.Since(began)))) },
	})
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		if bytes.Contains(body, []byte("<create><GLBATCH>")) {
			s.received <- struct{}{}
		}
		s.sandbox.ServeHTTP(w, r)
	}))
	t.Cleanup(web.Close)
	s.server = connect(t, web.URL+sandbox.Path)
	return s
}

// creating are the functions that create what the tests write.
var creating = []string{"create", "create_apadjustment"}

// takes lets all creates from now on take their time.
// What it returns ends that.
func (s *slow) takes(d time.Duration) (end func()) {
	var ends []func()
	for _, function := range creating {
		ends = append(ends, s.sandbox.Fault(sandbox.Fault{Function: function, Work: d, Times: -1}))
	}
	return func() {
		for _, end := range ends {
			end()
		}
	}
}

// postings are records of objects that Intacct does not keep from being there
// twice, with a state after each.
func postings(n int) string {
	var in input
	for i := range n {
		in.record("GLBATCH", fmt.Sprintf(`{"id":"J-%d","JOURNAL":"GJ","BATCH_DATE":"2026-10-15","BATCH_TITLE":"Killed %d","ENTRIES":[{"ACCOUNTNO":"6600","TR_TYPE":1,"TRX_AMOUNT":10,"LOCATION":"110","DEPARTMENT":"100"},{"ACCOUNTNO":"2700","TR_TYPE":-1,"TRX_AMOUNT":10,"LOCATION":"110","DEPARTMENT":"100"}]}`, i, i))
		in.state("GLBATCH", i, fmt.Sprintf(`{"at":%d}`, i))
		in.record("APBILL", fmt.Sprintf(`{"VENDORID":"TV-%d","RECORDID":"K-%d","WHENCREATED":"2026-10-15","WHENDUE":"2026-12-15","APBILLITEMS":[{"ACCOUNTNO":"6600","TRX_AMOUNT":"10","LOCATIONID":"110","DEPARTMENTID":"100"}]}`, i, i))
		in.record("APADJUSTMENT", fmt.Sprintf(`{"id":"A-%d","VENDORID":"TV-1","WHENCREATED":"2026-10-15","DESCRIPTION":"Killed %d","APADJUSTMENTITEMS":[{"ACCOUNTNO":"6600","TRX_AMOUNT":"-10","LOCATIONID":"110","DEPARTMENTID":"100"}]}`, i, i))
	}
	return in.String()
}

const killedRecords = 30

// copies counts, for each record that the input brings, how often it is there.
func (s *slow) copies(t *testing.T, to int) map[string]int {
	t.Helper()
	counts := map[string]int{}
	for _, object := range []struct{ name, field, form string }{
		{"GLBATCH", "BATCH_TITLE", "Killed %d"}, {"APBILL", "RECORDID", "K-%d"}, {"APADJUSTMENT", "DESCRIPTION", "Killed %d"},
	} {
		for i := range to {
			counts[fmt.Sprintf("%s "+object.form, object.name, i)] = 0
		}
		for _, row := range s.company.Rows(object.name) {
			if name := object.name + " " + row[object.field]; strings.HasPrefix(name, object.name+" K") {
				counts[name]++
			}
		}
	}
	return counts
}

// once wants each record to be there, once.
func (s *slow) once(t *testing.T, to int) {
	t.Helper()
	for name, n := range s.copies(t, to) {
		if n != 1 {
			t.Errorf("%s is there %d times", name, n)
		}
	}
}

// writing is a write that is under way.
type writing struct {
	*exec.Cmd
	stdout, stderr bytes.Buffer
	began          time.Time
}

// killable is the catalogue of the tests that kill.
func killable(t *testing.T) string {
	t.Helper()
	var streams []any
	for _, name := range []string{"GLBATCH", "APBILL", "APADJUSTMENT"} {
		stream := map[string]any{
			"stream":    map[string]any{"name": name, "json_schema": map[string]any{}, "supported_sync_modes": []string{"full_refresh"}},
			"sync_mode": "full_refresh", "destination_sync_mode": "append",
		}
		if name != "APBILL" {
			stream["primary_key"] = [][]string{{"id"}}
		}
		streams = append(streams, stream)
	}
	return write(t, "catalog.json", encode(t, map[string]any{"streams": streams}))
}

// begin starts a write whose input does not end before the process does.
func (s *slow) begin(t *testing.T, config, stdin string, env ...string) *writing {
	t.Helper()
	w := &writing{Cmd: exec.CommandContext(t.Context(), connector, "write", "--config", config, "--catalog", killable(t)), began: time.Now()}
	w.Stdout, w.Stderr = &w.stdout, &w.stderr
	w.Env = append(append(os.Environ(), "WORKER_JOB_ID="), env...)
	in, err := w.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Start(); err != nil {
		t.Fatal(err)
	}
	go func() { _, _ = io.WriteString(in, stdin) }() // it stays open
	return w
}

// finish runs a write to its end, which is to be a good one.
func (s *slow) finish(t *testing.T, config, stdin string, env ...string) outcome {
	t.Helper()
	command := exec.CommandContext(t.Context(), connector, "write", "--config", config, "--catalog", killable(t))
	command.Stdin = strings.NewReader(stdin)
	command.Env = append(append(os.Environ(), "WORKER_JOB_ID="), env...)
	stdout, err := command.Output()
	result := outcome{messages: parse(t, string(stdout)), stdout: string(stdout)}
	if err != nil {
		t.Fatalf("%v\n%s", err, result.problems())
	}
	return result
}

// end waits for the end of a write that got a signal, and says how it ended.
func (w *writing) end(t *testing.T, sig syscall.Signal) (by syscall.Signal, took time.Duration) {
	t.Helper()
	began := time.Now()
	if err := w.Process.Signal(sig); err != nil {
		t.Fatal(err)
	}
	_ = w.Wait() // the signal is its error
	status, _ := w.ProcessState.Sys().(syscall.WaitStatus)
	return status.Signal(), time.Since(began)
}

// eachMemory runs a test with a gateway that remembers control ids, and with one
// that does not.
func eachMemory(t *testing.T, test func(t *testing.T, remembers bool)) {
	for _, remembers := range []bool{false, true} {
		t.Run(fmt.Sprintf("memory %v", remembers), func(t *testing.T) {
			t.Parallel()
			test(t, remembers)
		})
	}
}

// TestKilledBySIGTERM: at SIGTERM a write sends nothing more and waits for the answers
// to what it has sent; what they settle is settled, and its states come out. The
// next run posts what is missing, and nothing twice.
func TestKilledBySIGTERM(t *testing.T) {
	t.Parallel()
	eachMemory(t, func(t *testing.T, remembers bool) {
		s := slowGateway(t, remembers, 1)
		delay := min(*gatewayDelay, 20*time.Second)
		normal := s.takes(delay)
		w := s.begin(t, s.config, postings(killedRecords))
		<-s.received
		if by, took := w.end(t, syscall.SIGTERM); by != syscall.SIGTERM || took > delay+2*time.Second {
			t.Errorf("ended by %v after %v\n%s", by, took, w.stdout.String())
		}
		s.sentNoMore(t)
		there, total := 0, s.copies(t, killedRecords)
		for _, n := range total {
			there += n
		}
		if there == 0 || there == len(total) {
			t.Fatalf("%d of %d records were sent", there, len(total))
		}
		for _, m := range parse(t, w.stdout.String()) {
			if m.Type == "STATE" {
				at := strings.Trim(string(m.State.Stream.State), `{"at:}`)
				if total["GLBATCH Killed "+at] != 1 {
					t.Errorf("a state came out before journal %s was there", at)
				}
			}
		}
		if !strings.Contains(w.stdout.String(), `{"type":"STATE"`) {
			t.Errorf("no state came out\n%s", w.stdout.String())
		}
		normal()
		s.finish(t, s.config, postings(killedRecords))
		s.once(t, killedRecords)
	})
}

// sentNoMore wants the gateway to be done with all that it got.
func (s *slow) sentNoMore(t *testing.T) {
	t.Helper()
	for len(s.received) > 0 {
		<-s.received
	}
	before := s.copies(t, killedRecords)
	time.Sleep(100 * time.Millisecond)
	if after := s.copies(t, killedRecords); fmt.Sprint(before) != fmt.Sprint(after) || len(s.received) > 0 {
		t.Error("the gateway was still at something when the process had ended")
	}
}

// TestKilledBySecondSignal: a second signal ends a write at once.
func TestKilledBySecondSignal(t *testing.T) {
	t.Parallel()
	s := slowGateway(t, false, 1)
	s.takes(4 * time.Second)
	w := s.begin(t, s.config, postings(3))
	<-s.received
	if err := w.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	time.Sleep(100 * time.Millisecond)
	if by, took := w.end(t, syscall.SIGINT); by != syscall.SIGINT || took > 2*time.Second {
		t.Errorf("ended by %v after %v", by, took)
	}
}

// TestKilledBeforeALaterAttempt: the process dies with creates under way, and the
// platform starts a later attempt at once. It waits with what could be there
// twice, by the gateway's clock, until the gateway is done: nothing is.
func TestKilledBeforeALaterAttempt(t *testing.T) {
	t.Parallel()
	eachMemory(t, func(t *testing.T, remembers bool) {
		// The gateway's clock brings the end of the wait some time after the delay.
		delay := *gatewayDelay
		s := slowGateway(t, remembers, float64(15*time.Minute)/float64(delay+delay/4+time.Second))
		normal := s.takes(delay)
		w := s.begin(t, s.config, postings(killedRecords), "WORKER_JOB_ID=7", "WORKER_JOB_ATTEMPT=0")
		<-s.received
		w.end(t, syscall.SIGKILL)
		normal()
		result := s.finish(t, s.config, postings(killedRecords), "WORKER_JOB_ID=7", "WORKER_JOB_ATTEMPT=1")
		s.once(t, killedRecords)
		if !strings.Contains(result.stdout, "Creates of records that Intacct does not keep from being there twice wait until 2026-10-31T12:1") {
			t.Errorf("it is not said what is waited for\n%s", result.stdout)
		}
	})
}

// TestKilledWithoutAWord: the process dies with creates under way, and another
// run starts that nobody calls a later attempt. Where the gateway forgets control
// ids there are copies then, and each is named with all its numbers: by that run,
// if the gateway is done by its end, and by every later one that meets it.
func TestKilledWithoutAWord(t *testing.T) {
	t.Parallel()
	eachMemory(t, func(t *testing.T, remembers bool) {
		s := slowGateway(t, remembers, 1)
		delay := *gatewayDelay
		s.takes(delay)
		w := s.begin(t, s.config, postings(15))
		<-s.received
		w.end(t, syscall.SIGKILL)
		for _, run := range []string{"that run", "a later one", "one more"} {
			report := t.TempDir() + "/report.jsonl"
			result := s.finish(t, s.with(t, map[string]any{"report_path": report}), postings(15))
			s.named(t, run, result, content(t, report))
		}
		doubled := 0
		for _, n := range s.copies(t, 15) {
			if n > 1 {
				doubled++
			}
		}
		if remembers != (doubled == 0) {
			t.Errorf("%d records are there twice", doubled)
		}
	})
}

// named wants every record that is there more than once to be named, with the
// numbers of all, in a WARN and in the report.
func (s *slow) named(t *testing.T, run string, result outcome, report string) {
	t.Helper()
	numbers := map[string][]string{}
	for _, object := range []struct{ name, field string }{{"GLBATCH", "BATCH_TITLE"}, {"APBILL", "RECORDID"}, {"APADJUSTMENT", "DESCRIPTION"}} {
		for _, row := range s.company.Rows(object.name) {
			if name := object.name + " " + row[object.field]; strings.HasPrefix(name, object.name+" K") {
				numbers[name] = append(numbers[name], row["RECORDNO"])
			}
		}
	}
	for name, list := range numbers {
		if len(list) < 2 {
			continue
		}
		if !strings.Contains(result.problems(), "(record numbers "+strings.Join(list, ", ")+")") {
			t.Errorf("%s: %s has %v, which no WARN names\n%s", run, name, list, result.problems())
		}
		if !strings.Contains(report, `"outcome":"duplicated","recordnos":["`+strings.Join(list, `","`)+`"]`) {
			t.Errorf("%s: %s has %v, which the report does not name", run, name, list)
		}
	}
}
