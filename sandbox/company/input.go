package company

// Input is a record to create or update, as it came over the wire: values in
// the wire's forms (dates mm/dd/yyyy, booleans true, false, T or F), nested
// elements flattened to dotted names, owned lines as lists. Tx turns the
// values into canonical text by the fields' data types.
type Input struct {
	Object string
	Fields []InField
	Lists  []InList
	// Legacy marks the work of a legacy function: it may write objects that
	// generic create and update refuse (ARINVOICE, PODOCUMENT, SUPDOC, …).
	Legacy bool
	// Effect marks what a function does by itself: it sets also what no update
	// may name, and leaves out what the object does not have.
	Effect bool
	// Remove, of a line that exists: it goes.
	Remove bool
}

// InField is one element of a record.
type InField struct {
	Name, Value string
}

// InList is one collection of owned lines.
type InList struct {
	Element string
	Lines   []Input
}

// Saved is what create and update answer.
type Saved struct {
	Object       string
	KeyField     string
	Key          string
	NaturalField string // "" when the object has no natural key
	Natural      string
}
