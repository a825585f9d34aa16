package source

import (
	"context"
	"slices"
	"strings"

	"airbyte-sage-intacct/intacct"
	"airbyte-sage-intacct/source/encode"
	"airbyte-sage-intacct/source/gateway"
	"airbyte-sage-intacct/source/paging"
	"airbyte-sage-intacct/source/state"
)

// findHiding finds out which fields of related records hide rows.
func (r *reading) findHiding(ctx context.Context, keys []string) error {
	if len(keys) == 0 {
		return nil
	}
	for _, path := range append(relatedFields(r.plan.asked), r.plan.spare()) {
		count, err := r.hiddenBy(ctx, keys, path)
		if err != nil {
			return err
		}
		if count == 0 {
			continue
		}
		fields, err := hidingAmong(path, func(some []*encode.Column) (bool, error) {
			count, err := r.hiddenBy(ctx, keys, some)
			return count > 0, err
		})
		if err != nil {
			return err
		}
		if len(fields) == 0 {
			continue
		}
		r.hiding = append(r.hiding, fields...)
		r.out.Log().Warn().Msgf("%s: while %s is selected, the gateway does not show %d records that it counts, such as %s %s; they are read without it, and it is null in them",
			r.name, fieldsOf(fields), count, r.plan.key.Field, someOf(keys))
	}
	return nil
}

// relatedFields are the fields of related records, by the way that leads there.
func relatedFields(asked []*encode.Column) [][]*encode.Column {
	var paths [][]*encode.Column
	places := make(map[string]int)
	for _, c := range asked {
		dot := strings.LastIndexByte(c.Field, '.')
		if dot < 0 {
			continue
		}
		i, known := places[c.Field[:dot]]
		if !known {
			i = len(paths)
			places[c.Field[:dot]] = i
			paths = append(paths, nil)
		}
		paths[i] = append(paths[i], c)
	}
	return paths
}

// spare are the object's own texts by which nothing goes. The names of other
// records stand among them too (VENDORNAME), and nothing tells them apart.
func (p *plan) spare() []*encode.Column {
	var own []*encode.Column
	for _, c := range p.asked {
		if !strings.Contains(c.Field, ".") && p.bears(c) {
			own = append(own, c)
		}
	}
	return own
}

// hidingAmong finds out which of some fields hide rows, which do so together: it
// halves them, unless the first and the last one both do, as all do then.
func hidingAmong(fields []*encode.Column, hide func(some []*encode.Column) (bool, error)) ([]*encode.Column, error) {
	if len(fields) == 1 {
		return fields, nil
	}
	first, err := hide(fields[:1])
	if err != nil {
		return nil, err
	}
	last, err := hide(fields[len(fields)-1:])
	if err != nil || first && last {
		return fields, err
	}
	var found []*encode.Column
	for _, half := range [][]*encode.Column{fields[:len(fields)/2], fields[len(fields)/2:]} {
		switch hides, err := hide(half); {
		case err != nil:
			return nil, err
		case !hides:
			continue
		}
		some, err := hidingAmong(half, hide)
		if err != nil {
			return nil, err
		}
		found = append(found, some...)
	}
	return found, nil
}

// hiddenBy counts which rows some fields hide. Those that were deleted in the
// meantime are not hidden.
func (r *reading) hiddenBy(ctx context.Context, keys []string, fields []*encode.Column) (int, error) {
	shown, err := r.shownWith(ctx, keys, fields)
	if err != nil || shown == len(keys) {
		return 0, err
	}
	there, err := r.shownWith(ctx, keys, nil)
	return max(0, there-shown), err
}

// shownWith counts which rows are shown with some fields.
func (r *reading) shownWith(ctx context.Context, keys []string, fields []*encode.Column) (int, error) {
	shown := 0
	for some := range slices.Chunk(keys, r.settings.PageSize) {
		q := r.plan.query(intacct.In(r.plan.key.Field, some...), intacct.Asc(r.plan.key.Field))
		q.Select, q.Sparse = []string{r.plan.key.Field}, true
		for _, c := range fields {
			q.Select = append(q.Select, c.Field)
		}
		q.PageSize = r.settings.PageSize
		for _, err := range intacct.Records(ctx, gateway.WithPrivate(r.client), q, "") {
			if err != nil {
				return 0, err
			}
			shown++
		}
	}
	return shown, nil
}

// fieldsOf names fields.
func fieldsOf(fields []*encode.Column) string {
	names := make([]string, len(fields))
	for i, c := range fields {
		names[i] = c.Field
	}
	if len(names) == 1 {
		return "the field " + names[0]
	}
	return "one of the fields " + someOf(names) + more(len(names)-someKeys)
}

// hiding are the fields with which a page is not whole: of related records all
// that lead there, and those of its own that do it.
func (p *plan) hiding(whole func(some []*encode.Column) bool) [][]*encode.Column {
	var found [][]*encode.Column
	for _, path := range relatedFields(p.asked) {
		if !whole(path) {
			found = append(found, path)
		}
	}
	if own := p.spare(); !whole(own) {
		own, _ = hidingAmong(own, func(some []*encode.Column) (bool, error) { return !whole(some), nil }) // no probe fails
		found = append(found, own)
	}
	return found
}

// dropHiding takes the fields that hide rows out of the plan of a stream whose
// keys are texts. Which rows they are is not known there, so that all are read
// without them.
func (r *reading) dropHiding(ctx context.Context, w state.Window) {
	dropped := false
	for _, path := range r.plan.hiding(func(some []*encode.Column) bool { return r.countsRight(ctx, w, some...) }) {
		for _, c := range path {
			r.plan.refuse([]string{c.Field})
			r.meter.Drop(c.Field)
		}
		dropped = true
		r.out.Log().Warn().Msgf("%s: while %s is selected, the gateway does not show all records that it counts; it is null in all of them", r.name, fieldsOf(path))
	}
	if !dropped {
		r.out.Log().Warn().Msgf("%s: the gateway counts records that it does not show, whatever fields are asked for; they are missing here", r.name)
	}
}

// mostGaps is how often lines may go while they are read.
const mostGaps = 3

// bearsGapsOfLines is bearsGaps for the lines that are read with documents. The
// fields that hide some are null in all of them.
func (r *reading) bearsGapsOfLines(ctx context.Context, f *feed, l *linePlan, batches [][]*document, err error) bool {
	if l.sparse || !paging.Miscounted(err) {
		return false
	}
	whole := func(fields []*encode.Column) bool {
		return !slices.ContainsFunc(batches, func(batch []*document) bool { return !r.isWhole(ctx, l.linesOf(batch, fields)) })
	}
	if l.gaps++; l.gaps <= mostGaps && whole(l.asked[1:]) { // lines went while they were read
		return true
	}
	if !whole(nil) {
		return false
	}
	l.sparse = !l.dropHiding(r, f, whole)
	return true
}

// linesOf asks for some fields of the lines of documents.
func (l *linePlan) linesOf(documents []*document, fields []*encode.Column) intacct.Query {
	keys := make([]int64, len(documents))
	for i, d := range documents {
		keys[i] = d.row.Number
	}
	q := l.query(intacct.In(l.parentKey.Field, texts64(keys)...), intacct.Asc(l.key.Field))
	q.Select = []string{l.key.Field}
	for _, c := range fields {
		q.Select = append(q.Select, c.Field)
	}
	return q
}

// dropHiding takes the fields that hide lines out of the plan. It reports
// whether there are any.
func (l *linePlan) dropHiding(r *reading, f *feed, whole func([]*encode.Column) bool) bool {
	dropped := false
	for _, path := range l.hiding(whole) {
		for _, c := range path {
			l.refuse([]string{c.Field})
			f.meter.Drop(l.object + "." + c.Field)
		}
		dropped = true
		r.out.Log().Warn().Msgf("%s: while %s is selected, the gateway does not show all records of %s that it counts; it is null in all of them", f.name, fieldsOf(path), l.object)
	}
	if !dropped {
		r.out.Log().Warn().Msgf("%s: the gateway counts records of %s that it does not show, whatever fields are asked for; they are missing here", f.name, l.object)
	}
	return dropped
}
