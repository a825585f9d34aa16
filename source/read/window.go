package read

import (
	"context"
	"slices"
	"strings"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/source/report"
	"airbyte-sage-intacct/source/state"
	"airbyte-sage-intacct/source/stream"
)

// read reads the object to its end.
func (r *objectRead) read(ctx context.Context) error {
	if r.plan.Report != nil {
		now, err := r.reader.now(ctx)
		if err != nil {
			return err
		}
		env := &report.Env{Client: r.client, Settings: r.settings, Zone: r.format.Zone}
		if err := r.sink.listed(ctx, env, r.out, now.Time()); err != nil {
			return err
		}
		return r.complete()
	}
	if r.mode == airbyte.Incremental && r.plan.Incremental() {
		return r.each(ctx, r.changes)
	}
	if r.saved.earlier != nil && r.saved.earlier.Complete && r.mode == airbyte.FullRefresh {
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

// changes reads the rows of the next window. A window that an earlier attempt
// began is read to its end instead, as it was frozen then; only if that is long
// ago the next one follows at once.
func (r *objectRead) changes(ctx context.Context) error {
	now, err := r.reader.now(ctx)
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

// window reads the rows of one window and moves the cursor to what was seen.
func (r *objectRead) window(ctx context.Context, w state.Window) error {
	if err := r.track(ctx); err != nil {
		return err
	}
	parents := r.place.Parents
	if err := r.meetParents(ctx, w); err != nil {
		return err
	}
	recalled, err := r.saved.prints[r.part].Unpack()
	if err != nil {
		return err
	}
	remember := func() { r.remember(recalled) }
	if w.Present, err = r.reader.now(ctx); err != nil {
		return err
	}
	r.place.Phase, r.place.Window = state.PhaseWindow, &w
	if err := r.walk(ctx, &w, remember); err != nil {
		return err
	}
	if err := r.changedLines(ctx, parents, w, r.sink.memory); err != nil {
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
	r.sink.memory = state.NewSeenRows(r.place, r.settings.Lookback, recalled)
	r.sink.memory.Keys, r.sink.memory.Texts = r.keys, r.texts
	r.zones.Seen = r.sink.memory
}

// finish moves the place to the end of a window.
func (r *objectRead) finish() {
	rows, kept, lost := r.sink.memory.Pack(r.place.Parents)
	if lost > 0 {
		r.out.Log().Warn().Msgf("%s: %d rows changed within the look-back, more than the state can remember (%d); up to %d of them may come again unchanged",
			r.name, kept+lost, state.MaxFingerprints, lost)
	}
	r.warnAhead()
	r.saved.prints[r.part] = rows
	modified, created := r.sink.memory.Highest()
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

// warnAhead names the rows of the future that came out.
func (r *objectRead) warnAhead() {
	a := r.sink.memory.Ahead
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
		r.reader.nameless.Do(func() {
			r.out.Log().Info().Msgf("%s: no reply can hold %s, because such ids are no names of XML elements; they are null in all records, here and in other streams. They repeat other fields (LOCATION# is LOCATIONKEY)",
				f.name, strings.Join(standard, ", "))
		})
	}
}
