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
	patience := newPatience(c.opts.Retry, c.opts.Now)
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
		wait, again := patience.after(failure, call.writes)
		if !again || call.divisible && failure.TooMuch() {
			return err
		}
		c.opts.Logger.Info().Str("function", call.name).Int("attempt", n).Dur("wait", wait).Err(failure).Msg("sending again")
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

// patience decides whether and when a request is sent again.
type patience struct {
	retry   Retry
	backoff *backoff.ExponentialBackOff
	tries   int
	spared  bool // a failure that is worth one repetition has had it
}

func newPatience(r Retry, now func() time.Time) *patience {
	b := backoff.NewExponentialBackOff(
		backoff.WithInitialInterval(r.First),
		backoff.WithMaxInterval(r.Longest),
		backoff.WithMultiplier(2),
		backoff.WithMaxElapsedTime(r.Elapsed),
		backoff.WithClockProvider(clockFunc(now)),
	)
	b.Reset()
	return &patience{retry: r, backoff: b}
}

type clockFunc func() time.Time

func (f clockFunc) Now() time.Time { return f() }

// after says how long to wait after a failure, and whether to try again at all.
func (p *patience) after(e *Error, writes bool) (time.Duration, bool) {
	p.tries++
	switch {
	case !e.Temporary() || p.tries >= p.retry.Tries:
		return 0, false
	case writes && !e.SafeToRetry():
		return 0, false
	case e.verdict.once && p.spared:
		return 0, false
	case e.RetryAfter > p.retry.Longest:
		return 0, false
	}
	p.spared = p.spared || e.verdict.once
	wait := p.backoff.NextBackOff()
	if wait == backoff.Stop {
		return 0, false
	}
	return max(wait, e.RetryAfter), true
}

// lineErrorBefore is the caller giving up before anything was sent.
func lineErrorBefore(err error) *Error {
	return &Error{
		Stage: StageTransport, fault: faultCancelled, cause: fmt.Errorf("given up: %w", err),
		verdict: verdict{failure: failTransient, safe: true},
	}
}
