package airbyte

import (
	"context"
	"io"
	"log"
	"os"
	"os/signal"
	"syscall"
	"time"
)

// signalGrace is how long a read or write may take to put out what it has once a signal came. With
// it the program ends within the second after which some callers lose patience.
const signalGrace = 600 * time.Millisecond

// WriteGrace is how long a write may wait, once a signal came, for the answers to
// what it has sent: some 20 s, well within the 30 s after which Kubernetes kills.
// A [Destination] whose context has ended sends nothing more and returns by then.
const WriteGrace = 22 * time.Second

// writeEnd is what a write may take beyond that to put out what the answers say.
const writeEnd = 2 * time.Second

// Main is [Run] on the process's own files, with signals. Its result is for os.Exit.
//
// SIGTERM and SIGINT end spec, check and discover at once, with exit code 0 if the answer is out:
// PyAirbyte sends SIGTERM as soon as it has the answer, and takes any code but 0 for a failure. A
// read or write is told by its context, puts out what is true and ends by the same signal; a write
// takes up to [WriteGrace] for that, unless a second signal comes. SIGPIPE is left to the runtime,
// which ends a program whose stdout is gone.
//
// Go's standard logger is silent from the start: net/http writes there what it did not expect to
// receive, which may be the request back, passwords and all, in pieces that no mask could tell.
func Main(c Connector) int {
	log.SetOutput(io.Discard)
	limitMemory(os.DirFS("/"))
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, syscall.SIGTERM, os.Interrupt)
	c.CalledAs = os.Args[0]
	r := newRun(c, os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
	ctx, cancel := context.WithCancelCause(context.Background())
	defer cancel(nil)
	done := make(chan int, 1)
	go func() { done <- r.do(ctx) }()
	select {
	case code := <-done:
		return code
	case sig := <-signals:
		return r.end(sig, cancel, done, signals)
	}
}

type signalError struct{ signal os.Signal }

func (e signalError) Error() string { return "signal " + e.signal.String() }

// end brings the run to its end after a signal.
func (r *run) end(sig os.Signal, cancel context.CancelCauseFunc, done <-chan int, signals <-chan os.Signal) int {
	var patience <-chan time.Time
	switch r.phase.Load() {
	case telling, answered:
		patience = time.After(signalGrace)
	case streaming:
		cancel(signalError{sig})
		patience = time.After(signalGrace)
	case writing:
		cancel(signalError{sig})
		patience = time.After(WriteGrace + writeEnd)
	case serving:
		cancel(signalError{sig})
	default:
		return r.dieBy(sig)
	}
	select {
	case code := <-done:
		if code == exitOK || r.phase.Load() == serving {
			return code
		}
	case <-patience:
	case sig = <-signals:
	}
	if r.phase.Load() == answered {
		return exitOK
	}
	return r.dieBy(sig)
}

// dieBy ends the process by the signal. It returns an exit code for where that does not work: on
// Windows, and for the first process of a container, for which the kernel ignores signals that have
// no handler.
func (r *run) dieBy(sig os.Signal) int {
	signal.Reset(sig)
	if os.Getpid() != 1 {
		if self, err := os.FindProcess(os.Getpid()); err == nil && self.Signal(sig) == nil {
			time.Sleep(100 * time.Millisecond)
		}
	}
	return signalCode(sig, r.phase.Load())
}

// signalCode is what a shell would report; but not for a command that owes an answer, because
// PyAirbyte has an error of its own for 143.
func signalCode(sig os.Signal, phase int32) int {
	number, ok := sig.(syscall.Signal)
	if !ok || phase != streaming && phase != writing && phase != serving {
		return exitFailed
	}
	return 128 + int(number)
}
