package deletes

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

// A KeyDiff compares the keys that were emitted with those the company has. It
// counts first, which is one small question where nothing is gone, and halves
// the range of keys where the counts differ.
type KeyDiff struct {
	of *Records
	by *encode.Column // whose ranges are counted; nil is the key
	// among chooses the records that are compared.
	among intacct.Filter
	set   state.Set
	list  func(ctx context.Context, low, high int64) error // compares a range key by key
	Gone  []int64                                          // emitted once, and not there any more
	Lost  []string                                         // there, and never emitted: committed later than the look-back
}

// Keys begins to compare the keys of all records.
func (o *Records) Keys(keys *state.Keys) *KeyDiff {
	return o.KeysAmong(keys, o.SinceStart())
}

// SinceStart chooses what is read from the start date on, whenever it was
// stamped since.
func (o *Records) SinceStart() intacct.Filter {
	start := state.InstantOf(o.Settings.Start)
	return o.Plan.During(state.Window{From: start, CreatedFrom: start})
}

// KeysAmong begins to compare keys with those of the records that a condition chooses.
func (o *Records) KeysAmong(keys *state.Keys, among intacct.Filter) *KeyDiff {
	c := &KeyDiff{of: o, set: keys, among: among}
	c.list = func(ctx context.Context, low, high int64) error { return c.listKeys(ctx, keys, low, high) }
	return c
}

// Take compares all that was emitted, unless it is clear at once that too much
// of it is gone.
func (c *KeyDiff) Take(ctx context.Context) error {
	low, high, some := c.set.Bounds()
	if !some {
		return nil
	}
	there, err := c.Missing(ctx)
	if err != nil {
		return err
	}
	return c.compare(ctx, low, high, there)
}

// Missing counts what is there of the range that was emitted. It fails if so
// much less is there than was that it is more than may be gone: to find out what
// would take many calls.
func (c *KeyDiff) Missing(ctx context.Context) (there int, err error) {
	low, high, some := c.set.Bounds()
	if !some {
		return 0, nil
	}
	if there, err = c.Count(ctx, low, high); err != nil {
		return 0, err
	}
	return there, c.of.Bearable(ctx, max(0, c.set.Tally(low, high)-there))
}

// Between asks for the keys of a range.
func (c *KeyDiff) Between(low, high int64) intacct.Query {
	p := c.of.Plan
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

// Count is how many records of a range there are. The answer brings one of them.
func (c *KeyDiff) Count(ctx context.Context, low, high int64) (int, error) {
	return intacct.Total(ctx, gateway.WithPrivate(c.of.Client), c.Between(low, high))
}

// compare goes into the ranges where the counts differ.
func (c *KeyDiff) compare(ctx context.Context, low, high int64, there int) error {
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
	left, err := c.Count(ctx, low, middle-1)
	if err != nil {
		return err
	}
	if err := c.compare(ctx, low, middle-1, left); err != nil {
		return err
	}
	return c.compare(ctx, middle, high, there-left)
}

// cheaperListed reports whether listing the keys of a range takes fewer calls than
// halving it down to every difference.
func (c *KeyDiff) cheaperListed(had, there int) bool {
	size := c.of.Settings.PageSize
	pages := (max(had, there) + size - 1) / size
	differences := max(had-there, there-had)
	return pages <= 1 || differences*bits.Len(uint(pages/differences)) >= pages
}

// listKeys compares a range key by key.
func (c *KeyDiff) listKeys(ctx context.Context, keys *state.Keys, low, high int64) error {
	had := keys.From(low)
	// next is the following key that was emitted; 0 is none.
	next := func() int64 {
		if !had.HasNext() || int64(had.PeekNext()) > high {
			return 0
		}
		return int64(had.PeekNext())
	}
	err := c.of.EachKey(ctx, c.of.Client, c.Between(low, high), c.of.Plan.Key.Field, func(key int64, _ *intacct.Record) error {
		for n := next(); n != 0 && n < key; n = next() {
			c.Gone = append(c.Gone, n)
			had.Next()
		}
		if next() == key {
			had.Next()
			return nil
		}
		c.Lost = append(c.Lost, strconv.FormatInt(key, 10))
		return nil
	})
	if err != nil {
		return err
	}
	for n := next(); n != 0; n = next() {
		c.Gone = append(c.Gone, n)
		had.Next()
	}
	return nil
}

// Closely compares a range of which about so many rows are thought to be there.
func (c *KeyDiff) Closely(ctx context.Context, low, high int64, rows int) error {
	if rows <= max(fewToList, parts*c.of.Settings.PageSize) {
		return c.list(ctx, low, high)
	}
	had := c.set.Tally(low, high)
	for part := 1; part <= parts; part++ {
		end := high
		if next, err := c.set.Nth(low, had/parts); err == nil && part < parts {
			end = next
		}
		there, err := c.Count(ctx, low, end)
		if err == nil {
			err = c.compare(ctx, low, end, there)
		}
		if err != nil || end == high {
			return err
		}
		low = end + 1
	}
	return nil
}

// Counts of a range are equal too where as many rows are hidden as have left it.
// So a few rows are listed at once, and more are compared in parts.
const (
	fewToList = 200
	parts     = 4
)
