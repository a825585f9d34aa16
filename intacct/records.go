package intacct

import (
	"bytes"
	"context"
	"iter"
	"strconv"
)

// A Querier answers a query with one page: a Client, or what asks one on terms
// of its own.
type Querier interface {
	Query(ctx context.Context, q Query) (*Page, error)
}

// Records yields all records that a query finds, page by page, and ends with an
// error if there is one. A record is valid until the next one.
//
// The key is a selected field of integers: the records come in its order, and
// each page follows on the last key of the one before, so that rows which come
// and go meanwhile move no others. With "" for a key, pages follow each other by
// their offset, in the query's own order.
func Records(ctx context.Context, from Querier, q Query, key string) iter.Seq2[*Record, error] {
	return func(yield func(*Record, error) bool) {
		p := recordPager{query: q, key: key, filter: q.Filter}
		if key != "" {
			p.query.Order = []Order{Asc(key)}
		}
		for more := true; more; {
			page, err := from.Query(ctx, p.query)
			if err == nil {
				more, err = p.each(page, func(r *Record) bool { return yield(r, nil) })
			}
			if err != nil {
				yield(nil, err)
				return
			}
		}
	}
}

// A recordPager is where a walk over the pages of a query stands.
type recordPager struct {
	query  Query
	key    string
	filter Filter // the query's own, without the place
	last   int64  // key, once begun
	begun  bool
}

// each hands over the records of a page and sets the query to the next one. It
// reports whether there is one.
func (p *recordPager) each(page *Page, yield func(*Record) bool) (more bool, err error) {
	defer page.Release()
	came := 0
	for ; page.Next(); came++ {
		if err := p.follows(page); err != nil {
			return false, err
		}
		if !yield(page.Record()) {
			return false, nil
		}
	}
	if page.Err() != nil || page.Remaining == 0 {
		return false, page.Err()
	}
	if p.key == "" {
		p.query.Offset += page.Count
		return true, nil
	}
	if came == 0 {
		return false, page.lie("a page without records, and %d after it", page.Remaining)
	}
	p.query.Filter = And(Gt(p.key, strconv.FormatInt(p.last, 10)), p.filter)
	return true, nil
}

// follows takes in the key of a record, which has to be greater than the last:
// one that repeats would have the same page asked for for ever.
func (p *recordPager) follows(page *Page) error {
	if p.key == "" {
		return nil
	}
	text, _ := page.Record().Get(p.key)
	key, err := strconv.ParseInt(string(bytes.TrimSpace(text)), 10, 64)
	switch {
	case err != nil:
		return page.lie("the key %s of record %d is no number", p.key, page.rows)
	case p.begun && key <= p.last:
		return page.lie("rows out of order: %s %d came after %d", p.key, key, p.last)
	}
	p.last, p.begun = key, true
	return nil
}

// First returns the first record that a query finds, as the texts of the fields
// that it selects; nil if it finds none. It costs one call.
func First(ctx context.Context, from Querier, q Query) ([]string, error) {
	texts, _, err := firstOf(ctx, from, q)
	return texts, err
}

// Total returns how many records a query finds, for one call, whose answer
// brings one of them.
func Total(ctx context.Context, from Querier, q Query) (int, error) {
	_, total, err := firstOf(ctx, from, q)
	return total, err
}

// firstOf reads an answer with one record to its end, which shows that it is whole.
func firstOf(ctx context.Context, from Querier, q Query) (texts []string, total int, err error) {
	q.PageSize, q.Offset = 1, 0
	page, err := from.Query(ctx, q)
	if err != nil {
		return nil, 0, err
	}
	defer page.Release()
	for page.Next() {
		texts = make([]string, len(q.Select))
		for i, field := range q.Select {
			text, _ := page.Record().Get(field)
			texts[i] = string(text)
		}
	}
	if err := page.Err(); err != nil {
		return nil, 0, err
	}
	return texts, page.Total, nil
}
