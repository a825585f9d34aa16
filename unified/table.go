package unified

import "strings"

// Table is one kind of record.
type Table struct {
	Name       string   // Vendors
	Aliases    []string // of the first generation: Suppliers
	Objects    []Object // what it is in Intacct; the first is the one written
	Match      []string // the Intacct fields that tell a record from others, where Intacct has no key of its own for that
	ReadOnly   bool     // Intacct offers no way to write it
	WriteOnly  bool     // of the first generation: another table reads the same
	Function   string   // the function that answers with its records, where they are of no object
	Fields     []Field
	References []Reference
	Spreads    []Spread
	Lists      []List
	Ignored    []string // fields that say nothing to Intacct, or what it computes itself
	Amounts    []string // amounts that Intacct has no place for: a record is refused unless they are zero
	Notes      []string
}

// Object is an Intacct object that a table stands for.
type Object struct {
	Name string
	Kind string // the value of the table's type field; "" if it has none
}

// Kind is the type of a field in the unified schema.
type Kind uint8

// The types of fields. Numbers are decimals, which stay as they are written.
const (
	Text Kind = iota
	Number
	Boolean
	Date
	Timestamp
)

// Sureness says where a field is known from.
type Sureness byte

// From surest to least sure.
const (
	Published Sureness = 'A' // a public page describes it
	Seen      Sureness = 'B' // public code reads or writes it
	Ours      Sureness = 'C' // we chose it, after the pattern of the others
)

// Field is one field of a table.
type Field struct {
	Name     string
	Aliases  []string // other names that are accepted, the preferred first
	Beside   []string // names of the same thing in other words, which add nothing beside a value and stand for none
	Kind     Kind
	Intacct  string   // the field in Intacct; "" if it has none
	Also     []string // Intacct fields that get the same value on creation, unless they have one
	From     []string // Intacct fields that it is read from instead, the first that has a value first
	Codes    []Code   // what Intacct calls its values
	Reading  []Code   // the same where Intacct answers with other words than it takes
	Sure     Sureness
	Computed bool   // Intacct's own: read, never written
	Once     bool   // written when the record is created and not compared later
	Negated  bool   // Intacct has the opposite sign
	Lines    bool   // it belongs to the lines in Intacct: those without a value of their own get it
	Default  string // written on creation where the record has none; today is the day
	Before   string // what follows this in a value does not count
}

// Code is a value and what Intacct calls it.
type Code struct{ Unified, Intacct string }

// Reference is another record that a record refers to, in three fields: its
// record number, its id and its name.
type Reference struct {
	Name   string   // vendor
	ID     []string // vendorId: the record number
	Number []string // vendorNumber: the id that people know
	Title  []string // vendorName
	To     []Target
	Field  string // the Intacct field that refers: VENDORID
	Key    string // the Intacct field with the record number; "" if it is asked of the record itself
	Label  string // the Intacct field with the name; "" if there is none
	Other  string // where the id is read, if not from Field: a field of the record that is referred to
	Strict bool   // the first of the three is a record number in all generations, never an id
	Lines  bool   // it belongs to the lines in Intacct
	Narrow string // the Intacct field that both must have in common: bills are numbered by vendor
	Before string // what follows this in a value does not count
	Sure   Sureness
}

// Target is an object that a reference may lead to.
type Target struct {
	Object string
	Key    string   // its record number
	ID     string   // the id that people know
	Titles []string // by what else people call it
	Holds  string   // which of them the referring field holds
}

// Spread is a list in the unified schema whose elements are fields in Intacct:
// telephone numbers and addresses.
type Spread struct {
	Name    string
	Aliases []string
	Kinds   []string // the names of the element's field that tells its kind
	Cases   []Case
	Parts   []Field // their Intacct names follow the case's
	Sure    Sureness
}

// Case is where the elements of a kind are in Intacct.
type Case struct {
	Kinds  []string
	Prefix string
}

// List is a list of lines.
type List struct {
	Name       string
	Aliases    []string
	Element    string // the list in Intacct
	Object     string // its lines
	Fields     []Field
	References []Reference
	Ignored    []string
	Amounts    []string // as those of a table
	Needs      string   // read: a line belongs here if this Intacct field has a value
	Sides      bool     // amounts have a side, debit or credit, and balance
	Flat       bool     // a record without the list is its only line itself
	Sure       Sureness
}

// names are all names of a field, its own first.
func (f *Field) names() []string { return append([]string{f.Name}, f.Aliases...) }

// Prefix begins the names of the tables where they stand beside Intacct's:
// unified_vendors.
const Prefix = "unified_"

// loose is a name without letter case and underscores, which destinations
// change on the way.
func loose(name string) string { return strings.ToLower(strings.ReplaceAll(name, "_", "")) }

// Translate gives the Intacct names of fields, where a table has them.
func (t *Table) Translate(names []string) []string {
	translated := make([]string, len(names))
	for i, name := range names {
		translated[i] = t.translate(name)
	}
	return translated
}

func (t *Table) translate(name string) string {
	for _, f := range t.Fields {
		if f.Intacct != "" && among(f.names(), name) {
			return f.Intacct
		}
	}
	for _, r := range t.References {
		if among(r.Number, name) {
			return r.Field
		}
	}
	return name
}

func among(names []string, name string) bool {
	for _, candidate := range names {
		if candidate == name || !shouted(name) && loose(candidate) == loose(name) {
			return true
		}
	}
	return false
}

// shouted tells a name in capitals: those are Intacct's own.
func shouted(name string) bool { return name == strings.ToUpper(name) }
