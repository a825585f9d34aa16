package source

import (
	"bytes"
	"fmt"
	"hash/fnv"
	"io"
	"math/rand/v2"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/internal/long"
	"airbyte-sage-intacct/sandbox"
)

// spreads are ways in which keys lie: how far the next one is.
var spreads = map[string]func(random *rand.Rand, nth int) int{
	"dense":           func(*rand.Rand, int) int { return 1 },
	"gaps":            func(random *rand.Rand, _ int) int { return 1 + random.IntN(9) },
	"a desert":        func(_ *rand.Rand, nth int) int { return 1 + nth%500/499*1_000_000 },
	"dense at last":   func(_ *rand.Rand, nth int) int { return 1 + max(0, 1000-10*nth) },
	"dense at first":  func(_ *rand.Rand, nth int) int { return 1 + nth*nth/100 },
	"in crowds":       func(random *rand.Rand, nth int) int { return 1 + random.IntN(20)/19*5000 },
	"interleaved":     func(random *rand.Rand, _ int) int { return 1 + random.IntN(3)*random.IntN(3) },
	"beyond 32 bits":  func(random *rand.Rand, _ int) int { return 1 + random.IntN(1<<34) },
	"one far outlier": func(_ *rand.Rand, nth int) int { return 1 + nth/999*1_000_000_000 },
}

// vendors fills a company with keys that lie as a spread says.
func vendors(t testing.TB, count int, random *rand.Rand, spread func(*rand.Rand, int) int) *world {
	w := small(t, "VENDOR")
	for i, id := 0, 0; i < count; i++ {
		id += spread(random, i)
		w.company.Put("VENDOR", vendor(strconv.Itoa(id), "2026-10-01T00:00:00Z", "2026-10-01T00:00:00Z"))
	}
	return w
}

// slim is a catalogue of vendors with the fields that vendor fills.
func slim(mode airbyte.SyncMode) *airbyte.ConfiguredCatalog {
	catalog := configured(mode, "VENDOR")
	catalog.Streams[0].Stream.JSONSchema = []byte(`{"properties":{"RECORDNO":{},"VENDORID":{},"NAME":{},"WHENMODIFIED":{},"WHENCREATED":{}}}`)
	return catalog
}

// shuffled answers after random times, so that answers overtake each other.
func shuffled(inner http.RoundTripper, most time.Duration) http.RoundTripper {
	return delayed(inner, func(*http.Request) (time.Duration, error) { return rand.N(most), nil })
}

// reordered is shuffled with times that follow from what is asked, so that
// answers overtake each other in the same order whenever the salt is the same.
func reordered(inner http.RoundTripper, most time.Duration, salt uint64) http.RoundTripper {
	return delayed(inner, func(r *http.Request) (time.Duration, error) {
		body, err := io.ReadAll(r.Body)
		r.Body = io.NopCloser(bytes.NewReader(body))
		_, asked, _ := bytes.Cut(body, []byte("<query>"))
		sum := fnv.New64a()
		_, _ = fmt.Fprint(sum, salt, " ", string(asked))
		return time.Duration(sum.Sum64() % uint64(most)), err
	})
}

// delayed answers after the time that a request is given.
func delayed(inner http.RoundTripper, delay func(*http.Request) (time.Duration, error)) http.RoundTripper {
	return roundTripper(func(r *http.Request) (*http.Response, error) {
		d, err := delay(r)
		if err != nil {
			return nil, err
		}
		timer := time.NewTimer(d)
		defer timer.Stop()
		select {
		case <-timer.C:
		case <-r.Context().Done():
			return nil, r.Context().Err()
		}
		return inner.RoundTrip(r)
	})
}

// ordered fails unless keys come in their order, each once.
func ordered(t testing.TB, records []string) {
	t.Helper()
	last := -1
	for _, data := range records {
		number, err := strconv.Atoi(key(t, data, "RECORDNO"))
		if err != nil || number <= last {
			t.Fatalf("%d came after %d: %v", number, last, err)
		}
		last = number
	}
}

func queries(w *world, since int) int {
	n := 0
	for _, request := range w.sandbox.Requests()[since:] {
		if request.Calls[0].Function == "query" {
			n++
		}
	}
	return n
}

// TestWindowsAreExactAndFew reads keys that lie in all sorts of ways
// while answers overtake each other: all rows, in order, in few calls. In which
// order the answers come decides how soon it shows how keys lie, so that the
// calls are counted over several orders.
func TestWindowsAreExactAndFew(t *testing.T) {
	const rows, size = 2000, 40
	orders := long.Of(2, 8)
	for name, spread := range spreads {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			count := map[airbyte.SyncMode]int{}
			for salt := range orders {
				synctest.Test(t, func(t *testing.T) {
					w := vendors(t, rows, rand.New(rand.NewPCG(3, 3)), spread)
					w.config["page_size"], w.config["deletes"] = size, "off"
					w.transport = reordered(w.transport, 2*time.Millisecond, uint64(salt))
					for _, mode := range []airbyte.SyncMode{airbyte.FullRefresh, airbyte.Incremental} {
						before := len(w.sandbox.Requests())
						out := w.read(t, slim(mode), nil).ok(t)
						ordered(t, out.records("VENDOR"))
						w.equalsCompany(t, "VENDOR", out.records("VENDOR"))
						count[mode] += queries(w, before)
					}
				})
			}
			// A few are lost at the beginning, until it shows how keys lie.
			for mode, n := range count {
				if most := orders * (rows/size*115/100 + 4); n > most {
					t.Errorf("%s: %d queries in %d orders, at most %d are worth it", mode, n, orders, most)
				}
				t.Log(mode, n/orders)
			}
		})
	}
}

// TestRowsComingAndGoingDuringTheRead: what was there from the beginning to the
// end comes once, whatever happens around it.
func TestRowsComingAndGoingDuringTheRead(t *testing.T) {
	for seed := range 20 {
		random := rand.New(rand.NewPCG(uint64(seed), 5))
		w := vendors(t, 400, random, spreads["gaps"])
		w.config["page_size"], w.config["max_concurrency"], w.config["deletes"] = 1+random.IntN(40), 1+random.IntN(8), "off"
		stays := make(map[string]bool)
		for _, row := range w.company.Rows("VENDOR") {
			stays[row["RECORDNO"]] = true
		}
		w.before = func() {
			for range random.IntN(4) {
				id := strconv.Itoa(1 + random.IntN(2500))
				if _, there := w.company.Row("VENDOR", id); there {
					w.company.Remove("VENDOR", id)
					delete(stays, id)
				} else {
					w.company.Put("VENDOR", vendor(id, "2026-10-01T00:00:00Z", ""))
				}
			}
		}
		w.transport = shuffled(w.transport, time.Millisecond)
		out := w.read(t, slim(airbyte.FullRefresh), nil).ok(t)
		ordered(t, out.records("VENDOR"))
		came := byKey(t, out.records("VENDOR"), "RECORDNO")
		for id := range stays {
			if _, there := came[id]; !there {
				t.Fatalf("seed %d: %s did not come", seed, id)
			}
		}
	}
}

// TestFaultsInTheMiddleOfWindows lets any request of a read in windows go wrong.
func TestFaultsInTheMiddleOfWindows(t *testing.T) {
	faults := map[string]sandbox.Fault{
		"throttled": {Status: 429}, "bad gateway": {Status: 502}, "too much": {Status: 524},
		"connection lost": {Drop: true}, "answer cut": {Cut: 2000}, "answer ends early": {Truncate: 2000},
	}
	for name, fault := range faults {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			random := rand.New(rand.NewPCG(4, 4))
			w := vendors(t, 1200, random, spreads["gaps"])
			w.config["page_size"], w.config["deletes"] = 100, "off"
			w.transport = shuffled(w.transport, time.Millisecond)
			for nth := 1; nth <= 13; nth += long.Of(4, 1) {
				fault.Function, fault.Nth = "query", nth
				remove := w.sandbox.Fault(fault)
				out := w.read(t, slim(airbyte.Incremental), nil).ok(t)
				remove()
				ordered(t, out.records("VENDOR"))
				w.equalsCompany(t, "VENDOR", out.records("VENDOR"))
				if name == "throttled" && !strings.Contains(strings.Join(out.lines, ""), "RATE_LIMITED") {
					t.Errorf("request %d: the platform was not told", nth)
				}
			}
		})
	}
}

// TestPagesShrink lets the gateway, or what stands before it, fail over pages of
// more than 60 rows.
func TestPagesShrink(t *testing.T) {
	for _, status := range []int{524, http.StatusGatewayTimeout} {
		t.Run(strconv.Itoa(status), func(t *testing.T) { pagesShrink(t, status) })
	}
}

func pagesShrink(t *testing.T, status int) {
	t.Helper()
	w := vendors(t, 2000, rand.New(rand.NewPCG(5, 5)), spreads["gaps"])
	w.config["page_size"], w.config["deletes"] = 500, "off"
	inner, largest := w.transport, 0
	w.transport = roundTripper(func(r *http.Request) (*http.Response, error) {
		size, raw := pageSize(t, r)
		if size > 70 {
			return &http.Response{StatusCode: status, Status: strconv.Itoa(status), Header: http.Header{}, Body: http.NoBody, Request: r}, nil
		}
		w.requests.Lock()
		largest = max(largest, size)
		w.requests.Unlock()
		r.Body = raw
		return inner.RoundTrip(r)
	})
	out := w.read(t, slim(airbyte.FullRefresh), nil).ok(t)
	ordered(t, out.records("VENDOR"))
	w.equalsCompany(t, "VENDOR", out.records("VENDOR"))
	if largest != 62 {
		t.Errorf("the largest page was of %d rows", largest)
	}
	logs := out.logs()
	if !strings.Contains(logs, "WARN VENDOR: the gateway did not answer in time; pages of 250 rows") ||
		!strings.Contains(logs, "INFO VENDOR: the gateway did not answer in time; pages of 62 rows") || strings.Count(logs, "WARN") != 1 {
		t.Errorf("logs:\n%s", logs)
	}
}

// TestStreamsComeOneAfterAnother reads several streams at once; what is emitted
// does not show it.
func TestStreamsComeOneAfterAnother(t *testing.T) {
	streams := []string{"VENDOR", "CUSTOMER", "GLACCOUNT", "DEPARTMENT", "CLASS", "EMPLOYEE", "CONTACT"}
	w := with(map[string]any{"page_size": 30})
	w.transport = shuffled(w.transport, 5*time.Millisecond)
	out := w.read(t, configured(airbyte.FullRefresh, streams...), nil).ok(t)
	var order []string
	for _, m := range out.messages {
		stream := ""
		switch {
		case m.Type == airbyte.TypeRecord:
			stream = m.Record.Stream
		case m.Type == airbyte.TypeState:
			stream = m.State.Stream.Descriptor.Name
		case m.Type == airbyte.TypeTrace && m.Trace.StreamStatus != nil:
			stream = m.Trace.StreamStatus.StreamDescriptor.Name
		}
		if stream != "" && (len(order) == 0 || order[len(order)-1] != stream) {
			order = append(order, stream)
		}
	}
	if fmt.Sprint(order) != fmt.Sprint(streams) {
		t.Errorf("streams came as %s", order)
	}
	for _, stream := range streams {
		demo().equalsCompany(t, stream, out.records(stream))
	}
}

var pageSizePattern = regexp.MustCompile(`<pagesize>(\d+)</pagesize>`)

// pageSize is how many rows a request asks for; 0 if it asks for none.
func pageSize(t testing.TB, r *http.Request) (int, io.ReadCloser) {
	raw, err := io.ReadAll(r.Body)
	if err != nil {
		t.Error(err)
	}
	size := 0
	if found := pageSizePattern.FindSubmatch(raw); found != nil {
		size, _ = strconv.Atoi(string(found[1]))
	}
	return size, io.NopCloser(bytes.NewReader(raw))
}
