package state

import "time"

// A Window is the span of modification times that one reading covers: From is
// included, To is not. It stays as it is until the reading has come to its end,
// over as many attempts as that takes, so that a row modified meanwhile leaves
// the window and is in the next one, instead of moving unseen.
type Window struct {
	From Instant `json:"from,omitzero"`
	To   Instant `json:"to,omitzero"`
	// CreatedFrom is where the window begins for rows without a modification
	// time, which are known by the time of their creation.
	CreatedFrom Instant `json:"created_from,omitzero"`
	// CreatedTo is where it ends for them, if elsewhere than at To: where the
	// ends are times of records, and not the gateway's.
	CreatedTo Instant `json:"created_to,omitzero"`
	// Present is the gateway's clock when the window was asked for, and ahead from
	// where on rows lie in its future; 0 leaves them out.
	Present Instant `json:"-"`
	Ahead   Instant `json:"-"`
}

// NextWindow is the window that follows on what a place has finished: from the
// look-back before its cursor to now. Rows are stamped before they are
// committed, so late ones appear behind the cursor; the look-back finds them.
func NextWindow(s *Place, start, now Instant, lookback time.Duration) Window {
	w := Window{From: start, To: now, CreatedFrom: start}
	if s.Cursor != 0 {
		w.From = s.Cursor.Before(lookback)
	}
	if s.Created != 0 {
		w.CreatedFrom = s.Created.Before(lookback)
	}
	return w
}

// EndAt makes a window end where latest says. Of what has no time yet, it takes
// nothing in.
func (w *Window) EndAt(end Window) {
	w.To, w.CreatedTo = max(end.To, Beginning), max(end.CreatedTo, Beginning)
}

// Beyond reports whether a row lies behind the end of a window.
func (w Window) Beyond(row *Row) bool {
	end := w.To
	if !row.HasModified && w.CreatedTo != 0 {
		end = w.CreatedTo
	}
	switch {
	case end == 0:
		return false
	case row.HasModified:
		return row.Modified >= end
	}
	return row.HasCreated && row.Created >= end
}

// Beginning is the last look at a history that was empty then.
const Beginning Instant = 1
