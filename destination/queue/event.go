package queue

import (
	"time"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/destination/result"
)

// Entry is a record that is to be written. What the record is the queue does not
// know.
type Entry[T any] struct {
	Record T
	Links
	Bucket Bucket
	Size   int
	Idle   bool // there is nothing to do for it

	seq     uint64    // place in the queue
	arrived time.Time // there
	mark    mark      // place among the states
	retries int       // how often it was written again because it referred to nothing
}

// Event is one thing from the input: a record, a state, or the input's end.
type Event[T any] struct {
	Entry  *Entry[T]
	Stream string            // of the record or the state
	Reason *result.Rejection // why the record is not written
	State  *airbyte.Incoming
	End    bool
	Hurry  bool // somebody waits for what is on its way
	Err    error
}

// Last reports whether none comes after the event.
func (e Event[T]) Last() bool { return e.End || e.Err != nil }

// Size is about how much memory the event takes.
func (e Event[T]) Size() int {
	switch {
	case e.Entry != nil:
		return e.Entry.Size
	case e.State != nil:
		return len(e.State.Raw)
	}
	return 0
}

// batch is a group of records that was written, for better or worse.
type batch[T any] struct {
	entries  []*Entry[T]
	outcomes []result.Outcome
	err      error // the batch could not be written at all
}
