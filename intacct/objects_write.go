package intacct

import "strings"

// WriteRule says how records are created, changed and deleted.
type WriteRule struct {
	Create, Update, Delete Rule
	Reverse                Rule // undoes what is posted by an opposite posting
}

// Rule is the way to do one of them. The zero Rule is that there is none.
type Rule struct {
	Manner   Manner
	Function string // of a LegacyWrite
	KeyAttr  string // of a LegacyWrite: the function's attribute that names the record; "" if it has none
	KeyField string // of a LegacyWrite: the field whose value goes there

	content string // of a LegacyWrite: the function's elements, in the notation of Model
}

// Manner is the kind of function that a write takes.
type Manner uint8

// How a write goes.
const (
	NoWrite      Manner = iota // not by this interface
	GenericWrite               // the functions create, update and delete
	LegacyWrite                // a function of its own, whose elements have an order
)

// Content is the model of a legacy function's elements; nil if it has none.
func (r Rule) Content() *Model {
	if r.content == "" {
		return nil
	}
	return mustParseModel(r.content)
}

// generic makes the rule for the verbs given: c, u and d.
func generic(verbs string) WriteRule {
	var w WriteRule
	for verb, rule := range map[string]*Rule{"c": &w.Create, "u": &w.Update, "d": &w.Delete} {
		if strings.Contains(verbs, verb) {
			rule.Manner = GenericWrite
		}
	}
	return w
}

// legacy makes the rule for a function that names no record.
func legacy(function, content string) Rule {
	return Rule{Manner: LegacyWrite, Function: function, content: content}
}

// legacyBy makes the rule for a function that names the record by an attribute
// "key", which holds the value of field.
func legacyBy(function, field, content string) Rule {
	return Rule{Manner: LegacyWrite, Function: function, KeyAttr: "key", KeyField: field, content: content}
}

// reversible adds the function that undoes posted records of an object.
func (w WriteRule) reversible(function, memo string) WriteRule {
	w.Reverse = legacyBy(function, "RECORDNO", `datereversed, `+memo+`?`)
	return w
}

// Called says how people know the records of an object, and how fields of others
// are called that refer to them.
type Called struct {
	By    string   // the field that people know a record by; the natural key is what references hold
	Refs  []string // what fields are called that hold the key
	Names []string // what fields are called that bring the name
}

// Dates are the fields by which a record is in one period or another. A bill
// keeps its own date and is posted on another day; a payment or a journal has one
// date only.
//
// Source: Sage docs, XML API, the create functions of these objects.
type Dates struct {
	Decide []string // what decides the period, the first that a record has first
	Follow []string // what is moved as well where Intacct refuses the others alone
	Given  bool     // a record without the first of Decide can be given it
	After  string   // a date that must come after
}

var datedDocument = &Dates{Decide: []string{"WHENPOSTED"}, Follow: []string{"WHENCREATED"}, Given: true}

// Due is what a bill or an invoice has for what its payment leaves open.
type Due struct {
	Party  string // the field of who is paid, or pays
	Amount string // the field of what is still to be paid
}

// WriteOnly is a field that create takes and lookup does not list.
//
// Source: Sage docs, XML API, "Bills", "Invoices", "AP payments".
type WriteOnly struct {
	Field
	ShownBy string // the field in which it can be read; "" if none
}
