package destination

import (
	"os"
	"strconv"
	"sync"
	"time"

	"github.com/rs/zerolog"
)

// earlier is a run before this one, as far as the gateway may still be at what it
// has sent when its process has ended. What it creates cannot be seen yet, and
// would be created again, so creates wait until it can be at nothing any more.
type earlier struct {
	attempt int       // of the platform's job, from 0
	job     string    // of the platform; "" where there is none
	until   time.Time // when an earlier attempt is at nothing any more
	now     func() time.Time
	log     *zerolog.Logger

	mu     sync.Mutex
	logged time.Time
}

// newEarlier reads what the platform says of the run. Attempts are counted from 0.
//
// Source: airbyte-platform, RuntimeEnvVarFactory.
func newEarlier(now func() time.Time, log *zerolog.Logger) *earlier {
	e := &earlier{job: os.Getenv("WORKER_JOB_ID"), now: now, log: log}
	if n, err := strconv.Atoi(os.Getenv("WORKER_JOB_ATTEMPT")); err == nil && n > 0 {
		e.attempt, e.until = n, now().Add(atWork)
	}
	return e
}

// end is when the gateway is at nothing of an earlier run any more; the zero time
// if that is so now. An earlier run without a job may have used the control ids
// of another day, as long as that is not over for longer than a request lasts.
func (e *earlier) end() time.Time {
	now, end := e.now(), e.until
	if turn := turnOf(now).Add(atWork); e.job == "" && turn.After(end) {
		end = turn
	}
	if !now.Before(end) {
		return time.Time{}
	}
	return end
}

// holds reports whether a create of the item has to wait.
func (e *earlier) holds(it *item) bool { return !it.guarded() && !e.end().IsZero() }

// pause is how long an item that has to wait is left alone before the company is
// asked for it again.
func (e *earlier) pause(it *item) time.Duration {
	end := e.end()
	e.progress(end)
	it.pause = min(max(2*it.pause, firstPause), longestPause)
	if end.IsZero() {
		return 0
	}
	return min(it.pause, end.Sub(e.now()))
}

// progress logs, now and then, what is waited for and until when.
func (e *earlier) progress(end time.Time) {
	e.mu.Lock()
	defer e.mu.Unlock()
	now := e.now()
	if end.IsZero() || now.Sub(e.logged) < longestPause {
		return
	}
	text := "Creates still wait until " + end.UTC().Format(time.RFC3339) + "."
	if e.logged.IsZero() {
		text = "Creates of records that Intacct does not keep from being there twice wait until " + end.UTC().Format(time.RFC3339) +
			", by the gateway's clock: by then it is at nothing any more that " + e.name() + " has sent. What that has created is recognised as soon as it shows. All else goes on."
	}
	e.logged = now
	e.log.Info().Msg(text)
}

func (e *earlier) name() string {
	if e.attempt > 0 {
		return "the attempt before this one (WORKER_JOB_ATTEMPT is " + strconv.Itoa(e.attempt) + ")"
	}
	return "a run before this one, under the control ids of the day before,"
}

// atWork is how long to wait before what adds something is sent again. Only
// a record may be guarded, and in one transaction it guards its files.
func (o *op) atWork() time.Duration {
	if o.verb == creates {
		return o.item.atWork()
	}
	return atWork
}

// atWork is how long to wait before a create of the item is sent again.
func (it *item) atWork() time.Duration {
	if it.guarded() {
		return atWorkGuarded
	}
	return atWork
}
