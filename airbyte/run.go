package airbyte

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"sync/atomic"
	"time"

	"github.com/rs/zerolog"
)

// The exit codes.
const (
	exitOK     = 0
	exitFailed = 1
	exitUsage  = 2
)

// stopGrace is how long a connector may take to return after its context was cancelled.
const stopGrace = 5 * time.Second

// Run runs one command and returns the exit code: 0 if it did what it was to do, and for a check that
// FAILED; 1 for an error, which has been told in a TRACE; 2 for a command line that makes no sense.
func Run(ctx context.Context, c Connector, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	return newRun(c, args, stdin, stdout, stderr).do(ctx)
}

// run is one command. Main looks at its phase from outside when a signal comes.
type run struct {
	connector Connector
	args      []string
	stdin     io.Reader
	stdout    io.Writer
	stderr    io.Writer
	phase     atomic.Int32
}

// What a run is about, as far as signals are concerned.
const (
	starting  int32 = iota
	answering       // spec, check, discover
	telling         // the SPEC, CATALOG or CONNECTION_STATUS is on its way
	answered        // and is out
	streaming       // read
	writing         // write
	serving         // a Command
)

func newRun(c Connector, args []string, stdin io.Reader, stdout, stderr io.Writer) *run {
	if c.Now == nil {
		c.Now = time.Now
	}
	return &run{connector: c, args: args, stdin: stdin, stdout: stdout, stderr: stderr}
}

func (r *run) do(ctx context.Context) int {
	inv, usageErr := parseArgs(r.connector, r.args)
	if usageErr == nil && inv.extra != nil {
		r.phase.Store(serving)
		return inv.extra.Run(ctx, inv.rest, r.stdout, r.stderr)
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	out := newEmitter(ctx, cancel, r.stdout, r.connector.Now)
	out.Mask(proxyPasswords()...)
	defer func() { _ = out.close() }() // finish has asked Flush for the error
	if usageErr != nil || inv.help {
		return r.explain(out, usageErr)
	}
	if inv.debug || strings.EqualFold(os.Getenv("LOG_LEVEL"), "debug") {
		out.log = out.log.Level(zerolog.DebugLevel)
	}
	defer context.AfterFunc(ctx, func() { _ = out.Flush() })()
	err := r.command(ctx, inv, out)
	return r.finish(ctx, out, err)
}

// explain tells how the program is used. Only messages may stand on stdout, so the text is on stderr,
// and the platform gets a TRACE to show.
func (r *run) explain(out *Emitter, err error) int {
	if err == nil {
		r.complain("%s", usage(r.connector))
		return exitOK
	}
	r.complain("%s: %v\n%s", r.connector.Name, err, usage(r.connector))
	_ = out.fail(err)
	return exitUsage
}

// complain writes to stderr, where an error has nobody left to be told to.
func (r *run) complain(format string, args ...any) {
	_, _ = fmt.Fprintf(r.stderr, format, args...)
}

func (r *run) command(ctx context.Context, inv invocation, out *Emitter) error {
	commands := map[string]struct {
		phase int32
		do    func(context.Context, invocation, *Emitter) error
	}{
		"spec":     {answering, r.spec},
		"check":    {answering, r.check},
		"discover": {answering, r.discover},
		"read":     {streaming, r.read},
		"write":    {writing, r.write},
	}
	command := commands[inv.command]
	r.phase.Store(command.phase)
	return guard(ctx, graceOf(command.phase), func() error { return command.do(ctx, inv, out) })
}

// guard waits for f, which runs in a goroutine of its own: one that does not notice that its context
// was cancelled must not keep the program alive when nobody listens any more.
func guard(ctx context.Context, grace time.Duration, f func() error) error {
	done := make(chan error, 1)
	go func() {
		err := errors.New("the connector ended its goroutine")
		defer func() { done <- err }()
		defer Recover(&err)
		err = f()
	}()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
	}
	select {
	case err := <-done:
		return err
	case <-time.After(grace):
		return fmt.Errorf("the connector did not stop within %v: %w", grace, context.Cause(ctx))
	}
}

// graceOf is how long a command may take to return after its context was cancelled.
func graceOf(phase int32) time.Duration {
	if phase == writing {
		return WriteGrace + stopGrace
	}
	return stopGrace
}

// finish tells an error and decides the exit code.
func (r *run) finish(ctx context.Context, out *Emitter, err error) int {
	err = interruption(ctx, err)
	if err != nil {
		_ = out.fail(err) // where stdout is gone, Flush says so
	}
	if lost := out.Flush(); lost != nil {
		r.complain("%s: %v\n", r.connector.Name, lost)
		return exitFailed
	}
	if err != nil {
		return exitFailed
	}
	return exitOK
}

// interruption puts the reason in the place of an error that comes from a cancelled context: a signal,
// the caller's will, or a lost stdout.
func interruption(ctx context.Context, err error) error {
	var panicked *panicError
	if err == nil || ctx.Err() == nil || errors.As(err, &panicked) {
		return err
	}
	return &interruptedError{cause: context.Cause(ctx), err: err}
}

// interruptedError is transient: the platform may well try again on a machine that is not about to
// be switched off.
type interruptedError struct{ cause, err error }

func (e *interruptedError) FailureType() string { return string(TransientError) }
func (e *interruptedError) UserMessage() string {
	return "The command was interrupted: " + e.cause.Error()
}
func (e *interruptedError) Error() string { return e.UserMessage() + ": " + e.err.Error() }
