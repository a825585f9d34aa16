package intacct

import (
	"context"
	"errors"
	"net/url"
	"sync"
	"time"

	"github.com/beevik/etree"
)

// signInFunction asks for a session.
const signInFunction = "getAPISession"

// earlyRenewal is how long before its end a session is renewed.
const earlyRenewal = 5 * time.Minute

// session is what a sign-in gave.
type session struct {
	id       string
	endpoint *url.URL
	lifetime time.Duration // counted from its last use; zero if not known
	usedAt   time.Time
}

// endsSoon says whether to renew: a session lives on by being used, so it ends
// only by a pause.
func (s *session) endsSoon(now time.Time) bool {
	if s.lifetime <= 0 {
		return false
	}
	margin := min(earlyRenewal, s.lifetime/2)
	return now.Sub(s.usedAt) >= s.lifetime-margin
}

// sessionHolder lets one caller at a time sign in.
type sessionHolder struct {
	turn chan struct{} // holds a value while nobody signs in

	mu       sync.Mutex
	present  *session
	failures int   // sign-ins that failed
	last     error // the last one's error
	final    bool  // it says that the credentials are wrong
}

func newSessionHolder() sessionHolder {
	turn := make(chan struct{}, 1)
	turn <- struct{}{}
	return sessionHolder{turn: turn}
}

// signedIn returns the present session or signs in. Callers that waited while
// a sign-in failed share its failure instead of repeating it, and refused
// credentials are not sent again: the gateway locks users who try too often.
func (c *Client) signedIn(ctx context.Context) (*session, error) {
	s, failures, err := c.session.look(c.opts.Now())
	if s != nil || err != nil {
		return s, err
	}
	select {
	case <-ctx.Done():
		return nil, lineErrorBefore(ctx.Err())
	case <-c.session.turn:
	}
	defer func() { c.session.turn <- struct{}{} }()
	s, now, err := c.session.look(c.opts.Now())
	if s != nil || err != nil {
		return s, err
	}
	if now != failures {
		return nil, c.session.lastFailure()
	}
	s, err = c.signIn(ctx)
	c.session.keep(s, err, ctx.Err() != nil)
	return s, err
}

func (h *sessionHolder) look(now time.Time) (s *session, failures int, err error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.final {
		return nil, h.failures, h.last
	}
	if h.present != nil && !h.present.endsSoon(now) {
		return h.present, h.failures, nil
	}
	return nil, h.failures, nil
}

func (h *sessionHolder) lastFailure() error {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.last
}

// keep stores the outcome of a sign-in. One that its caller gave up says
// nothing to the others.
func (h *sessionHolder) keep(s *session, err error, cancelled bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if err == nil {
		h.present = s
		return
	}
	if cancelled {
		return
	}
	var failure *Error
	h.failures++
	h.last = err
	h.final = errors.As(err, &failure) && !failure.Temporary() && failure.Stage != StageTransport
}

// drop forgets a session that the gateway does not know any more, unless
// another caller has renewed it already.
func (h *sessionHolder) drop(s *session) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.present == s {
		h.present = nil
	}
}

// used prolongs a session. The time is that of the request, which is the
// careful side of the gateway's own count.
func (h *sessionHolder) used(s *session, at time.Time) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if at.After(s.usedAt) {
		s.usedAt = at
	}
}

// signIn asks for a session, alone in its request.
//
// Source: Sage docs, XML API, "API sessions".
func (c *Client) signIn(ctx context.Context) (*session, error) {
	request := Request{Functions: []Function{{ControlID: c.controlID(), Body: etree.NewElement(signInFunction)}}}
	var opened *session
	err := c.repeat(ctx, &call{request: request, name: signInFunction}, func() error {
		began := c.opts.Now()
		result, lifetime, err := c.askSession(ctx, request)
		if err != nil {
			return err
		}
		opened, err = c.openSession(result, lifetime, began)
		return err
	})
	return opened, err
}

func (c *Client) askSession(ctx context.Context, request Request) (*etree.Element, time.Duration, error) {
	body, err := c.envelope(request, c.withLogin)
	if err != nil {
		return nil, 0, err
	}
	reply, failure := c.exchange(ctx, c.endpoint, body, 0, nil)
	if failure != nil {
		return nil, 0, failure.during(signInFunction, "")
	}
	defer reply.free()
	answer, failure := decode(reply)
	if failure != nil {
		c.warnOfSessions(reply.body.Bytes())
		return nil, 0, failure.during(signInFunction, "")
	}
	c.noteTime(reply, answer)
	results, failure := match(request.Functions, answer.results)
	if failure != nil {
		return nil, 0, failure.during(signInFunction, "")
	}
	if results[0].Err != nil {
		return nil, 0, results[0].Err
	}
	return child(results[0].Data, "api"), answer.lifetime, nil
}

func (c *Client) openSession(api *etree.Element, lifetime time.Duration, began time.Time) (*session, error) {
	s := &session{id: childText(api, "sessionid"), endpoint: c.endpoint, lifetime: lifetime, usedAt: began}
	if s.id == "" {
		return nil, nonsense(signInFunction, "the gateway opened a session without naming it")
	}
	c.served.Store(true)
	c.opts.OnSecret(s.id)
	named := childText(api, "endpoint")
	next, ok := nextEndpoint(c.endpoint, named, c.demo)
	if !ok && named != "" {
		c.opts.Logger.Warn().Str("host", c.endpoint.Host).Msg("the gateway named an endpoint outside intacct.com; staying with the present one")
	}
	s.endpoint = next
	c.opts.Logger.Debug().Str("entity", c.entity).Str("host", next.Host).Dur("lifetime", lifetime).Msg("signed in")
	return s, nil
}

// Ping signs in unless there is a session.
func (c *Client) Ping(ctx context.Context) error {
	_, err := c.signedIn(ctx)
	return err
}
