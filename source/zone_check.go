package source

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
// says whether replies follow at once, or the formatting does. So zones that were
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

func (z *zoneCheck) says() (east int, known bool) {
	z.mu.Lock()
	defer z.mu.Unlock()
	return z.east, z.known
}

// saw takes in what an object showed; the first word counts.
func (z *zoneCheck) saw(votes map[int]int) {
	z.mu.Lock()
	defer z.mu.Unlock()
	for east := range votes {
		if !z.known {
			z.east, z.known = east, true
		}
	}
	z.tries++
}

// spent reports whether asking more objects is not worth a call.
func (z *zoneCheck) spent() bool {
	z.mu.Lock()
	defer z.mu.Unlock()
	return !z.known && z.tries >= mostTries
}

// tried reports whether any object was asked.
func (z *zoneCheck) tried() bool {
	z.mu.Lock()
	defer z.mu.Unlock()
	return z.tries > 0
}

// zoneMargin is how far windows reach beyond the present, so that times show
// that a zone was moved forward: they seem to lie in the future. Rows that do lie
// there are of the next window.
const zoneMargin = 2 * 60 * 60 // seconds

// reaches is a window as it is asked for.
func (r *reading) reaches(w state.Window) state.Window {
	w.Ahead = r.aheadOf(w.Present)
	if w.To == 0 || r.place.Unsure() || r.settings.Timezone != nil || r.place.Zones == nil {
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

// newest makes a sampler of the newest rows, where the zone is to be looked at
// again; nil where not.
func (r *reading) newest() *sampler {
	if r.settings.Timezone != nil || r.place.Phase != state.PhaseWindow || r.place.Zones == nil || r.place.Unsure() || r.checked[r.part] {
		return nil
	}
	return newSampler(r.plan)
}

// noteNewest takes a sample of a row that is among the newest.
func (s *sampler) noteNewest(page *intacct.Page, row *state.Row) {
	if s == nil || len(s.columns) == 0 {
		return
	}
	if s.news = true; !row.HasModified {
		return
	}
	if len(s.taken) == samples {
		oldest := 0
		for i := range s.taken {
			if s.taken[i].at < s.taken[oldest].at {
				oldest = i
			}
		}
		if row.Modified <= s.taken[oldest].at {
			return
		}
		s.taken = slices.Delete(s.taken, oldest, oldest+1)
	}
	s.take(page, string(row.Text))
	s.taken[len(s.taken)-1].at = row.Modified
}

// noteFuture takes a sample of a row that seems to have been changed, or made, after it was
// asked for.
func (s *sampler) noteFuture(page *intacct.Page, row *state.Row, asked state.Instant) {
	at := row.Modified
	if !row.HasModified {
		at = row.Created
	}
	if s != nil && at > asked+1 {
		s.future = true
		s.noteNewest(page, row)
	}
}

// checkZone looks at the zone again, when a page is here. It is the cheapest
// where nothing new has come, or the zone is the one that another object showed.
func (r *reading) checkZone(ctx context.Context, e *emission) error {
	s := e.newest
	said, known := r.zone.says()
	differs := s != nil && known && (said != r.east() || s.future)
	switch {
	case s == nil || !s.news || known && !differs || !known && (len(s.taken) == 0 && !s.future || r.zone.spent()):
		return nil
	case len(s.taken) == 0: // what is new was never changed
		if err := r.sampleNewest(ctx, s); err != nil {
			return err
		}
	}
	e.newest = nil
	r.checked[r.part] = true
	if err := r.measure(ctx, s, r.client); err != nil {
		return err
	}
	if len(s.offsetsOf(r.plan.Cursor)) == 0 && (differs || !r.zone.tried()) {
		if err := r.measureElsewhere(ctx, s); err != nil {
			return err
		}
	}
	if err := r.unmix(ctx, s); err != nil {
		return err
	}
	r.zone.saw(s.offsetsOf(r.plan.Cursor))
	if len(s.offsetsOf(r.plan.Cursor)) == 0 || r.agrees(s) {
		return nil
	}
	was, high := r.east(), max(r.place.Cursor, r.place.High)
	same := r.memory.Same
	err := r.take(r.merged(s), state.Window{}, e)
	if r.east() != was {
		r.movedFrom(was, high, same)
	}
	return err
}

// sampleNewest takes samples of the rows that were changed last.
func (r *reading) sampleNewest(ctx context.Context, s *sampler) error {
	return r.sampleRows(ctx, s, r.plan.Query(r.timed(), intacct.Desc(r.plan.Cursor.Field)), true)
}

// east is the offset at which the times of last changes are read.
func (r *reading) east() int { return secondsEast(r.plan.Cursor.Format.Zone) }

// agrees reports whether times are written as they are read.
func (r *reading) agrees(s *sampler) bool {
	for i, c := range s.columns {
		for east := range s.votes[i] {
			if east != secondsEast(c.Format.Zone) {
				return false
			}
		}
	}
	return true
}

// merged are the zones that a measurement shows, and of fields of which it shows
// none those that were known.
func (r *reading) merged(s *sampler) state.Zones {
	zones := r.zonesOf(r.name, s)
	for field, zone := range r.place.Zones {
		i := slices.IndexFunc(s.columns, func(c *encode.Column) bool { return c.Field == field })
		if i >= 0 && len(s.votes[i]) == 0 {
			zones[field] = zone
		}
	}
	return zones
}

// formatting is what the user's formatting says of times, by which a state knows
// whether it has changed.
func (r *run) formatting() string { return r.format.DateOrder() + " " + offsetOf(r.format.Zone) }

// reformatted measures an object's zones again where the user's formatting is
// another than when they were measured. What cannot be measured is taken to
// follow the formatting.
func (r *reading) reformatted(ctx context.Context) error {
	before := r.place.Formatting
	if r.settings.Timezone != nil || r.place.Zones == nil {
		return nil
	}
	r.place.Formatting = r.formatting()
	if before == "" || before == r.place.Formatting {
		return nil
	}
	was := r.eastUnder(before)
	if !r.place.Unsure() {
		s := newSampler(r.plan)
		if err := r.sampleNewest(ctx, s); err != nil {
			return err
		}
		if err := r.measure(ctx, s, r.client); err != nil {
			return err
		}
		if len(s.offsetsOf(r.plan.Cursor)) == 0 {
			if err := r.measureElsewhere(ctx, s); err != nil {
				return err
			}
		}
		if err := r.unmix(ctx, s); err != nil {
			return err
		}
		r.zone.saw(s.offsetsOf(r.plan.Cursor))
		if len(s.offsetsOf(r.plan.Cursor)) > 0 {
			r.place.Zones, r.checked[r.part] = r.merged(s), true
		}
	}
	r.applyZones()
	if r.east() != was {
		high := max(r.place.Cursor, r.place.High)
		r.place.After, r.place.Trail, r.place.High, r.place.HighCreated = "", nil, 0, 0
		r.movedFrom(was, high, 0)
	}
	return nil
}

// unlearn has the zones measured anew for the rest of a full refresh, if the
// user's formatting has changed since it began.
func (r *reading) unlearn() {
	if r.settings.Timezone == nil && r.place.Formatting != "" && r.place.Formatting != r.formatting() {
		r.place.Zones, r.place.Formatting = nil, ""
		r.applyZones()
	}
}

// eastUnder is the offset of the last changes under the formatting of before.
func (r *reading) eastUnder(formatting string) int {
	offset, ok := zoneOf(r.place.Zones, r.plan.Cursor.Field)
	if !ok {
		offset = formatting[len(formatting)-len("+00:00"):]
	}
	zone, err := config.ParseTimezone(offset)
	if err != nil {
		return r.east()
	}
	return secondsEast(zone)
}

// unmix deals with samples that show a field in several zones. That may be a
// record that was changed, or a zone that was moved, between two answers; else
// times are written by a rule, which a person has to name.
func (r *reading) unmix(ctx context.Context, s *sampler) error {
	c := s.mixed()
	if c == nil {
		return nil
	}
	again := newSampler(r.plan)
	again.limit = len(s.taken)
	for some := range slices.Chunk(s.taken, min(samples, r.settings.PageSize)) {
		var keys []string
		for _, taken := range some {
			keys = append(keys, taken.key)
		}
		if err := r.sampleRows(ctx, again, r.plan.Query(intacct.In(s.key.Field, keys...), intacct.Asc(s.key.Field)), true); err != nil {
			return err
		}
	}
	if err := r.measure(ctx, again, r.client); err != nil {
		return err
	}
	if again.found() && again.mixed() == nil {
		s.votes = again.votes
		return nil
	}
	return airbyte.Errorf(airbyte.ConfigError,
		"%s: the field %s is written in more than one zone, as with daylight saving; set timezone in the configuration to the name of the user's zone%s",
		r.name, c.Field, suggestion(s))
}
