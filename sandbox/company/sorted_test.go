package company

import "testing"

// TestSortedColumnsAreSorted looks at every row of the computed tables: what is
// said to be in order is searched as such, and rows out of order would be found
// by no query.
func TestSortedColumnsAreSorted(t *testing.T) {
	c := Demo(Options{Scale: 9})
	for _, object := range c.Objects() {
		table, ok := c.table(object.Name)
		if !ok || table.rows.count() == 0 {
			continue
		}
		s := table.rows
		for ordinal, sorted := range s.sorted {
			if !sorted {
				continue
			}
			column, k := s.columns[ordinal], s.kinds[ordinal]
			for i := range s.Rows - 1 {
				if a, b := column(i), column(i+1); k.compare(a, b, false) > 0 {
					t.Errorf("%s: row %d has the %s %s, the next one %s", object.Name, i, object.Fields[ordinal].ID, a, b)
					break
				}
			}
		}
	}
}
