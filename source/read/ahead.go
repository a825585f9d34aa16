package read

import (
	"strings"
	"time"

	"airbyte-sage-intacct/source/state"
)

// A clock that was wrong, or an import, stamps rows in the future. A window ends
// at the present, and would not show them for as long as that takes. So they ride
// along in every window, as rows without a time do, and come out once: their
// fingerprints tell whether they did. They never move the cursor.

// isAhead reports whether a row lies in the future. What lies behind the window
// and was changed while it was read is the next one's.
func (r *objectRead) isAhead(e *emission, row *state.Row) bool {
	w := e.window
	if w.Present == 0 || w.To == 0 || !row.HasModified || row.Modified < w.To {
		return false
	}
	from := r.zones.AheadOf(max(e.at, w.Present))
	return from != 0 && row.Modified >= from
}

// warnAhead names the rows of the future that came out.
func (r *objectRead) warnAhead() {
	a := r.memory.Ahead
	if a.Count == 0 {
		return
	}
	r.out.Log().Warn().Msgf("%s: %d records were changed in the future, as their %s says: %s%s. They come once and do not move the cursor; "+
		"until then, a destination that keeps the record with the greatest cursor ignores later changes of theirs, unless the time is corrected and the stream refreshed",
		r.name, a.Count, r.plan.Cursor.Field, strings.Join(a.Some, ", "), more(a.Count-len(a.Some)))
}

// stillAhead are the rows that came with a time which lies in the future yet:
// their deletes have to have a later one.
func (r *objectRead) stillAhead() map[int64]state.Instant {
	if !r.noticesDeletes() {
		return nil
	}
	still := make(map[int64]state.Instant)
	for key, at := range r.place.Ahead {
		if at > r.place.Window.To && (r.keys == nil || r.keys.Has(key)) {
			still[key] = at
		}
	}
	return still
}

// notBefore is the time of a delete, which a destination must not take for one
// before the record's last change.
func (r *objectRead) notBefore(key int64, at string) string {
	if stamp := r.place.Ahead[key]; stamp != 0 {
		return max(at, stamp.Time().Format(time.RFC3339))
	}
	return at
}
