package intacct

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"
)

// Stage says how far a request came before it failed.
type Stage uint8

const (
	// StageTransport means that no usable answer came back.
	StageTransport Stage = 1 << iota
	// StageGateway means refused before the API, by HTTP status.
	StageGateway
	// StageControl means that the envelope or the sender was refused; nothing ran.
	StageControl
	// StageAuthentication means that the user or session was refused; nothing ran.
	StageAuthentication
	// StageResult means that the function itself failed.
	StageResult
)

func (s Stage) String() string {
	switch s {
	case StageTransport:
		return "transport"
	case StageGateway:
		return "gateway"
	case StageControl:
		return "control"
	case StageAuthentication:
		return "authentication"
	case StageResult:
		return "result"
	}
	return "unknown stage"
}

// Detail is one <error> of the gateway, in its own words. Any part may be
// empty; Number may be text such as "Query Failed".
type Detail struct{ Number, Description, Description2, Correction string }

// Error is a failure of one request or, at StageResult, of one function.
type Error struct {
	Stage      Stage
	HTTPStatus int
	Function   string
	Object     string // what a reading function asked for
	ControlID  string
	Details    []Detail // the first is the cause, later ones wrap it
	RetryAfter time.Duration

	fault   fault
	served  bool // the gateway has answered well before
	reads   bool // the function changes nothing
	verdict verdict
	cause   error
}

// BudgetError says that the bound on calls is reached. Nothing was sent.
type BudgetError struct{ Spent, Limit int }

func (e *BudgetError) Error() string {
	return fmt.Sprintf("the budget of %d API calls (max_api_calls) is spent: %d were made; raise it or sync less often", e.Limit, e.Spent)
}

// FailureType says who has to act.
func (*BudgetError) FailureType() string { return failConfig }

func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(e.where())
	b.WriteString(": ")
	b.WriteString(e.what())
	if e.verdict.advice != "" {
		b.WriteString(" (" + e.verdict.advice + ")")
	}
	return b.String()
}

func (e *Error) where() string {
	switch {
	case e.Function == signInFunction:
		return "signing in"
	case e.Function == "" && e.Stage == StageResult:
		return "the gateway"
	case e.Function == "":
		return e.Stage.String()
	case e.Object != "":
		return e.Function + " of " + e.Object
	}
	return e.Function
}

// what joins the gateway's texts. The wrappers repeat each other, so a text is
// said once.
func (e *Error) what() string {
	var parts []string
	said := map[string]bool{}
	say := func(text string) {
		if text != "" && !said[text] {
			said[text] = true
			parts = append(parts, text)
		}
	}
	for _, d := range e.Details {
		if d.Number != "" {
			say("[" + d.Number + "]")
		}
		say(d.Description)
		say(d.Description2)
		say(d.Correction)
	}
	if e.cause != nil {
		say(e.cause.Error())
	}
	switch {
	case e.HTTPStatus >= 300:
		return strings.TrimSpace(fmt.Sprintf("HTTP %d ", e.HTTPStatus) + strings.Join(parts, " "))
	case len(parts) == 0:
		return "the gateway gave no reason"
	}
	return strings.Join(parts, " ")
}

// Number is the errorno of the cause; "" if the gateway gave none.
func (e *Error) Number() string {
	if len(e.Details) == 0 {
		return ""
	}
	return e.Details[0].Number
}

// FailureType is config_error, transient_error or system_error.
func (e *Error) FailureType() string { return e.verdict.failure }

// Temporary says that the same request may succeed later.
func (e *Error) Temporary() bool { return e.verdict.temporary }

// Denied reports whether the gateway refuses because of what the user may do or
// the company subscribes to, as far as it says so.
func (e *Error) Denied() bool {
	return e.Stage == StageResult && e.verdict.failure == failConfig && e.verdict.advice != ""
}

// SafeToRetry says that certainly nothing of the request was executed.
func (e *Error) SafeToRetry() bool { return e.verdict.safe }

// Unknown says that a function that writes may or may not have been executed:
// the gateway may even still be working on it.
func (e *Error) Unknown() bool { return e.verdict.unknown }

// Throttled says that the gateway asked for fewer requests.
func (e *Error) Throttled() bool { return e.verdict.throttled }

// TooMuch says that asking for less at once may help: there was no answer in
// time, or a larger one than is taken.
func (e *Error) TooMuch() bool {
	const noAnswerInTime = 524 // Cloudflare's, for the gateway behind it
	return e.HTTPStatus == noAnswerInTime || e.HTTPStatus == http.StatusGatewayTimeout || e.fault == faultTimeout || e.fault == faultTooLarge
}

// TooLarge reports whether the answer was larger than is taken.
func (e *Error) TooLarge() bool { return e.fault == faultTooLarge }

func (e *Error) Unwrap() error { return e.cause }

// text is everything the gateway said, for matching.
func (e *Error) text() string {
	var b strings.Builder
	for _, d := range e.Details {
		for _, part := range []string{d.Description, d.Description2, d.Correction} {
			b.WriteString(strings.ToLower(part))
			b.WriteByte('\n')
		}
	}
	return b.String()
}

// neverSent marks a failure that came before the caller's own request left:
// whatever became of the sign-in, nothing of the request ran.
func neverSent(err error) error {
	var failure *Error
	if !errors.As(err, &failure) {
		return err
	}
	own := *failure
	own.verdict.safe, own.verdict.unknown = true, false
	return &own
}
