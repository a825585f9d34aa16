package read

import (
	"context"
	"slices"

	"airbyte-sage-intacct/intacct"
	"airbyte-sage-intacct/source/deletes"
	"airbyte-sage-intacct/source/encode"
	"airbyte-sage-intacct/source/gateway"
	"airbyte-sage-intacct/source/paging"
	"airbyte-sage-intacct/source/state"
	"airbyte-sage-intacct/source/stream"
)

// findHiding finds out which fields of related records hide rows.
func (r *objectRead) findHiding(ctx context.Context, keys []string) error {
	if len(keys) == 0 {
		return nil
	}
	for _, path := range append(stream.RelatedFields(r.plan.Asked), r.plan.Spare()) {
		count, err := r.hiddenBy(ctx, keys, path)
		if err != nil {
			return err
		}
		if count == 0 {
			continue
		}
		fields, err := stream.HidingAmong(path, func(some []*encode.Column) (bool, error) {
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
			r.name, fieldsOf(fields), count, r.plan.Key.Field, someOf(keys))
	}
	return nil
}

// hiddenBy counts which rows some fields hide. Those that were deleted in the
// meantime are not hidden.
func (r *objectRead) hiddenBy(ctx context.Context, keys []string, fields []*encode.Column) (int, error) {
	shown, err := r.shownWith(ctx, keys, fields)
	if err != nil || shown == len(keys) {
		return 0, err
	}
	there, err := r.shownWith(ctx, keys, nil)
	return max(0, there-shown), err
}

// shownWith counts which rows are shown with some fields.
func (r *objectRead) shownWith(ctx context.Context, keys []string, fields []*encode.Column) (int, error) {
	shown := 0
	for some := range slices.Chunk(keys, r.settings.PageSize) {
		q := r.plan.Query(intacct.In(r.plan.Key.Field, some...), intacct.Asc(r.plan.Key.Field))
		q.Select, q.Sparse = []string{r.plan.Key.Field}, true
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

// dropHiding takes the fields that hide rows out of the plan of a stream whose
// keys are texts. Which rows they are is not known there, so that all are read
// without them.
func (r *objectRead) dropHiding(ctx context.Context, w state.Window) {
	dropped := false
	for _, path := range r.plan.Hiding(func(some []*encode.Column) bool { return r.countsRight(ctx, w, some...) }) {
		for _, c := range path {
			r.plan.Refuse([]string{c.Field})
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
func (r *objectRead) bearsGapsOfLines(ctx context.Context, f *sink, l *lineRead, batches [][]*document, err error) bool {
	if l.sparse || !paging.Miscounted(err) {
		return false
	}
	whole := func(fields []*encode.Column) bool {
		return !slices.ContainsFunc(batches, func(batch []*document) bool { return !r.isWhole(ctx, l.linesOf(batch, fields)) })
	}
	if l.gaps++; l.gaps <= mostGaps && whole(l.Asked[1:]) { // lines went while they were read
		return true
	}
	if !whole(nil) {
		return false
	}
	l.sparse = !l.dropHiding(r, f, whole)
	return true
}

// linesOf asks for some fields of the lines of documents.
func (l *lineRead) linesOf(documents []*document, fields []*encode.Column) intacct.Query {
	keys := make([]int64, len(documents))
	for i, d := range documents {
		keys[i] = d.row.Number
	}
	q := l.Query(intacct.In(l.ParentKey.Field, deletes.Texts64(keys)...), intacct.Asc(l.Key.Field))
	q.Select = []string{l.Key.Field}
	for _, c := range fields {
		q.Select = append(q.Select, c.Field)
	}
	return q
}

// dropHiding takes the fields that hide lines out of the plan. It reports
// whether there are any.
func (l *lineRead) dropHiding(r *objectRead, f *sink, whole func([]*encode.Column) bool) bool {
	dropped := false
	for _, path := range l.Hiding(whole) {
		for _, c := range path {
			l.Refuse([]string{c.Field})
			f.meter.Drop(l.Object + "." + c.Field)
		}
		dropped = true
		r.out.Log().Warn().Msgf("%s: while %s is selected, the gateway does not show all records of %s that it counts; it is null in all of them", f.name, fieldsOf(path), l.Object)
	}
	if !dropped {
		r.out.Log().Warn().Msgf("%s: the gateway counts records of %s that it does not show, whatever fields are asked for; they are missing here", f.name, l.Object)
	}
	return dropped
}
