package sandbox

import (
	"slices"
	"strings"
	"sync"
	"time"
)

// A Fault is something that goes wrong with chosen requests. The first four
// fields choose them, the others say what happens; several things may happen
// to one request (a delay and then a status).
type Fault struct {
	// Function and Object name what the request must contain; empty means any.
	// Letter case does not matter.
	Function, Object string
	// Nth is the first matching request, from 1, that goes wrong; 0 means 1.
	Nth int
	// Times is how many requests go wrong; 0 means one, negative all from Nth.
	Times int

	// Delay is waited before the answer.
	Delay time.Duration
	// Work is how long the gateway is at the request before it carries the
	// functions out. A client that goes away meanwhile changes nothing: what it
	// asked for still happens.
	Work time.Duration
	// Status answers with this HTTP status, Body and ContentType instead of
	// with the gateway's answer. Without Body, a well-known status comes with
	// the body the real gateway or its CDN sends.
	Status            int
	Body, ContentType string
	// Errno, Description, Description2 or Correction fail the matching
	// functions with this error, or the request as a whole if AtControl.
	Errno, Description, Description2, Correction string
	AtControl                                    bool
	// Drop closes the connection instead of answering.
	Drop bool
	// Cut closes the connection after this many bytes of the body.
	Cut int
	// Truncate ends the body after this many bytes as if that were all of it.
	Truncate int
	// Drip sends the body in pieces of this many bytes, with DripPause (100 ms
	// if zero) between them.
	Drip      int
	DripPause time.Duration

	// Applied carries the functions out before Status, Drop or an error stands
	// in for their answer: what was asked for happened, and the client cannot
	// know.
	Applied bool
	// LateCommit keeps what the request writes invisible for this long; then
	// it appears with the stamps of now, as after a long database transaction.
	LateCommit time.Duration
}

// fails reports whether the fault puts an error into the results.
func (f *Fault) fails() bool {
	return f.Errno != "" || f.Description != "" || f.Description2 != "" || f.Correction != ""
}

// replaces reports whether the fault puts something in the place of the answer.
func (f *Fault) replaces() bool { return f.Status != 0 || f.Drop }

// matches reports whether a request with these functions is meant.
func (f *Fault) matches(functions []Call) bool {
	if f.Function == "" && f.Object == "" {
		return true
	}
	for _, call := range functions {
		if (f.Function == "" || strings.EqualFold(f.Function, call.Function)) &&
			(f.Object == "" || strings.EqualFold(f.Object, call.Object)) {
			return true
		}
	}
	return false
}

// faults keeps the faults that are set and counts the requests they match.
type faults struct {
	mu  sync.Mutex
	set []*armedFault
}

type armedFault struct {
	fault Fault
	seen  int
}

func (f *faults) add(fault Fault) *armedFault {
	f.mu.Lock()
	defer f.mu.Unlock()
	armed := &armedFault{fault: fault}
	f.set = append(f.set, armed)
	return armed
}

func (f *faults) remove(armed *armedFault) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for i, other := range f.set {
		if other == armed {
			f.set = append(f.set[:i:i], f.set[i+1:]...)
			return
		}
	}
}

// lasting reports whether a request may be worked on for longer than its
// client waits.
func (f *faults) lasting() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.ContainsFunc(f.set, func(armed *armedFault) bool { return armed.fault.Work > 0 })
}

// strike counts the request against every fault that matches it and returns
// the first that is due, or a fault that does nothing.
func (f *faults) strike(functions []Call) *Fault {
	f.mu.Lock()
	defer f.mu.Unlock()
	struck := &Fault{}
	for i := len(f.set) - 1; i >= 0; i-- {
		armed := f.set[i]
		if !armed.fault.matches(functions) {
			continue
		}
		armed.seen++
		if armed.due() {
			chosen := armed.fault
			struck = &chosen
		}
	}
	return struck
}

// due reports whether the request counted last is one that goes wrong.
func (a *armedFault) due() bool {
	first, times := max(a.fault.Nth, 1), a.fault.Times
	if times == 0 {
		times = 1
	}
	return a.seen >= first && (times < 0 || a.seen < first+times)
}
