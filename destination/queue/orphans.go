package queue

import (
	"slices"
)

// orphans are records that were rejected because what they refer to is not
// there. It may come later in the input, so they are kept, within bounds, and
// written once more when no more comes. Until then they are not settled: no
// state that covers them is echoed.
type orphans[T any] struct {
	list     []Event[T]
	bytes    int
	rounds   int  // how often they were written again
	progress bool // the last round wrote some of them
	names    map[Ref]int
	beyond   bool // some were not kept, for want of room
}

// Bounds of what is kept, and of the rounds, of which a chain of references by
// name needs one a link.
const (
	maxOrphans     = 5000
	maxOrphanBytes = 2 << 20
	maxRounds      = 10
)

// add takes a record in; false if there is no room.
func (o *orphans[T]) add(ev Event[T]) bool {
	if len(o.list) == maxOrphans || o.bytes+ev.Entry.Size > maxOrphanBytes {
		return false
	}
	o.list = append(o.list, ev)
	o.bytes += ev.Entry.Size
	if o.names == nil {
		o.names = map[Ref]int{}
	}
	for _, r := range ev.Entry.Refs {
		o.names[r]++
	}
	return true
}

// take gives all of them away.
func (o *orphans[T]) take() []Event[T] {
	list := o.list
	o.list, o.bytes = nil, 0
	clear(o.names)
	return list
}

// without removes those that share a name with a record: what is older must not
// be written after it.
func (o *orphans[T]) without(e *Entry[T]) []Event[T] {
	if !slices.ContainsFunc(e.Refs, func(r Ref) bool { return o.names[r] > 0 }) {
		return nil
	}
	var removed []Event[T]
	kept := o.list[:0]
	for _, ev := range o.list {
		if ev.Entry.shares(e.Links) {
			removed = append(removed, ev)
			o.bytes -= ev.Entry.Size
			for _, r := range ev.Entry.Refs {
				o.names[r]--
			}
			continue
		}
		kept = append(kept, ev)
	}
	o.list = kept
	return removed
}

// parentsFirst puts what others refer to before them.
func parentsFirst[T any](list []Event[T]) []Event[T] {
	at := map[Ref]int{}
	for i, ev := range list {
		for _, r := range ev.Entry.Refs {
			at[r] = i
		}
	}
	ordered := make([]Event[T], 0, len(list))
	visited := make([]bool, len(list))
	var visit func(i int)
	visit = func(i int) {
		if visited[i] {
			return
		}
		visited[i] = true
		for _, r := range list[i].Entry.Needs {
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
