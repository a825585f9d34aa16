package intacct

import "strings"

// The words of failure_type; the package stays free of the protocol's types.
const (
	failConfig    = "config_error"
	failTransient = "transient_error"
	failSystem    = "system_error"
)

// fault is what went wrong at StageTransport.
type fault uint8

const (
	faultNone        fault = iota
	faultUnreachable       // no connection, or the connection broke
	faultTLS               // the server's certificate is not trusted
	faultTimeout           // our own bound on one request
	faultCancelled         // the caller gave up
	faultCut               // the answer broke off
	faultTooLarge          // the answer is beyond the bound
	faultNonsense          // the answer is not one of the gateway's
)

// verdict is what follows from a failure.
type verdict struct {
	failure   string
	temporary bool // the same request may succeed later
	safe      bool // certainly not executed
	unknown   bool // executed or not: not known
	once      bool // a second repetition is no use
	session   bool // sign in again, then send again
	throttled bool // the gateway asks for fewer requests
	// unexplained is a failure that nobody knows: it may pass, and it is final for
	// who cannot wait.
	unexplained bool
	field       bool   // it may be about a field
	advice      string // what the user can do
}

var (
	refused    = verdict{failure: failConfig, safe: true}
	misbuilt   = verdict{failure: failSystem, safe: true}
	later      = verdict{failure: failTransient, temporary: true, safe: true}
	throttled  = verdict{failure: failTransient, temporary: true, safe: true, throttled: true}
	newSession = verdict{failure: failTransient, temporary: true, safe: true, session: true}
	lost       = verdict{failure: failTransient, temporary: true, unknown: true}
	nobodys    = verdict{failure: failConfig, safe: true, unexplained: true}
)

func (v verdict) advise(advice string) verdict {
	v.advice = advice
	return v
}

func (v verdict) ofField() verdict {
	v.field = true
	return v
}

func (v verdict) justOnce() verdict {
	v.once = true
	return v
}

// row is one line of the table: all conditions that are set must hold.
type row struct {
	stages   Stage // any of these; zero is all
	from, to int   // HTTP status
	fault    fault
	numbers  string // errorno of the cause, separated by |; a final * is a prefix
	text     string // lower case, in anything the gateway said: any of a|b, all of a&b
	object   string
	reads    bool // the function changes nothing
	served   bool // the gateway has answered well before, in this run
	bare     bool // the gateway gave no reason
	verdict  verdict
	source   string
}

// judge finds what follows from a failure: the first row that matches.
func judge(e *Error) verdict { return judgeWith(e, e.text()) }

// judgeWith is judge for a failure of which more is known than may be said.
func judgeWith(e *Error, text string) verdict {
	for i := range verdicts {
		if verdicts[i].matches(e, text) {
			return verdicts[i].verdict
		}
	}
	return verdict{failure: failSystem}
}

func (r *row) matches(e *Error, text string) bool {
	switch {
	case r.stages != 0 && r.stages&e.Stage == 0:
		return false
	case r.from != 0 && (e.HTTPStatus < r.from || e.HTTPStatus > r.to):
		return false
	case r.fault != faultNone && r.fault != e.fault:
		return false
	case r.numbers != "" && !r.matchesNumber(e.Number()):
		return false
	case r.object != "" && !strings.EqualFold(r.object, e.Object):
		return false
	case r.reads && !e.reads, r.served && !e.served:
		return false
	case r.bare && (e.Number() != "" || strings.TrimSpace(text) != ""):
		return false
	}
	return r.matchesText(text)
}

func (r *row) matchesText(text string) bool {
	for words := range strings.SplitSeq(r.text, "|") {
		all := true
		for word := range strings.SplitSeq(words, "&") {
			all = all && strings.Contains(text, word)
		}
		if all {
			return true
		}
	}
	return false
}

func (r *row) matchesNumber(number string) bool {
	for pattern := range strings.SplitSeq(r.numbers, "|") {
		prefix, open := strings.CutSuffix(pattern, "*")
		if strings.EqualFold(number, prefix) || open && len(number) >= len(prefix) && strings.EqualFold(number[:len(prefix)], prefix) {
			return true
		}
	}
	return false
}
