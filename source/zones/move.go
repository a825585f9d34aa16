package zones

import (
	"slices"
	"strings"
	"time"

	"airbyte-sage-intacct/intacct"
	"airbyte-sage-intacct/source/state"
)

// A doubt is whether the last run has read an object's times in a zone that they
// were not written in any more. It did if the zone was moved while it ran.
type doubt struct {
	by   int           // how much further east the zone is now, in seconds
	high state.Instant // the latest time that was emitted
	same int           // rows that look as the last run emitted them, read in the former zone
}

// movedFrom takes in that the zone of the last changes is not the former one.
func (z *Object) movedFrom(was int, high state.Instant, same int) {
	by := z.east() - was
	z.doubt = &doubt{by: by, high: high, same: same}
	z.Slack = max(z.Slack, time.Duration(max(by, -by))*time.Second)
	z.company.Log.Warn().Msgf("%s: its times are written at %s now, not at %s as before: the user's time zone was moved", z.name, offsetText(z.east()), offsetText(was))
}

// settleDoubt decides, by the first page that is read in the present zone,
// whether the last run was right. If its rows look as it emitted them, it was;
// else what it read is read again, from where its window began. A row whose time
// was too late by the move may have been changed since, at a time that is earlier
// than the one it was emitted with: destinations would keep the former. So no
// time that lies in the last stretch up to the latest one comes out earlier than
// that.
func (z *Object) settleDoubt(e *Pass) error {
	d := z.doubt
	if d == nil || z.Place.Window == nil {
		return nil
	}
	z.doubt = nil
	if d.same == 0 && e.Remaining == 0 && z.Seen != nil && z.Seen.Same > 0 {
		return nil
	}
	by := state.Instant(max(d.by, -d.by))
	w := z.Place.Window
	if z.Place.Since != 0 {
		w.From = min(w.From, z.Place.Since)
	}
	if w.From != 0 {
		w.From = max(w.From-by, state.Beginning)
	}
	if w.CreatedFrom != 0 {
		w.CreatedFrom = max(w.CreatedFrom-by, state.Beginning)
	}
	if d.by > 0 && d.high != 0 {
		z.Place.Floor, z.Place.FloorFrom = d.high, d.high-by
	}
	z.ApplyZones()
	z.company.Log.Warn().Msgf("%s: the last read may have shown times that are off by that; what was changed since %s is read again", z.name, w.From)
	z.Place.After, z.Place.Trail, z.Place.High, z.Place.HighCreated = "", nil, 0, 0
	e.Reset()
	return ErrLearned
}

// ruledZones are zones with daylight saving that are common enough to be
// suggested where samples fit.
var ruledZones = []string{
	"America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles", "America/Anchorage", "America/Halifax", "America/St_Johns",
	"Europe/London", "Europe/Berlin", "Europe/Helsinki", "Asia/Jerusalem", "Australia/Sydney", "Australia/Adelaide", "Pacific/Auckland",
}

// suggestion names the zones whose rule fits the samples.
func suggestion(s *sampler) string {
	var fitting []string
	for _, name := range ruledZones {
		zone, err := time.LoadLocation(name)
		if err == nil && !slices.ContainsFunc(s.seen, func(seen seenOffset) bool {
			_, seconds := seen.at.In(zone).Zone()
			return seconds != seen.seconds
		}) {
			fitting = append(fitting, name)
		}
	}
	if len(fitting) == 0 {
		return ", such as Europe/Berlin"
	}
	return "; the times fit " + strings.Join(fitting, ", ")
}

// farEnd asks for samples from the other end of an object that has more rows
// than a page: times of another season show a rule of daylight saving.
func (z *Object) farEnd(s *sampler) intacct.Query {
	s.limit, s.rows = len(s.taken)+samples/2, 0
	return z.plan.Query(z.timed(), intacct.Desc(s.key.Field))
}
