package queue

import (
	"cmp"
	"context"

	"airbyte-sage-intacct/destination/result"
)

// keep lets a rejected record wait, if it may go through later.
func (q *Queue[T]) keep(ev Event[T]) bool {
	if !ev.Reason.Missing || q.Resolve == nil {
		return false
	}
	if !q.orphans.add(ev) {
		if !q.orphans.beyond {
			q.Log.Warn().Msgf("More than %d records, or %d MiB of them, refer to what is not there; further ones are rejected at once, although it may come later in the input. Bring what is referred to first.", maxOrphans, maxOrphanBytes>>20)
		}
		q.orphans.beyond = true
		return false
	}
	q.Kept(ev.Entry.Record)
	return true
}

// mayRetry reports whether records that wait for what they refer to are all that
// is left to do, or all that can be done.
func (q *Queue[T]) mayRetry() bool {
	return len(q.orphans.list) > 0 && q.pending == 0 && q.inFlight == 0 && q.failure == nil && (q.closed || q.full())
}

// retry writes them once more, as long as that leads anywhere.
func (q *Queue[T]) retry(ctx context.Context) error {
	o := &q.orphans
	if !q.closed {
		return q.retryEarly()
	}
	list := o.take()
	if o.rounds == maxRounds || o.rounds > 0 && !o.progress {
		return q.giveUp(list)
	}
	o.rounds++
	o.progress = false
	q.Log.Info().Msgf("%d records refer to what was not there when they came; they are written once more.", len(list))
	refused, unresolved := q.splitByCause(list)
	if err := q.Resolve(ctx, unresolved); err != nil {
		return err
	}
	return q.reenter(append(refused, unresolved...))
}

// retryEarly is for the middle of an input where the states that wait take too
// much room. Names cannot be asked for again there, and nothing is tried twice.
func (q *Queue[T]) retryEarly() error {
	var list, tried []Event[T]
	for _, ev := range q.orphans.take() {
		if ev.Entry.retries > 0 || ev.Reason.Errno == "" {
			tried = append(tried, ev)
			continue
		}
		list = append(list, ev)
	}
	q.Log.Warn().Msgf("Too many states wait for %d records that refer to what was not there when they came; they are written once more now, or rejected. Bring what is referred to first.", len(list)+len(tried))
	if err := q.giveUp(tried); err != nil {
		return err
	}
	refused, _ := q.splitByCause(list)
	return q.reenter(refused)
}

func (q *Queue[T]) reenter(list []Event[T]) error {
	for _, ev := range parentsFirst(list) {
		if err := q.enter(ev); err != nil {
			return err
		}
	}
	return nil
}

// splitByCause tells the records that Intacct refused from those whose names led
// nowhere.
func (q *Queue[T]) splitByCause(list []Event[T]) (refused, unresolved []Event[T]) {
	for _, ev := range list {
		ev.Entry.retries++
		if ev.Reason.Errno == "" {
			unresolved = append(unresolved, ev)
			continue
		}
		ev.Reason = nil
		q.Retrying(ev.Entry.Record)
		refused = append(refused, ev)
	}
	return refused, unresolved
}

// giveUp rejects records for the reason that they were kept with.
func (q *Queue[T]) giveUp(list []Event[T]) error {
	var first error
	for _, ev := range list {
		first = cmp.Or(first, q.finish(ev.Entry, result.Outcome{Rejection: ev.Reason}))
	}
	return first
}
