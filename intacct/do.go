package intacct

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// call is a request on its way, with what repeating and reporting it takes.
type call struct {
	request Request
	writes  bool
	// divisible requests are not repeated as they are when they were too much.
	divisible bool
	receive   func(context.Context, int64)
	cost      int
	name      string // for logs and errors
	object    string
	// read judges a reply; it owns the body only if it takes it from the reply.
	read    func(*reply) error
	results []Result // of the last attempt, if it came so far
}

// Do sends functions and returns their results in the same order. A function
// that fails has its error in its result; the error of Do is that of the whole
// request: a *Error above the results, a *BudgetError, or a request that cannot
// be sent.
//
// Functions that read are sent again while the failure is Temporary. A request
// that writes is sent again only if nothing of it was executed.
func (c *Client) Do(ctx context.Context, request Request) ([]Result, error) {
	request, err := c.complete(request)
	if err != nil {
		return nil, err
	}
	call := newCall(request)
	call.read = func(r *reply) error {
		answer, failure := decode(r)
		if failure != nil {
			return failure
		}
		c.noteTime(r, answer)
		matched, failure := match(request.Functions, answer.results)
		if failure != nil {
			return failure
		}
		call.results = matched
		return worthRepeating(matched, request.Transaction, call.writes)
	}
	if err := c.run(ctx, call); err != nil && call.results == nil {
		return nil, err
	}
	return call.results, nil
}

// DoOne sends one function; its failure is the error.
func (c *Client) DoOne(ctx context.Context, f Function) (Result, error) {
	results, err := c.Do(ctx, Request{Functions: []Function{f}})
	if err != nil {
		return Result{}, err
	}
	if results[0].Err != nil {
		return results[0], results[0].Err
	}
	return results[0], nil
}

// complete fills in control ids and refuses what cannot be sent.
func (c *Client) complete(r Request) (Request, error) {
	if len(r.Functions) == 0 {
		return r, errors.New("a request needs a function")
	}
	functions := make([]Function, len(r.Functions))
	seen := make(map[string]bool, len(functions))
	for i, f := range r.Functions {
		if f.ControlID == "" {
			f.ControlID = c.controlID()
		}
		if seen[f.ControlID] {
			return r, fmt.Errorf("two functions of a request share the control id %q", f.ControlID)
		}
		seen[f.ControlID] = true
		if reason := unsendable(f.ControlID); reason != "" {
			return r, &ValueError{"controlid", reason}
		}
		if err := f.check(); err != nil {
			return r, err
		}
		f.Writes = f.Writes || !readsOnly(f.name())
		functions[i] = f
	}
	r.Functions = functions
	return r, nil
}

func newCall(r Request) *call {
	c := &call{request: r}
	for _, f := range r.Functions {
		c.writes = c.writes || f.Writes
		c.cost += f.cost()
	}
	c.name = r.Functions[0].name()
	c.object = r.Functions[0].object()
	if n := len(r.Functions); n > 1 {
		c.name, c.object = fmt.Sprintf("%s and %d more", c.name, n-1), ""
	}
	return c
}

// run signs in, sends, and repeats.
func (c *Client) run(ctx context.Context, call *call) error {
	renewed := false
	return c.repeat(ctx, call, func() error {
		for {
			call.results = nil
			s, err := c.signedIn(ctx)
			if err != nil {
				return final{neverSent(err)}
			}
			err = c.send(ctx, s, call)
			var failure *Error
			if !errors.As(err, &failure) || !failure.verdict.session {
				return err
			}
			c.session.drop(s)
			if renewed {
				return final{err}
			}
			renewed = true
		}
	})
}

// send makes one attempt in a session.
func (c *Client) send(ctx context.Context, s *session, call *call) error {
	body, err := c.envelope(call.request, withSession(s.id))
	if err != nil {
		return err
	}
	if err := c.spend(call.cost); err != nil {
		return err
	}
	usageOf(ctx).calls.Add(int64(call.cost))
	began := c.opts.Now()
	var grace time.Duration
	if call.writes {
		grace = c.opts.Grace
	}
	reply, failure := c.exchange(ctx, s.endpoint, body, grace, call.receive)
	if failure != nil {
		c.logAttempt(call, began, len(body), 0, 0, failure)
		return failure.during(call.name, call.object)
	}
	size := reply.body.Len()
	err = call.read(reply)
	reply.free()
	c.logAttempt(call, began, len(body), size, reply.status, err)
	if errors.As(err, &failure) {
		if failure.Stage == StageResult {
			c.session.used(s, began)
		}
		return failure.during(call.name, call.object)
	}
	c.session.used(s, began)
	return err
}

// noteTime keeps the gateway's clock when no Date header told it.
func (s *shared) noteTime(r *reply, a *answer) {
	if r.at.IsZero() && !a.timestamp.IsZero() {
		r.at = a.timestamp
		s.keepClock(a.timestamp)
	}
}

// logAttempt says what happened, never what was in it.
func (s *shared) logAttempt(call *call, began time.Time, sent, received, status int, err error) {
	event := s.opts.Logger.Debug().Str("function", call.name)
	if call.object != "" {
		event = event.Str("object", call.object)
	}
	event.Int("sent", sent).Int("received", received).Int("status", status).
		Dur("took", s.opts.Now().Sub(began)).Bool("failed", err != nil).Msg("request")
}

// during names the function of an error that lacks one.
func (e *Error) during(function, object string) *Error {
	if e.Function == "" {
		e.Function = function
	}
	if e.Object == "" {
		e.Object = object
	}
	return e
}
