package source

import (
	"context"
	"strings"
	"time"

	"airbyte-sage-intacct/airbyte"
)

// A reading is the read of one stream: its plan, its place, and what has come
// out so far.
type reading struct {
	*run
	out     *outlet
	portion *portion
	name    string // in the configured catalogue
	mode    airbyte.SyncMode
	plan    *plan
	belongs belonging
	earlier *state // from before this run; nil for none
	place   *slice // where the reading is
	tally   tally
	meter   *meter
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
	rd := &reading{run: r, out: l.outlet, meter: l.meter, name: name, mode: configured.SyncMode, plan: newPlan(st, configured), earlier: earlier}
	rd.portion = newPortion(r.settings.pageSize, rd.smaller)
	rd.belongs = belongingTo(r.settings.connection.CompanyID, r.client.EntityID(), st.object)
	rd.belongs.Rows = st.rows()
	if earlier != nil {
		if err := earlier.belongs(name, rd.belongs); err != nil {
			return nil, err
		}
	}
	rd.place = rd.startingPlace()
	if r.settings.timezone == nil {
		applyZones(st, rd.place.Zones)
	}
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
		return r.changes(ctx)
	}
	if r.earlier != nil && r.earlier.Complete && r.mode == airbyte.FullRefresh {
		return r.out.State(r.name, r.completed())
	}
	return r.everything(ctx)
}

// startingPlace is the slice that an earlier run left, or a new one.
func (r *reading) startingPlace() *slice {
	if r.earlier != nil {
		if place := r.earlier.Slices[r.client.EntityID()]; place != nil {
			return place
		}
	}
	return &slice{}
}

// everything reads all rows, going on where an earlier attempt was cut off.
func (r *reading) everything(ctx context.Context) error {
	if r.place.Phase != phaseFull {
		r.place = &slice{Phase: phaseFull, Zones: r.place.Zones}
	}
	if err := r.walk(ctx, window{}, func() *memory { return nil }); err != nil {
		return err
	}
	return r.out.State(r.name, r.completed())
}

// changes reads the rows of the next window. A window that an earlier attempt
// began is read to its end instead, as it was frozen then; only if that is long
// ago the next one follows at once.
func (r *reading) changes(ctx context.Context) error {
	now, err := r.now(ctx)
	if err != nil {
		return err
	}
	switch r.place.Phase {
	case phaseFull:
		r.place = &slice{Zones: r.place.Zones}
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
		return stateError(r.name, "has fingerprints that cannot be read: "+err.Error())
	}
	var seen *memory
	remember := func() *memory {
		seen = &memory{earlier: earlier, met: newSightings(r.place, r.settings.lookback, maxFingerprints)}
		return seen
	}
	r.place.Phase, r.place.Window = phaseWindow, &w
	if err := r.walk(ctx, w, remember); err != nil {
		return err
	}
	rows, lost := seen.met.rows()
	if lost > 0 {
		r.out.Log().Warn().Msgf("%s: %d rows changed within the look-back, more than the state can remember (%d); up to %d of them may come again unchanged",
			r.name, len(rows)+lost, maxFingerprints, lost)
	}
	r.place = &slice{
		Phase:   phaseDone,
		Cursor:  seen.met.modified.high,
		Created: seen.met.created.high,
		Rows:    packRows(rows),
		Zones:   r.place.Zones,
	}
	return r.checkpoint()
}

// checkpoint writes the state of the stream.
func (r *reading) checkpoint() error {
	place := *r.place
	if place.Phase == phaseWindow {
		place.Rows = ""
	}
	st := &state{Version: stateVersion, For: r.belongs, Slices: map[string]*slice{r.client.EntityID(): &place}}
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
