package demo

// Table is the rows of one object, in ascending order of key. Nothing of a row
// is kept: every value is computed when it is asked for, from the document it
// belongs to. That is what lets a company of any scale fit in memory.
//
// The rows come in two parts. The first, to be stored, has keys with gaps,
// where records were deleted. The second is to be computed by whoever keeps
// the table too: its keys are First, First+1 and so on. It holds the copies
// that a larger scale adds, and the whole of the tables that have no gaps.
type Table struct {
	Object   string
	Columns  []string
	Stored   int
	Computed int
	First    int64
	// Sorted names columns of the second part that are never null and never
	// fall from one row to the next.
	Sorted []string

	value func(e edition, place, column int) string
	owner func(place int) int8
	scale int // editions of a transaction
	kept  int // how many of them are stored: none or one
}

// Value computes one value of a row of the first part; an empty text is null.
func (t *Table) Value(row, column int) string {
	return t.value(edition{0, t.scale}, row, column)
}

// Compute computes one value of a row of the second part.
func (t *Table) Compute(row, column int) string {
	more := t.scale - t.kept
	return t.value(edition{row%more + t.kept, t.scale}, row/more, column)
}

// Owner is the id of the entity that owns a row of the second part.
func (t *Table) Owner(row int) string { return entities[t.owner(row/(t.scale-t.kept))].id }

// Link adds a column of addresses that end in the key of their row.
func (t *Table) Link(name, base string) {
	value, last := t.value, len(t.Columns)
	t.Columns = append(t.Columns, name)
	t.value = func(e edition, place, column int) string {
		if column == last {
			return base + value(e, place, 0)
		}
		return value(e, place, column)
	}
}

// edition says which copy of a transaction is meant, of how many; 0 is the
// transaction itself. The copies of one lie next to each other, so that the
// order of keys stays the order of time.
type edition struct{ number, of int }

// ref is the place of a record in its list plus one; zero is none.
type ref int32

// serial gives the records of one object their keys.
type serial struct {
	first int32
	keys  []int32 // nil when there are no gaps
	next  int32
}

// firstCopy is above every key with gaps.
const firstCopy = 1_000_001

// newSerial is for keys in which there may be gaps.
func newSerial(first int32) *serial { return &serial{first: first, next: first, keys: []int32{}} }

// newRun is for keys without.
func newRun(first int32) *serial { return &serial{first: first, next: first} }

// serialOf is for count records that are there already.
func serialOf(first int32, count int) *serial {
	s := newSerial(first)
	for range count {
		s.issue()
	}
	return s
}

// issue gives out the next key.
func (s *serial) issue() ref {
	s.next++
	if s.keys == nil {
		return ref(s.next - s.first)
	}
	s.keys = append(s.keys, s.next-1)
	return ref(len(s.keys))
}

// skip leaves a gap and tells which key lies in it.
func (s *serial) skip() int32 {
	s.next++
	return s.next - 1
}

func (s *serial) key(e edition, r ref) string {
	switch place := int(r) - 1; {
	case r == 0:
		return ""
	case s.keys == nil:
		return number(int(s.first) + place*e.of + e.number)
	case e.number == 0:
		return number(s.keys[place])
	default:
		return number(firstCopy + place*(e.of-1) + e.number - 1)
	}
}

// column is one field of an object and how its value follows from a record.
type column[T any] struct {
	name string
	of   func(e edition, record *T) string
}

// text is a column that is the same in every edition.
func text[T any](name string, of func(*T) string) column[T] {
	return column[T]{name, func(_ edition, record *T) string { return of(record) }}
}

// fixed is a column with one value for all rows.
func fixed[T any](name, value string) column[T] {
	return column[T]{name, func(edition, *T) string { return value }}
}

// key is a column with the key of a transaction.
func key[T any](name string, keys *serial, of func(*T) ref) column[T] {
	return column[T]{name, func(e edition, record *T) string { return keys.key(e, of(record)) }}
}

// marked is a column with a document number, which no two editions share.
func marked[T any](name string, of func(*T) string) column[T] {
	return column[T]{name, func(e edition, record *T) string { return e.mark(of(record)) }}
}

func (e edition) mark(text string) string {
	if e.number == 0 || text == "" {
		return text
	}
	return text + "-" + number(e.number)
}

// tabulate makes the table of an object from the records behind it.
func tabulate[T any](object string, records []T, groups ...[]column[T]) *Table {
	var columns []column[T]
	for _, group := range groups {
		columns = append(columns, group...)
	}
	names := make([]string, len(columns))
	for i := range columns {
		names[i] = columns[i].name
	}
	return &Table{
		Object: object, Columns: names, Stored: len(records), scale: 1, kept: 1,
		value: func(e edition, place, column int) string { return columns[column].of(e, &records[place]) },
	}
}

// times makes the table one of transactions, of which there are scale copies;
// owner tells whose they are.
func (t *Table) times(scale int, owner func(place int) int8, sorted ...string) *Table {
	t.scale, t.First, t.Sorted, t.owner = scale, firstCopy, sorted, owner
	t.Computed = t.Stored * (scale - 1)
	return t
}

// run makes a table of transactions without gaps one that is never stored.
func (t *Table) run(keys *serial, scale int, owner func(place int) int8, sorted ...string) *Table {
	t.times(scale, owner, sorted...)
	t.Stored, t.Computed, t.First, t.kept = 0, t.Stored*scale, int64(keys.first), 0
	return t
}
