package company

import (
	"cmp"
	"slices"
	"strconv"
	"sync"
)

// table holds the rows of one object in the order of their ids. The id is the
// record number, or a running number where the key is text. Stored rows lie
// over the computed ones. A stored row is never changed in place, only
// replaced, so whoever holds one may go on reading it.
type table struct {
	object  *Object
	keyOrd  int
	textKey bool // the key is not a number: ids are hidden
	records []record
	rows    *segment // computed rows, or nil
	covered []int    // computed rows that are changed or gone, ascending
	next    int64    // the next record number
	version uint64   // changes at every write, for what is remembered of reads

	load     func() (columns []string, rows [][]string)
	adopt    func() [][]string // whole rows that others hold too
	loadOnce sync.Once
	derive   func() // fills a table that follows from another one
	refsOnce sync.Once
	refs     []reference
	indexMu  sync.Mutex
	byField  map[int]fieldIndex // by ordinal, built at first use
}

// record is a stored row, up to its last value: fields that no record has cost
// nothing.
type record struct {
	id  int64
	row []string
}

// at is a value of a stored row.
func at(row []string, ordinal int) string {
	if ordinal >= len(row) {
		return ""
	}
	return row[ordinal]
}

// trimmed is a row up to its last value.
func trimmed(row []string) []string {
	for len(row) > 0 && row[len(row)-1] == "" {
		row = row[:len(row)-1]
	}
	return row
}

// kept is a trimmed row in no more memory than it needs.
func kept(row []string) []string {
	if short := trimmed(row); cap(short) > len(short)+len(short)/4 {
		return append(make([]string, 0, len(short)), short...)
	}
	return trimmed(row)
}

// fieldIndex finds the ids of stored rows by the value of a field.
type fieldIndex map[string][]int64

func newTable(o *Object) *table {
	t := &table{object: o, keyOrd: o.Ordinal(o.Key), next: 1}
	t.textKey = t.keyOrd < 0 || o.Fields[t.keyOrd].DataType != Integer
	return t
}

// ready loads rows that were put off until now. It must be called before the
// table is used, by every way to it.
func (t *table) ready() *table {
	t.loadOnce.Do(func() {
		if t.load != nil {
			columns, rows := t.load()
			t.load = nil
			t.addRows(columns, rows)
		}
		if t.adopt != nil {
			for _, row := range t.adopt() {
				t.addRow(row)
			}
		}
		if t.derive != nil {
			t.derive()
		}
	})
	return t
}

// ref is a row: stored, or computed from its number.
type ref struct {
	id    int64
	row   []string // nil for computed rows
	index int
}

// value is a field of a row.
func (t *table) value(r ref, ordinal int) string {
	if r.row != nil {
		return at(r.row, ordinal)
	}
	return t.rows.value(r.index, ordinal)
}

// find finds a row by id.
func (t *table) find(id int64) (ref, bool) {
	if i, ok := t.position(id); ok {
		return ref{id: id, row: t.records[i].row}, true
	}
	if i, ok := t.rows.indexOf(id); ok && !t.isCovered(i) {
		return ref{id: id, index: i}, true
	}
	return ref{}, false
}

func (t *table) position(id int64) (int, bool) {
	return slices.BinarySearchFunc(t.records, id, func(r record, id int64) int { return cmp.Compare(r.id, id) })
}

func (t *table) isCovered(i int) bool {
	_, ok := slices.BinarySearch(t.covered, i)
	return ok
}

// key is the text of a row's key.
func (t *table) key(r ref) string {
	if t.textKey {
		return t.value(r, t.keyOrd)
	}
	return strconv.FormatInt(r.id, 10)
}

// findKey finds a row by the text of its key.
func (t *table) findKey(key string) (ref, bool) {
	if !t.textKey {
		id, err := strconv.ParseInt(key, 10, 64)
		if err != nil {
			return ref{}, false
		}
		return t.find(id)
	}
	return t.findValue(t.keyOrd, key)
}

// findValue finds the first row with a value in a field.
func (t *table) findValue(ordinal int, value string) (ref, bool) {
	if value == "" || ordinal < 0 {
		return ref{}, false
	}
	for _, id := range t.lookup(ordinal, value) {
		return t.find(id)
	}
	for i := range t.rows.equal(ordinal, value) {
		if !t.isCovered(i) {
			return ref{id: t.rows.id(i), index: i}, true
		}
	}
	return ref{}, false
}

// lookup are the ids of the stored rows with a value in a field, ascending.
func (t *table) lookup(ordinal int, value string) []int64 {
	t.indexMu.Lock()
	defer t.indexMu.Unlock()
	index, ok := t.byField[ordinal]
	if !ok {
		index = fieldIndex{}
		for _, r := range t.records {
			if v := at(r.row, ordinal); v != "" {
				index[v] = append(index[v], r.id)
			}
		}
		if t.byField == nil {
			t.byField = map[int]fieldIndex{}
		}
		t.byField[ordinal] = index
	}
	return index[value]
}

// reindex keeps the indexes that exist in step with one row.
func (t *table) reindex(id int64, before, after []string) {
	for ordinal, index := range t.byField {
		was, is := "", ""
		if before != nil {
			was = at(before, ordinal)
		}
		if after != nil {
			is = at(after, ordinal)
		}
		if was == is {
			continue
		}
		if was != "" {
			index.remove(was, id)
		}
		if is != "" {
			index.add(is, id)
		}
	}
}

func (x fieldIndex) add(value string, id int64) {
	i, found := slices.BinarySearch(x[value], id)
	if !found {
		x[value] = slices.Insert(slices.Clone(x[value]), i, id)
	}
}

func (x fieldIndex) remove(value string, id int64) {
	ids := x[value]
	if i, found := slices.BinarySearch(ids, id); found {
		x[value] = slices.Delete(slices.Clone(ids), i, i+1)
	}
	if len(x[value]) == 0 {
		delete(x, value)
	}
}

// children are the rows whose field holds a value, in the order of ids.
func (t *table) children(ordinal int, value string) []ref {
	var found []ref
	for _, id := range t.lookup(ordinal, value) {
		if r, ok := t.find(id); ok {
			found = append(found, r)
		}
	}
	for i := range t.rows.equal(ordinal, value) {
		if !t.isCovered(i) {
			found = append(found, ref{id: t.rows.id(i), index: i})
		}
	}
	slices.SortFunc(found, func(a, b ref) int { return cmp.Compare(a.id, b.id) })
	return found
}

// full is the whole row, to be changed by the caller.
func (t *table) full(r ref) []string {
	row := make([]string, len(t.object.Fields))
	if r.row != nil {
		copy(row, r.row)
		return row
	}
	for i := range row {
		row[i] = t.rows.value(r.index, i)
	}
	return row
}
