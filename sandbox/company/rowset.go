package company

import (
	"math/bits"
	"slices"
)

// span is the rows from, from+1, … to-1.
type span struct{ from, to int }

// bitmap has a bit for every row of a segment.
type bitmap []uint64

func newBitmap(rows int) bitmap { return make(bitmap, (rows+63)/64) }

func (b bitmap) set(i int)   { b[i>>6] |= 1 << (i & 63) }
func (b bitmap) clear(i int) { b[i>>6] &^= 1 << (i & 63) }

// fill sets the bits of a span, a word at a time.
func (b bitmap) fill(s span) {
	for i := s.from; i < s.to; {
		if i&63 == 0 && i+64 <= s.to {
			b[i>>6] = ^uint64(0)
			i += 64
			continue
		}
		b.set(i)
		i++
	}
}

// rowset is a set of a segment's rows: spans where conditions on sorted
// columns answer for it, else a bitmap.
type rowset struct {
	rows  int
	spans []span // ascending, apart; used when bits is nil
	bits  bitmap
}

func allRows(rows int) rowset { return spansOf(rows, span{0, rows}) }

// spansOf makes a set of spans, leaving out the empty ones.
func spansOf(rows int, spans ...span) rowset {
	s := rowset{rows: rows}
	for _, x := range spans {
		if x.from < x.to {
			s.spans = append(s.spans, x)
		}
	}
	return s
}

func (s rowset) bitmap() bitmap {
	if s.bits != nil {
		return s.bits
	}
	b := newBitmap(s.rows)
	for _, x := range s.spans {
		b.fill(x)
	}
	return b
}

func (s rowset) and(o rowset) rowset {
	if s.bits == nil && o.bits == nil {
		return rowset{rows: s.rows, spans: intersect(s.spans, o.spans)}
	}
	a, b := s.bitmap(), o.bitmap()
	both := make(bitmap, len(a))
	for i := range a {
		both[i] = a[i] & b[i]
	}
	return rowset{rows: s.rows, bits: both}
}

func (s rowset) or(o rowset) rowset {
	if s.bits == nil && o.bits == nil {
		return rowset{rows: s.rows, spans: unite(s.spans, o.spans)}
	}
	a, b := s.bitmap(), o.bitmap()
	either := make(bitmap, len(a))
	for i := range a {
		either[i] = a[i] | b[i]
	}
	return rowset{rows: s.rows, bits: either}
}

// without takes single rows out.
func (s rowset) without(rows []int) rowset {
	if len(rows) == 0 {
		return s
	}
	if s.bits != nil {
		left := slices.Clone(s.bits)
		for _, i := range rows {
			left.clear(i)
		}
		return rowset{rows: s.rows, bits: left}
	}
	return rowset{rows: s.rows, spans: subtract(s.spans, rows)}
}

func intersect(a, b []span) []span {
	var both []span
	for len(a) > 0 && len(b) > 0 {
		x := span{max(a[0].from, b[0].from), min(a[0].to, b[0].to)}
		if x.from < x.to {
			both = append(both, x)
		}
		if a[0].to < b[0].to {
			a = a[1:]
		} else {
			b = b[1:]
		}
	}
	return both
}

func unite(a, b []span) []span {
	all := append(slices.Clone(a), b...)
	slices.SortFunc(all, func(x, y span) int { return x.from - y.from })
	var merged []span
	for _, x := range all {
		if last := len(merged) - 1; last >= 0 && x.from <= merged[last].to {
			merged[last].to = max(merged[last].to, x.to)
		} else {
			merged = append(merged, x)
		}
	}
	return merged
}

func subtract(spans []span, rows []int) []span {
	var left []span
	for _, x := range spans {
		i, _ := slices.BinarySearch(rows, x.from)
		for ; i < len(rows) && rows[i] < x.to; i++ {
			if x.from < rows[i] {
				left = append(left, span{x.from, rows[i]})
			}
			x.from = rows[i] + 1
		}
		if x.from < x.to {
			left = append(left, x)
		}
	}
	return left
}

func (s rowset) count() int {
	n := 0
	for _, x := range s.spans {
		n += x.to - x.from
	}
	for _, word := range s.bits {
		n += bits.OnesCount64(word)
	}
	return n
}

// spanAt is the first span that ends behind row i.
func (s rowset) spanAt(i int) int {
	n, _ := slices.BinarySearchFunc(s.spans, i, func(x span, i int) int {
		if x.to <= i {
			return -1
		}
		return 1
	})
	return n
}
