package company

// Computed is a part of a table whose rows are made from their number and
// never stored. Row i (from 0) has the key First+i. Edits of such rows are
// stored over them.
//
// Columns are functions of the row's number, one for each field that is not
// null; they must be pure, quick and safe to call at any time from several
// goroutines. The key's column may be absent where the key is an integer.
type Computed struct {
	Rows    int
	First   int64
	Columns map[string]func(i int) string
	// Sorted names columns of integers, dates or timestamps whose value never
	// falls as the row's number rises (empty values come first). Conditions on
	// them are answered without looking at the rows.
	Sorted []string
	// Entity is the entity that owns row i, "" when it is shared; nil when all
	// rows are shared. Entities lists every answer it can give.
	Entity   func(i int) string
	Entities []string
}
