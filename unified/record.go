package unified

import "encoding/json"

// Record is a record in the terms of Intacct: what is to be written.
type Record struct {
	Members []Member
	Lists   []Lines
	// Deleted: the source says that the record is gone.
	Deleted bool
	// Lost are amounts other than zero that Intacct has no place for, and Ignored
	// other fields with a value that are not written.
	Lost, Ignored []string

	doubt string
}

// Member is one field of a record.
type Member struct {
	Field string          // the Intacct field
	Value json.RawMessage // nil where Parts say what is meant
	Once  bool            // for the creation only: not compared with what is there
	Made  bool            // the record does not say it: it follows from something else, or from the day
	Parts [][]Ref         // ways to find the value, the first that leads somewhere counts
	Asked string          // what the record calls the reference, for messages
	Else  string          // the value if none leads anywhere; "" is that it is wrong
}

// Ref is a record of the company that is to be looked up.
type Ref struct {
	Object string
	Field  string // by which it is looked up
	Value  string
	Number bool   // the value came as a JSON number, which other spellings equal
	Holds  string // its field that is wanted
	Narrow string // its field that must equal the same field of the referring record, if that has it
	ID     string // its field that must be what it is called; "" if nobody says
	Called string
}

// Lines are the lines of a record.
type Lines struct {
	Element string
	Records []*Record
}

// Add puts a member in unless the record has the field.
func (r *Record) Add(m Member) {
	if !r.Has(m.Field) {
		r.Members = append(r.Members, m)
	}
}

// Has tells whether a record has a field, one for its creation aside.
func (r *Record) Has(field string) bool {
	for _, m := range r.Members {
		if m.Field == field {
			return true
		}
	}
	return false
}

// text is a field's value where it is plain.
func (r *Record) text(field string) string {
	for _, m := range r.Members {
		if m.Field == field && m.Value != nil {
			text, _ := scalar(m.Value)
			return text
		}
	}
	return ""
}
