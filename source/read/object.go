package read

import (
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/intacct"
	"airbyte-sage-intacct/source/deletes"
	"airbyte-sage-intacct/source/encode"
	"airbyte-sage-intacct/source/paging"
	"airbyte-sage-intacct/source/state"
	"airbyte-sage-intacct/source/stream"
	"airbyte-sage-intacct/source/zones"
)

// An objectRead is the read of an object's records for a stream: its place, and what
// is known there.
type objectRead struct {
	*Reader
	*sink
	out          *gatedEmitter
	size         *paging.Sizer
	zones        *zones.Object
	records      *deletes.Records
	smallerPages sync.Once // to warn of them
	mode         airbyte.SyncMode
	parts        []string                // the entities to look from, each with a place of its own
	places       map[string]*state.Place // by entity
	part         string                  // the present entity
	last         bool                    // nothing of any stream follows on it
	client       *intacct.Client         // signed in to it
	place        *state.Place            // where the reading of it is
	keys         *state.Keys             // what was emitted of it; nil where deletes are not noticed
	texts        *state.Texts            // the same where keys are texts
	announced    uint64                  // how many of them a state has
	had          int                     // the rows of which it was known that they were emitted, before this window
	fresh        bool                    // nothing of it was read before
	unwritten    bool                    // the place is further than the last state says
	sparse       bool                    // rows that are counted need not be shown
	counted      *counted                // the rows of the walk under way; nil where they have no numbers
	hiding       []*encode.Column        // fields that rows are not shown with
	hidden       hiddenRows              // rows that are not shown
	shrunk       shrinkage               // in the entities before it
	excess       error                   // more is gone of an entity than may be
}

// open prepares the readings of a stream: what there is, what is wanted of it, and
// how far an earlier run came. It reads no rows.
func (r *Reader) open(ctx context.Context, l *streamRead) ([]*objectRead, error) {
	parts, err := r.entityIDs(ctx)
	if err != nil {
		return nil, err
	}
	b, err := r.checkpointer(ctx, l.configured)
	if err != nil {
		return nil, err
	}
	var readings []*objectRead
	for _, f := range b.feeds {
		f.meter = l.meter
		rd := &objectRead{Reader: r, sink: f, client: r.client, out: l.outlet, mode: l.configured.SyncMode, parts: parts}
		rd.zones = zones.NewObject(r.zones, f.plan, f.name)
		rd.size = paging.NewSizer(r.settings.PageSize, rd.smaller)
		rd.records = &deletes.Records{Plan: f.plan, Settings: r.settings, Size: rd.size, Top: r.client, Client: r.client, Bearable: rd.bearable}
		f.reading = rd
		rd.places = f.begins()
		readings = append(readings, rd)
	}
	for _, rd := range readings {
		if err := rd.rememberPages(ctx); err != nil {
			return nil, err
		}
		rd.announce()
	}
	return readings, nil
}

// announce says what of the configured stream cannot be had.
func (r *objectRead) announce() {
	log := r.out.Log()
	if len(r.plan.Unknown) > 0 {
		log.Warn().Msgf("%s: the object has no field for %s; left out", r.name, strings.Join(r.plan.Unknown, ", "))
	}
	r.announceNameless(r.sink)
	for _, c := range r.plan.Drifted {
		log.Warn().Msgf("%s: the field %s is %s in Intacct and something else in the catalogue's schema; its values come as the schema has them, or null where they cannot. Refresh the source's schema", r.name, c.Field, c.Was)
	}
	if r.mode == airbyte.Incremental && !r.plan.Incremental() {
		log.Warn().Msgf("%s cannot be read by its changes, because the object keeps no time of the last one; it is read in full", r.name)
	}
}

// read reads the object to its end.
func (r *objectRead) read(ctx context.Context) error {
	if r.plan.Report != nil {
		return r.listed(ctx)
	}
	if r.mode == airbyte.Incremental && r.plan.Incremental() {
		return r.each(ctx, r.changes)
	}
	if r.earlier != nil && r.earlier.Complete && r.mode == airbyte.FullRefresh {
		return r.complete()
	}
	return r.everything(ctx)
}

// everything reads all rows, going on where an earlier attempt was cut off.
func (r *objectRead) everything(ctx context.Context) error {
	if err := r.each(ctx, r.whole); err != nil {
		return err
	}
	return r.complete()
}

// whole reads all rows of one entity.
func (r *objectRead) whole(ctx context.Context) error {
	switch r.place.Phase {
	case state.PhaseRead:
		return nil
	case state.PhaseFull:
	default:
		r.move(&state.Place{Phase: state.PhaseFull, Zones: r.place.Zones, Formatting: r.place.Formatting})
	}
	r.zones.Unlearn()
	err := r.walk(ctx, &state.Window{}, func() {})
	if err != nil || r.last {
		return err
	}
	r.move(&state.Place{Phase: state.PhaseRead, Zones: r.place.Zones, Formatting: r.place.Formatting})
	return r.checkpoint()
}

// move puts the reading of the present entity in another place.
func (r *objectRead) move(to *state.Place) {
	r.place, r.places[r.part], r.zones.Place = to, to, to
}

// changes reads the rows of the next window. A window that an earlier attempt
// began is read to its end instead, as it was frozen then; only if that is long
// ago the next one follows at once.
func (r *objectRead) changes(ctx context.Context) error {
	now, err := r.now(ctx)
	if err != nil {
		return err
	}
	if r.place.Phase == state.PhaseFull || r.place.Phase == state.PhaseRead {
		r.move(&state.Place{Zones: r.place.Zones, Formatting: r.place.Formatting})
	}
	if err := r.zones.Reformatted(ctx); err != nil {
		return err
	}
	if r.place.Phase == state.PhaseWindow {
		frozen := *r.place.Window
		err := r.window(ctx, frozen)
		if err != nil || !r.place.Unsure() && frozen.To >= now.Before(r.settings.Lookback) {
			return err
		}
	}
	if r.place.Cursor > now && !r.place.Unsure() {
		r.out.Log().Warn().Msgf("%s: the saved cursor %s lies after the gateway's present %s; nothing is read until then", r.name, r.place.Cursor, now)
		return r.checkpoint()
	}
	w := state.NextWindow(r.place, state.InstantOf(r.settings.Start), now, r.settings.Lookback)
	if r.place.Unsure() {
		end, err := r.zones.Latest(ctx)
		if err != nil {
			return err
		}
		w.EndAt(end)
	}
	return r.window(ctx, w)
}

// now is the gateway's clock, cut to the second: a second that is not over can
// still get rows.
func (r *Reader) now(ctx context.Context) (state.Instant, error) {
	now, err := r.client.Now(ctx)
	return state.InstantOf(now), err
}

// window reads the rows of one window and moves the cursor to what was seen.
func (r *objectRead) window(ctx context.Context, w state.Window) error {
	if err := r.track(ctx); err != nil {
		return err
	}
	parents := r.place.Parents
	if err := r.meetParents(ctx, w); err != nil {
		return err
	}
	recalled, err := r.prints[r.part].Unpack()
	if err != nil {
		return err
	}
	remember := func() { r.remember(recalled) }
	if w.Present, err = r.now(ctx); err != nil {
		return err
	}
	r.place.Phase, r.place.Window = state.PhaseWindow, &w
	if err := r.walk(ctx, &w, remember); err != nil {
		return err
	}
	if err := r.changedLines(ctx, parents, w, r.memory); err != nil {
		return err
	}
	if err := r.removed(ctx, max(w.To, r.place.Cursor)); err != nil && !r.unbearable(err) {
		return err
	}
	r.finish()
	return r.checkpoint()
}

// remember makes the reading know what the last window emitted, and note what
// this one does.
func (r *objectRead) remember(recalled map[uint64]uint64) {
	r.memory = state.NewSeenRows(r.place, r.settings.Lookback, recalled)
	r.memory.Keys, r.memory.Texts = r.keys, r.texts
	r.zones.Seen = r.memory
}

// finish moves the place to the end of a window.
func (r *objectRead) finish() {
	rows, kept, lost := r.memory.Pack(r.place.Parents)
	if lost > 0 {
		r.out.Log().Warn().Msgf("%s: %d rows changed within the look-back, more than the state can remember (%d); up to %d of them may come again unchanged",
			r.name, kept+lost, state.MaxFingerprints, lost)
	}
	r.warnAhead()
	r.prints[r.part] = rows
	modified, created := r.memory.Highest()
	done := &state.Place{
		Phase:      state.PhaseDone,
		Cursor:     modified,
		Created:    created,
		Zones:      r.place.Zones,
		Formatting: r.place.Formatting,
		Parents:    r.place.Parents,
		Deleted:    r.place.Deleted,
		KeysLost:   r.place.KeysLost,
		Ahead:      r.stillAhead(),
	}
	from := r.place.Window.From
	if r.place.Cursor != 0 {
		done.Since = from
	}
	if r.place.Floor >= from {
		done.Floor, done.FloorFrom = r.place.Floor, r.place.FloorFrom
	}
	r.move(done)
}

// checkpoint writes the state of the stream.
func (r *objectRead) checkpoint() error {
	r.pack()
	r.unwritten = false
	return r.out.State(r.name, r.check.state())
}

// complete writes the state of a stream that was read in full.
func (r *objectRead) complete() error {
	if !r.final() {
		return nil
	}
	return r.out.State(r.name, r.check.completed())
}

// report says how the reading of a stream went.
func (r *Reader) report(l *streamRead, readings []*objectRead) {
	log, stream := r.out.Log(), l.name()
	var sum tally
	for _, rd := range readings {
		for _, c := range rd.plan.Asked {
			if c.Nulled > 0 {
				log.Warn().Msgf("%s: %d values of the field %s are not %s; they are null", stream, c.Nulled, c.Field, c.Kind)
			}
			c.Mended.Warn(log, stream, c.Field)
		}
		for _, of := range rd.plan.Lines {
			for _, c := range of.Asked {
				c.Mended.Warn(log, stream, of.Object+"."+c.Field)
			}
		}
		rd.warnHidden(stream)
		sum.emitted += rd.tally.emitted
		sum.held += rd.tally.held
	}
	log.Info().Int64("records", sum.emitted).Int64("unchanged", sum.held).
		Msgf("%s read in %s", stream, time.Since(l.meter.Began).Round(time.Millisecond))
}

// announceNameless says which of the selected fields no reply can hold: those
// that people have made in the company one by one, Intacct's own once a run.
func (r *objectRead) announceNameless(f *sink) {
	var own, standard []string
	for _, c := range f.plan.Absent {
		switch {
		case !c.Nameless || !slices.Contains(f.plan.Refused, c) && (f.plan.View == nil || !c.Custom || !f.plan.View.Custom()):
		case c.Custom || f.plan.Row == nil || strings.HasPrefix(strings.ToUpper(c.Field), stream.UserDimensionPrefix):
			own = append(own, c.Field)
		default:
			standard = append(standard, c.Field)
		}
	}
	if len(own) > 0 {
		r.out.Log().Warn().Msgf("%s: no reply can hold %s, because such ids are no names of XML elements; they are null in all records. Give them ids of letters, digits and underscores in Intacct",
			f.name, strings.Join(own, ", "))
	}
	if len(standard) > 0 {
		r.nameless.Do(func() {
			r.out.Log().Info().Msgf("%s: no reply can hold %s, because such ids are no names of XML elements; they are null in all records, here and in other streams. They repeat other fields (LOCATION# is LOCATIONKEY)",
				f.name, strings.Join(standard, ", "))
		})
	}
}
