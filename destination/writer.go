package destination

import (
	"context"
	"fmt"
	"time"

	"airbyte-sage-intacct/destination/files"
	"airbyte-sage-intacct/destination/queue"
	"airbyte-sage-intacct/destination/result"

	"github.com/rs/zerolog"
)

// writer writes batches. It is safe for concurrent use.
type writer struct {
	session     func(entity string) gateway
	calls       func() int // billed, of all sessions
	scope       scope      // of control ids
	earlier     *earlier
	finder      *finder
	decider     decider
	pace        *queue.Limiter
	clock       clock
	dry         bool // nothing is sent
	log         *zerolog.Logger
	gone        gone
	made        made
	books       *books         // what is closed of them
	library     *files.Library // of the files that records bring
	attachments attachments
}

// clock is time, which tests replace.
type clock struct {
	now   func() time.Time
	sleep func(context.Context, time.Duration) error
}

var systemClock = clock{now: time.Now, sleep: sleep}

func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

const (
	firstPause   = time.Second
	longestPause = time.Minute
	// tooLong is when a batch gives up on a gateway that does not answer.
	tooLong = time.Hour
)

// write brings a batch into the company: it asks what is there, sends what is
// missing, and after an answer that was lost asks again. Its error means that
// the items without an outcome are not settled.
func (w *writer) write(ctx context.Context, items []*item) ([]result.Outcome, error) {
	b := &attempt{writer: w, client: w.session(items[0].entity), items: items, outcomes: make([]result.Outcome, len(items))}
	began, pause := w.clock.now(), firstPause
	for {
		if err := b.round(ctx); err != nil {
			return b.outcomes, err
		}
		if open := b.open(); len(open) == b.held {
			b.postpone(open)
			return b.outcomes, nil
		}
		if w.clock.now().Sub(began) > tooLong {
			return b.outcomes, fmt.Errorf("records of %s stay unwritten after %s: %w", items[0].plan.Object(), tooLong, b.trouble)
		}
		if !b.progress {
			if err := w.clock.sleep(ctx, pause); err != nil {
				return b.outcomes, err
			}
			pause = min(2*pause, longestPause)
		}
	}
}

// postpone leaves items to be written later, so that others are meanwhile.
func (b *attempt) postpone(open []int) {
	for _, i := range open {
		b.outcomes[i] = result.Outcome{Again: true, Pause: b.earlier.pause(b.items[i])}
	}
}
