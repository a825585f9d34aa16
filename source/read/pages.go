package read

import (
	"context"
	"errors"

	"airbyte-sage-intacct/intacct"
	"airbyte-sage-intacct/source/gateway"
	"airbyte-sage-intacct/source/paging"
	"airbyte-sage-intacct/source/state"
	"airbyte-sage-intacct/source/stream"
	"airbyte-sage-intacct/source/zones"
)

// pager asks for the rows of a window.
func (r *objectRead) pager(ctx context.Context, w state.Window) (paging.Pager, error) {
	if r.plan.Ordered {
		return paging.NewKeyPager(ctx, r.fetch(), r.plan.During(r.zones.Reaches(w)), r.settings.Concurrency, r.place.After)
	}
	return paging.NewTimePager(r.fetch(), r.plan.TimeOrder(r.zones.Reaches(w)), r.place), nil
}

// fetch is what a pager of the reading asks for.
func (r *objectRead) fetch() paging.Fetch {
	f := paging.Fetch{
		Client: r.client, Query: r.plan.Query, Stream: r.plan.Name, Object: r.plan.Object,
		Size: r.size, Budget: r.reader.budget, Turn: r.out, Sparse: r.sparse, Fields: len(r.plan.Asked),
	}
	if r.plan.Key != nil {
		f.Key = r.plan.Key.Field
	}
	return f
}

// walk reads the rows of a window. It begins again, from the last state, where
// the first page teaches something about the object.
func (r *objectRead) walk(ctx context.Context, w *state.Window, remember func()) error {
	for begin := true; ; {
		if begin {
			remember()
			r.counted = r.newCounted()
		}
		switch err := r.pass(ctx, *w); {
		case err == nil:
			return r.unshown(ctx, *w)
		case errors.Is(err, zones.ErrLearned), r.dropRefused(err):
			begin = true
		case r.bearsGaps(ctx, *w, err):
			begin = false // it goes on behind the last page that was whole
		default:
			return err
		}
	}
}

// pass reads the pages of a window, with a state after every page but the last,
// which the caller's own follows.
func (r *objectRead) pass(ctx context.Context, w state.Window) (err error) {
	pages, err := r.pager(ctx, w)
	if err != nil {
		return err
	}
	defer pages.Close()
	defer func() {
		if err != nil {
			err = r.writeOwed(err)
		}
	}()
	emission := r.emission()
	if r.place.Zones == nil && r.settings.Timezone == nil {
		emission.pass.Sampler = zones.NewSampler(r.plan)
	}
	emission.pass.Newest, emission.window = r.zones.Newest(), w
	for more := true; more; more = pages.More() {
		page, err := pages.Next(ctx)
		if err != nil {
			return err
		}
		if err := r.out.await(); err != nil {
			return err
		}
		if err := r.meter.Expect(page.Total); err != nil {
			return err
		}
		r.counted.expect(page.Total)
		err = emission.fill(page, pages.Accept)
		if err == nil {
			err = r.PageDone(emission, pages)
		}
		if errors.Is(err, paging.ErrMoved) {
			emission.reset()
			continue
		}
		if err == nil {
			err = r.zones.Learn(ctx, &emission.pass)
		}
		if err == nil {
			err = r.emitted(ctx, emission, pages)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// PageDone turns the lines of a page round that was read backwards.
func (r *objectRead) PageDone(e *emission, pages paging.Pager) error {
	reverse, err := pages.PageDone()
	if reverse {
		e.reverse()
	}
	return err
}

// send lets the lines of a page go, once a state has their keys.
func (r *objectRead) send(ctx context.Context, e *emission) error {
	if err := r.announceKeys(e); err != nil {
		return err
	}
	return e.send(ctx)
}

// emitted sends a page on its way, and the state that covers it.
func (r *objectRead) emitted(ctx context.Context, emission *emission, pages paging.Pager) error {
	if err := r.send(ctx, emission); err != nil || !pages.More() {
		return err
	}
	pages.Save(r.place)
	r.counted.Save(r.place)
	if seen := r.sink.memory; seen != nil {
		r.place.High, r.place.HighCreated = seen.Highest()
	}
	if r.tracks() {
		r.unwritten = true
		return nil
	}
	return r.checkpoint()
}

// dropRefused takes the fields that the gateway refuses to query out of the
// plan. Records have them as null from then on.
func (r *objectRead) dropRefused(err error) bool {
	dropped := r.plan.Refuse(intacct.RefusedFields(err, r.plan.Object, r.plan.Fields()))
	for _, c := range dropped {
		r.out.Log().Warn().Msgf("%s: the gateway refuses to query the field %s; it is null in all records", r.name, c.Field)
		r.meter.Drop(c.Field)
	}
	return len(dropped) > 0 || r.dropRelated(r.sink, r.plan, err)
}

// dropRelated takes the fields of related records out of a plan whose query the
// gateway refuses for good: the user may be allowed less there, and all of them
// can be done without.
func (r *objectRead) dropRelated(f *sink, p *stream.Plan, err error) bool {
	refused, _ := gateway.Excluded(err)
	if refused == nil || len(p.Related) == 0 {
		return false
	}
	dropped := p.Refuse(p.Related)
	p.Related = nil
	for _, c := range dropped {
		f.meter.Drop(p.Object + "." + c.Field)
	}
	if len(dropped) > 0 {
		r.out.Log().Warn().Msgf("%s: the gateway refuses to query %s (%s); fields of related records are null", f.name, p.Object, refused)
	}
	return len(dropped) > 0
}

// rememberPages goes on with what earlier runs learned of the size of pages.
func (r *objectRead) rememberPages(ctx context.Context) error {
	if r.saved.earlier == nil || r.saved.earlier.Pages.Until == 0 {
		return nil
	}
	now, err := r.reader.now(ctx)
	if err != nil {
		return err
	}
	r.size.Remember(r.saved.earlier.Pages, now)
	return nil
}

// smaller says that the stream's pages were too much: once as a warning.
func (r *objectRead) smaller(size int, large bool) {
	text := "%s: the gateway did not answer in time; pages of %d rows are asked for from now on"
	if large {
		text = "%s: the gateway's answer was larger than this connector takes; pages of %d rows are asked for from now on"
	}
	warned := false
	r.smallerPages.Do(func() {
		warned = true
		r.out.Log().Warn().Msgf(text+", and fewer where these are too much. A size that is too much twice is not tried again for %d days", r.name, size, paging.LimitDays)
	})
	if !warned {
		r.out.Log().Info().Msgf(text, r.name, size)
	}
}
