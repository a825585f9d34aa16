package destination

import (
	"cmp"
	"context"
	"slices"

	"airbyte-sage-intacct/destination/result"

	"github.com/rs/zerolog"
)

// orphans are records that were rejected because what they refer to is not
// there. It may come later in the input, so they are kept, within bounds, and
// written once more when no more comes. Until then they are not settled: no
// state that covers them is echoed.
type orphans struct {
	list     []event
	bytes    int
	rounds   int  // how often they were written again
	progress bool // the last round wrote some of them
	names    map[ref]int
	beyond   bool // some were not kept, for want of room
	resolve  resolving
	kept     func(*item) // one is kept
	log      *zerolog.Logger
}

// resolving asks again what records refer to by name, once the input has ended.
type resolving func(ctx context.Context, events []event) error

// Bounds of what is kept, and of the rounds, of which a chain of references by
// name needs one a link.
const (
	maxOrphans     = 5000
	maxOrphanBytes = 2 << 20
	maxRounds      = 10
)

// keep takes a rejected record in, if it may go through later.
func (o *orphans) keep(ev event) bool {
	if !ev.reason.Missing || o.resolve == nil {
		return false
	}
	if len(o.list) == maxOrphans || o.bytes+ev.item.size > maxOrphanBytes {
		if !o.beyond {
			o.log.Warn().Msgf("More than %d records, or %d MiB of them, refer to what is not there; further ones are rejected at once, although it may come later in the input. Bring what is referred to first.", maxOrphans, maxOrphanBytes>>20)
		}
		o.beyond = true
		return false
	}
	o.kept(ev.item)
	o.list = append(o.list, ev)
	o.bytes += ev.item.size
	if o.names == nil {
		o.names = map[ref]int{}
	}
	for _, r := range ev.item.refs {
		o.names[r]++
	}
	return true
}

// take gives all of them away.
func (o *orphans) take() []event {
	list := o.list
	o.list, o.bytes = nil, 0
	clear(o.names)
	return list
}

// without removes those that share a name with a record: what is older must not
// be written after it.
func (o *orphans) without(it *item) []event {
	if !slices.ContainsFunc(it.refs, func(r ref) bool { return o.names[r] > 0 }) {
		return nil
	}
	var removed []event
	kept := o.list[:0]
	for _, ev := range o.list {
		if ev.item.shares(it) {
			removed = append(removed, ev)
			o.bytes -= ev.item.size
			for _, r := range ev.item.refs {
				o.names[r]--
			}
			continue
		}
		kept = append(kept, ev)
	}
	o.list = kept
	return removed
}

func (it *item) shares(other *item) bool {
	return slices.ContainsFunc(it.refs, func(r ref) bool { return slices.Contains(other.refs, r) })
}

// parentsFirst puts what others refer to before them.
func parentsFirst(list []event) []event {
	at := map[ref]int{}
	for i, ev := range list {
		for _, r := range ev.item.refs {
			at[r] = i
		}
	}
	ordered := make([]event, 0, len(list))
	visited := make([]bool, len(list))
	var visit func(i int)
	visit = func(i int) {
		if visited[i] {
			return
		}
		visited[i] = true
		for _, r := range list[i].item.needs {
			if parent, known := at[r]; known {
				visit(parent)
			}
		}
		ordered = append(ordered, list[i])
	}
	for i := range list {
		visit(i)
	}
	return ordered
}

// mayRetry reports whether records that wait for what they refer to are all that
// is left to do, or all that can be done.
func (e *engine) mayRetry() bool {
	return len(e.orphans.list) > 0 && e.pending == 0 && e.inFlight == 0 && e.failure == nil && (e.closed || e.full())
}

// retry writes them once more, as long as that leads anywhere.
func (e *engine) retry(ctx context.Context) error {
	o := &e.orphans
	if !e.closed {
		return e.retryEarly()
	}
	list := o.take()
	if o.rounds == maxRounds || o.rounds > 0 && !o.progress {
		return e.giveUp(list)
	}
	o.rounds++
	o.progress = false
	o.log.Info().Msgf("%d records refer to what was not there when they came; they are written once more.", len(list))
	refused, unresolved := splitByCause(list)
	if err := o.resolve(ctx, unresolved); err != nil {
		return err
	}
	return e.reenter(append(refused, unresolved...))
}

// retryEarly is for the middle of an input where the states that wait take too
// much room. Names cannot be asked for again there, and nothing is tried twice.
func (e *engine) retryEarly() error {
	var list, tried []event
	for _, ev := range e.orphans.take() {
		if ev.item.retries > 0 || ev.reason.Errno == "" {
			tried = append(tried, ev)
			continue
		}
		list = append(list, ev)
	}
	e.orphans.log.Warn().Msgf("Too many states wait for %d records that refer to what was not there when they came; they are written once more now, or rejected. Bring what is referred to first.", len(list)+len(tried))
	if err := e.giveUp(tried); err != nil {
		return err
	}
	refused, _ := splitByCause(list)
	return e.reenter(refused)
}

func (e *engine) reenter(list []event) error {
	for _, ev := range parentsFirst(list) {
		if err := e.enter(ev); err != nil {
			return err
		}
	}
	return nil
}

// splitByCause tells the records that Intacct refused from those whose names led
// nowhere.
func splitByCause(list []event) (refused, unresolved []event) {
	for _, ev := range list {
		ev.item.retries++
		if ev.reason.Errno == "" {
			unresolved = append(unresolved, ev)
			continue
		}
		ev.reason = nil
		ev.item.attempt++ // the refusal is certain, and the gateway may remember it
		refused = append(refused, ev)
	}
	return refused, unresolved
}

// giveUp rejects records for the reason that they were kept with.
func (e *engine) giveUp(list []event) error {
	var first error
	for _, ev := range list {
		first = cmp.Or(first, e.finish(ev.item, result.Outcome{Rejection: ev.reason}))
	}
	return first
}
