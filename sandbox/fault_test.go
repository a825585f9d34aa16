package sandbox_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"airbyte-sage-intacct/sandbox"
)

const newDepartment = `<create><DEPARTMENT><DEPARTMENTID>ZF</DEPARTMENTID><TITLE>x</TITLE></DEPARTMENT></create>`

func (d *desk) hasDepartment() bool {
	_, found := d.sandbox.Company().Row("DEPARTMENT", "ZF")
	return found
}

// body sends a request and reads what comes, as far as it comes.
func (d *desk) body(function string) (status int, contentType, text string, err error) {
	d.t.Helper()
	response, err := d.post(context.Background(), d.envelope(function))
	if err != nil {
		return 0, "", "", err
	}
	read, err := io.ReadAll(response.Body)
	_ = response.Body.Close()
	return response.StatusCode, response.Header.Get("Content-Type"), string(read), err
}

func TestFaultsWithAStatus(t *testing.T) {
	for _, test := range []struct {
		fault     sandbox.Fault
		mediaType string
		part      string
	}{
		{sandbox.Fault{Status: 429}, "text/xml", "GW-0010"},
		{sandbox.Fault{Status: 503}, "text/html", "The Service is Temporarily Off-line"},
		{sandbox.Fault{Status: 502}, "text/html", "Error code 502"},
		{sandbox.Fault{Status: 524}, "text/html", "cf-error-details"},
		{sandbox.Fault{Status: 500}, "text/xml", "GW-0001"},
		{sandbox.Fault{Status: 200, Body: "{}", ContentType: "application/json"}, "application/json", "{}"},
	} {
		d := newDesk(t, sandbox.Settings{})
		d.sandbox.Fault(test.fault)
		status, contentType, text, err := d.body(newDepartment)
		if err != nil || status != test.fault.Status || !strings.HasPrefix(contentType, test.mediaType) || !strings.Contains(text, test.part) {
			t.Errorf("%d: %d %s %s %v", test.fault.Status, status, contentType, text, err)
		}
		if d.hasDepartment() {
			t.Errorf("%d: the function was carried out", test.fault.Status)
		}
		d.one(newDepartment) // the next request is well again
	}
}

func TestAppliedFaultsLoseOnlyTheAnswer(t *testing.T) {
	for _, fault := range []sandbox.Fault{
		{Status: 524, Applied: true},
		{Drop: true, Applied: true},
		{Cut: 200},
		{Errno: "XL03000006", Description2: "Please Try Again Later", Applied: true},
	} {
		d := newDesk(t, sandbox.Settings{})
		d.sandbox.Fault(fault)
		_, _, text, err := d.body(newDepartment)
		if err == nil && strings.Contains(text, "<RECORDNO>") {
			t.Errorf("%+v: the answer came: %s", fault, text)
		}
		if !d.hasDepartment() {
			t.Errorf("%+v: the function was not carried out", fault)
		}
	}
}

func TestFaultsChooseRequests(t *testing.T) {
	d := newDesk(t, sandbox.Settings{})
	remove := d.sandbox.Fault(sandbox.Fault{Function: "query", Object: "vendor", Nth: 2, Times: 2, Errno: "DL02000001", Description2: "There was an error processing the request."})
	var outcomes []string
	for range 5 {
		outcomes = append(outcomes, d.ask(vendors("")).Operation.Results[0].Status)
		d.one(`<getDimensions/>`)
	}
	if got := strings.Join(outcomes, " "); got != "success failure failure success success" {
		t.Error(got)
	}
	remove()
	d.sandbox.Fault(sandbox.Fault{Function: "query", Times: -1, Status: 503})
	for range 3 {
		if status, _, _, _ := d.body(vendors("")); status != 503 {
			t.Errorf("status %d", status)
		}
	}
}

func TestAFaultFailsOnlyItsFunction(t *testing.T) {
	d := newDesk(t, sandbox.Settings{})
	d.sandbox.Fault(sandbox.Fault{Function: "create", Errno: "BL01001973", Description2: "no"})
	r := d.ask(`<getDimensions/>`, newDepartment, vendors("")).Operation.Results
	if r[0].Status != "success" || r[1].Status != "failure" || r[2].Status != "success" || !strings.HasPrefix(r[1].Errors[0].Description2, "no") {
		t.Errorf("%+v", r)
	}
}

func TestFaultsAtTheControlBlock(t *testing.T) {
	d := newDesk(t, sandbox.Settings{})
	d.sandbox.Fault(sandbox.Fault{AtControl: true, Errno: "PL04000055", Description2: "expired"})
	r := d.ask(newDepartment)
	if r.Control.Status != "failure" || r.Errors[0].Number != "PL04000055" || d.hasDepartment() {
		t.Error(r.text)
	}
}

func TestBrokenBodies(t *testing.T) {
	d := newDesk(t, sandbox.Settings{})
	_, _, whole, _ := d.body(vendors(""))
	d.sandbox.Fault(sandbox.Fault{Cut: 300})
	if _, _, text, err := d.body(vendors("")); !errors.Is(err, io.ErrUnexpectedEOF) || len(text) != 300 {
		t.Errorf("cut: %d bytes, %v", len(text), err)
	}
	d.sandbox.Fault(sandbox.Fault{Truncate: 300})
	if _, _, text, err := d.body(vendors("")); err != nil || len(text) != 300 {
		t.Errorf("truncated: %d bytes, %v", len(text), err)
	}
	d.sandbox.Fault(sandbox.Fault{Drip: 100, DripPause: time.Microsecond})
	if _, _, text, err := d.body(vendors("")); err != nil || len(text) != len(whole) {
		t.Errorf("dripped: %d of %d bytes, %v", len(text), len(whole), err)
	}
	d.sandbox.Fault(sandbox.Fault{Drop: true})
	if _, _, _, err := d.body(vendors("")); err == nil {
		t.Error("dropped: an answer came")
	}
}

func TestFaultsOverASocket(t *testing.T) {
	d := newDesk(t, sandbox.Settings{})
	server := httptest.NewServer(d.sandbox)
	defer server.Close()
	post := func() (string, error) {
		response, err := http.Post(server.URL+sandbox.Path, "application/xml", strings.NewReader(d.envelope(vendors(""))))
		if err != nil {
			return "", err
		}
		defer func() { _ = response.Body.Close() }()
		text, err := io.ReadAll(response.Body)
		return string(text), err
	}
	if text, err := post(); err != nil || !strings.Contains(text, "<VENDOR>") {
		t.Fatalf("%v %s", err, text)
	}
	for name, fault := range map[string]sandbox.Fault{"drop": {Drop: true}, "cut": {Cut: 500}} {
		remove := d.sandbox.Fault(fault)
		if text, err := post(); err == nil {
			t.Errorf("%s: a whole answer came: %.100s", name, text)
		}
		remove()
	}
}

func TestLateCommitsAppearWithOldStamps(t *testing.T) {
	now := time.Date(2026, 11, 2, 10, 0, 0, 0, time.UTC)
	d := newDesk(t, sandbox.Settings{Clock: func() time.Time { return now }})
	d.sandbox.Fault(sandbox.Fault{Function: "create", LateCommit: 30 * time.Minute})
	d.one(newDepartment)
	if d.hasDepartment() {
		t.Error("visible at once")
	}
	now = now.Add(31 * time.Minute)
	row, found := d.sandbox.Company().Row("DEPARTMENT", "ZF")
	if !found || row["WHENMODIFIED"] != "2026-11-02T10:00:00Z" {
		t.Errorf("%v %v", found, row)
	}
}

func TestDelaysHonourTheContext(t *testing.T) {
	d := newDesk(t, sandbox.Settings{})
	d.sandbox.Fault(sandbox.Fault{Delay: time.Hour})
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Millisecond)
	defer cancel()
	began := time.Now()
	response, err := d.post(ctx, d.envelope(newDepartment))
	if err == nil {
		_ = response.Body.Close()
	}
	if !errors.Is(err, context.DeadlineExceeded) || time.Since(began) > 10*time.Second {
		t.Errorf("%v after %s", err, time.Since(began))
	}
	if !d.hasDepartment() {
		t.Error("a request whose client gave up was not carried out, as the real gateway would")
	}
}

func TestLatencyAndConcurrency(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, sandbox.Settings{Latency: 200 * time.Millisecond, Concurrency: 2, Queue: 300 * time.Millisecond})
		began := time.Now()
		statuses := make(chan int, 6)
		for range 6 {
			go func() {
				status, _, _, _ := d.body(`<getDimensions/>`)
				statuses <- status
			}()
		}
		counts := map[int]int{}
		for range 6 {
			counts[<-statuses]++
		}
		// Two at once; two wait for 200 ms; the last two would wait for 400 ms.
		if counts[200] != 4 || counts[429] != 2 || time.Since(began) > 450*time.Millisecond {
			t.Errorf("%v after %s", counts, time.Since(began))
		}
	})
}

func TestRateLimit(t *testing.T) {
	now := time.Date(2026, 11, 2, 10, 0, 0, 0, time.UTC)
	d := newDesk(t, sandbox.Settings{Rate: 2, Clock: func() time.Time { return now }})
	for i, want := range []int{200, 200, 429} {
		if status, _, _, _ := d.body(`<getDimensions/>`); status != want {
			t.Errorf("request %d: status %d", i, status)
		}
	}
	now = now.Add(time.Minute)
	if status, _, _, _ := d.body(`<getDimensions/>`); status != 200 {
		t.Errorf("a minute later: status %d", status)
	}
}

// TestWorkGoesOnWithoutItsClient: a gateway that takes its time carries out what
// it has, whether or not anybody waits for the answer.
func TestWorkGoesOnWithoutItsClient(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, sandbox.Settings{})
		request := d.envelope(newDepartment)
		d.sandbox.Fault(sandbox.Fault{Function: "create", Work: time.Minute})
		ctx, leave := context.WithTimeout(t.Context(), time.Second)
		defer leave()
		began := time.Now()
		response, err := d.post(ctx, request)
		if err == nil {
			_ = response.Body.Close()
		}
		if !errors.Is(err, context.DeadlineExceeded) || time.Since(began) != time.Second {
			t.Errorf("after %v: %v", time.Since(began), err)
		}
		time.Sleep(58 * time.Second)
		if d.hasDepartment() {
			t.Error("it was carried out too early")
		}
		time.Sleep(2 * time.Second)
		if !d.hasDepartment() {
			t.Error("it was not carried out")
		}
	})
}
