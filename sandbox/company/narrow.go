package company

import (
	"math"
	"slices"
	"strconv"
)

// narrow is how conditions pick rows without looking at each: a range of
// record numbers and indexes for stored rows, spans and remembered answers
// for computed ones.

// matching are the positions of the stored rows that match, ascending.
func (q *query) matching() []int {
	t := q.table
	var found []int
	keep := func(i int) {
		if r := (ref{id: t.records[i].id, row: t.records[i].row}); q.sees(r) && (q.where == nil || q.where.matches(t, r)) {
			found = append(found, i)
		}
	}
	if ids, ok := q.where.indexed(t); ok {
		for _, id := range ids {
			if i, stored := t.position(id); stored {
				keep(i)
			}
		}
		return found
	}
	from, to := q.where.keyRange(t)
	first, _ := t.position(from)
	for i := first; i < len(t.records) && t.records[i].id <= to; i++ {
		keep(i)
	}
	return found
}

// indexed are ids among which all matches are, when a condition that must hold
// fixes the key, the natural key or the header of lines.
func (cd *condition) indexed(t *table) ([]int64, bool) {
	switch {
	case cd == nil:
		return nil, false
	case cd.op == And:
		for _, kid := range cd.kids {
			if ids, ok := kid.indexed(t); ok {
				return ids, true
			}
		}
		return nil, false
	case cd.op != Equal && cd.op != In, !cd.at.local(), cd.fold:
		return nil, false
	}
	o := t.object
	if id := cd.at.field.ID; id != o.Key && id != o.NaturalKey && id != o.ParentKey {
		return nil, false
	}
	return cd.indexedIDs(t), true
}

func (cd *condition) indexedIDs(t *table) []int64 {
	var ids []int64
	for _, v := range cd.values {
		if cd.at.ordinal == t.keyOrd && !t.textKey {
			if id, err := strconv.ParseInt(amountOf(v).String(), 10, 64); err == nil {
				ids = append(ids, id)
			}
			continue
		}
		ids = append(ids, t.lookup(cd.at.ordinal, v)...)
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// keyRange is a range of ids outside of which nothing can match.
func (cd *condition) keyRange(t *table) (from, to int64) {
	from, to = math.MinInt64, math.MaxInt64
	switch {
	case cd == nil || t.textKey:
	case cd.op == And:
		for _, kid := range cd.kids {
			f, l := kid.keyRange(t)
			from, to = max(from, f), min(to, l)
		}
	case cd.op == Or || !cd.at.local() || cd.at.ordinal != t.keyOrd:
	case cd.op == Greater || cd.op == GreaterEq:
		from = floorID(cd.values[0])
	case cd.op == Less || cd.op == LessEq:
		to = floorID(cd.values[0])
	case cd.op == Between:
		from, to = floorID(cd.values[0]), floorID(cd.values[1])
	}
	return from, to
}

// floorID is the whole part of a number, one lower below zero: a bound that is
// never too narrow for `from` and is exact for whole ids in `to`.
func floorID(v string) int64 {
	a := amountOf(v)
	n := a.coefficient
	if a.scale > 0 {
		n = n.Div(n, power(a.scale)) // Euclidean: rounds down
	}
	if !n.IsInt64() {
		if n.Sign() < 0 {
			return math.MinInt64
		}
		return math.MaxInt64
	}
	return n.Int64()
}

// computedRows are the computed rows that match.
func (q *query) computedRows() rowset {
	s := q.table.rows
	if s.count() == 0 {
		return rowset{}
	}
	all := &condition{op: And}
	if q.visible != nil && !q.allComputedSeen {
		all.kids = append(all.kids, q.visible)
	}
	if q.where != nil {
		all.kids = append(all.kids, q.where)
	}
	return q.rows(all, allRows(s.Rows)).without(q.table.covered)
}

// rows are the rows of within that match a condition.
func (q *query) rows(cd *condition, within rowset) rowset {
	switch cd.op {
	case And:
		return q.allOf(cd.kids, within)
	case Or:
		any := rowset{rows: within.rows}
		for _, kid := range cd.kids {
			any = any.or(q.rows(kid, within))
		}
		return any
	}
	if spans, ok := cd.spans(q.table.rows); ok {
		return spans.and(within)
	}
	return q.scan(cd, within)
}

// allOf answers what it can from sorted columns first, so that the rest has
// fewer rows to look at.
func (q *query) allOf(kids []*condition, within rowset) rowset {
	var rest []*condition
	for _, kid := range kids {
		if kid.cheap(q.table.rows) {
			within = q.rows(kid, within)
		} else {
			rest = append(rest, kid)
		}
	}
	for _, kid := range rest {
		within = q.rows(kid, within)
	}
	return within
}

// cheap conditions are answered without looking at rows.
func (cd *condition) cheap(s *segment) bool {
	if cd.op == And || cd.op == Or {
		return !slices.ContainsFunc(cd.kids, func(k *condition) bool { return !k.cheap(s) })
	}
	_, ok := cd.spans(s)
	return ok
}

// spans answers a leaf on a column that is sorted or always null.
func (cd *condition) spans(s *segment) (rowset, bool) {
	if cd.at == nil || !cd.at.local() {
		return rowset{}, false
	}
	at := cd.at.ordinal
	switch {
	case s.columns[at] == nil:
		if cd.op == IsNull {
			return allRows(s.Rows), true
		}
		return rowset{rows: s.Rows}, true
	case !s.sorted[at] || cd.fold || cd.op == Like || cd.op == NotLike:
		return rowset{}, false
	case cd.op == IsNull || cd.op != IsNotNull && slices.Contains(cd.values, ""):
		return rowset{rows: s.Rows}, true
	case cd.op == IsNotNull:
		return allRows(s.Rows), true
	}
	return cd.sortedSpans(s), true
}

func (cd *condition) sortedSpans(s *segment) rowset {
	below := func(v string) int { return s.bound(cd.at.ordinal, v, false) } // rows less than v
	upTo := func(v string) int { return s.bound(cd.at.ordinal, v, true) }   // rows not above v
	v := cd.values[0]
	switch cd.op {
	case Less:
		return spansOf(s.Rows, span{0, below(v)})
	case LessEq:
		return spansOf(s.Rows, span{0, upTo(v)})
	case Greater:
		return spansOf(s.Rows, span{upTo(v), s.Rows})
	case GreaterEq:
		return spansOf(s.Rows, span{below(v), s.Rows})
	case Between:
		return spansOf(s.Rows, span{below(v), upTo(cd.values[1])})
	case NotEqual, NotIn:
		left := allRows(s.Rows)
		for _, v := range cd.values {
			left = left.and(spansOf(s.Rows, span{0, below(v)}, span{upTo(v), s.Rows}))
		}
		return left
	default: // Equal, In
		found := make([]span, len(cd.values))
		for i, v := range cd.values {
			found[i] = span{below(v), upTo(v)}
		}
		return spansOf(s.Rows, found...)
	}
}
