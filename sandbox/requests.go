package sandbox

import (
	"regexp"
	"sync"
	"time"
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

func (l *requestLog) list() []Request {
	l.mu.Lock()
	defer l.mu.Unlock()
	return append([]Request(nil), l.kept...)
}

func (l *requestLog) forget() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.kept = nil
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
