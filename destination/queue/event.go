package destination

import (
	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/destination/result"
)

// event is one thing from the input: a record, a state, or the input's end.
type event struct {
	item   *item
	stream string // of the record or the state
	reason *result.Rejection
	state  *airbyte.Incoming
	end    bool
	hurry  bool // somebody waits for what is on its way
	err    error
}

// batch is a group of records that was written, for better or worse.
type batch struct {
	items    []*item
	outcomes []result.Outcome
	err      error // the batch could not be written at all
}

// last tells the event after which none comes.
func (ev event) last() bool { return ev.end || ev.err != nil }

func (ev event) size() int {
	switch {
	case ev.item != nil:
		return ev.item.size
	case ev.state != nil:
		return len(ev.state.Raw)
	}
	return 0
}
