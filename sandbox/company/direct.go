package company

import "time"

// Put stores a row as it is, canonical values, no rule applied, no stamp, no
// audit row; a key that is absent is given out. It returns the key. Unknown
// objects and fields panic: they are mistakes in a test or in the demo data.
func (c *Company) Put(object string, fields map[string]string) string { return "" }

// Load stores many rows at once, like Put; keys must be among the columns.
func (c *Company) Load(object string, columns []string, rows [][]string) {}

// LoadLater is Load at the first use of the table.
func (c *Company) LoadLater(object string, load func() (columns []string, rows [][]string)) {}

// SetComputed gives a table its computed part. Rows of GLDETAIL follow from
// those of GLENTRY by themselves.
func (c *Company) SetComputed(object string, rows Computed) {}

// Rows are the rows of an object by key, each without its null fields.
func (c *Company) Rows(object string) []map[string]string { return nil }

// Row is one row by key or natural key, without its null fields.
func (c *Company) Row(object, key string) (map[string]string, bool) { return nil, false }

// Change overwrites fields of a row in place, without rules or stamps.
func (c *Company) Change(object, key string, fields map[string]string) bool { return false }

// Remove takes a row away, without rules or audit rows.
func (c *Company) Remove(object, key string) bool { return false }

// Touch sets a row's time of modification; the zero time makes it null.
func (c *Company) Touch(object, key string, at time.Time) bool { return false }

// Release makes every late commit visible now.
func (c *Company) Release() {}
