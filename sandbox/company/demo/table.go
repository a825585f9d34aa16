package demo

// Table is the rows of one object, in ascending order of key. Nothing of a row
// is kept: every value is computed when it is asked for, from the document it
// belongs to. That is what lets a company of any scale fit in memory.
type Table struct {
	Object  string
	Columns []string
	Custom  []Field // fields that this company has added to the object
	rows    int
	value   func(row, column int) string
}

// Field describes a field that is not part of the object as delivered.
type Field struct {
	ID, Label, Type string
	Values          []string
}

// Len is the number of rows.
func (t *Table) Len() int { return t.rows }

// Value computes one value; an empty text is null.
func (t *Table) Value(row, column int) string { return t.value(row, column) }

// column is one field of an object and how its value follows from a record.
type column[T any] struct {
	name string
	of   func(c edition, record *T) string
}

// edition says which of the copies of a transaction is meant. A company of
// scale 3 has every transaction three times, each with its own keys; the keys
// of the copies lie next to each other, so that key order stays time order.
type edition struct{ number, of int }

func (c edition) key(key int32) string {
	if key == 0 {
		return ""
	}
	return number((int(key)-1)*c.of + 1 + c.number)
}

// mark tells the document numbers of the copies apart.
func (c edition) mark(text string) string {
	if c.number == 0 || text == "" {
		return text
	}
	return text + "-" + number(c.number)
}

// text is a column that is the same in every edition.
func text[T any](name string, of func(*T) string) column[T] {
	return column[T]{name, func(_ edition, record *T) string { return of(record) }}
}

// fixed is a column with one value for all rows.
func fixed[T any](name, value string) column[T] {
	return column[T]{name, func(edition, *T) string { return value }}
}

// key is a column with the key of a transaction; zero is null.
func key[T any](name string, of func(*T) int32) column[T] {
	return column[T]{name, func(c edition, record *T) string { return c.key(of(record)) }}
}

// marked is a column with a document number, which no two editions share.
func marked[T any](name string, of func(*T) string) column[T] {
	return column[T]{name, func(c edition, record *T) string { return c.mark(of(record)) }}
}

// tabulate makes the table of an object from the records behind it.
func tabulate[T any](object string, scale int, records []T, groups ...[]column[T]) *Table {
	var columns []column[T]
	for _, group := range groups {
		columns = append(columns, group...)
	}
	names := make([]string, len(columns))
	for i := range columns {
		names[i] = columns[i].name
	}
	return &Table{
		Object:  object,
		Columns: names,
		rows:    len(records) * scale,
		value: func(row, column int) string {
			return columns[column].of(edition{row % scale, scale}, &records[row/scale])
		},
	}
}
