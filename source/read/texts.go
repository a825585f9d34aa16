package read

import (
	"context"
	"errors"
	"math"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/intacct"
	"airbyte-sage-intacct/source/paging"
	"airbyte-sage-intacct/source/state"
)

// Records whose keys are texts are compared with the company by the records that
// own them: texts have no order that both sides are sure to share, numbers have.

// trackTexts is track for keys that are texts.
func (r *objectRead) trackTexts(ctx context.Context, packed state.PackedTexts) error {
	var err error
	if r.texts, err = packed.Unpack(); err != nil {
		return err
	}
	known := r.texts != nil
	if !known {
		r.texts = state.NewTexts()
	}
	if r.announced = r.texts.Size(); known || r.fresh {
		return nil
	}
	r.out.Log().Info().Msgf("%s: listing the keys of all records once, so that deleted ones are noticed from now on", r.name)
	err = r.records.Texts(r.texts).Each(ctx, 0, math.MaxInt64, func(owner int64, texts []string) error {
		for _, text := range texts {
			r.texts.Add(state.OwnedText{Owner: owner, Text: text})
		}
		if r.texts.TooLarge() {
			return errTooMany
		}
		return nil
	})
	if errors.Is(err, errTooMany) {
		r.loseKeys()
		return nil
	}
	return err
}

// errTooMany says that there are more keys than can be kept.
var errTooMany = errors.New("there are too many keys")

// reconcileTexts is reconcile for keys that are texts.
func (r *objectRead) reconcileTexts(ctx context.Context, upper state.Instant, gone *absent) error {
	c := r.records.Texts(r.texts)
	if err := c.Take(ctx); err != nil {
		return err
	}
	if err := r.catchUp(ctx, c.Late, state.Window{To: upper}); err != nil {
		return err
	}
	var err error
	gone.texts, err = r.records.AbsentTexts(ctx, c.Away, r.texts)
	return err
}

// emitDeletesOfTexts is emitDeletesOfKeys for keys that are texts.
func (r *objectRead) emitDeletesOfTexts(keys []state.OwnedText, upper state.Instant) error {
	return r.emitGone(len(keys), upper, func(f *sink, batch *airbyte.Batch, at string) {
		for _, key := range keys {
			dst := airbyte.AppendJSONString(append(append(batch.Open(), '{'), f.plan.Key.Label[1:]...), key.Text)
			batch.Close(append(f.plan.AppendStamp(dst, at), f.plan.Absence(at)...), nil)
		}
	})
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
