package read

import (
	"context"
	"errors"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/intacct"
	"airbyte-sage-intacct/source/gateway"
	"airbyte-sage-intacct/source/paging"
	"airbyte-sage-intacct/source/state"
	"airbyte-sage-intacct/source/zones"
)

// Lines change with their parents, and not all of them are stamped then. So the
// lines of every parent that was changed are read again, unless the window has
// them anyway.

// meetParents notes, before the first window, when a parent was changed last:
// changes after that are for the next window to follow.
func (r *objectRead) meetParents(ctx context.Context, w state.Window) error {
	parent := r.plan.ParentOf()
	if parent == nil || r.place.Parents != 0 {
		return nil
	}
	q := r.ofParents(parent, intacct.And(intacct.IsNotNull(parent.Cursor), intacct.Lt(parent.Cursor, r.format.FormatTimestamp(w.To.Time()))))
	q.Order = []intacct.Order{intacct.Desc(parent.Cursor)}
	latest, err := intacct.First(intacct.Hasty(ctx), gateway.WithPrivate(r.client), q)
	if err != nil {
		return r.withoutParents(parent, err)
	}
	if latest != nil {
		r.place.Parents = r.changedAt([]byte(latest[1]))
	}
	return nil
}

func (r *objectRead) ofParents(parent *intacct.Object, filter intacct.Filter) intacct.Query {
	return intacct.Query{Object: parent.Name, Select: []string{parent.Key, parent.Cursor}, Filter: filter}
}

// changedAt is when a parent was changed. It is compared with its like only, so
// it does not matter whether the zone is right.
func (r *objectRead) changedAt(text []byte) state.Instant {
	at, ok := r.format.ParseTimestamp(text)
	if !ok {
		return 0
	}
	return state.InstantOf(at)
}

// withoutParents goes on where the user may not read the parents.
func (r *objectRead) withoutParents(parent *intacct.Object, err error) error {
	refused, failed := gateway.Excluded(err)
	if failed != nil {
		return failed
	}
	r.out.Log().Warn().Msgf("%s: lines that change without a stamp of their own are not noticed, because %s cannot be read: %s", r.name, parent.Name, refused)
	return nil
}

// changedLines reads the lines of the parents that were changed since a
// look-back before the last change that is known. The first window needs none
// of it: it has all lines. Lines from before the start date stay out.
func (r *objectRead) changedLines(ctx context.Context, since state.Instant, w state.Window, seen *state.SeenRows) error {
	parent, earlier := r.plan.ParentOf(), r.plan.Before(w)
	if parent == nil || since == 0 || earlier.IsZero() {
		return nil
	}
	var batch []string
	flush := func() error {
		if len(batch) == 0 {
			return nil
		}
		lines := intacct.And(intacct.In(r.plan.ParentKey.Field, batch...), r.records.SinceStart())
		batch = batch[:0]
		if !r.plan.Ordered {
			return r.rereadEarlier(ctx, lines, w)
		}
		_, err := r.reread(ctx, intacct.And(lines, earlier), state.Window{})
		return err
	}
	// What was changed in the future says nothing of when the next change will be.
	q := r.ofParents(parent, intacct.And(
		intacct.Ge(parent.Cursor, r.format.FormatTimestamp(since.Before(r.settings.Lookback+r.zones.Slack).Time())),
		intacct.Lt(parent.Cursor, r.format.FormatTimestamp((w.Present+zones.DayOfZones).Time())),
	))
	met := 0
	limit := r.parentsUntil(w)
	err := r.records.EachKey(intacct.Hasty(ctx), r.client, q, parent.Key, func(_ int64, record *intacct.Record) error {
		changed, _ := record.Get(parent.Cursor)
		at := r.changedAt(changed)
		seen.Again = max(seen.Again, at)
		if met++; met <= r.settings.PageSize {
			limit = max(limit, at) // what changes after this page came is stamped later
		}
		key, _ := record.Get(parent.Key)
		if batch = append(batch, string(key)); len(batch) < gateway.MaxIn {
			return nil
		}
		return flush()
	})
	if err == nil {
		err = flush()
	}
	r.place.Parents = max(r.place.Parents, min(seen.Again, limit))
	seen.Again = 0
	if err != nil {
		return r.withoutParents(parent, err)
	}
	return nil
}

// parentsUntil is the end of a window as the times of parents are read, which is
// in the zone of the user's formatting; 0 if that is not known.
func (r *objectRead) parentsUntil(w state.Window) state.Instant {
	if r.place.Unsure() {
		return 0
	}
	return w.To + state.Instant(zones.SecondsEast(r.plan.Cursor.Format.Zone)-zones.SecondsEast(r.format.Zone))
}

// reread reads the rows that a condition names, beside the window's. It returns
// the keys of those that came. Those behind the end of w are the next window's.
func (r *objectRead) reread(ctx context.Context, filter intacct.Filter, w state.Window) (came map[string]bool, err error) {
	e := r.emission()
	e.window = w
	came = make(map[string]bool)
	key := r.plan.Key.Field
	last := ""
	inOrder := func(row *state.Row) (bool, error) {
		if after, _ := gateway.ParseInteger([]byte(last)); row.Number <= after {
			return false, airbyte.Errorf(airbyte.SystemError, "the gateway sent rows of %s out of order: %s %d came after %s", r.plan.Object, key, row.Number, last)
		}
		last = string(row.Text)
		came[last] = true
		return true, nil
	}
	for more := true; more; {
		q := r.plan.Query(filter, intacct.Asc(key))
		if last != "" {
			q = r.plan.Query(intacct.And(intacct.Gt(key, last), filter), intacct.Asc(key))
		}
		q.Sparse = true
		page, err := r.size.Ask(ctx, r.client, q, r.settings.PageSize, 0)
		if err != nil {
			return nil, err
		}
		more = page.Remaining > 0
		if err := e.fill(page, inOrder); err != nil {
			return nil, err
		}
		if err := r.out.await(); err != nil {
			return nil, err
		}
		if err := r.send(ctx, e); err != nil {
			return nil, err
		}
	}
	return came, nil
}

// rereadTexts is reread of those of a window's rows that a condition names, for
// keys that are texts.
func (r *objectRead) rereadTexts(ctx context.Context, among intacct.Filter, w state.Window) (came map[string]bool, err error) {
	fetch, by := r.fetch(), r.plan.TimeOrder(r.zones.Reaches(w))
	fetch.Sparse, by.Among = true, among
	t := paging.NewTimePager(fetch, by, &state.Place{})
	came = make(map[string]bool)
	return came, r.follow(ctx, t, w, func(row *state.Row) (bool, error) {
		accepted, err := t.Accept(row)
		if accepted && err == nil {
			came[string(row.Text)] = true
		}
		return accepted, err
	})
}

// rereadEarlier is rereadTexts of all rows before a window.
func (r *objectRead) rereadEarlier(ctx context.Context, among intacct.Filter, w state.Window) error {
	timed, untimed := r.plan.BeforeParts(w)
	by := r.plan.TimeOrder(state.Window{To: w.From})
	by.Among, by.Untimed, by.NoneUntimed, by.OnlyUntimed = among, untimed, untimed.IsZero(), timed.IsZero()
	t := paging.NewTimePager(r.fetch(), by, &state.Place{})
	return r.follow(ctx, t, state.Window{}, t.Accept)
}

// follow emits what a pager finds.
func (r *objectRead) follow(ctx context.Context, t paging.Pager, w state.Window, accept func(*state.Row) (bool, error)) error {
	defer t.Close()
	e := r.emission()
	e.window = w
	for more := true; more; more = t.More() {
		page, err := t.Next(ctx)
		if err == nil {
			err = r.out.await()
		}
		if err == nil {
			err = e.fill(page, accept)
		}
		if errors.Is(err, paging.ErrMoved) {
			e.reset()
			continue
		}
		if err == nil {
			err = r.send(ctx, e)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
