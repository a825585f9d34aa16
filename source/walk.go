package source

import (
	"context"
	"errors"

	"airbyte-sage-intacct/intacct"
	"airbyte-sage-intacct/source/gateway"
	"airbyte-sage-intacct/source/state"
)

// A walker asks for the rows of a window page by page, so that none is missed
// and none comes twice although rows come, go and change meanwhile.
type walker interface {
	// next asks for the following page.
	next(ctx context.Context) (*intacct.Page, error)
	// accept is shown every row of that page in order. It says whether the row
	// is to be emitted; errMoved asks for the page to be thrown away.
	accept(r *state.Row) (bool, error)
	// filled is told, after the last row of a page was accepted, what holds its
	// lines. errMoved asks for the page to be thrown away.
	filled(e *emission) error
	// more says, after the last row of a page, whether another follows.
	more() bool
	// save writes the walker's place into a slice.
	save(place *state.Place)
	// close ends what is on its way.
	close()
}

// errMoved says that rows have moved from page to page: the walker will ask
// again for some it had.
var errMoved = errors.New("rows have moved")

func (r *reading) walker(ctx context.Context, w state.Window) (walker, error) {
	if r.plan.ordered {
		return newKeyset(ctx, r.loader(), r.plan.during(r.reaches(w)), r.settings.Concurrency, r.place.After)
	}
	return newTrail(r.loader(), r.reaches(w), r.place), nil
}

// walk reads the rows of a window. It begins again, from the last state, where
// the first page teaches something about the object.
func (r *reading) walk(ctx context.Context, w *state.Window, remember func()) error {
	for begin := true; ; {
		if begin {
			remember()
			r.counted = r.newCounted()
		}
		switch err := r.pass(ctx, *w); {
		case err == nil:
			return r.unshown(ctx, *w)
		case errors.Is(err, errLearned), r.dropRefused(err):
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
func (r *reading) pass(ctx context.Context, w state.Window) (err error) {
	pages, err := r.walker(ctx, w)
	if err != nil {
		return err
	}
	defer pages.close()
	defer func() {
		if err != nil {
			err = r.say(err)
		}
	}()
	emission := r.emission()
	if r.place.Zones == nil && r.settings.Timezone == nil {
		emission.sampler = newSampler(r.plan)
	}
	emission.newest, emission.window = r.newest(), w
	for more := true; more; more = pages.more() {
		page, err := pages.next(ctx)
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
		err = emission.fill(page, pages.accept)
		if err == nil {
			err = pages.filled(emission)
		}
		if errors.Is(err, errMoved) {
			emission.reset()
			continue
		}
		if err == nil {
			err = r.learn(ctx, emission)
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

// send lets the lines of a page go, once a state has their keys.
func (r *reading) send(ctx context.Context, e *emission) error {
	if err := r.announceKeys(e); err != nil {
		return err
	}
	return e.send(ctx)
}

// emitted sends a page on its way, and the state that covers it.
func (r *reading) emitted(ctx context.Context, emission *emission, pages walker) error {
	if err := r.send(ctx, emission); err != nil || !pages.more() {
		return err
	}
	pages.save(r.place)
	r.counted.save(r.place)
	if seen := r.memory; seen != nil {
		r.place.High, r.place.HighCreated = seen.Highest()
	}
	if r.tracks() {
		r.unsaid = true
		return nil
	}
	return r.checkpoint()
}

// dropRefused takes the fields that the gateway refuses to query out of the
// plan. Records have them as null from then on.
func (r *reading) dropRefused(err error) bool {
	dropped := r.plan.refuse(intacct.RefusedFields(err, r.plan.object, r.plan.fields()))
	for _, c := range dropped {
		r.out.Log().Warn().Msgf("%s: the gateway refuses to query the field %s; it is null in all records", r.name, c.Field)
		r.meter.Drop(c.Field)
	}
	return len(dropped) > 0 || r.dropRelated(r.feed, r.plan, err)
}

// dropRelated takes the fields of related records out of a plan whose query the
// gateway refuses for good: the user may be allowed less there, and all of them
// can be done without.
func (r *reading) dropRelated(f *feed, p *plan, err error) bool {
	refused, _ := gateway.Excluded(err)
	if refused == nil || len(p.related) == 0 {
		return false
	}
	dropped := p.refuse(p.related)
	p.related = nil
	for _, c := range dropped {
		f.meter.Drop(p.object + "." + c.Field)
	}
	if len(dropped) > 0 {
		r.out.Log().Warn().Msgf("%s: the gateway refuses to query %s (%s); fields of related records are null", f.name, p.object, refused)
	}
	return len(dropped) > 0
}
