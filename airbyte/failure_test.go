package airbyte_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"airbyte-sage-intacct/airbyte"
)

// apiError is an error of a package that does not import airbyte.
type apiError struct{ failure, user string }

func (e *apiError) Error() string       { return "errno 42" }
func (e *apiError) FailureType() string { return e.failure }
func (e *apiError) UserMessage() string { return e.user }

func TestErrorsBecomeTraces(t *testing.T) {
	for _, tt := range []struct {
		name string
		err  error
		want airbyte.TraceError
	}{
		{"plain", errors.New("boom"), airbyte.TraceError{Message: "boom", FailureType: airbyte.SystemError}},
		{"typed", airbyte.Errorf(airbyte.TransientError, "wait: %w", context.DeadlineExceeded), airbyte.TraceError{Message: "wait: context deadline exceeded", FailureType: airbyte.TransientError}},
		{"wrapped", fmt.Errorf("reading: %w", airbyte.Errorf(airbyte.ConfigError, "no right")), airbyte.TraceError{Message: "reading: no right", FailureType: airbyte.ConfigError}},
		{"the outermost decides", airbyte.Errorf(airbyte.ConfigError, "x: %w", airbyte.Errorf(airbyte.TransientError, "y")), airbyte.TraceError{Message: "x: y", FailureType: airbyte.ConfigError}},
		{"joined", errors.Join(errors.New("a"), airbyte.Errorf(airbyte.ConfigError, "b")), airbyte.TraceError{Message: "a; b", FailureType: airbyte.ConfigError}},
		{"of another package", fmt.Errorf("login: %w", &apiError{"transient_error", "Try later."}), airbyte.TraceError{Message: "Try later.", InternalMessage: "login: errno 42", FailureType: airbyte.TransientError}},
		{"without a user message", &apiError{"config_error", ""}, airbyte.TraceError{Message: "errno 42", FailureType: airbyte.ConfigError}},
		{"without any message", errors.New(""), airbyte.TraceError{Message: "an error without a message", FailureType: airbyte.SystemError}},
		{"unknown type", &apiError{"weird", ""}, airbyte.TraceError{Message: "errno 42", FailureType: airbyte.SystemError}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			source := fakeSource{discover: func(context.Context, []byte, *airbyte.Emitter) (*airbyte.Catalog, error) { return nil, tt.err }}
			r := run(t, connector(source, nil), "", "discover", "--config", file(t, goodConfig))
			want(t, "exit code", r.code, 1)
			want(t, "messages", r.sketch(), "ERROR")
			want(t, "error", r.theError(t), tt.want)
			if !errors.Is(fmt.Errorf("%w", tt.err), tt.err) {
				t.Error("lost in wrapping")
			}
		})
	}
}

func TestErrorfWraps(t *testing.T) {
	if err := airbyte.Errorf(airbyte.ConfigError, "a: %w", context.Canceled); !errors.Is(err, context.Canceled) {
		t.Errorf("%v does not wrap its cause", err)
	}
}

func TestStreamThatFails(t *testing.T) {
	denied := airbyte.Errorf(airbyte.ConfigError, "no permission")
	r := read(t, func(out *airbyte.Emitter) error {
		err := errors.Join(
			out.Status("B", airbyte.Started), out.Status("B", airbyte.Running), send(out, "B", `{"N":1}`),
			out.StreamFailed("B", denied),
			out.StreamFailed("B", errors.New("again")),
			out.Status("B", airbyte.Incomplete),
			out.StreamFailed("C", errors.New("gone")),
			readRecords(out, "A", `{"N":1}`),
		)
		want(t, "failures", strings.Join(out.Failures(), " "), "B C")
		return errors.Join(err, out.Summary())
	}, "A", "B", "C")
	want(t, "exit code", r.code, 1)
	want(t, "messages", r.sketch(), "B:STARTED B:RUNNING B B:INCOMPLETE ERROR C:STARTED C:INCOMPLETE ERROR A:STARTED A:RUNNING A A=1.0 A:COMPLETE ERROR")
	traces := r.errors()
	first, second, summary := traces[0], traces[1], traces[2]
	want(t, "first message", first.Error.Message, "no permission")
	want(t, "first type", first.Error.FailureType, airbyte.ConfigError)
	want(t, "first stream", first.Error.StreamDescriptor.Name, "B")
	want(t, "second stream", second.Error.StreamDescriptor.Name, "C")
	want(t, "summary", *summary.Error, airbyte.TraceError{
		Message:         "During the sync, the following streams did not sync successfully: B, C",
		InternalMessage: "streams failed: B: no permission; C: gone",
		FailureType:     airbyte.ConfigError,
	})
	if first.EmittedAt >= second.EmittedAt || second.EmittedAt >= summary.EmittedAt {
		t.Errorf("errors at %d, %d, %d: the platform sorts them by time", first.EmittedAt, second.EmittedAt, summary.EmittedAt)
	}
}

// A source that forgets to return the summary does not get away with exit code 0.
func TestSummaryIsAddedWhereItIsForgotten(t *testing.T) {
	r := read(t, func(out *airbyte.Emitter) error {
		return errors.Join(out.StreamFailed("B", errors.New("gone")), readRecords(out, "A"))
	}, "A", "B")
	want(t, "exit code", r.code, 1)
	want(t, "last message", r.messages[len(r.messages)-1].Trace.Error.FailureType, airbyte.ConfigError)
	destination := write(t, func(_ *airbyte.Input, out *airbyte.Emitter) error {
		return out.StreamFailed("VENDOR", errors.New("rejected"))
	}, "")
	want(t, "exit code", destination.code, 1)
	want(t, "a destination says nothing of statuses", destination.sketch(), "ERROR ERROR")
}

func TestNoSummaryWithoutFailures(t *testing.T) {
	r := read(t, func(out *airbyte.Emitter) error {
		err := readRecords(out, "A")
		if summary := out.Summary(); summary != nil || len(out.Failures()) > 0 {
			t.Errorf("the summary is %v", summary)
		}
		return err
	}, "A")
	want(t, "exit code", r.code, 0)
}

// When Read gives up, what it began is said to be incomplete before the error.
func TestStreamsLeftBehindAreIncomplete(t *testing.T) {
	r := read(t, func(out *airbyte.Emitter) error {
		return errors.Join(readRecords(out, "A"), out.Status("B", airbyte.Started), errors.New("budget spent"))
	}, "A", "B", "C")
	want(t, "exit code", r.code, 1)
	want(t, "messages", r.sketch(), "A:STARTED A:RUNNING A=0.0 A:COMPLETE B:STARTED B:INCOMPLETE ERROR")
}

func TestPanics(t *testing.T) {
	panics := map[string]func(){
		"text":  func() { panic("out of cheese") },
		"error": func() { panic(fmt.Errorf("out of cheese: %w", context.Canceled)) },
	}
	for name, f := range panics {
		t.Run(name, func(t *testing.T) {
			r := read(t, func(out *airbyte.Emitter) error {
				_ = out.Status("A", airbyte.Started)
				f()
				return nil
			}, "A")
			want(t, "exit code", r.code, 1)
			want(t, "messages", r.sketch(), "A:STARTED A:INCOMPLETE ERROR")
			failure := r.theError(t)
			want(t, "failure type", failure.FailureType, airbyte.SystemError)
			wantContains(t, "message", failure.Message, "out of cheese")
			wantContains(t, "stack", failure.StackTrace, "failure_test.go", "TestPanics")
		})
	}
	t.Run("in check", func(t *testing.T) {
		source := fakeSource{check: func(context.Context, []byte, *airbyte.Emitter) error { panic(&apiError{"config_error", "x"}) }}
		r := run(t, connector(source, nil), "", "check", "--config", file(t, goodConfig))
		want(t, "exit code", r.code, 1)
		want(t, "messages", r.sketch(), "ERROR")
		want(t, "failure type", r.theError(t).FailureType, airbyte.SystemError)
	})
	t.Run("in a goroutine of the connector", func(t *testing.T) {
		r := read(t, func(*airbyte.Emitter) error {
			done := make(chan error)
			go func() {
				var err error
				defer func() { done <- err }()
				defer airbyte.Recover(&err)
				var none *result
				none.code = 1
			}()
			return fmt.Errorf("a worker: %w", <-done)
		}, "A")
		want(t, "exit code", r.code, 1)
		failure := r.theError(t)
		wantContains(t, "message", failure.Message, "nil pointer dereference")
		wantContains(t, "stack", failure.StackTrace, "TestPanics")
	})
	t.Run("Recover leaves other errors alone", func(t *testing.T) {
		boom := errors.New("boom")
		f := func() (err error) {
			defer airbyte.Recover(&err)
			return boom
		}
		want(t, "error", f(), boom)
	})
}

// A source that takes the end of its context for the end of its work is not believed.
func TestCancelledCommandIsNoSuccess(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	connector := connector(fakeSource{read: func(ctx context.Context, _ *airbyte.ConfiguredCatalog, _ *airbyte.States, out *airbyte.Emitter) error {
		cancel()
		_ = out.StreamFailed("A", ctx.Err())
		return out.Summary()
	}}, fakeDestination{write: func(context.Context, *airbyte.ConfiguredCatalog, *airbyte.Input, *airbyte.Emitter) error {
		return nil
	}})
	for _, command := range []string{"read", "write"} {
		var stdout, stderr strings.Builder
		code := airbyte.Run(ctx, connector, []string{command, "--config", file(t, goodConfig), "--catalog", file(t, catalogOf("A"))},
			strings.NewReader("{}"), &stdout, &stderr)
		want(t, "exit code", code, 1)
		want(t, "failure type", result{messages: parse(t, stdout.String())}.theError(t).FailureType, airbyte.TransientError)
	}
}

func TestCancelledCommand(t *testing.T) {
	ctx, cancel := context.WithCancelCause(t.Context())
	source := fakeSource{read: func(ctx context.Context, _ *airbyte.ConfiguredCatalog, _ *airbyte.States, out *airbyte.Emitter) error {
		err := errors.Join(out.Status("A", airbyte.Started), out.Status("A", airbyte.Running), send(out, "A", `{"N":1}`))
		cancel(errors.New("machine is going down"))
		<-ctx.Done()
		return errors.Join(err, out.StreamFailed("A", fmt.Errorf("calling: %w", ctx.Err())), ctx.Err())
	}}
	var stdout, stderr strings.Builder
	code := airbyte.Run(ctx, connector(source, nil), []string{"read", "--config", file(t, goodConfig), "--catalog", file(t, catalogOf("A"))},
		strings.NewReader(""), &stdout, &stderr)
	r := result{code: code, messages: parse(t, stdout.String())}
	want(t, "exit code", r.code, 1)
	want(t, "messages", r.sketch(), "A:STARTED A:RUNNING A A:INCOMPLETE ERROR")
	failure := r.theError(t)
	want(t, "failure type", failure.FailureType, airbyte.TransientError)
	want(t, "message", failure.Message, "The command was interrupted: machine is going down")
}
