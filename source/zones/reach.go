package zones

import "airbyte-sage-intacct/source/state"

// Reaches is a window as it is asked for.
func (z *Object) Reaches(w state.Window) state.Window {
	w.Ahead = z.AheadOf(w.Present)
	if w.To == 0 || z.Place.Unsure() || z.company.Settings.Timezone != nil || z.Place.Zones == nil {
		return w
	}
	if w.CreatedTo != 0 {
		w.CreatedTo += zoneMargin
	}
	w.To += zoneMargin
	if w.Ahead != 0 {
		w.Ahead = max(w.Ahead, w.To)
	}
	return w
}

// AheadOf is from where on rows lie in the future of a present; 0 of none. Before
// zones were measured, rows of now may look as if they did: the second read
// brings those that do.
func (z *Object) AheadOf(present state.Instant) state.Instant {
	switch {
	case present == 0 || z.Fresh && z.Place.Zones == nil && z.company.Settings.Timezone == nil:
		return 0
	case z.Place.Unsure():
		return present + DayOfZones
	case z.company.Settings.Timezone == nil: // a zone that was moved makes rows of now look so
		return present + zoneMargin
	}
	return present + clockSlack
}

// zoneMargin is how far windows reach beyond the present, so that times show
// that a zone was moved forward: they seem to lie in the future. Rows that do lie
// there are of the next window.
const zoneMargin = 2 * 60 * 60 // seconds

// How far in the future a time lies that cannot be one of now: by clocks that are
// not quite alike, and where it is not known in which zone it is written.
const (
	clockSlack = 5 * 60       // seconds
	DayOfZones = 26 * 60 * 60 // from one end of the zones to the other
)
