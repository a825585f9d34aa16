package source

import (
	"bytes"
	"context"
	"errors"
	"io"
	"math/rand/v2"
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"

	"airbyte-sage-intacct/airbyte"
)

// TestCancelledReadsEndAtOnce cancels reads at any request. Nothing goes on
// behind them.
func TestCancelledReadsEndAtOnce(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	w := vendors(t, 1000, rand.New(rand.NewPCG(6, 6)), spreads["gaps"])
	inner := shuffled(w.transport, time.Millisecond)
	for nth := range 25 {
		ctx, cancel := context.WithCancelCause(t.Context())
		var requests atomic.Int64
		p := &program{config: map[string]any{"page_size": 40}, options: w.options, transport: roundTripper(func(r *http.Request) (*http.Response, error) {
			if requests.Add(1) <= int64(nth) {
				return inner.RoundTrip(r)
			}
			cancel(errors.New("stopped"))
			<-r.Context().Done() // a gateway that does not answer
			return nil, r.Context().Err()
		})}
		catalog := slim(airbyte.FullRefresh)
		catalog.Streams = append(catalog.Streams, configured(airbyte.Incremental, "CUSTOMER", "CLASS").Streams...)
		began := time.Now()
		out := p.run(t, ctx, "read", catalog, nil)
		if took := time.Since(began); took > time.Second {
			t.Errorf("request %d: it took %s", nth, took)
		}
		if out.code == 0 && int(requests.Load()) > nth {
			t.Errorf("request %d: exit code 0", nth)
		}
		ordered(t, out.records("VENDOR"))
		cancel(nil)
	}
}

// TestFailedReadsLeaveNothingBehind lets a stream fail in the middle while
// others are fetched ahead.
func TestFailedReadsLeaveNothingBehind(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	w := with(map[string]any{"page_size": 10})
	inner := shuffled(w.transport, time.Millisecond)
	w.transport = roundTripper(func(r *http.Request) (*http.Response, error) {
		raw, err := io.ReadAll(r.Body)
		if err != nil {
			return nil, err
		}
		if bytes.Contains(raw, []byte("<object>CUSTOMER</object>")) && bytes.Contains(raw, []byte("<greaterthan>")) {
			return nil, errors.New("the line is broken")
		}
		r.Body = io.NopCloser(bytes.NewReader(raw))
		return inner.RoundTrip(r)
	})
	streams := []string{"VENDOR", "CUSTOMER", "GLACCOUNT", "CLASS", "EMPLOYEE"}
	out := w.read(t, configured(airbyte.FullRefresh, streams...), nil)
	if message, failure := out.failure("CUSTOMER"); out.code != 1 || failure != airbyte.TransientError || len(out.records("CUSTOMER")) != 10 {
		t.Errorf("exit code %d, %s: %s", out.code, failure, message)
	}
	for _, stream := range streams {
		if stream != "CUSTOMER" {
			demo().equalsCompany(t, stream, out.records(stream))
		}
	}
}
