package sandbox

import (
	"regexp"
	"sync"
	"time"

	"airbyte-sage-intacct/sandbox/console"
)

// A Request is what the gateway remembers of one request. Passwords and
// session ids are not in it.
type Request struct {
	At       time.Time
	Took     time.Duration
	Sender   string
	User     string
	Entity   string
	Control  string // the control block's control id
	UniqueID bool
	Status   int // of HTTP
	// Failure is the error that kept the functions from being carried out.
	Failure string
	Calls   []Call
	Body    string // the request's text, cut at 16 KiB
	Sent    int    // bytes of the answer, before compression
}

// A Call is one function of a request.
type Call struct {
	Function, Object, ControlID string
	// Status is the result's; empty if the function was not carried out.
	Status string
	// Error is the result's first error.
	Error string
}

// requestLog keeps the last requests.
type requestLog struct {
	mu    sync.Mutex
	limit int
	kept  []Request
}

func (l *requestLog) add(r Request) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.kept) >= l.limit {
		l.kept = append(l.kept[:0], l.kept[len(l.kept)-l.limit+1:]...)
	}
	l.kept = append(l.kept, r)
}

// Requests returns the last requests to the gateway, oldest first.
func (s *Sandbox) Requests() []Request {
	s.requests.mu.Lock()
	defer s.requests.mu.Unlock()
	return append([]Request(nil), s.requests.kept...)
}

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

// ForgetRequests empties the log.
func (s *Sandbox) ForgetRequests() {
	s.requests.mu.Lock()
	defer s.requests.mu.Unlock()
	s.requests.kept = nil
}

const maxLoggedBody = 16 << 10

var secretElements = regexp.MustCompile(`(?s)(<(?:password|sessionid)(?:\s[^>]*)?>).*?(</|$)`)

// redact returns a request's text without its secrets.
func redact(body []byte) string {
	if len(body) > maxLoggedBody {
		body = body[:maxLoggedBody]
	}
	return string(secretElements.ReplaceAll(body, []byte("${1}***${2}")))
}
