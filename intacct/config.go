package intacct

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/rs/zerolog"
)

// DefaultURL is the gateway every company starts at; signing in may name
// another endpoint for the rest of the session.
const DefaultURL = "https://api.intacct.com/ia/xml/xmlgw.phtml"

// Config is what a person sets up: who asks, and where.
type Config struct {
	CompanyID      string `json:"company_id"` // also COMPANY|ENTITY and CONSOLE|CLIENT|ENTITY
	SenderID       string `json:"sender_id"`
	SenderPassword string `json:"sender_password"`
	UserID         string `json:"user_id"`
	UserPassword   string `json:"user_password"`
	EntityID       string `json:"entity_id"`
	APIURL         string `json:"api_url"`
	CACertificate  string `json:"ca_certificate"`
}

// Options are what the program sets. The zero value talks to the real gateway
// with the defaults named below.
type Options struct {
	// Transport carries the requests; nil is a TLS-verifying HTTP transport.
	Transport http.RoundTripper
	Logger    *zerolog.Logger
	// OnSecret is told every session id before its first use, so that logs
	// can be masked.
	OnSecret func(string)
	// OnRetry is told before each pause; a reader uses it to slow down.
	OnRetry func(Retrying)
	// Admit is asked before anything is put on the line, and may let it wait.
	// What it returns is told when the answer is here, or the line gave up. An
	// error ends the request unsent.
	Admit func(context.Context) (done func(Exchanged), err error)
	// Now replaces the clock in tests.
	Now func() time.Time
	// MaxCalls bounds the billed calls of this client and all its entities;
	// zero is no bound.
	MaxCalls  int
	UserAgent string
	// Timeout bounds one request; zero is 5 minutes, as in Sage's own SDKs.
	Timeout time.Duration
	// Grace is how much longer than its context a request that writes is waited
	// for, once it has left: what becomes of it is worth knowing. Nothing leaves
	// after the end of the context. Zero is not at all.
	Grace time.Duration
	// Drip bounds how long an answer that has begun may take for each 64 KiB;
	// zero is two minutes.
	Drip time.Duration
	// MaxReply bounds the (unpacked) size of one reply in bytes; zero is 48 MiB.
	MaxReply int64
	Retry    Retry
}

// Exchanged is what became of something that was put on the line.
type Exchanged struct {
	Took  time.Duration // until the answer began, without any wait before
	Bytes int           // of the answer, unpacked
	Whole bool          // an answer came, whatever it says
}

// UsualPatience is how long a run waits in all for what passes.
const UsualPatience = 15 * time.Minute

// UsualThrottling is how long a read waits in all for a gateway that asks for
// fewer requests.
const UsualThrottling = time.Hour

// Retry tunes how often and how patiently a request is sent again. Zero
// fields take the defaults.
type Retry struct {
	Tries   int           // attempts in all (5)
	First   time.Duration // mean of the first pause (1 s)
	Longest time.Duration // longest pause, also of a Retry-After that is obeyed (2 min)
	Elapsed time.Duration // no further attempt starts after this long (10 min)
	// Patience is how long, over all requests of the client together, what passes
	// is waited out beyond these bounds once the gateway has served anything: a
	// page of maintenance, or a failure of a read that nobody knows (none).
	Patience time.Duration
	// Throttling is the same for a gateway that asks for fewer requests, where it
	// is longer (as long as Patience): that is a queue, not a failure.
	Throttling time.Duration
	// Sleep replaces the pause in tests.
	Sleep func(context.Context, time.Duration) error
}

// Retrying describes a pause before a request is sent again.
type Retrying struct {
	Err      *Error
	Attempt  int // the attempt that failed, from 1
	Wait     time.Duration
	Function string
}

// ConfigError is a setting that cannot work. It names the key.
type ConfigError struct{ Key, Reason string }

func (e *ConfigError) Error() string { return e.Key + ": " + e.Reason }

// FailureType says who has to act.
func (*ConfigError) FailureType() string { return failConfig }

func (o Options) withDefaults() Options {
	if o.Logger == nil {
		nop := zerolog.Nop()
		o.Logger = &nop
	}
	if o.OnSecret == nil {
		o.OnSecret = func(string) {}
	}
	if o.OnRetry == nil {
		o.OnRetry = func(Retrying) {}
	}
	if o.Admit == nil {
		o.Admit = func(context.Context) (func(Exchanged), error) { return func(Exchanged) {}, nil }
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.UserAgent == "" {
		o.UserAgent = "airbyte-sage-intacct"
	}
	if o.Timeout <= 0 {
		o.Timeout = 5 * time.Minute
	}
	if o.Drip <= 0 {
		o.Drip = 2 * time.Minute
	}
	if o.MaxReply <= 0 {
		o.MaxReply = 48 << 20
	}
	o.Retry = o.Retry.withDefaults()
	return o
}

func (r Retry) withDefaults() Retry {
	if r.Tries <= 0 {
		r.Tries = 5
	}
	if r.First <= 0 {
		r.First = time.Second
	}
	if r.Longest <= 0 {
		r.Longest = 2 * time.Minute
	}
	if r.Elapsed <= 0 {
		r.Elapsed = 10 * time.Minute
	}
	if r.Sleep == nil {
		r.Sleep = sleep
	}
	return r
}

func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// login is the company part of a sign-in, unpacked.
type login struct{ company, client, entity string }

// unpackCompany reads the three forms of company_id. The two-part form is a
// company and one of its entities; a console needs all three parts, the last
// of which may be empty ("CONSOLE|CLIENT|": the client's top level).
//
// Source: Sage docs, XML API, "Requests" (login element); the two-part form is
// what production connectors send.
func unpackCompany(cfg Config) (login, error) {
	parts := strings.Split(strings.TrimSpace(cfg.CompanyID), "|")
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	if parts[0] == "" {
		return login{}, &ConfigError{"company_id", "lacks the company"}
	}
	l := login{company: parts[0]}
	switch len(parts) {
	case 1:
	case 2:
		l.entity = parts[1]
	case 3:
		l.client, l.entity = parts[1], parts[2]
		if l.client == "" {
			return login{}, &ConfigError{"company_id", `the form CONSOLE|CLIENT|ENTITY lacks the client`}
		}
	default:
		return login{}, &ConfigError{"company_id", `has more than three parts; allowed are COMPANY, COMPANY|ENTITY and CONSOLE|CLIENT|ENTITY`}
	}
	entity := strings.TrimSpace(cfg.EntityID)
	if entity != "" && l.entity != "" && entity != l.entity {
		return login{}, &ConfigError{"entity_id", `differs from the entity in company_id; name the entity once`}
	}
	if entity != "" {
		l.entity = entity
	}
	return l, nil
}

// validate names the first credential that is missing or cannot be sent.
func (cfg Config) validate() error {
	for _, field := range []struct{ key, value string }{
		{"company_id", cfg.CompanyID},
		{"sender_id", cfg.SenderID},
		{"sender_password", cfg.SenderPassword},
		{"user_id", cfg.UserID},
		{"user_password", cfg.UserPassword},
	} {
		if strings.TrimSpace(field.value) == "" {
			return &ConfigError{field.key, "is empty"}
		}
		if reason := unsendable(field.value); reason != "" {
			return &ConfigError{field.key, "cannot be sent in XML: " + reason}
		}
	}
	if reason := unsendable(cfg.EntityID); reason != "" {
		return &ConfigError{"entity_id", "cannot be sent in XML: " + reason}
	}
	return nil
}
