package airbyte

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// progress is how far a stream has come on stdout.
type progress struct {
	descriptor StreamDescriptor
	status     StreamStatus
	unsettled  int64 // records since the last state
	states     int
	last       json.RawMessage // the last state, or the given one; nil once the stream has ended
}

func (p *progress) ended() bool { return p.status == Complete || p.status == Incomplete }

func (p *progress) mayEmit(stream string) error {
	if p.ended() {
		return fmt.Errorf("stream %s goes on after %s", stream, p.status)
	}
	return nil
}

// mayComplete holds a source to its word: the platform takes COMPLETE as the promise that every
// record is covered by a state.
func (p *progress) mayComplete(stream string) error {
	switch {
	case p.status != Running:
		return fmt.Errorf("stream %s is complete but was never running", stream)
	case p.states == 0:
		return fmt.Errorf("stream %s is complete but has had no state", stream)
	case p.unsettled > 0:
		return fmt.Errorf("stream %s is complete but %d records came after its last state", stream, p.unsettled)
	}
	return nil
}

type streamFailure struct {
	stream  string
	message string
}

// configure tells the emitter which streams there are. Records, states and statuses then carry
// exactly the names and namespaces of the configured catalog, because the platform ends a sync over
// a record that does not.
//
// A stream that was given a state has it until there is a newer one.
func (e *Emitter) configure(catalog *ConfiguredCatalog, given func(stream string) json.RawMessage) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.sealed = true
	for _, configured := range catalog.Streams {
		name := configured.Stream.Name
		e.streams[name] = &progress{
			descriptor: StreamDescriptor{Name: name, Namespace: configured.Stream.Namespace}, last: given(name),
		}
	}
}

func (e *Emitter) stream(name string) (*progress, error) {
	if p, ok := e.streams[name]; ok {
		return p, nil
	}
	if e.sealed {
		return nil, fmt.Errorf("stream %s is not in the configured catalog", name)
	}
	p := &progress{descriptor: StreamDescriptor{Name: name}}
	e.streams[name] = p
	return p, nil
}

func (e *Emitter) descriptor(name string) StreamDescriptor {
	e.mu.Lock()
	defer e.mu.Unlock()
	if p, ok := e.streams[name]; ok {
		return p.descriptor
	}
	return StreamDescriptor{Name: name}
}

// Status writes the status of a stream. Complete is refused while records wait for a state, and so
// is everything but the same status again once the stream has ended.
func (e *Emitter) Status(stream string, status StreamStatus, reasons ...Reason) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	p, err := e.stream(stream)
	if err != nil {
		return err
	}
	if p.ended() {
		if p.status == status {
			return nil
		}
		return p.mayEmit(stream)
	}
	if status == Complete {
		if err := p.mayComplete(stream); err != nil {
			return err
		}
	}
	return e.status(p, status, reasons)
}

func (e *Emitter) status(p *progress, status StreamStatus, reasons []Reason) error {
	if p.status = status; p.ended() {
		p.last = nil // it may be large
	}
	return e.trace(Trace{Type: StreamStatusTrace, StreamStatus: &TraceStreamStatus{
		StreamDescriptor: p.descriptor, Status: status, Reasons: reasons,
	}})
}

// incomplete ends a stream. One that never began is begun first: the platform knows no way from
// nowhere to INCOMPLETE.
func (e *Emitter) incomplete(p *progress) error {
	if p.ended() {
		return nil
	}
	if p.status == "" {
		if err := e.status(p, Started, nil); err != nil {
			return err
		}
	}
	return e.status(p, Incomplete, nil)
}

// StreamFailed reports a failed stream at once, INCOMPLETE and TRACE ERROR, and remembers it for
// Summary. Only the first failure of a stream counts. An error that merely says that the command
// was cancelled is no failure of the stream: it is INCOMPLETE, and the error is given back for Read to
// return.
//
// For a destination there is no INCOMPLETE, because the statuses of a sync are those of its source.
func (e *Emitter) StreamFailed(stream string, failure error) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	p, err := e.stream(stream)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(e.failures, func(f streamFailure) bool { return f.stream == stream }) {
		return nil
	}
	if e.statuses {
		if err := e.incomplete(p); err != nil {
			return err
		}
	}
	if e.ctx.Err() != nil && errors.Is(failure, context.Canceled) {
		return context.Cause(e.ctx)
	}
	e.failures = append(e.failures, streamFailure{stream, userMessage(failure)})
	return e.failure(failure, &p.descriptor)
}

// Failures names the streams that failed so far.
func (e *Emitter) Failures() []string {
	e.mu.Lock()
	defer e.mu.Unlock()
	names := make([]string, 0, len(e.failures))
	for _, failure := range e.failures {
		names = append(names, failure.stream)
	}
	return names
}

// Summary is the error that Read or Write returns last: nil if no stream failed, else one that
// names those which did. It is a config_error, as in Airbyte's own CDK, although it says nothing to
// act on: the platform judges by the first error, which StreamFailed has sent.
func (e *Emitter) Summary() error {
	e.mu.Lock()
	defer e.mu.Unlock()
	if len(e.failures) == 0 {
		return nil
	}
	summary := &summaryError{}
	for _, failure := range e.failures {
		summary.streams = append(summary.streams, failure.stream)
		summary.details = append(summary.details, failure.stream+": "+failure.message)
	}
	return summary
}

type summaryError struct{ streams, details []string }

func (e *summaryError) FailureType() string { return string(ConfigError) }

func (e *summaryError) UserMessage() string {
	return "During the sync, the following streams did not sync successfully: " + strings.Join(e.streams, ", ")
}

func (e *summaryError) Error() string {
	return "streams failed: " + strings.Join(e.details, "; ")
}

// abandon says INCOMPLETE for every stream that was begun and not ended.
func (e *Emitter) abandon() error {
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, name := range e.streamsWhere(func(p *progress) bool { return p.status != "" && !p.ended() }) {
		if err := e.incomplete(e.streams[name]); err != nil {
			return err
		}
	}
	return nil
}

// settled is nil if every stream of the catalog has been read to its end. It is asked when no stream
// has been reported as failed.
func (e *Emitter) settled() error {
	e.mu.Lock()
	defer e.mu.Unlock()
	open := e.streamsWhere(func(p *progress) bool { return p.status != Complete })
	if len(open) == 0 {
		return nil
	}
	if e.ctx.Err() != nil {
		return context.Cause(e.ctx)
	}
	return fmt.Errorf("the read ended, without a word on the reason, before these streams did: %s", strings.Join(open, ", "))
}

func (e *Emitter) streamsWhere(is func(*progress) bool) []string {
	var names []string
	for name, p := range e.streams {
		if is(p) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}
