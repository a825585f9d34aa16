package company

import (
	"fmt"
	"slices"
	"time"
)

// Put stores a row as it is, canonical values, no rule applied, no stamp, no
// audit row; a key that is absent is given out. It returns the key. Unknown
// objects and fields panic: they are mistakes in a test or in the demo data.
func (c *Company) Put(object string, fields map[string]string) string {
	c.mu.Lock()
	defer c.mu.Unlock()
	t := c.mustTable(object)
	row := make([]string, len(t.object.Fields))
	for field, value := range fields {
		row[mustOrdinal(t.object, field)] = value
	}
	id := t.addRow(row)
	c.edited(t, id)
	r, _ := t.find(id)
	return t.key(r)
}

// Load stores many rows at once, like Put; they count as what the company was
// made with, not as edits.
func (c *Company) Load(object string, columns []string, rows [][]string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.mustTable(object).addRows(columns, rows)
}

// LoadLater is Load at the first use of the table. load must not call the
// company.
func (c *Company) LoadLater(object string, load func() (columns []string, rows [][]string)) {
	c.mu.Lock()
	defer c.mu.Unlock()
	t, ok := c.tables[upper(object)]
	if !ok {
		panic("company: no object " + object)
	}
	t.load = load
}

// SetComputed gives a table its computed part, before anything is read from
// it. Rows of GLDETAIL follow from those of GLENTRY by themselves.
func (c *Company) SetComputed(object string, rows Computed) {
	c.mu.Lock()
	defer c.mu.Unlock()
	t, ok := c.tables[upper(object)]
	if !ok {
		panic("company: no object " + object)
	}
	t.rows = newSegment(t.object, rows)
	t.next = max(t.next, rows.First+int64(rows.Rows))
}

// Baseline makes all that is stored so far what the company was made with: it
// is not saved as edits any more.
func (c *Company) Baseline() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.edits = edits{}
}

// Rows are the rows of an object by key, each without its null fields.
func (c *Company) Rows(object string) []map[string]string {
	c.settle()
	c.mu.RLock()
	defer c.mu.RUnlock()
	t := c.mustTable(object)
	q := &query{c: c, table: t}
	var all []map[string]string
	m := q.match()
	for _, r := range q.merged(m, 0, m.total()) {
		all = append(all, c.shown(t, r))
	}
	return all
}

// Row is one row by key or natural key, without its null fields.
func (c *Company) Row(object, key string) (map[string]string, bool) {
	c.settle()
	c.mu.RLock()
	defer c.mu.RUnlock()
	t := c.mustTable(object)
	r, ok := t.findEither(key)
	if !ok {
		return nil, false
	}
	return c.shown(t, r), true
}

// Change overwrites fields of a row in place, without rules or stamps.
func (c *Company) Change(object, key string, fields map[string]string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	t := c.mustTable(object)
	r, ok := t.findEither(key)
	if !ok {
		return false
	}
	row := t.full(r)
	for field, value := range fields {
		row[mustOrdinal(t.object, field)] = value
	}
	t.put(r.id, cell{row: row})
	c.edited(t, r.id)
	return true
}

// Remove takes a row away, without rules or audit rows.
func (c *Company) Remove(object, key string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	t := c.mustTable(object)
	r, ok := t.findEither(key)
	if ok {
		t.put(r.id, cell{})
		c.edited(t, r.id)
	}
	return ok
}

// Touch sets a row's time of modification; the zero time makes it null.
func (c *Company) Touch(object, key string, at time.Time) bool {
	value := ""
	if !at.IsZero() {
		value = at.UTC().Format(canonicalTime)
	}
	o, ok := c.Object(object)
	if !ok || o.Cursor == "" {
		panic(fmt.Sprintf("company: %s has no time of modification", object))
	}
	return c.Change(object, key, map[string]string{o.Cursor: value})
}

// edited notes a direct edit, and lets follow what follows from it.
func (c *Company) edited(t *table, id int64) {
	tx := &Tx{c: c}
	tx.follow(t, id)
	changes := []change{{t, id, t.cell(id)}}
	for _, u := range tx.undo {
		changes = append(changes, change{u.table, u.id, u.table.cell(u.id)})
	}
	if err := c.keep(changes); err != nil {
		panic(fmt.Sprintf("company: %v", err))
	}
}

func (c *Company) mustTable(object string) *table {
	t, ok := c.table(object)
	if !ok {
		panic("company: no object " + object)
	}
	return t
}

// findEither finds a row by its key or natural key.
func (t *table) findEither(key string) (ref, bool) {
	r, ok := t.findKey(key)
	if !ok && t.object.NaturalKey != "" {
		r, ok = t.findValue(t.object.Ordinal(t.object.NaturalKey), key)
	}
	return r, ok
}

// shown is a row as named has it, with the values that lie in other records.
func (c *Company) shown(t *table, r ref) map[string]string {
	values := t.named(r)
	for i := range t.object.Fields {
		f := &t.object.Fields[i]
		if from := c.following(t, f); from != nil && values[f.ID] == "" {
			if v := from.value(t, r); v != "" {
				values[f.ID] = v
			}
		}
	}
	return values
}

// named is a row as a map without its null fields.
func (t *table) named(r ref) map[string]string {
	values := map[string]string{}
	for i, v := range t.full(r) {
		if v != "" {
			values[t.object.Fields[i].ID] = v
		}
	}
	return values
}

// Count is how many rows an object has, whoever may see them.
func (c *Company) Count(object string) int {
	c.settle()
	c.mu.RLock()
	defer c.mu.RUnlock()
	t := c.mustTable(object)
	return len(t.records) + t.rows.count() - len(slices.Compact(slices.Clone(t.covered)))
}
