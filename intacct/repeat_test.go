package intacct_test

import (
	"context"
	"errors"
	"net/http"
	"testing"
	"time"

	"airbyte-sage-intacct/intacct"
)

func create() intacct.Function { return intacct.Create(element("VENDOR", "NAME", "x")) }

// read and write make one call and say how it failed.
func read(c *intacct.Client) error {
	page, err := c.Query(context.Background(), vendors())
	if err == nil {
		page.Release()
	}
	return err
}

func write(c *intacct.Client) error {
	_, err := c.DoOne(context.Background(), create())
	return err
}

func TestWhatIsSentAgain(t *testing.T) {
	later := refusal("BL01001973", "", "Please Try Again Later")
	tests := map[string]struct {
		first         answer
		reads, writes int // how often each is sent, with only this answer; 5 is all tries
		unknown       bool
	}{
		"broken line":        {breaks, 5, 1, true},
		"timed out":          {hangs, 2, 1, true},
		"cut answer":         {text(200, `<?xml version="1.0"?><response><control>`), 5, 1, true},
		"empty answer":       {text(200, ``), 5, 1, true},
		"not an answer":      {text(200, `<html>log in to the hotel's network</html>`), 5, 1, true},
		"502 page":           {fileStatus(502, "cloudflare.html"), 5, 1, true},
		"524":                {text(524, `<html>A timeout occurred</html>`), 2, 1, true},
		"off-line":           {fileStatus(503, "offline.html"), 5, 5, false},
		"off-line, 200":      {fileStatus(200, "offline.html"), 5, 5, false},
		"429":                {fileStatus(429, "gw0010.xml"), 5, 5, false},
		"429 without a body": {text(429, ""), 5, 5, false},
		"rate limit in 200":  {text(200, "API rate limit exceeded"), 5, 5, false},
		"rate limit in JSON": {text(429, `{"ia::result":{"ia::error":{"code":"GW-0010"}}}`), 5, 5, false},
		"try again later":    {later, 5, 5, false},
		"unknown company":    {fileStatus(401, "jpp0002.xml"), 1, 1, false},
		"unknown sender":     {fileStatus(400, "gw0011.xml"), 1, 1, false},
		"schema":             {file("schema"), 1, 1, false},
		"refused by rule":    {refusal("BL34000061", "Another Project with the given value(s) A  already exists", ""), 1, 1, false},
		"no permission":      {refusal("PL04000005", "You do not have permission for API operation READ_BY_QUERY on objects of type arinvoice", ""), 1, 1, false},
	}
	for name, test := range tests {
		for kind, want := range map[string]int{"read": test.reads, "write": test.writes} {
			t.Run(name+"/"+kind, func(t *testing.T) {
				c, g := newClientWith(t, intacct.Options{Timeout: time.Millisecond}, test.first)
				call := map[string]func(*intacct.Client) error{"read": read, "write": write}[kind]
				e := failure(t, call(c))
				if len(g.asked) != want || len(g.waits) != want-1 {
					t.Errorf("sent %d times with %d pauses, want %d times: %v", len(g.asked), len(g.waits), want, e)
				}
				if e.Unknown() != test.unknown || e.SafeToRetry() == test.unknown {
					t.Errorf("unknown = %v, safe = %v, want unknown = %v: %v", e.Unknown(), e.SafeToRetry(), test.unknown, e)
				}
			})
		}
	}
}

func TestUnreachableGatewayIsSafeForWrites(t *testing.T) {
	c, g := newClient(t, file("create"))
	if err := c.Ping(t.Context()); err != nil {
		t.Fatal(err)
	}
	g.down = 3
	if err := write(c); err != nil {
		t.Fatal(err)
	}
	g.down = 100
	e := failure(t, write(c))
	if !e.SafeToRetry() || e.Unknown() || !errors.Is(e, errRefused) || e.FailureType() != "transient_error" {
		t.Errorf("error = %v", e)
	}
	g.counts(t, 1, 1)
}

func TestEarlierResultsDoNotOutliveALaterAttempt(t *testing.T) {
	c, g := newClient(t, refusal("BL01001973", "", "Please Try Again Later"), breaks)
	results, err := c.Do(t.Context(), intacct.Request{Functions: []intacct.Function{create()}})
	if e := failure(t, err); !e.Unknown() || results != nil {
		t.Errorf("results = %v, error = %v", results, err)
	}
	g.counts(t, 1, 2)
}

func TestPauseOfRealTime(t *testing.T) {
	cfg := config()
	g := &gateway{t: t, script: []answer{text(503, "busy"), file("query")}}
	c, err := intacct.New(cfg, intacct.Options{Transport: g, Retry: intacct.Retry{First: time.Microsecond, Longest: time.Microsecond}})
	if err != nil {
		t.Fatal(err)
	}
	if err := read(c); err != nil {
		t.Error(err)
	}
	g.script = []answer{text(503, "busy")}
	c, err = intacct.New(cfg, intacct.Options{Transport: g, Retry: intacct.Retry{First: time.Hour, Longest: time.Hour, Elapsed: 10 * time.Hour}})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	if _, err := c.Query(ctx, vendors()); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("error = %v", err)
	}
}

func TestPausesGrow(t *testing.T) {
	c, g := newClient(t, text(503, "busy"))
	_ = read(c)
	mean := time.Second
	for i, wait := range g.waits {
		if wait < mean/2 || wait > mean*3/2 {
			t.Errorf("pause %d = %v, want about %v", i+1, wait, mean)
		}
		mean *= 2
	}
}

func TestRetryAfterIsObeyed(t *testing.T) {
	date := time.Date(2026, 11, 2, 10, 1, 0, 0, time.UTC).Format(http.TimeFormat)
	for header, want := range map[string]time.Duration{"45": 45 * time.Second, date: time.Minute} {
		c, g := newClient(t, fileStatus(429, "gw0010.xml", "Retry-After", header), file("query"))
		if err := read(c); err != nil {
			t.Fatal(err)
		}
		if len(g.waits) != 1 || g.waits[0] != want {
			t.Errorf("Retry-After: %s paused %v", header, g.waits)
		}
	}
	c, g := newClient(t, fileStatus(429, "gw0010.xml", "Retry-After", "100000"))
	if e := failure(t, read(c)); e.RetryAfter != 100000*time.Second || !e.Temporary() {
		t.Errorf("error = %v", e)
	}
	if len(g.waits) != 0 {
		t.Errorf("paused %v for a day that will not be waited for", g.waits)
	}
}

func TestThrottlingIsTold(t *testing.T) {
	var told []intacct.Retrying
	c, _ := newClientWith(t, intacct.Options{OnRetry: func(r intacct.Retrying) { told = append(told, r) }},
		fileStatus(429, "gw0010.xml", "Retry-After", "60"), file("query"))
	if err := read(c); err != nil {
		t.Fatal(err)
	}
	if len(told) != 1 || !told[0].Err.Throttled() || told[0].Wait != time.Minute || told[0].Attempt != 1 || told[0].Function != "query" {
		t.Errorf("told = %+v", told)
	}
}

func TestThrottlingHoldsTheWholeCompanyBack(t *testing.T) {
	c, g := newClient(t, fileStatus(429, "gw0010.xml", "Retry-After", "60"), file("query"))
	g.stopped = true // time does not pass while somebody waits
	if err := read(c); err != nil {
		t.Fatal(err)
	}
	before := len(g.waits)
	if err := read(c.Entity("south")); err != nil {
		t.Fatal(err)
	}
	if len(g.waits) == before || g.waits[before] != time.Minute {
		t.Errorf("another entity did not wait: %v, before it %d", g.waits, before)
	}
}

func TestWaitingEndsWithItsCaller(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	c, g := newClient(t, func(q *request) (*http.Response, error) {
		cancel()
		return q.respond(503, "temporarily off-line")
	})
	_, err := c.DoOne(ctx, create())
	if e := failure(t, err); !errors.Is(err, context.Canceled) || e.Unknown() || !e.SafeToRetry() {
		t.Errorf("error = %v", err)
	}
	g.counts(t, 1, 1)
}

func TestCancelledRequestThatLeftIsUnknown(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	c, _ := newClient(t, func(q *request) (*http.Response, error) {
		cancel()
		return hangs(q)
	})
	_, err := c.DoOne(ctx, create())
	if e := failure(t, err); !errors.Is(err, context.Canceled) || !e.Unknown() || e.SafeToRetry() || e.Temporary() {
		t.Errorf("error = %v", err)
	}
}

func TestElapsedTimeEndsTheTries(t *testing.T) {
	c, g := newClientWith(t, intacct.Options{Retry: intacct.Retry{Tries: 1000, Longest: time.Minute, Elapsed: 10 * time.Minute}}, text(503, "busy"))
	began := g.clock()
	_ = read(c)
	if took := g.clock().Sub(began); took > 11*time.Minute || len(g.asked) < 5 {
		t.Errorf("tried %d times in %v", len(g.asked), took)
	}
}

func TestAuditHistoryIsAskedTwice(t *testing.T) {
	busy := refusal("DL02000001", "There was an error processing the request.", "")
	for object, want := range map[string]int{"AUDITHISTORY": 2, "VENDOR": 1} {
		c, g := newClient(t, busy)
		_, err := c.Query(t.Context(), intacct.Query{Object: object, Select: []string{"ID"}})
		if e := failure(t, err); e.Number() != "DL02000001" {
			t.Error(e)
		}
		g.counts(t, 1, want)
	}
}
