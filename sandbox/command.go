package sandbox

import (
	"context"
	"crypto/tls"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"runtime"
	"runtime/debug"
	"time"

	"airbyte-sage-intacct/sandbox/company"
)

// Exit statuses of the command.
const (
	exitDone   = 0
	exitFailed = 1
	exitUsage  = 2
)

// Command is the program's sandbox command: it serves the demo company until
// the context ends. It returns the exit status.
func Command(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	o, err := readFlags(args, stderr)
	if errors.Is(err, flag.ErrHelp) {
		return exitDone
	}
	if err != nil {
		_, _ = fmt.Fprintf(stderr, "sandbox: %v\n", err)
		return exitUsage
	}
	if err := o.serve(ctx, stdout, stderr); err != nil {
		_, _ = fmt.Fprintf(stderr, "sandbox: %v\n", err)
		return exitFailed
	}
	return exitDone
}

// serve opens the company and the listener and answers until the context ends.
func (o *options) serve(ctx context.Context, stdout, stderr io.Writer) (err error) {
	c := company.Demo(company.Options{Scale: o.scale})
	if o.data != "" {
		journal, err := c.OpenJournal(o.data)
		if err != nil {
			return fmt.Errorf("opening --data: %w", err)
		}
		defer func() { err = errors.Join(err, journal.Close()) }()
		if journal.NotRewritten != nil {
			_, _ = fmt.Fprintf(stderr, "sandbox: --data is kept as it is, and grows: %v\n", journal.NotRewritten)
		}
	}
	s := New(c, o.settings)
	for _, fault := range o.faults {
		s.Fault(fault)
	}
	listener, err := net.Listen("tcp", o.listen)
	if err != nil {
		return fmt.Errorf("opening --listen: %w", err)
	}
	if o.tls != nil {
		listener = tls.NewListener(listener, o.tls)
	}
	server := &http.Server{
		Handler:           reporting{s, stderr},
		ErrorLog:          log.New(io.Discard, "", 0), // it may quote what was sent
		ReadHeaderTimeout: 30 * time.Second,
		MaxHeaderBytes:    64 << 10,
		BaseContext:       func(net.Listener) context.Context { return ctx },
	}
	if _, err := fmt.Fprintln(stdout, o.greeting(listener.Addr())); err != nil {
		return fmt.Errorf("writing to standard output: %w", err)
	}
	return serveUntil(ctx, server, listener)
}

// reporting tells where a defect of the sandbox lies, and nothing of the request that met it.
type reporting struct {
	http.Handler
	stderr io.Writer
}

func (r reporting) ServeHTTP(w http.ResponseWriter, request *http.Request) {
	defer func() {
		value := recover()
		if value == nil {
			return
		}
		if value != http.ErrAbortHandler { //nolint:errorlint // it is never wrapped
			fault, _ := value.(runtime.Error)
			_, _ = fmt.Fprintf(r.stderr, "sandbox: a defect while it answered: %v\n%s", fault, debug.Stack())
		}
		panic(http.ErrAbortHandler) // closes the connection
	}()
	r.Handler.ServeHTTP(w, request)
}

// shutdownTime is how long requests under way may take to end.
const shutdownTime = 500 * time.Millisecond

func serveUntil(ctx context.Context, server *http.Server, listener net.Listener) error {
	served := make(chan error, 1)
	go func() { served <- server.Serve(listener) }()
	select {
	case err := <-served:
		return fmt.Errorf("serving: %w", err)
	case <-ctx.Done():
	}
	patience, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownTime)
	defer cancel()
	if server.Shutdown(patience) != nil {
		_ = server.Close() // what takes longer is cut off
	}
	if err := <-served; !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serving: %w", err)
	}
	return nil
}

// greeting says where the sandbox listens and how to sign in.
func (o *options) greeting(at net.Addr) string {
	scheme := "http"
	if o.tls != nil {
		scheme = "https"
	}
	base := scheme + "://" + at.String()
	return fmt.Sprintf("Sandbox listening on %s%s for company_id %s, sender_id %s, sender_password %s, user_id %s, user_password %s; look at the company at %s/",
		base, Path, company.DemoCompany, company.DemoSender, company.DemoSenderPassword, company.DemoUser, company.DemoUserPassword, base)
}
