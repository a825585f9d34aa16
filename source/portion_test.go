package source

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/intacct"
	"airbyte-sage-intacct/source/paging"
)

// slow lets a gateway give up over pages of more rows than a bound, after two
// minutes, as a CDN does, or not answer at all. It counts what was asked for.
type slow struct {
	bound  int
	silent bool
	asked  map[int]int // by size
	failed int
}

func (s *slow) before(t *testing.T, w *world) {
	inner := w.transport
	s.asked = make(map[int]int)
	w.transport = roundTripper(func(r *http.Request) (*http.Response, error) {
		size, raw := pageSize(t, r)
		w.requests.Lock()
		s.asked[size]++
		tooMuch := size > s.bound
		if tooMuch {
			s.failed++
		}
		w.requests.Unlock()
		r.Body = raw
		switch {
		case tooMuch && s.silent:
			<-r.Context().Done()
			return nil, r.Context().Err()
		case tooMuch:
			time.Sleep(2 * time.Minute)
			return &http.Response{StatusCode: 524, Status: "524", Header: http.Header{}, Body: http.NoBody, Request: r}, nil
		}
		return inner.RoundTrip(r)
	})
}

// TestASizeIsTooMuchTwiceAtMost reads fifty pages, in simulated time, from a
// gateway that fails over those of the configured size. It is tried twice, and
// never again in this run or the next ones, until it is worth another try.
func TestASizeIsTooMuchTwiceAtMost(t *testing.T) {
	for _, silent := range []bool{false, true} {
		t.Run(fmt.Sprint("silent ", silent), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := vendors(t, 10_000, rand.New(rand.NewPCG(6, 6)), spreads["gaps"])
				w.config["page_size"], w.config["deletes"], w.config["max_concurrency"] = 400, "off", 1
				options := w.options
				w.options = func(o *intacct.Options) { options(o); o.Timeout = 15 * time.Minute }
				gateway := &slow{bound: 399, silent: silent}
				gateway.before(t, w)
				began := time.Now()
				out := w.read(t, slim(airbyte.Incremental), nil).ok(t)
				w.equalsCompany(t, "VENDOR", out.records("VENDOR"))
				if gateway.asked[400] != 2 || gateway.asked[200] < 40 {
					t.Errorf("asked for %v", gateway.asked)
				}
				if took := time.Since(began); took > 31*time.Minute {
					t.Errorf("it took %s", took)
				}
				logs := out.logs()
				if strings.Count(logs, "WARN VENDOR: the gateway did not answer in time; pages of 200 rows") != 1 || strings.Count(logs, "WARN") != 1 {
					t.Errorf("logs:\n%s", logs)
				}
				reread := func(later time.Duration) int {
					w.later(later)
					for i := range 30 {
						w.company.Put("VENDOR", vendor(fmt.Sprint(2_000_000+i), stamp(w.clock()), stamp(w.clock())))
					}
					w.later(time.Minute)
					gateway.failed = 0
					out = w.read(t, slim(airbyte.Incremental), out.states()).ok(t)
					if n := len(out.records("VENDOR")); n != 30 {
						t.Errorf("%d records of 30", n)
					}
					return gateway.failed
				}
				if n := reread(24 * time.Hour); n > 0 {
					t.Errorf("a day later %d requests were too much", n)
				}
				if n := reread(40 * 24 * time.Hour); n != 1 {
					t.Errorf("after 40 days %d requests were too much, one was to be tried", n)
				}
				if n := reread(24 * time.Hour); n != 1 {
					t.Errorf("a day after that %d requests were too much, the second was to be tried", n)
				}
				if n := reread(24 * time.Hour); n > 0 {
					t.Errorf("two days after that %d requests were too much", n)
				}
			})
		})
	}
}

// TestPagesGrowAgain lets the gateway fail once: the configured size is asked for
// again.
func TestPagesGrowAgain(t *testing.T) {
	w := vendors(t, 10_000, rand.New(rand.NewPCG(7, 7)), spreads["gaps"])
	w.config["page_size"], w.config["deletes"] = 400, "off"
	gateway := &slow{bound: 10_000}
	gateway.before(t, w)
	inner, once := w.transport, true
	w.transport = roundTripper(func(r *http.Request) (*http.Response, error) {
		size, raw := pageSize(t, r)
		r.Body = raw
		w.requests.Lock()
		fails := size == 400 && once
		once = once && !fails
		w.requests.Unlock()
		if fails {
			return &http.Response{StatusCode: 524, Status: "524", Header: http.Header{}, Body: http.NoBody, Request: r}, nil
		}
		return inner.RoundTrip(r)
	})
	out := w.read(t, slim(airbyte.FullRefresh), nil).ok(t)
	w.equalsCompany(t, "VENDOR", out.records("VENDOR"))
	if gateway.asked[200] < paging.GoodPages || gateway.asked[400] < 5 {
		t.Errorf("asked for %v", gateway.asked)
	}
}
