package company

import (
	"fmt"
	"iter"
	"sort"
	"strconv"
	"sync"
)

// Computed is a part of a table whose rows are made from their number and
// never stored. Row i (from 0) has the key First+i. Edits of such rows are
// stored over them.
//
// Columns are functions of the row's number, one for each field that is not
// null; they must be pure, quick and safe to call at any time from several
// goroutines. They may be called while the company is locked, so they must
// not call it. The key's column may be absent where the key is an integer.
type Computed struct {
	Rows    int
	First   int64
	Columns map[string]func(i int) string
	// Sorted names columns of integers, dates or timestamps, and text keys of
	// fixed width, that are never null and never fall as the row's number
	// rises. Conditions on them are answered without looking at the rows.
	Sorted []string
	// Entity is the entity that owns row i, "" when it is shared; nil when all
	// rows are shared. Entities lists every answer it can give.
	Entity   func(i int) string
	Entities []string
}

// segment is a Computed inside its table. A nil segment has no rows.
type segment struct {
	Computed
	columns []func(i int) string
	kinds   []kind
	sorted  []bool

	mu   sync.Mutex
	seen map[string]bitmap // answers to conditions: they cannot change
}

// seenLimit bounds the memory for remembered conditions: at ten million rows
// each takes 1.2 MB.
const seenLimit = 24

func newSegment(o *Object, c Computed) *segment {
	s := &segment{
		Computed: c,
		columns:  make([]func(int) string, len(o.Fields)),
		kinds:    make([]kind, len(o.Fields)),
		sorted:   make([]bool, len(o.Fields)),
		seen:     map[string]bitmap{},
	}
	for i := range o.Fields {
		s.kinds[i] = kindOf(o.Fields[i].DataType)
	}
	for name, column := range c.Columns {
		s.columns[mustOrdinal(o, name)] = column
	}
	key := mustOrdinal(o, o.Key)
	if o.Fields[key].DataType == Integer {
		s.columns[key] = func(i int) string { return strconv.FormatInt(c.First+int64(i), 10) }
		s.sorted[key] = true
	}
	for _, name := range c.Sorted {
		i := mustOrdinal(o, name)
		if s.columns[i] == nil {
			panic(fmt.Sprintf("company: sorted column %s of %s has no function", name, o.Name))
		}
		s.sorted[i] = true
	}
	return s
}

func (s *segment) count() int {
	if s == nil {
		return 0
	}
	return s.Rows
}

func (s *segment) id(i int) int64 { return s.First + int64(i) }

func (s *segment) indexOf(id int64) (int, bool) {
	if s == nil || id < s.First || id >= s.First+int64(s.Rows) {
		return 0, false
	}
	return int(id - s.First), true
}

func (s *segment) value(i, ordinal int) string {
	if column := s.columns[ordinal]; column != nil {
		return column(i)
	}
	return ""
}

// bound is the first row whose value in a sorted column is not below value,
// or, with after, is above it.
func (s *segment) bound(ordinal int, value string, after bool) int {
	column, k := s.columns[ordinal], s.kinds[ordinal]
	limit := 0
	if after {
		limit = 1
	}
	return sort.Search(s.Rows, func(i int) bool { return k.compare(column(i), value, false) >= limit })
}

// equal are the rows with a value in a column.
func (s *segment) equal(ordinal int, value string) iter.Seq[int] {
	return func(yield func(int) bool) {
		if s == nil || s.columns[ordinal] == nil {
			return
		}
		from, to, sorted := 0, s.Rows, s.sorted[ordinal]
		if sorted {
			from, to = s.bound(ordinal, value, false), s.bound(ordinal, value, true)
		}
		for i := from; i < to; i++ {
			if (sorted || s.columns[ordinal](i) == value) && !yield(i) {
				return
			}
		}
	}
}
