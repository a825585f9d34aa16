package sandbox

import (
	"net/http"
	"strings"

	"airbyte-sage-intacct/sandbox/company"
	"airbyte-sage-intacct/sandbox/console"
)

// New puts a gateway in front of a company.
func New(c *company.Company, settings Settings) *Sandbox {
	settings = settings.withDefaults()
	if settings.Clock != nil {
		c.SetClock(settings.Clock)
	}
	if settings.AuditKeys != "" {
		c.SetAuditForm(settings.AuditKeys)
	}
	c.SetCollation(settings.Collation)
	c.SetChoices(settings.Choices)
	s := &Sandbox{
		company:  c,
		settings: settings,
		sessions: newSessions(settings.SessionDuration),
		memory:   newMemory(),
		results:  newResultSets(),
		limits:   newLimits(settings),
		requests: &requestLog{limit: settings.LogLimit},

		handlerOf: handlerOf,
	}
	s.console = console.New(c, s.shownRequests)
	return s
}

// Company returns the company behind the gateway, for direct access.
func (s *Sandbox) Company() *company.Company { return s.company }

// ServeHTTP answers requests to the gateway and shows the company at every
// other address. It answers under any host name, but not to the pages of
// another.
func (s *Sandbox) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if isForeign(r) {
		http.Error(w, "The sandbox does not answer to pages of other sites.", http.StatusForbidden)
		return
	}
	defer s.bodies.received(w, r)()
	if !strings.HasPrefix(r.URL.Path, "/ia/") {
		s.console.ServeHTTP(w, r)
		return
	}
	s.answer(r).send(w)
}

// Fault sets a fault and returns a function that takes it away.
func (s *Sandbox) Fault(f Fault) (remove func()) {
	armed := s.faults.add(f)
	return func() { s.faults.remove(armed) }
}

// ExpireSessions ends every session at once.
func (s *Sandbox) ExpireSessions() { s.sessions.expire() }

// ForgetControlIDs empties the memory of executed control ids.
func (s *Sandbox) ForgetControlIDs() { s.memory.forget() }

// ForgetRequests empties the log.
func (s *Sandbox) ForgetRequests() { s.requests.forget() }

// Requests returns the last requests to the gateway, oldest first.
func (s *Sandbox) Requests() []Request { return s.requests.list() }

// shownRequests are the requests as the console shows them.
func (s *Sandbox) shownRequests() []console.Request {
	var shown []console.Request
	for _, r := range s.Requests() {
		request := console.Request{
			At: r.At, Took: r.Took, User: r.User, Entity: r.Entity, Status: r.Status, Failure: r.Failure, Body: r.Body,
		}
		for _, c := range r.Calls {
			request.Calls = append(request.Calls, console.Call{
				Function: c.Function, Object: c.Object, Status: c.Status, Error: c.Error,
			})
		}
		shown = append(shown, request)
	}
	return shown
}
