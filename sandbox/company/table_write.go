package company

import (
	"fmt"
	"slices"
	"strconv"
)

// cell is what lies at an id: nothing, a stored row, or the computed row that
// belongs there. It is what a write leaves behind for undoing it.
type cell struct {
	row      []string
	computed bool
}

// put replaces what lies at an id and returns what was there.
func (t *table) put(id int64, now cell) (before cell) {
	t.version++
	if now.row != nil {
		now.row = kept(now.row)
	}
	index, isComputed := t.rows.indexOf(id)
	i, stored := t.position(id)
	switch {
	case stored:
		before.row = t.records[i].row
	case isComputed:
		before.computed = !t.isCovered(index)
	}
	t.reindex(id, before.row, now.row)
	switch {
	case stored && now.row != nil:
		t.records[i].row = now.row
	case stored:
		t.records = slices.Delete(t.records, i, i+1)
	case now.row != nil:
		t.records = slices.Insert(t.records, i, record{id, now.row})
	}
	if isComputed {
		t.cover(index, !now.computed)
	}
	t.next = max(t.next, id+1)
	return before
}

func (t *table) cover(index int, covered bool) {
	i, is := slices.BinarySearch(t.covered, index)
	switch {
	case covered && !is:
		t.covered = slices.Insert(t.covered, i, index)
	case !covered && is:
		t.covered = slices.Delete(t.covered, i, i+1)
	}
}

// newID gives out the next record number.
func (t *table) newID() int64 {
	id := t.next
	t.next++
	return id
}

// addRows stores many rows at once.
func (t *table) addRows(columns []string, rows [][]string) {
	for _, row := range t.object.widen(columns, rows) {
		t.addRow(row)
	}
}

// widen gives rows of some columns a place for every field up to the last of them.
func (o *Object) widen(columns []string, rows [][]string) [][]string {
	ordinals := make([]int, len(columns))
	for i, column := range columns {
		ordinals[i] = mustOrdinal(o, column)
	}
	width := slices.Max(append(ordinals, -1)) + 1
	cells := make([]string, width*len(rows)) // one piece of memory for all
	wide := make([][]string, len(rows))
	for n, values := range rows {
		wide[n] = cells[n*width : (n+1)*width : (n+1)*width]
		for i, value := range values {
			wide[n][ordinals[i]] = value
		}
	}
	return wide
}

// addRow stores a row under its key, or under a new one.
func (t *table) addRow(row []string) int64 {
	var id int64
	switch {
	case t.textKey:
		id = t.newID()
		if r, ok := t.findValue(t.keyOrd, row[t.keyOrd]); ok {
			id = r.id
		}
	case row[t.keyOrd] == "":
		id = t.newID()
		row[t.keyOrd] = strconv.FormatInt(id, 10)
	default:
		var err error
		if id, err = strconv.ParseInt(row[t.keyOrd], 10, 64); err != nil {
			panic(fmt.Sprintf("company: %s: key %q is not a number", t.object.Name, row[t.keyOrd]))
		}
	}
	if len(t.records) == 0 || t.records[len(t.records)-1].id < id {
		t.append(id, row)
	} else {
		t.put(id, cell{row: row})
	}
	return id
}

// append is put for a new greatest id, without looking for its place.
func (t *table) append(id int64, row []string) {
	if index, computed := t.rows.indexOf(id); computed {
		t.cover(index, true)
	}
	t.version++
	row = trimmed(row)
	t.reindex(id, nil, row)
	t.records = append(t.records, record{id, row})
	t.next = max(t.next, id+1)
}

func mustOrdinal(o *Object, field string) int {
	i := o.Ordinal(field)
	if i < 0 {
		panic(fmt.Sprintf("company: %s has no field %s", o.Name, field))
	}
	return i
}
