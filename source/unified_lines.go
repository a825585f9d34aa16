package source

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/intacct"
	"airbyte-sage-intacct/unified"
)

// A linePlan is what of the lines of documents is read.
type linePlan struct {
	*plan
	element string // what they are in the documents
	// each is how many lines a document has, about.
	each float64
}

// usualLines is how many lines a document is thought to have before any was
// read.
const usualLines = 4

// serve completes the documents of a page with their lines and sends them, as
// many at a time as have lines for about one page.
func (s *show) serve(ctx context.Context, r *reading) (sent int, err error) {
	held := s.held
	s.held = nil
	for len(held) > 0 {
		n, err := s.lines(ctx, r, held)
		if err != nil {
			return sent, err
		}
		for _, d := range held[:n] {
			s.put(&d.row, d.record, d.changes)
		}
		clear(held[:n])
		held = held[n:]
		sent += s.feed.batch.Len()
		if err := r.out.Send(s.feed.batch); err != nil {
			return sent, err
		}
	}
	return sent, nil
}

// lines reads the lines of the first documents, and says of how many.
func (s *show) lines(ctx context.Context, r *reading, held []*document) (int, error) {
	n := min(len(held), maxIn)
	for _, l := range s.feed.plan.lines {
		n = min(n, l.portion(r.settings.pageSize))
	}
	for i := 0; i < len(s.feed.plan.lines); {
		l := s.feed.plan.lines[i]
		fewer, err := l.read(ctx, r, held[:n])
		switch {
		case err != nil && !r.dropRefusedLines(s.feed, l, err):
			return 0, err
		case err != nil: // once more, without the field
		case fewer < n:
			n, i = fewer, 0
		default:
			i++
		}
	}
	return n, nil
}

// portion is how many documents have lines for a page.
func (l *linePlan) portion(size int) int {
	each := l.each
	if each == 0 {
		each = usualLines
	}
	return max(1, min(int(float64(size)/max(each, 0.5)), maxIn))
}

// read reads the lines of documents. If these have many more than was thought,
// it says of how many documents they should be read instead.
func (l *linePlan) read(ctx context.Context, r *reading, documents []*document) (int, error) {
	owners := make(map[int64]*document, len(documents))
	keys := make([]int64, len(documents))
	for i, d := range documents {
		delete(d.record.lines, l.element)
		owners[d.row.number], keys[i] = d, d.row.number
	}
	slices.Sort(keys)
	of := intacct.In(l.parentKey.field, texts64(keys)...)
	to, shape := newTranscoder(l.plan), newShape(l.plan)
	size := r.settings.pageSize
	for last, begun := int64(0), false; ; begun = true {
		filter := of
		if begun {
			filter = intacct.And(intacct.Gt(l.key.field, strconv.FormatInt(last, 10)), of)
		}
		page, err := ask(ctx, r.client, l.query(filter, intacct.Asc(l.key.field)), size, 0)
		if err != nil {
			return 0, err
		}
		if !begun {
			l.each = max(float64(page.Total)/float64(len(documents)), 0.1)
			if fewer := l.portion(size); page.Total > 2*size && fewer < len(documents) {
				page.Release()
				return fewer, nil
			}
		}
		more := page.Remaining > 0
		if more && page.Count == 0 {
			page.Release()
			return 0, airbyte.Errorf(airbyte.SystemError, "the gateway contradicts itself about %s: an empty page, and more rows after it", l.object)
		}
		if last, err = l.assign(page, to, shape, owners, last, begun); err != nil || !more {
			return len(documents), err
		}
	}
}

// assign gives the lines of a page to their documents.
func (l *linePlan) assign(page *intacct.Page, to *transcoder, shape *shape, owners map[int64]*document, last int64, begun bool) (int64, error) {
	defer page.Release()
	to.begin()
	for page.Next() {
		record, err := to.record(nil, page)
		if err != nil {
			return last, err
		}
		if begun && to.row.number <= last {
			return last, airbyte.Errorf(airbyte.SystemError, "the gateway sent rows of %s out of order: %s %d came after %d", l.object, l.key.field, to.row.number, last)
		}
		last, begun = to.row.number, true
		line := shape.values(record)
		owner, ok := parseInteger(line.Field(l.parentKey.field))
		d := owners[owner]
		if !ok || d == nil {
			return last, airbyte.Errorf(airbyte.SystemError, "the gateway sent rows of %s that were not asked for: %s %s", l.object, l.parentKey.field, line.Field(l.parentKey.field))
		}
		d.record.lines[l.element] = append(d.record.lines[l.element], unified.Row(line))
	}
	return last, page.Err()
}

// dropRefusedLines takes fields of lines that the gateway refuses to query out
// of the plan.
func (r *reading) dropRefusedLines(f *feed, l *linePlan, err error) bool {
	_, fields := intacct.UnqueryableFields(err)
	some := r.dropRelated(f, l.plan, err)
	fields = slices.DeleteFunc(fields, func(name string) bool { return strings.EqualFold(name, l.parentKey.field) })
	dropped := l.refuse(fields)
	for _, c := range dropped {
		r.out.Log().Warn().Msgf("%s: the gateway refuses to query the field %s of %s; it is null in all records", f.name, c.field, l.object)
		f.meter.drop(l.object + "." + c.field)
	}
	return some || len(dropped) > 0
}
