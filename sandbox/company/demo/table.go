package demo

// Table is the rows of one object, in ascending order of key. Nothing of a row
// is kept: every value is computed when it is asked for, from the document it
// belongs to. That is what lets a company of any scale fit in memory.
type Table struct {
	Object  string
	Columns []string
	// Rows counts the rows of the company as it is, Copies those that a larger
	// scale adds. The keys of the copies are First, First+1 and so on.
	Rows, Copies int
	First        int64
	// Sorted names columns that never fall from one copy to the next.
	Sorted []string

	value func(e edition, place, column int) string
	owner func(place int) int8
	scale int
}

// Value computes one value of a row; an empty text is null.
func (t *Table) Value(row, column int) string { return t.value(edition{}, row, column) }

// Copy computes one value of a copy.
func (t *Table) Copy(row, column int) string {
	more := t.scale - 1
	return t.value(edition{number: row%more + 1, of: more}, row/more, column)
}

// CopyOwner is the id of the entity that owns a copy.
func (t *Table) CopyOwner(row int) string { return entities[t.owner(row/(t.scale-1))].id }

// edition says which copy of a transaction is meant; 0 is the transaction
// itself. The copies of one lie next to each other, so that the order of keys
// stays the order of time.
type edition struct{ number, of int }

// ref is the place of a record in its list plus one; zero is none.
type ref int32

// serial gives the records of one object their keys. The keys have gaps, where
// records were deleted; those of the copies have none.
type serial struct {
	keys  []int32
	next  int32
	first int64
}

// firstCopy is above every key of the company as it is.
const firstCopy = 1_000_001

func newSerial(start int32) *serial { return &serial{next: start, first: firstCopy} }

// issue gives out the next key.
func (s *serial) issue() ref {
	s.keys = append(s.keys, s.next)
	s.next++
	return ref(len(s.keys))
}

// skip leaves a gap and tells which key lies in it.
func (s *serial) skip() int32 {
	s.next++
	return s.next - 1
}

func (s *serial) key(e edition, r ref) string {
	switch {
	case r == 0:
		return ""
	case e.of == 0:
		return number(s.keys[r-1])
	}
	return number(s.first + int64(r-1)*int64(e.of) + int64(e.number-1))
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
	if e.of == 0 || text == "" {
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
		Object: object, Columns: names, Rows: len(records), scale: 1,
		value: func(e edition, place, column int) string { return columns[column].of(e, &records[place]) },
	}
}

// times makes the table one of transactions, of which there are scale copies;
// owner tells whose they are.
func (t *Table) times(scale int, owner func(place int) int8, sorted ...string) *Table {
	t.scale, t.First, t.Sorted, t.owner = max(scale, 1), firstCopy, sorted, owner
	t.Copies = t.Rows * (t.scale - 1)
	return t
}
