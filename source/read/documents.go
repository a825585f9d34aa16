package read

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"sync"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/intacct"
	"airbyte-sage-intacct/source/deletes"
	"airbyte-sage-intacct/source/encode"
	"airbyte-sage-intacct/source/gateway"
	"airbyte-sage-intacct/source/paging"
	"airbyte-sage-intacct/unified"
)

// mostBare is how many documents without a line are believed where no line of
// any document can be seen at all.
const mostBare = 10

// usualLines is how many lines a document is thought to have before any was
// read.
const usualLines = 4

// documents is how many of them have lines for a page.
func (l *lineRead) documents(size int) int {
	each := l.each
	if each == 0 {
		each = usualLines
	}
	return max(1, min(int(float64(size)/max(each, 0.5)), gateway.MaxIn))
}

// atOnce is how many pages of lines are on their way at the same time; all of
// them are in memory until their documents are out.
const atOnce = 2

// serve completes the documents of a page with their lines and sends them, as
// many at a time as have lines for about a page or two.
func (s *show) serve(ctx context.Context, r *objectRead) (sent int, err error) {
	held := s.held
	s.held = nil
	for len(held) > 0 {
		n, err := s.lines(ctx, r, held)
		if err != nil {
			return sent, err
		}
		for _, d := range held[:n] {
			s.put(&d.row, d.record, d.changes, d.inLines...)
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

// lines reads the lines of the first documents, and says of how many. None is
// for another attempt, with fewer documents or fields.
func (s *show) lines(ctx context.Context, r *objectRead, held []*document) (int, error) {
	size := min(len(held), gateway.MaxIn)
	for _, l := range s.feed.lines {
		size = min(size, l.documents(r.settings.PageSize))
	}
	var batches [][]*document
	for batch := range slices.Chunk(held, size) {
		if len(batches) < min(atOnce, r.settings.Concurrency) {
			batches = append(batches, batch)
		}
	}
	complete := len(batches)
	for _, l := range s.feed.lines {
		n, err := l.readAll(ctx, r, batches)
		if err != nil && !r.dropRefusedLines(s.feed, l, err) && !r.bearsGapsOfLines(ctx, s.feed, l, batches, err) {
			return 0, err
		}
		complete = min(complete, n)
	}
	n := 0
	for _, batch := range batches[:complete] {
		n += len(batch)
	}
	return n, nil
}

// Read reads the lines of several batches of documents at once. It says how
// many of the first ones are complete.
func (l *lineRead) readAll(ctx context.Context, r *objectRead, batches [][]*document) (int, error) {
	type result struct {
		total int
		whole bool
		err   error
	}
	results := make([]result, len(batches))
	var readers sync.WaitGroup
	for i, batch := range batches {
		readers.Go(func() {
			defer airbyte.Recover(&results[i].err)
			results[i].total, results[i].whole, results[i].err = l.read(ctx, r, batch)
		})
	}
	readers.Wait()
	complete, unbroken, lines, documents, most := 0, true, 0, 0, 0.0
	defer func() { l.lined = l.lined || lines > 0 }()
	for i, got := range results {
		if got.err != nil {
			return complete, got.err
		}
		lines, documents = lines+got.total, documents+len(batches[i])
		most = max(most, float64(got.total)/float64(len(batches[i])))
		if unbroken = unbroken && got.whole; unbroken {
			complete++
		}
	}
	if lines == 0 {
		if err := l.checkVisible(ctx, r, documents); err != nil {
			return complete, err
		}
	}
	if l.each = float64(lines) / float64(documents); !unbroken {
		l.each = most // so that fewer documents are tried next
	}
	l.each = max(l.each, 0.1)
	return complete, nil
}

// doubt asks, where documents come without any line, whether a line of any other
// can be seen. A role that may no longer list them is answered as if there were
// none, and documents without their lines would overwrite those that have them.
func (l *lineRead) checkVisible(ctx context.Context, r *objectRead, documents int) error {
	if l.bare += documents; l.lined || l.bare < mostBare {
		return nil
	}
	q := l.Query(intacct.Filter{}, intacct.Asc(l.Key.Field))
	q.Sparse = true // what is counted is there, shown or not
	total, err := intacct.Total(ctx, r.size.Of(r.client), q)
	if err != nil {
		return err
	}
	if l.lined = total > 0; l.lined {
		return nil
	}
	return airbyte.Errorf(airbyte.ConfigError, "%d documents have no line, and no row of %s can be seen at all: give the role of user_id the right to list %s again, or do not read this stream", l.bare, l.Object, l.Object)
}

// read reads the lines of documents, unless these have many more than was
// thought: then they are to be read of fewer. It says how many there are.
func (l *lineRead) read(ctx context.Context, r *objectRead, documents []*document) (total int, whole bool, err error) {
	owners := make(map[int64]*document, len(documents))
	keys := make([]int64, len(documents))
	for i, d := range documents {
		delete(d.record.LinesOf, l.Element)
		owners[d.row.Number], keys[i] = d, d.row.Number
	}
	slices.Sort(keys)
	of := intacct.In(l.ParentKey.Field, deletes.Texts64(keys)...)
	to, shape := encode.NewEncoder(l.Layout()), encode.NewShape(l.Asked, true)
	size := r.settings.PageSize
	came := 0
	for last, begun := int64(0), false; ; begun = true {
		filter := of
		if begun {
			filter = intacct.And(intacct.Gt(l.Key.Field, strconv.FormatInt(last, 10)), of)
		}
		q := l.Query(filter, intacct.Asc(l.Key.Field))
		q.Sparse = l.sparse
		page, err := r.size.Ask(ctx, r.client, q, size, 0)
		if err != nil {
			return total, false, err
		}
		if !begun {
			total = page.Total
		}
		if !begun && total > 2*size && len(documents) > 1 {
			page.Release()
			return total, false, nil
		}
		more := page.Remaining > 0
		if more && page.Count == 0 {
			page.Release()
			return total, false, airbyte.Errorf(airbyte.SystemError, "the gateway contradicts itself about %s: an empty page, and more rows after it", l.Object)
		}
		came += page.Count
		if last, err = l.assign(page, to, shape, owners, last, begun); err != nil {
			return total, false, err
		}
		if !more && came < total && !l.sparse {
			return total, false, paging.Gap("the gateway counts %d rows of %s, and sends %d", total, l.Object, came)
		}
		if !more {
			return total, true, nil
		}
	}
}

// assign gives the lines of a page to their documents.
func (l *lineRead) assign(page *intacct.Page, to *encode.Encoder, shape *encode.Shape, owners map[int64]*document, last int64, begun bool) (int64, error) {
	defer page.Release()
	l.mu.Lock()
	defer l.mu.Unlock()
	to.BeginPage()
	for page.Next() {
		record, err := to.Record(nil, page)
		if err != nil {
			return last, err
		}
		if begun && to.Row.Number <= last {
			return last, airbyte.Errorf(airbyte.SystemError, "the gateway sent rows of %s out of order: %s %d came after %d", l.Object, l.Key.Field, to.Row.Number, last)
		}
		last, begun = to.Row.Number, true
		line := shape.Values(record)
		owner, ok := gateway.ParseInteger(line.Field(l.ParentKey.Field))
		d := owners[owner]
		if !ok || d == nil {
			return last, airbyte.Errorf(airbyte.SystemError, "the gateway sent rows of %s that were not asked for: %s %s", l.Object, l.ParentKey.Field, line.Field(l.ParentKey.Field))
		}
		l.noteChanges(d, to.Changes)
		d.record.LinesOf[l.Element] = append(d.record.LinesOf[l.Element], unified.Row(line))
	}
	return last, page.Err()
}

// noteChanges says of a document what its lines have to say.
func (l *lineRead) noteChanges(d *document, changes []airbyte.Change) {
	for _, change := range encode.ShownChanges(l.Part, changes) {
		if !slices.Contains(d.inLines, change) {
			d.inLines = append(d.inLines, change)
		}
	}
}

// dropRefusedLines takes fields of lines that the gateway refuses to query out
// of the plan.
func (r *objectRead) dropRefusedLines(f *sink, l *lineRead, err error) bool {
	fields := intacct.RefusedFields(err, l.Object, l.Fields())
	fields = slices.DeleteFunc(fields, func(name string) bool { return strings.EqualFold(name, l.ParentKey.Field) })
	dropped := l.Refuse(fields)
	some := len(dropped) > 0 || r.dropRelated(f, l.Plan, err)
	for _, c := range dropped {
		r.out.Log().Warn().Msgf("%s: the gateway refuses to query the field %s of %s; it is null in all records", f.name, c.Field, l.Object)
		f.meter.Drop(l.Object + "." + c.Field)
	}
	return some
}
