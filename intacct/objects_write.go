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
