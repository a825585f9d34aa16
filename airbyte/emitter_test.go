package airbyte_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/internal/locked"
)

func TestStateCountsRecordsSinceThePreviousOne(t *testing.T) {
	r := read(t, func(out *airbyte.Emitter) error {
		return errors.Join(
			out.Status("A", airbyte.Started), out.Status("A", airbyte.Running),
			send(out, "A", `{"N":1}`, `{"N":2}`), send(out, "A", `{"N":3}`),
			readRecords(out, "B", `{"N":1}`),
			out.State("A", json.RawMessage(`{ "after" : 3.10 }`)),
			send(out, "A", `{"N":4}`),
			out.State("A", json.RawMessage(`{"after":4}`)),
			out.State("A", json.RawMessage(`{"done":true}`)),
			out.Status("A", airbyte.Complete),
		)
	}, "A", "B")
	want(t, "exit code", r.code, 0)
	want(t, "messages", r.sketch(), "A:STARTED A:RUNNING A A A B:STARTED B:RUNNING B B=1.0 B:COMPLETE A=3.0 A A=1.0 A=0.0 A:COMPLETE")
	wantContains(t, "a state", r.stdout,
		`{"type":"STATE","state":{"type":"STREAM","stream":{"stream_descriptor":{"name":"A"},"stream_state":{"after":3.10}},"sourceStats":{"recordCount":3.0}}}`+"\n")
}

func TestStateMustBeAnObject(t *testing.T) {
	for _, state := range []string{``, `null`, `[]`, `"x"`, `{"a":`, `7`} {
		if err := airbyte.NewEmitter(io.Discard).State("A", json.RawMessage(state)); err == nil {
			t.Errorf("a state %q was taken", state)
		}
	}
}

// A source cannot promise what it has not done.
func TestCompleteNeedsItsStates(t *testing.T) {
	for _, tt := range []struct {
		name string
		read func(out *airbyte.Emitter) error
		want string
	}{
		{"no state", func(out *airbyte.Emitter) error {
			return errors.Join(out.Status("A", airbyte.Running), out.Status("A", airbyte.Complete))
		}, "has had no state"},
		{"records after the last state", func(out *airbyte.Emitter) error {
			return errors.Join(out.Status("A", airbyte.Running), out.State("A", json.RawMessage(`{"a":1}`)), send(out, "A", `{"N":1}`), out.Status("A", airbyte.Complete))
		}, "1 records came after its last state"},
		{"never running", func(out *airbyte.Emitter) error {
			return errors.Join(out.State("A", json.RawMessage(`{"a":1}`)), out.Status("A", airbyte.Complete))
		}, "never running"},
		{"records after the end", func(out *airbyte.Emitter) error {
			return errors.Join(readRecords(out, "A"), send(out, "A", `{"N":1}`))
		}, "goes on after COMPLETE"},
		{"a state after the end", func(out *airbyte.Emitter) error {
			return errors.Join(readRecords(out, "A"), out.State("A", json.RawMessage(`{"a":1}`)))
		}, "goes on after COMPLETE"},
		{"another end", func(out *airbyte.Emitter) error {
			return errors.Join(readRecords(out, "A"), out.Status("A", airbyte.Complete), out.Status("A", airbyte.Incomplete))
		}, "goes on after COMPLETE"},
		{"nothing at all", func(*airbyte.Emitter) error { return nil }, "before these streams did: A"},
		{"begun only", func(out *airbyte.Emitter) error { return out.Status("A", airbyte.Started) }, "before these streams did: A"},
		{"incomplete without a reason", func(out *airbyte.Emitter) error { return out.Status("A", airbyte.Incomplete) }, "before these streams did: A"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := read(t, tt.read, "A")
			want(t, "exit code", r.code, 1)
			failure := r.theError(t)
			want(t, "failure type", failure.FailureType, airbyte.SystemError)
			wantContains(t, "message", failure.Message, tt.want)
		})
	}
}

func TestStreamsThatAreNotInTheCatalogAreRefused(t *testing.T) {
	r := read(t, func(out *airbyte.Emitter) error {
		for what, err := range map[string]error{
			"record": send(out, "vendor", `{"A":1}`), "state": out.State("vendor", json.RawMessage(`{"a":1}`)),
			"status": out.Status("vendor", airbyte.Started), "estimate": out.Estimate("vendor", 1, 1),
			"failure": out.StreamFailed("vendor", errors.New("x")),
		} {
			if err == nil {
				t.Errorf("a %s of an unknown stream was taken", what)
			}
		}
		return readRecords(out, "VENDOR")
	}, "VENDOR")
	want(t, "exit code", r.code, 0)
	want(t, "messages", r.sketch(), "VENDOR:STARTED VENDOR:RUNNING VENDOR=0.0 VENDOR:COMPLETE")
}

func TestOtherMessages(t *testing.T) {
	r := read(t, func(out *airbyte.Emitter) error {
		return errors.Join(
			out.Estimate("A", 5000, 900000),
			out.Control(json.RawMessage(`{"token": "new"}`)),
			out.Status("A", airbyte.Running, airbyte.RateLimited(noon)),
			out.Status("A", airbyte.Running, airbyte.RateLimited(time.Time{})),
			readRecords(out, "A"),
		)
	}, "A")
	want(t, "exit code", r.code, 0)
	wantContains(t, "output", r.stdout,
		`{"type":"TRACE","trace":{"type":"ESTIMATE","emitted_at":1772366400000,"estimate":{"name":"A","type":"STREAM","row_estimate":5000,"byte_estimate":900000}}}`,
		`{"type":"CONTROL","control":{"type":"CONNECTOR_CONFIG","emitted_at":1772366400000,"connectorConfig":{"config":{"token":"new"}}}}`,
		`"status":"RUNNING","reasons":[{"type":"RATE_LIMITED","rate_limited":{"quota_reset":1772366400000}}]`,
		`"status":"RUNNING","reasons":[{"type":"RATE_LIMITED"}]`)
	if err := airbyte.NewEmitter(io.Discard).Control(json.RawMessage(`[]`)); err == nil {
		t.Error("a configuration that is no object was taken")
	}
}

func TestFlush(t *testing.T) {
	t.Run("records wait at most a second", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			stdout := &locked.Buffer{}
			out := airbyte.NewEmitter(stdout)
			for round := range 3 {
				if err := send(out, "A", `{"N":1}`); err != nil {
					t.Fatal(err)
				}
				time.Sleep(999 * time.Millisecond)
				want(t, "records before the second", strings.Count(stdout.String(), "RECORD"), round)
				time.Sleep(2 * time.Millisecond)
				want(t, "records after it", strings.Count(stdout.String(), "RECORD"), round+1)
			}
		})
	})
	for name, message := range map[string]func(out *airbyte.Emitter) error{
		"STATE":    func(out *airbyte.Emitter) error { return out.State("A", json.RawMessage(`{"a":1}`)) },
		"status":   func(out *airbyte.Emitter) error { return out.Status("A", airbyte.Running) },
		"estimate": func(out *airbyte.Emitter) error { return out.Estimate("A", 1, 1) },
		"CONTROL":  func(out *airbyte.Emitter) error { return out.Control(json.RawMessage(`{}`)) },
		"failure":  func(out *airbyte.Emitter) error { return out.StreamFailed("A", errors.New("x")) },
		"LOG":      func(out *airbyte.Emitter) error { out.Log().Info().Msg("x"); return nil },
		"echo": func(out *airbyte.Emitter) error {
			return out.Echo([]byte(`{"type":"STATE","state":{"type":"STREAM","stream":{"stream_descriptor":{"name":"A"}}}}`), airbyte.DestinationStats{})
		},
	} {
		t.Run(name+" goes out at once, after the records before it", func(t *testing.T) {
			stdout := &locked.Buffer{}
			out := airbyte.NewEmitter(stdout)
			if err := errors.Join(send(out, "A", `{"N":1}`), message(out)); err != nil {
				t.Fatal(err)
			}
			messages := parse(t, stdout.String())
			if len(messages) < 2 || messages[0].Type != airbyte.TypeRecord {
				t.Errorf("the output is %q", stdout.String())
			}
		})
	}
	t.Run("large batches go out whole and in order", func(t *testing.T) {
		stdout := &locked.Buffer{}
		out := airbyte.NewEmitter(stdout)
		large := `{"N":"` + strings.Repeat("x", 100_000) + `"}`
		if err := errors.Join(send(out, "A", `{"N":1}`), send(out, "B", large), send(out, "C", `{"N":1}`), out.Flush()); err != nil {
			t.Fatal(err)
		}
		r := result{messages: parse(t, stdout.String())}
		want(t, "records", r.sketch(), "A B C")
	})
}

func TestGoroutinesDoNotInterleave(t *testing.T) {
	const workers, rounds = 8, 50
	var names []string
	for i := range workers {
		names = append(names, fmt.Sprintf("S%d", i))
	}
	r := read(t, func(out *airbyte.Emitter) error {
		var wg sync.WaitGroup
		for _, name := range names {
			wg.Go(func() {
				record := `{"N":"` + strings.Repeat(name, 500) + `"}`
				_ = out.Status(name, airbyte.Running)
				for range rounds {
					if err := errors.Join(send(out, name, record, record), out.State(name, json.RawMessage(`{"a":1}`))); err != nil {
						t.Error(err)
					}
					out.Log().Info().Str("stream", name).Msg("Page")
				}
				_ = out.Status(name, airbyte.Complete)
			})
		}
		wg.Wait()
		return nil
	}, names...)
	want(t, "exit code", r.code, 0)
	want(t, "records", len(r.of(airbyte.TypeRecord)), 2*workers*rounds)
	for _, message := range r.of(airbyte.TypeState) {
		want(t, "count", message.State.SourceStats.RecordCount, json.Number("2.0"))
	}
}

// closedPipe is a stdout whose reader has gone after so many bytes.
type closedPipe struct{ left int }

func (p *closedPipe) Write(data []byte) (int, error) {
	if len(data) > p.left {
		return 0, io.ErrClosedPipe
	}
	p.left -= len(data)
	return len(data), nil
}

func TestFailedWriteEndsTheCommand(t *testing.T) {
	var cause, later error
	source := fakeSource{read: func(ctx context.Context, _ *airbyte.ConfiguredCatalog, _ *airbyte.States, out *airbyte.Emitter) error {
		if err := out.Status("A", airbyte.Started); err != nil {
			t.Error(err)
		}
		first := out.State("A", json.RawMessage(`{"much":"`+strings.Repeat("x", 500)+`"}`))
		<-ctx.Done()
		cause, later = context.Cause(ctx), send(out, "A", `{"N":1}`)
		return first
	}}
	var stderr bytes.Buffer
	code := airbyte.Run(t.Context(), connector(source, nil),
		[]string{"read", "--config", file(t, goodConfig), "--catalog", file(t, catalogOf("A"))},
		strings.NewReader(""), &closedPipe{left: 200}, &stderr)
	want(t, "exit code", code, 1)
	for what, err := range map[string]error{"the context's cause": cause, "a later call": later} {
		if !errors.Is(err, io.ErrClosedPipe) {
			t.Errorf("%s is %v", what, err)
		}
	}
	want(t, "stderr", stderr.String(), "test-connector: writing to stdout: io: read/write on closed pipe\n")
}

// A connector that swallows the error of a lost stdout must not turn it into success.
func TestFailedWriteIsNeverSuccess(t *testing.T) {
	for name, args := range map[string][]string{
		"spec": {"spec"}, "check": {"check", "--config", file(t, goodConfig)}, "discover": {"discover", "--config", file(t, goodConfig)},
		"read":  {"read", "--config", file(t, goodConfig), "--catalog", file(t, catalogOf("A"))},
		"write": {"write", "--config", file(t, goodConfig), "--catalog", file(t, catalogOf("A"))},
	} {
		t.Run(name, func(t *testing.T) {
			source := fakeSource{read: func(_ context.Context, _ *airbyte.ConfiguredCatalog, _ *airbyte.States, out *airbyte.Emitter) error {
				_ = readRecords(out, "A")
				return nil
			}}
			destination := fakeDestination{write: func(_ context.Context, _ *airbyte.ConfiguredCatalog, in *airbyte.Input, out *airbyte.Emitter) error {
				out.Log().Info().Msg("done")
				_, _ = in.Next()
				return nil
			}}
			var stderr bytes.Buffer
			code := airbyte.Run(t.Context(), connector(source, destination), args, strings.NewReader(""), &closedPipe{}, &stderr)
			want(t, "exit code", code, 1)
			wantContains(t, "stderr", stderr.String(), "writing to stdout")
		})
	}
}

// A connector that does not notice that its context was cancelled does not keep the program alive.
func TestStubbornConnectorIsLeftBehind(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		release := make(chan struct{})
		defer close(release)
		ctx, cancel := context.WithCancel(t.Context())
		source := fakeSource{check: func(context.Context, []byte, *airbyte.Emitter) error {
			cancel()
			<-release
			return nil
		}}
		var stdout, stderr bytes.Buffer
		start := time.Now()
		code := airbyte.Run(ctx, connector(source, nil), []string{"check", "--config", file(t, goodConfig)}, strings.NewReader(""), &stdout, &stderr)
		want(t, "exit code", code, 1)
		if waited := time.Since(start); waited > 10*time.Second {
			t.Errorf("waited %v", waited)
		}
		failure := result{messages: parse(t, stdout.String())}.theError(t)
		want(t, "failure type", failure.FailureType, airbyte.TransientError)
		wantContains(t, "internal message", failure.InternalMessage, "did not stop")
	})
}
