package source

import (
	"fmt"
	"strings"
	"time"

	"airbyte-sage-intacct/intacct"
)

// A clock that was wrong, or an import, stamps rows in the future. A window ends
// at the present, and would not show them for as long as that takes. So they ride
// along in every window, as rows without a time do, and come out once: their
// fingerprints tell whether they did. They never move the cursor.

// How far in the future a time lies that cannot be one of now: by clocks that are
// not quite alike, and where it is not known in which zone it is written.
const (
	clockSlack = 5 * 60       // seconds
	dayOfZones = 26 * 60 * 60 // from one end of the zones to the other
)

// aheadOf is from where on rows lie in the future of a present; 0 of none. Before
// zones were measured, rows of now may look as if they did: the second read
// brings those that do.
func (r *reading) aheadOf(present instant) instant {
	switch {
	case present == 0 || r.fresh && r.place.Zones == nil && r.settings.Timezone == nil:
		return 0
	case r.place.unsure():
		return present + dayOfZones
	case r.settings.Timezone == nil: // a zone that was moved makes rows of now look so
		return present + zoneMargin
	}
	return present + clockSlack
}

// future is the condition for the rows of a window's future, from a time on.
func (w window) future(p *plan, from instant) intacct.Filter {
	if w.ahead == 0 {
		return intacct.Filter{}
	}
	return p.between(p.cursor, max(w.ahead, from), 0)
}

// isAhead reports whether a row lies in the future. What lies behind the window
// and was changed while it was read is the next one's.
func (r *reading) isAhead(e *emission, row *row) bool {
	w := e.window
	if w.present == 0 || w.To == 0 || !row.hasModified || row.modified < w.To {
		return false
	}
	from := r.aheadOf(max(e.at, w.present))
	return from != 0 && row.modified >= from
}

// ahead are rows of the future that come out of a window.
type ahead struct {
	count int
	keys  map[int64]instant // of the place, which a state has before they go out
	some  []string
}

// noteAhead takes in a row that is emitted.
func (m *memory) noteAhead(r *row) {
	if !r.ahead {
		return
	}
	a := &m.ahead
	if a.count++; len(a.some) < someKeys {
		a.some = append(a.some, fmt.Sprintf("%d (%s)", r.id, r.modified))
		if r.number == 0 {
			a.some[len(a.some)-1] = r.modified.String()
		}
	}
	if a.keys != nil && r.number > 0 && len(a.keys) < mostAhead {
		a.keys[r.number] = max(r.modified, a.keys[r.number])
	}
}

// mostAhead bounds what a state keeps of them.
const mostAhead = 1000

// warn names the rows of the future that came out.
func (a *ahead) warn(r *reading, f *feed) {
	if a.count == 0 {
		return
	}
	r.out.Log().Warn().Msgf("%s: %d records were changed in the future, as their %s says: %s%s. They come once and do not move the cursor; "+
		"until then, a destination that keeps the record with the greatest cursor ignores later changes of theirs, unless the time is corrected and the stream refreshed",
		f.name, a.count, r.plan.cursor.field, strings.Join(a.some, ", "), more(a.count-len(a.some)))
}

// stillAhead are the rows that came with a time which lies in the future yet:
// their deletes have to have a later one.
func (r *reading) stillAhead() map[int64]instant {
	if !r.noticesDeletes() {
		return nil
	}
	still := make(map[int64]instant)
	for key, at := range r.place.Ahead {
		if at > r.place.Window.To && (r.keys == nil || r.keys.has(key)) {
			still[key] = at
		}
	}
	return still
}

// notBefore is the time of a delete, which a destination must not take for one
// before the record's last change.
func (r *reading) notBefore(key int64, at string) string {
	if stamp := r.place.Ahead[key]; stamp != 0 {
		return max(at, stamp.time().Format(time.RFC3339))
	}
	return at
}
