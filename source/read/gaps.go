package read

import (
	"context"
	"maps"
	"math"
	"slices"
	"strings"

	"airbyte-sage-intacct/intacct"
	"airbyte-sage-intacct/source/encode"
	"airbyte-sage-intacct/source/gateway"
	"airbyte-sage-intacct/source/paging"
	"airbyte-sage-intacct/source/state"
)

// A gateway may count rows that it does not show: the inner join by a selected
// field of a related record hides those that have none, or one that the user may
// not see. They are found by their keys, which are shown, and read without the
// field.

// newCounted begins a count; nil where rows have no numbers.
func (r *objectRead) newCounted() *counted {
	if !r.plan.Ordered {
		return nil
	}
	low, _ := gateway.ParseInteger([]byte(r.place.After))
	c := &counted{low: low, came: state.NewKeys()}
	if r.place.After != "" && r.place.Counted != nil {
		c.earlier = *r.place.Counted
	}
	return c
}

// bearsGaps reports whether a walk can go on over a page that shows fewer rows
// than were counted: if their keys alone are all shown, it is the fields that
// hide them, and not the gateway that cannot count.
func (r *objectRead) bearsGaps(ctx context.Context, w state.Window, err error) bool {
	if r.sparse || r.plan.Key == nil || !paging.Miscounted(err) {
		return false
	}
	if r.sparse = r.countsRight(ctx, w); r.sparse && !r.plan.Ordered {
		r.dropHiding(ctx, w)
	}
	return r.sparse
}

// countsRight reports whether a page that shows only some fields besides the key
// shows as many rows as were counted.
func (r *objectRead) countsRight(ctx context.Context, w state.Window, fields ...*encode.Column) bool {
	q := r.plan.Query(r.plan.During(r.zones.Reaches(w)), intacct.Asc(r.plan.Key.Field))
	q.Select = []string{r.plan.Key.Field}
	for _, c := range fields {
		q.Select = append(q.Select, c.Field)
	}
	if r.plan.Ordered && r.place.After != "" {
		q.Filter = intacct.And(intacct.Gt(r.plan.Key.Field, r.place.After), q.Filter)
	}
	return r.isWhole(ctx, q)
}

// isWhole reports whether a page shows as many rows as it counts.
func (r *objectRead) isWhole(ctx context.Context, q intacct.Query) bool {
	page, err := gateway.Ask(ctx, r.client, q, r.settings.PageSize, 0)
	if err != nil {
		return false
	}
	defer page.Release()
	came := 0
	for page.Next() {
		came++
	}
	return page.Err() == nil && came == min(r.settings.PageSize, page.Total)
}

// unshown looks for the rows of a walk that were counted and did not come. Those
// that merely left the window meanwhile are in the next one.
func (r *objectRead) unshown(ctx context.Context, w state.Window) error {
	c := r.counted
	r.counted = nil
	low, keys := int64(0), r.keys
	switch {
	case c == nil:
		return r.catchUp(ctx, nil, w)
	case keys != nil && c.earlier.Rows+int(c.came.Size()) < c.earlier.Total: // some did not come before it was cut off
	case int(c.came.Size()) < c.total:
		low, keys = c.low, c.came
	default:
		return r.catchUp(ctx, nil, w)
	}
	census := r.records.KeysAmong(keys, r.plan.During(r.zones.Reaches(w)))
	if err := census.Closely(ctx, low+1, math.MaxInt64, c.total); err != nil {
		return err
	}
	return r.catchUp(ctx, census.Lost, w)
}

// catchUp reads rows that were found to exist and never came, as far as they
// belong to a window.
func (r *objectRead) catchUp(ctx context.Context, keys []string, w state.Window) error {
	owed := r.place.Owed // of an attempt that was cut off here
	keys = append(slices.Clone(owed), slices.DeleteFunc(slices.Clone(keys), func(key string) bool { return slices.Contains(owed, key) })...)
	for batch := range slices.Chunk(keys, gateway.MaxIn) {
		r.place.Owed = slices.Clone(batch)
		if err := r.catchUpBatch(ctx, slices.Clone(batch), w); err != nil {
			return err
		}
	}
	r.place.Owed = nil
	return nil
}

// catchUpBatch reads so many of them as one condition takes: with all fields, and
// what does not come without those that hide it.
func (r *objectRead) catchUpBatch(ctx context.Context, keys []string, w state.Window) error {
	var without []*encode.Column
	for {
		came, err := r.again(ctx, keys, w, without)
		if err != nil {
			return err
		}
		keys = slices.DeleteFunc(keys, func(key string) bool { return came[key] })
		if len(keys) > 0 && len(without) == len(r.hiding) {
			if keys, err = r.stillThere(ctx, keys, w); err != nil {
				return err
			}
			if err := r.findHiding(ctx, keys); err != nil {
				return err
			}
		}
		if len(keys) == 0 || len(without) == len(r.hiding) {
			r.giveUp(keys)
			return nil
		}
		without = r.hiding
	}
}

// again reads the rows of a window with certain keys, without some fields. It asks
// for a page of them at a time, since no page follows one that shows none.
func (r *objectRead) again(ctx context.Context, keys []string, w state.Window, without []*encode.Column) (came map[string]bool, err error) {
	whole := r.plan
	defer func() { r.plan, r.sink.plan = whole, whole }()
	r.plan = whole.Without(without)
	r.sink.plan = r.plan
	came = make(map[string]bool)
	for some := range slices.Chunk(keys, r.settings.PageSize) {
		named := intacct.In(r.plan.Key.Field, some...)
		read := func() (map[string]bool, error) { return r.rereadTexts(ctx, named, w) }
		if r.plan.Ordered {
			read = func() (map[string]bool, error) {
				return r.reread(ctx, intacct.And(named, r.plan.During(r.zones.Reaches(w))), w)
			}
		}
		these, err := read()
		if err != nil {
			return nil, err
		}
		maps.Copy(came, these)
	}
	return came, nil
}

// stillThere asks which of some rows there are in a window, by their keys alone.
func (r *objectRead) stillThere(ctx context.Context, keys []string, w state.Window) ([]string, error) {
	there, err := r.records.There(ctx, r.client, keys, func(named intacct.Filter) intacct.Filter {
		return r.plan.Owned(intacct.And(named, r.plan.During(r.zones.Reaches(w))))
	})
	return slices.DeleteFunc(keys, func(key string) bool { return !there[key] }), err
}

// giveUp counts rows that are not shown. They are as good as emitted for the
// comparison of keys, which would find them again at every read, and take them
// for a make-weight of deleted ones.
func (r *objectRead) giveUp(keys []string) {
	r.hidden.count += len(keys)
	r.hidden.some = append(r.hidden.some, keys[:min(len(keys), max(0, someKeys-len(r.hidden.some)))]...)
	for _, key := range keys {
		if number, ok := gateway.ParseInteger([]byte(key)); ok && r.keys != nil {
			r.keys.Add(number)
		}
	}
}

// warnHidden names the rows of a stream that are not in its records.
func (r *objectRead) warnHidden(stream string) {
	if r.hidden.count > 0 {
		r.out.Log().Warn().Msgf("%s: %d records are in the company and the gateway does not show them, whatever fields are asked for; they are missing here, and come when they change and are shown, or with a refresh of the stream: %s %s%s",
			stream, r.hidden.count, r.plan.Key.Field, strings.Join(r.hidden.some, ", "), more(r.hidden.count-len(r.hidden.some)))
	}
}
