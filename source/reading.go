package source

import (
	"context"
	"strings"
	"time"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/intacct"
)

// A reading is the read of one stream: its plan, its place, and what has come
// out so far.
type reading struct {
	*run
	out       *outlet
	portion   *portion
	name      string // in the configured catalogue
	mode      airbyte.SyncMode
	plan      *plan
	belongs   belonging
	earlier   *state            // from before this run; nil for none
	parts     []string          // the entities to look from, each with a place of its own
	places    map[string]*slice // by entity
	part      string            // the present entity
	last      bool              // it is the last one
	client    *intacct.Client   // signed in to it
	place     *slice            // where the reading of it is
	keys      *keySet           // what was emitted of it; nil where deletes are not noticed
	announced uint64            // how many of them a state has
	fresh     bool              // nothing of it was read before
	unsaid    bool              // the place is further than the last state says
	tally     tally
	meter     *meter
}

// open prepares the reading of a stream: what there is, what is wanted of it,
// and how far an earlier run came. It reads no rows.
func (r *run) open(ctx context.Context, l *lane) (*reading, error) {
	configured := l.configured
	name := configured.Stream.Name
	earlier, err := parseState(name, r.states.Stream(name))
	if err != nil {
		return nil, err
	}
	st, err := r.resolve(ctx, name)
	if err != nil {
		return nil, err
	}
	rd := &reading{run: r, client: r.client, out: l.outlet, meter: l.meter, name: name, mode: configured.SyncMode, plan: newPlan(st, configured), earlier: earlier}
	rd.portion = newPortion(r.settings.pageSize, rd.smaller)
	rd.belongs = belongingTo(r.settings.connection.CompanyID, r.entityBelonging(), st.object)
	rd.belongs.Rows = st.rows()
	if earlier != nil {
		if err := earlier.belongs(name, rd.belongs); err != nil {
			return nil, err
		}
	}
	if rd.parts, err = r.entityIDs(ctx); err != nil {
		return nil, err
	}
	rd.places = rd.startingPlaces()
	rd.announce()
	return rd, nil
}

// announce says what of the configured stream cannot be had.
func (r *reading) announce() {
	log := r.out.Log()
	if len(r.plan.unknown) > 0 {
		log.Warn().Msgf("%s: the object has no field for %s; left out", r.name, strings.Join(r.plan.unknown, ", "))
	}
	if r.mode == airbyte.Incremental && !r.plan.incremental() {
		log.Warn().Msgf("%s cannot be read by its changes, because the object keeps no time of the last one; it is read in full", r.name)
	}
}

// read reads the stream to its end.
func (r *reading) read(ctx context.Context) error {
	if r.plan.listing != nil {
		return r.listed(ctx)
	}
	if r.mode == airbyte.Incremental && r.plan.incremental() {
		return r.each(ctx, r.changes)
	}
	if r.earlier != nil && r.earlier.Complete && r.mode == airbyte.FullRefresh {
		return r.out.State(r.name, r.completed())
	}
	return r.everything(ctx)
}

// startingPlaces are the slices that an earlier run left, of the entities that
// are read now.
func (r *reading) startingPlaces() map[string]*slice {
	places := make(map[string]*slice, len(r.parts))
	if r.earlier != nil {
		for _, part := range r.parts {
			if place := r.earlier.Slices[part]; place != nil {
				places[part] = place
			}
		}
	}
	return places
}

// everything reads all rows, going on where an earlier attempt was cut off.
func (r *reading) everything(ctx context.Context) error {
	if err := r.each(ctx, r.whole); err != nil {
		return err
	}
	return r.out.State(r.name, r.completed())
}

// whole reads all rows of one entity.
func (r *reading) whole(ctx context.Context) error {
	switch r.place.Phase {
	case phaseRead:
		return nil
	case phaseFull:
	default:
		r.move(&slice{Phase: phaseFull, Zones: r.place.Zones})
	}
	err := r.walk(ctx, window{}, func() *memory { return nil })
	if err != nil || r.last {
		return err
	}
	r.move(&slice{Phase: phaseRead, Zones: r.place.Zones})
	return r.checkpoint()
}

// move puts the reading of the present entity in another place.
func (r *reading) move(to *slice) { r.place, r.places[r.part] = to, to }

// changes reads the rows of the next window. A window that an earlier attempt
// began is read to its end instead, as it was frozen then; only if that is long
// ago the next one follows at once.
func (r *reading) changes(ctx context.Context) error {
	now, err := r.now(ctx)
	if err != nil {
		return err
	}
	switch r.place.Phase {
	case phaseFull, phaseRead:
		r.move(&slice{Zones: r.place.Zones})
	case phaseWindow:
		frozen := *r.place.Window
		err := r.window(ctx, frozen)
		if err != nil || frozen.To >= now.before(r.settings.lookback) {
			return err
		}
	}
	if r.place.Cursor > now {
		r.out.Log().Warn().Msgf("%s: the saved cursor %s lies after the gateway's present %s; nothing is read until then", r.name, r.place.Cursor, now)
		return r.checkpoint()
	}
	return r.window(ctx, nextWindow(r.place, r.settings.start, now, r.settings.lookback))
}

// now is the gateway's clock, cut to the second: a second that is not over can
// still get rows.
func (r *run) now(ctx context.Context) (instant, error) {
	now, err := r.client.Now(ctx)
	return instantOf(now), err
}

// window reads the rows of one window and moves the cursor to what was seen.
func (r *reading) window(ctx context.Context, w window) error {
	earlier, err := r.place.Rows.unpack()
	if err != nil {
		return err
	}
	if err := r.track(ctx); err != nil {
		return err
	}
	parents := r.place.Parents
	if err := r.meetParents(ctx, w); err != nil {
		return err
	}
	var seen *memory
	remember := func() *memory {
		seen = &memory{earlier: earlier, met: newSightings(r.place, r.settings.lookback, maxFingerprints), keys: r.keys}
		return seen
	}
	r.place.Phase, r.place.Window = phaseWindow, &w
	if err := r.walk(ctx, w, remember); err != nil {
		return err
	}
	if err := r.changedLines(ctx, parents, w, seen); err != nil {
		return err
	}
	if err := r.removed(ctx, w.To, seen); err != nil {
		return err
	}
	r.finish(seen)
	return r.checkpoint()
}

// finish moves the place to the end of a window.
func (r *reading) finish(seen *memory) {
	seen.met.again.high = r.place.Parents // the next window looks for parents from there
	rows, lost := seen.met.rows()
	if lost > 0 {
		r.out.Log().Warn().Msgf("%s: %d rows changed within the look-back, more than the state can remember (%d); up to %d of them may come again unchanged",
			r.name, len(rows)+lost, maxFingerprints, lost)
	}
	r.move(&slice{
		Phase:    phaseDone,
		Cursor:   seen.met.modified.high,
		Created:  seen.met.created.high,
		Rows:     packRows(rows),
		Zones:    r.place.Zones,
		Parents:  r.place.Parents,
		Deleted:  r.place.Deleted,
		KeysLost: r.place.KeysLost,
	})
}

// checkpoint writes the state of the stream, in which every entity has its
// place.
func (r *reading) checkpoint() error {
	r.pack()
	r.unsaid = false
	st := &state{Version: stateVersion, For: r.belongs, Slices: make(map[string]*slice, len(r.places))}
	for part, place := range r.places {
		at := *place
		if at.Phase == phaseWindow {
			at.Rows = ""
		}
		st.Slices[part] = &at
	}
	return r.out.State(r.name, st.encode())
}

// completed is the state at the end of a full refresh.
func (r *reading) completed() []byte {
	st := &state{Version: stateVersion, For: r.belongs, Complete: true}
	return st.encode()
}

// report says how the reading went.
func (r *reading) report(took time.Duration) {
	log := r.out.Log()
	for _, c := range r.plan.asked {
		if c.nulled > 0 {
			log.Warn().Msgf("%s: %d values of the field %s are not %s; they are null", r.name, c.nulled, c.field, c.kind)
		}
	}
	log.Info().Int64("records", r.tally.emitted).Int64("unchanged", r.tally.held).
		Msgf("%s read in %s", r.name, took.Round(time.Millisecond))
}
