package intacct_test

import (
	"context"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"airbyte-sage-intacct/intacct"
)

// after answers when some time has passed, unless the client leaves.
func after(d time.Duration, next answer) answer {
	return func(q *request) (*http.Response, error) {
		select {
		case <-time.After(d):
			return next(q)
		case <-q.http.Context().Done():
			return nil, q.http.Context().Err()
		}
	}
}

// TestAnswersAreWaitedFor: with grace, a request that writes and has left when
// its context ends is waited for; one that has not left never leaves. What reads
// ends with its context.
func TestAnswersAreWaitedFor(t *testing.T) {
	const stop = time.Second
	for name, test := range map[string]struct {
		grace, dial, answer time.Duration
		reads               bool
		took                time.Duration
		done, sent          bool
	}{
		"in time":          {grace: 20 * time.Second, answer: 15 * time.Second, took: 15 * time.Second, done: true, sent: true},
		"too late":         {grace: 20 * time.Second, answer: 30 * time.Second, took: stop + 20*time.Second, sent: true},
		"without grace":    {answer: 15 * time.Second, took: stop, sent: true},
		"read":             {grace: 20 * time.Second, answer: 15 * time.Second, took: stop, reads: true, sent: true},
		"still connecting": {grace: 20 * time.Second, dial: 2 * time.Second, took: 2 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				reply := "create.xml"
				if test.reads {
					reply = "query.xml"
				}
				c, g := newClientWith(t, intacct.Options{Grace: test.grace}, after(test.answer, text(200, fixture(t, reply))))
				if err := c.Ping(t.Context()); err != nil { // signs in
					t.Fatal(err)
				}
				sent := len(g.asked)
				g.dial = func() { time.Sleep(test.dial) }
				ctx, cancel := context.WithTimeout(t.Context(), stop)
				defer cancel()
				began := time.Now()
				var err error
				if test.reads {
					_, err = c.Query(ctx, vendors())
				} else {
					_, err = c.DoOne(ctx, create())
				}
				if took := time.Since(began); took != test.took || (err == nil) != test.done {
					t.Errorf("after %v: %v", took, err)
				}
				if (len(g.asked) > sent) != test.sent {
					t.Errorf("%d requests were sent, then %d", sent, len(g.asked))
				}
				if err != nil && !test.reads && failure(t, err).Unknown() != test.sent {
					t.Errorf("unknown is %v: %v", failure(t, err).Unknown(), err)
				}
			})
		})
	}
}
