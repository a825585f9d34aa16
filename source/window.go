package source

import (
	"time"

	"airbyte-sage-intacct/intacct"
)

// A window is the span of modification times that one reading covers: From is
// included, To is not. It stays as it is until the reading has come to its end,
// over as many attempts as that takes, so that a row modified meanwhile leaves
// the window and is in the next one, instead of moving unseen.
type window struct {
	From instant `json:"from,omitzero"`
	To   instant `json:"to,omitzero"`
	// CreatedFrom is where the window begins for rows without a modification
	// time, which are known by the time of their creation.
	CreatedFrom instant `json:"created_from,omitzero"`
	// CreatedTo is where it ends for them, if elsewhere than at To: where the
	// ends are times of records, and not the gateway's.
	CreatedTo instant `json:"created_to,omitzero"`
	// present is the gateway's clock when the window was asked for, and ahead from
	// where on rows lie in its future; 0 leaves them out.
	present, ahead instant
}

// nextWindow is the window that follows on what a slice has finished: from the
// look-back before its cursor to now. Rows are stamped before they are
// committed, so late ones appear behind the cursor; the look-back finds them.
func nextWindow(s *slice, start, now instant, lookback time.Duration) window {
	w := window{From: start, To: now, CreatedFrom: start}
	if s.Cursor != 0 {
		w.From = s.Cursor.before(lookback)
	}
	if s.Created != 0 {
		w.CreatedFrom = s.Created.before(lookback)
	}
	return w
}

// filter is the condition for the rows of the window. Rows without a
// modification time, which some objects have until the first change, ride
// along by the time of their creation; those without either ride in every
// window and are told apart by their fingerprints.
func (w window) filter(p *plan) intacct.Filter {
	if p.cursor == nil || w.From == 0 && w.To == 0 {
		return intacct.Filter{}
	}
	return intacct.Or(p.between(p.cursor, w.From, w.To), w.future(p, 0), w.unmodified(p))
}

// unmodified is the condition for the rows without a modification time.
func (w window) unmodified(p *plan) intacct.Filter {
	none := intacct.IsNull(p.cursor.field)
	to := w.To
	if w.CreatedTo != 0 {
		to = w.CreatedTo
	}
	if p.created == nil || w.CreatedFrom == 0 && to == 0 {
		return none
	}
	return intacct.And(none, intacct.Or(
		p.between(p.created, w.CreatedFrom, to),
		intacct.IsNull(p.created.field),
	))
}

// between is the condition that a timestamp lies in [from, to), either of
// which may be open.
func (p *plan) between(c *column, from, to instant) intacct.Filter {
	var low, high intacct.Filter
	if from != 0 {
		low = intacct.Ge(c.field, c.format.FormatTimestamp(from.time()))
	}
	if to != 0 {
		high = intacct.Lt(c.field, c.format.FormatTimestamp(to.time()))
	}
	return intacct.And(low, high)
}
