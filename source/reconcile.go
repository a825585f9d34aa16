package source

import (
	"context"
	"math"
	"math/bits"
	"strconv"

	"airbyte-sage-intacct/intacct"
	"airbyte-sage-intacct/source/encode"
	"airbyte-sage-intacct/source/gateway"
	"airbyte-sage-intacct/source/state"
)

// A census compares the keys that were emitted with those the company has. It
// counts first, which is one small question where nothing is gone, and halves
// the range of keys where the counts differ.
type census struct {
	r  *reading
	by *encode.Column // whose ranges are counted; nil is the key
	// among chooses the records that are compared.
	among intacct.Filter
	set   state.Set
	list  func(ctx context.Context, low, high int64) error // compares a range key by key
	gone  []int64                                          // emitted once, and not there any more
	lost  []string                                         // there, and never emitted: committed later than the look-back
}

// reconcile finds what is gone from the stream without any help of the audit
// history, besides what it told of, and reads what never came.
func (r *reading) reconcile(ctx context.Context, upper state.Instant, gone *absentees) error {
	if r.texts != nil {
		return r.reconcileTexts(ctx, upper, gone)
	}
	if r.keys == nil {
		r.out.Log().Warn().Msgf("%s: deleted records are not noticed, because their keys have outgrown the state", r.name)
		return nil
	}
	c := r.census()
	r.keys.RemoveAll(gone.keys) // of which it is known
	err := c.take(ctx)
	for _, key := range gone.keys {
		r.keys.Add(key)
	}
	if err != nil {
		return err
	}
	if err := r.catchUp(ctx, c.lost, state.Window{To: upper}); err != nil {
		return err
	}
	more, err := r.absent(ctx, c.gone)
	gone.keys = append(gone.keys, more...)
	return err
}

// census begins one by the records' own keys.
func (r *reading) census() *census {
	return r.censusOf(r.keys, r.sinceStart())
}

// sinceStart chooses what is read from the start date on, whenever it was
// stamped since.
func (r *reading) sinceStart() intacct.Filter {
	start := state.InstantOf(r.settings.Start)
	return r.plan.During(state.Window{From: start, CreatedFrom: start})
}

func (r *reading) censusOf(keys *state.Keys, among intacct.Filter) *census {
	c := &census{r: r, set: keys, among: among}
	c.list = func(ctx context.Context, low, high int64) error { return c.listKeys(ctx, keys, low, high) }
	return c
}

// take compares all that was emitted, unless it is clear at once that too much
// of it is gone.
func (c *census) take(ctx context.Context) error {
	low, high, some := c.set.Bounds()
	if !some {
		return nil
	}
	there, err := c.missing(ctx)
	if err != nil {
		return err
	}
	return c.compare(ctx, low, high, there)
}

// missing counts what is there of the range that was emitted. It fails if so
// much less is there than was that it is more than may be gone: to find out what
// would take many calls.
func (c *census) missing(ctx context.Context) (there int, err error) {
	low, high, some := c.set.Bounds()
	if !some {
		return 0, nil
	}
	if there, err = c.count(ctx, low, high); err != nil {
		return 0, err
	}
	return there, c.r.bearable(ctx, max(0, c.set.Tally(low, high)-there))
}

// between asks for the keys of a range.
func (c *census) between(low, high int64) intacct.Query {
	p := c.r.plan
	key := p.Key.Field
	if c.by != nil {
		key = c.by.Field
	}
	var least, most intacct.Filter
	if low > 0 {
		least = intacct.Ge(key, strconv.FormatInt(low, 10))
	}
	if high != math.MaxInt64 {
		most = intacct.Le(key, strconv.FormatInt(high, 10))
	}
	return intacct.Query{
		Object: p.Object, DocParID: p.Docpar, Select: []string{key},
		Filter: p.Owned(intacct.And(least, most, c.among)),
	}
}

// count is how many records of a range there are. The answer brings one of them.
func (c *census) count(ctx context.Context, low, high int64) (int, error) {
	return intacct.Total(ctx, gateway.WithPrivate(c.r.client), c.between(low, high))
}

// compare goes into the ranges where the counts differ.
func (c *census) compare(ctx context.Context, low, high int64, there int) error {
	had := c.set.Tally(low, high)
	switch {
	case had == there:
		return nil
	case low == high || c.cheaperListed(had, there):
		return c.list(ctx, low, high)
	}
	middle, err := c.set.Nth(low, had/2)
	if err != nil || middle > high {
		return c.list(ctx, low, high)
	}
	middle = max(middle, low+1)
	left, err := c.count(ctx, low, middle-1)
	if err != nil {
		return err
	}
	if err := c.compare(ctx, low, middle-1, left); err != nil {
		return err
	}
	return c.compare(ctx, middle, high, there-left)
}

// cheaperListed says whether listing the keys of a range takes fewer calls than
// halving it down to every difference.
func (c *census) cheaperListed(had, there int) bool {
	size := c.r.settings.PageSize
	pages := (max(had, there) + size - 1) / size
	differences := max(had-there, there-had)
	return pages <= 1 || differences*bits.Len(uint(pages/differences)) >= pages
}

// listKeys compares a range key by key.
func (c *census) listKeys(ctx context.Context, keys *state.Keys, low, high int64) error {
	had := keys.From(low)
	// next is the following key that was emitted; 0 is none.
	next := func() int64 {
		if !had.HasNext() || int64(had.PeekNext()) > high {
			return 0
		}
		return int64(had.PeekNext())
	}
	err := c.r.eachKey(ctx, c.r.client, c.between(low, high), c.r.plan.Key.Field, func(key int64, _ *intacct.Record) error {
		for n := next(); n != 0 && n < key; n = next() {
			c.gone = append(c.gone, n)
			had.Next()
		}
		if next() == key {
			had.Next()
			return nil
		}
		c.lost = append(c.lost, strconv.FormatInt(key, 10))
		return nil
	})
	if err != nil {
		return err
	}
	for n := next(); n != 0; n = next() {
		c.gone = append(c.gone, n)
		had.Next()
	}
	return nil
}

// eachKey hands over the records that a query finds, in the order of a key.
func (r *reading) eachKey(ctx context.Context, client *intacct.Client, q intacct.Query, field string, use func(key int64, record *intacct.Record) error) error {
	q.PageSize = r.settings.PageSize
	for record, err := range intacct.Records(ctx, r.portion.Of(client), q, field) {
		if err != nil {
			return err
		}
		text, _ := record.Get(field)
		key, _ := gateway.ParseInteger(text) // Records has seen that it is one
		if err := use(key, record); err != nil {
			return err
		}
	}
	return nil
}
