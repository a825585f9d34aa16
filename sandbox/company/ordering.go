package company

import (
	"cmp"
	"slices"
)

// window is the rows from Offset on, at most Limit, in the order asked for.
func (q *query) window(m matches) []ref {
	total := m.total()
	from := min(max(q.Offset, 0), total)
	to := total
	if q.Limit > 0 {
		to = min(from+q.Limit, total)
	}
	switch {
	case len(q.order) == 0:
		return q.shuffled(m, from, to, total)
	case q.sortedAlready(m):
		return q.merged(m, from, to)
	default:
		return q.sorted(m, from, to)
	}
}

// block is how many neighbours an answer without order mixes up: enough that
// no client can take it for an order, few enough to stay cheap.
const block = 8

var shuffle = [block]int{5, 2, 7, 0, 3, 6, 1, 4}

// shuffled is an order that is always the same but that of no field.
func (q *query) shuffled(m matches, from, to, total int) []ref {
	first := from - from%block
	last := min(to+block-1-(to+block-1)%block, total)
	inOrder := q.merged(m, first, last)
	mixed := make([]ref, 0, to-from)
	for rank := from; rank < to; rank++ {
		start := rank - rank%block
		size := min(block, total-start)
		place := size - 1 - rank%block
		if size == block {
			place = shuffle[rank%block]
		}
		mixed = append(mixed, inOrder[start+place-first])
	}
	return mixed
}

// sortedAlready reports whether the computed rows lie in the order asked for:
// they need not all be looked at then.
func (q *query) sortedAlready(m matches) bool {
	first := q.order[0]
	key := func(k sortKey) bool { return k.at.local() && k.at.ordinal == q.table.keyOrd && !q.table.textKey }
	if key(first) {
		return true
	}
	if m.computed.rows == 0 || !first.at.local() || !q.table.rows.sorted[first.at.ordinal] || first.fold && first.at.kind == textKind {
		return false
	}
	return len(q.order) == 1 || key(q.order[1]) && q.order[1].down == first.down
}

// merged walks stored and computed rows side by side, by the first sort key
// (the id when there is none) and then by id.
func (q *query) merged(m matches, from, to int) []ref {
	down := len(q.order) > 0 && q.order[0].down
	stored := q.storedInOrder(m, down)
	c := m.computed.walk(down)
	refs := make([]ref, 0, to-from)
	for rank := 0; rank < to; rank++ {
		if len(stored) == 0 && rank < from {
			c.skip(from - rank)
			rank = from - 1
			continue
		}
		var r ref
		if len(stored) > 0 && (!c.ok || q.before(stored[0], q.computedRef(c.next), down)) {
			r, stored = stored[0], stored[1:]
		} else {
			r = q.computedRef(c.next)
			c.step()
		}
		if rank >= from {
			refs = append(refs, r)
		}
	}
	return refs
}

func (q *query) computedRef(i int) ref { return ref{id: q.table.rows.id(i), index: i} }

// storedInOrder are the matching stored rows in the order of the first key.
func (q *query) storedInOrder(m matches, down bool) []ref {
	refs := make([]ref, len(m.stored))
	for i, at := range m.stored {
		refs[i] = ref{id: q.table.records[at].id, row: q.table.records[at].row}
	}
	switch {
	case q.mergesByField():
		slices.SortStableFunc(refs, func(a, b ref) int { return q.compareMerging(a, b, down) })
	case down:
		slices.Reverse(refs)
	}
	return refs
}

func (q *query) mergesByField() bool {
	return len(q.order) > 0 && (q.order[0].at.ordinal != q.table.keyOrd || q.table.textKey)
}

func (q *query) before(a, b ref, down bool) bool { return q.compareMerging(a, b, down) < 0 }

func (q *query) compareMerging(a, b ref, down bool) int {
	c := 0
	if q.mergesByField() {
		c = q.order[0].compare(q.order[0].at.value(q.table, a), q.order[0].at.value(q.table, b))
	}
	if c != 0 {
		return c
	}
	if down {
		return cmp.Compare(b.id, a.id)
	}
	return cmp.Compare(a.id, b.id)
}

// compare orders by one key: nulls come last ascending and first descending.
func (k sortKey) compare(a, b string) int {
	c := 0
	switch {
	case a == b:
	case a == "":
		c = 1
	case b == "":
		c = -1
	default:
		c = k.at.kind.compare(a, b, k.fold)
	}
	if k.down {
		return -c
	}
	return c
}

// sortable is a row with the values it is sorted by.
type sortable struct {
	ref  ref
	keys []string
}

// sorted sorts what matches, keeping no more rows in hand than the window
// needs twice over.
func (q *query) sorted(m matches, from, to int) []ref {
	best := topRows{q: q, size: to}
	for _, at := range m.stored {
		best.take(ref{id: q.table.records[at].id, row: q.table.records[at].row})
	}
	for c := m.computed.walk(false); c.ok; c.step() {
		best.take(q.computedRef(c.next))
	}
	best.prune()
	refs := make([]ref, 0, to-from)
	for _, r := range best.rows[from:] {
		refs = append(refs, r.ref)
	}
	return refs
}

// topRows keeps the first rows of an order.
type topRows struct {
	q    *query
	size int
	rows []sortable
	full bool // the first size rows are sorted
}

func (t *topRows) take(r ref) {
	first := t.q.order[0]
	value := first.at.value(t.q.table, r)
	if t.full && first.compare(value, t.rows[t.size-1].keys[0]) > 0 {
		return // behind all that are wanted
	}
	keys := make([]string, len(t.q.order))
	keys[0] = value
	for i, k := range t.q.order[1:] {
		keys[i+1] = k.at.value(t.q.table, r)
	}
	if t.rows = append(t.rows, sortable{r, keys}); len(t.rows) >= 2*t.size+1024 {
		t.prune()
		t.full = t.size > 0
	}
}

func (t *topRows) prune() {
	slices.SortFunc(t.rows, t.q.compareRows)
	t.rows = t.rows[:min(len(t.rows), t.size)]
}

// compareRows leaves ties in an order that is always the same but not that of
// the key, as a database does.
func (q *query) compareRows(a, b sortable) int {
	for i, k := range q.order {
		if c := k.compare(a.keys[i], b.keys[i]); c != 0 {
			return c
		}
	}
	return cmp.Compare(scatter(a.ref.id), scatter(b.ref.id))
}

// scatter is a number that depends on the id without following it.
func scatter(id int64) uint64 { return uint64(id) * 0x9E3779B97F4A7C15 }
