package zones

import (
	"context"
	"slices"
	"sync"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/intacct"
	"airbyte-sage-intacct/source/config"
	"airbyte-sage-intacct/source/encode"
	"airbyte-sage-intacct/source/state"
)

// People move the zone of their user by hand, twice a year as a rule, and nothing
// reports whether replies follow at once, or the formatting does. So zones that were
// measured once are looked at again: those of every object where the formatting
// has changed, and in every run those of the first object that brings new rows,
// on the newest of them; those of others where these show another zone.

// A zoneCheck is what the run's own rows say of the user's zone: the offset at
// which the times of last changes are written.
type zoneCheck struct {
	mu    sync.Mutex
	known bool
	east  int // seconds
	tries int // reads of new rows that said nothing
}

// mostTries is how many objects are asked in a run that shows the zone of none.
const mostTries = 3

func (k *zoneCheck) says() (east int, known bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.east, k.known
}

// saw takes in what an object showed; the first word counts.
func (k *zoneCheck) saw(votes map[int]int) {
	k.mu.Lock()
	defer k.mu.Unlock()
	for east := range votes {
		if !k.known {
			k.east, k.known = east, true
		}
	}
	k.tries++
}

// spent reports whether asking more objects is not worth a call.
func (k *zoneCheck) spent() bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	return !k.known && k.tries >= mostTries
}

// tried reports whether any object was asked.
func (k *zoneCheck) tried() bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.tries > 0
}

// Newest makes a sampler of the newest rows, where the zone is to be looked at
// again; nil where not.
func (z *Object) Newest() *sampler {
	if z.company.Settings.Timezone != nil || z.Place.Phase != state.PhaseWindow || z.Place.Zones == nil || z.Place.Unsure() || z.checked[z.Part] {
		return nil
	}
	return NewSampler(z.plan)
}

// checkZone looks at the zone again, when a page is here. It is the cheapest
// where nothing new has come, or the zone is the one that another object showed.
func (z *Object) checkZone(ctx context.Context, e *Pass) error {
	s := e.Newest
	said, known := z.company.check.says()
	differs := s != nil && known && (said != z.east() || s.future)
	switch {
	case s == nil || !s.news || known && !differs || !known && (len(s.taken) == 0 && !s.future || z.company.check.spent()):
		return nil
	case len(s.taken) == 0: // what is new was never changed
		if err := z.sampleNewest(ctx, s); err != nil {
			return err
		}
	}
	e.Newest = nil
	z.checked[z.Part] = true
	if err := z.measure(ctx, s, z.Client); err != nil {
		return err
	}
	if len(s.offsetsOf(z.plan.Cursor)) == 0 && (differs || !z.company.check.tried()) {
		if err := z.measureElsewhere(ctx, s); err != nil {
			return err
		}
	}
	if err := z.unmix(ctx, s); err != nil {
		return err
	}
	z.company.check.saw(s.offsetsOf(z.plan.Cursor))
	if len(s.offsetsOf(z.plan.Cursor)) == 0 || z.agrees(s) {
		return nil
	}
	was, high := z.east(), max(z.Place.Cursor, z.Place.High)
	same := z.Seen.Same
	err := z.take(z.merged(s), state.Window{}, e)
	if z.east() != was {
		z.movedFrom(was, high, same)
	}
	return err
}

// sampleNewest takes samples of the rows that were changed last.
func (z *Object) sampleNewest(ctx context.Context, s *sampler) error {
	return z.sampleRows(ctx, s, z.plan.Query(z.timed(), intacct.Desc(z.plan.Cursor.Field)), true)
}

// east is the offset at which the times of last changes are read.
func (z *Object) east() int { return SecondsEast(z.plan.Cursor.Format.Zone) }

// agrees reports whether times are written as they are read.
func (z *Object) agrees(s *sampler) bool {
	for i, c := range s.columns {
		for east := range s.votes[i] {
			if east != SecondsEast(c.Format.Zone) {
				return false
			}
		}
	}
	return true
}

// merged are the zones that a measurement shows, and of fields of which it shows
// none those that were known.
func (z *Object) merged(s *sampler) state.Zones {
	zones := z.company.zonesOf(z.name, s)
	for field, zone := range z.Place.Zones {
		i := slices.IndexFunc(s.columns, func(c *encode.Column) bool { return c.Field == field })
		if i >= 0 && len(s.votes[i]) == 0 {
			zones[field] = zone
		}
	}
	return zones
}

// formatting is what the user's formatting says of times, by which a state knows
// whether it has changed.
func (c *Company) formatting() string {
	return c.Format.DateOrder() + " " + offsetOf(c.Format.Zone)
}

// Reformatted measures an object's zones again where the user's formatting is
// another than when they were measured. What cannot be measured is taken to
// follow the formatting.
func (z *Object) Reformatted(ctx context.Context) error {
	before := z.Place.Formatting
	if z.company.Settings.Timezone != nil || z.Place.Zones == nil {
		return nil
	}
	z.Place.Formatting = z.company.formatting()
	if before == "" || before == z.Place.Formatting {
		return nil
	}
	was := z.eastUnder(before)
	if !z.Place.Unsure() {
		s := NewSampler(z.plan)
		if err := z.sampleNewest(ctx, s); err != nil {
			return err
		}
		if err := z.measure(ctx, s, z.Client); err != nil {
			return err
		}
		if len(s.offsetsOf(z.plan.Cursor)) == 0 {
			if err := z.measureElsewhere(ctx, s); err != nil {
				return err
			}
		}
		if err := z.unmix(ctx, s); err != nil {
			return err
		}
		z.company.check.saw(s.offsetsOf(z.plan.Cursor))
		if len(s.offsetsOf(z.plan.Cursor)) > 0 {
			z.Place.Zones, z.checked[z.Part] = z.merged(s), true
		}
	}
	z.ApplyZones()
	if z.east() != was {
		high := max(z.Place.Cursor, z.Place.High)
		z.Place.After, z.Place.Trail, z.Place.High, z.Place.HighCreated = "", nil, 0, 0
		z.movedFrom(was, high, 0)
	}
	return nil
}

// Unlearn has the zones measured anew for the rest of a full refresh, if the
// user's formatting has changed since it began.
func (z *Object) Unlearn() {
	if z.company.Settings.Timezone == nil && z.Place.Formatting != "" && z.Place.Formatting != z.company.formatting() {
		z.Place.Zones, z.Place.Formatting = nil, ""
		z.ApplyZones()
	}
}

// eastUnder is the offset of the last changes under the formatting of before.
func (z *Object) eastUnder(formatting string) int {
	offset, ok := zoneOf(z.Place.Zones, z.plan.Cursor.Field)
	if !ok {
		offset = formatting[len(formatting)-len("+00:00"):]
	}
	zone, err := config.ParseTimezone(offset)
	if err != nil {
		return z.east()
	}
	return SecondsEast(zone)
}

// unmix deals with samples that show a field in several zones. That may be a
// record that was changed, or a zone that was moved, between two answers; else
// times are written by a rule, which a person has to name.
func (z *Object) unmix(ctx context.Context, s *sampler) error {
	c := s.mixed()
	if c == nil {
		return nil
	}
	again := NewSampler(z.plan)
	again.limit = len(s.taken)
	for some := range slices.Chunk(s.taken, min(samples, z.company.Settings.PageSize)) {
		var keys []string
		for _, taken := range some {
			keys = append(keys, taken.key)
		}
		if err := z.sampleRows(ctx, again, z.plan.Query(intacct.In(s.key.Field, keys...), intacct.Asc(s.key.Field)), true); err != nil {
			return err
		}
	}
	if err := z.measure(ctx, again, z.Client); err != nil {
		return err
	}
	if again.found() && again.mixed() == nil {
		s.votes = again.votes
		return nil
	}
	return airbyte.Errorf(airbyte.ConfigError,
		"%s: the field %s is written in more than one zone, as with daylight saving; set timezone in the configuration to the name of the user's zone%s",
		z.name, c.Field, suggestion(s))
}
