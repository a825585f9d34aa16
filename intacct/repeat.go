package intacct

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/cenkalti/backoff/v4"
)

// final is an error that is not to be tried again, whatever it is.
type final struct{ error }

func (f final) Unwrap() error { return f.error }

// repeat makes attempts until one succeeds or another makes no sense.
func (c *Client) repeat(ctx context.Context, call *call, attempt func() error) error {
	tries := newAttempts(c.opts.Retry, c.opts.Now)
	for n := 1; ; n++ {
		if err := c.paused(ctx); err != nil {
			return lineErrorBefore(err).during(call.name, call.object)
		}
		err := attempt()
		var failure *Error
		var stop final
		if errors.As(err, &stop) {
			return stop.error
		}
		if !errors.As(err, &failure) {
			return err
		}
		wait, again := tries.after(failure, call.writes)
		patient := !again && tries.waited+wait <= c.opts.Retry.patienceFor(failure) && c.outlasts(ctx, failure, call.writes, wait)
		if !again && !patient || call.divisible && failure.TooMuch() {
			return err
		}
		tries.waited += wait
		event := c.opts.Logger.Info()
		if patient {
			event = c.opts.Logger.Warn()
		}
		event.Str("function", call.name).Int("attempt", n).Dur("wait", wait).Err(failure).Msg("sending again")
		usageOf(ctx).retries.Add(1)
		c.opts.OnRetry(Retrying{Err: failure, Attempt: n, Wait: wait, Function: call.name})
		if failure.Throttled() {
			c.pause(wait) // all requests of the company wait, this one with them
			continue
		}
		if err := c.opts.Retry.Sleep(ctx, wait); err != nil {
			return lineErrorBefore(fmt.Errorf("%w, after: %w", err, failure)).during(call.name, call.object)
		}
	}
}

// attempts decides whether and when a request is sent again.
type attempts struct {
	retry   Retry
	backoff *backoff.ExponentialBackOff
	began   time.Time
	now     func() time.Time
	tries   int
	waited  time.Duration
	spared  bool // a failure that is worth one repetition has had it
}

func newAttempts(r Retry, now func() time.Time) *attempts {
	b := backoff.NewExponentialBackOff(
		backoff.WithInitialInterval(r.First),
		backoff.WithMaxInterval(r.Longest),
		backoff.WithMultiplier(2),
		backoff.WithMaxElapsedTime(0),
		backoff.WithClockProvider(clockFunc(now)),
	)
	b.Reset()
	return &attempts{retry: r, backoff: b, began: now(), now: now}
}

type clockFunc func() time.Time

func (f clockFunc) Now() time.Time { return f() }

// after says how long to wait after a failure, and whether the usual bounds let
// it be tried again.
func (a *attempts) after(e *Error, writes bool) (wait time.Duration, again bool) {
	a.tries++
	spared := a.spared
	a.spared = spared || e.verdict.once
	pause := a.backoff.NextBackOff()
	wait = max(pause, e.RetryAfter)
	switch {
	case !e.Temporary() || a.tries >= a.retry.Tries:
		return wait, false
	case writes && !e.SafeToRetry():
		return wait, false
	case e.verdict.once && spared:
		return wait, false
	case e.RetryAfter > a.retry.Longest:
		return wait, false
	case a.now().Sub(a.began)+pause > a.retry.Elapsed:
		return wait, false
	}
	return wait, true
}

// patience is what all requests of a client together have waited beyond the
// usual bounds. Pauses at the same time count once.
type patience struct {
	spent time.Duration
	until time.Time
}

// outlasts reports whether a failure that the usual bounds make final is waited
// out: it passes, and the gateway has served before.
func (c *Client) outlasts(ctx context.Context, e *Error, writes bool, wait time.Duration) bool {
	switch {
	case !e.Temporary() && !e.verdict.unexplained, writes && !e.SafeToRetry(), e.verdict.once:
		return false
	case !c.served.Load(), haste(ctx) == brief, e.verdict.unexplained && haste(ctx) == hasty:
		return false
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	shared := &c.patience
	if e.Throttled() {
		shared = &c.throttling
	}
	return shared.spend(c.opts.Now(), wait, c.opts.Retry.patienceFor(e))
}

// spend takes a pause from what is left of the patience, if so much is left.
func (p *patience) spend(now time.Time, wait, limit time.Duration) bool {
	end, from := now.Add(wait), now
	if p.until.After(from) {
		from = p.until
	}
	more := max(0, end.Sub(from))
	if p.spent+more > limit || limit == 0 {
		return false
	}
	p.spent += more
	p.until = from.Add(more)
	return true
}

// patienceFor is how long such a failure is waited out beyond the usual bounds.
func (r Retry) patienceFor(e *Error) time.Duration {
	if e.Throttled() {
		return max(r.Patience, r.Throttling)
	}
	return r.Patience
}

type hasteKey struct{}

const (
	hasty = iota + 1
	brief
)

// Hasty is for questions that one can do without: what fails for no known reason
// is final.
func Hasty(ctx context.Context) context.Context { return context.WithValue(ctx, hasteKey{}, hasty) }

// Brief is for questions that can be asked in another way: no failure is waited
// out beyond the usual bounds.
func Brief(ctx context.Context) context.Context { return context.WithValue(ctx, hasteKey{}, brief) }

func haste(ctx context.Context) int {
	how, _ := ctx.Value(hasteKey{}).(int)
	return how
}

// lineErrorBefore is the caller giving up before anything was sent.
func lineErrorBefore(err error) *Error {
	return &Error{
		Stage: StageTransport, fault: faultCancelled, cause: fmt.Errorf("given up: %w", err),
		verdict: verdict{failure: failTransient, safe: true},
	}
}
