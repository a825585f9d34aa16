package company

import "strings"

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

// draft is a record on its way into the company: what it will be, what it was.
type draft struct {
	tx     *Tx
	table  *table
	object *Object
	id     int64
	row    []string
	old    []string // nil on create
	given  []bool   // by ordinal: the input named the field
	sets   []*lineSet
	header *draft // of a line

	reverseDate string // what a journal entry asked for, which is not stored
}

// lineSet is the lines of one collection.
type lineSet struct {
	owned *Owned
	table *table
	given bool     // the input had this collection
	lines []*draft // as they will be, in order
	gone  []ref    // existing lines that the input replaces
}

// get is a field as it will be; unknown fields are null, so that rules can
// serve objects whose fields differ.
func (d *draft) get(field string) string {
	if i := d.object.Ordinal(field); i >= 0 {
		return d.row[i]
	}
	return ""
}

// was is a field as it is stored now.
func (d *draft) was(field string) string {
	if i := d.object.Ordinal(field); i >= 0 && d.old != nil {
		return d.old[i]
	}
	return ""
}

// set puts a value into a field, if the object has it.
func (d *draft) set(field, value string) {
	if i := d.object.Ordinal(field); i >= 0 {
		d.row[i] = value
	}
}

// fill sets a field that is null.
func (d *draft) fill(field, value string) {
	if d.get(field) == "" {
		d.set(field, value)
	}
}

func (d *draft) amount(field string) amount { return amountOf(d.get(field)) }

func (d *draft) setAmount(field string, a amount) { d.set(field, a.String()) }

// named reports whether the input had the field, even empty.
func (d *draft) named(field string) bool {
	i := d.object.Ordinal(field)
	return i >= 0 && d.given[i]
}

func (d *draft) creating() bool { return d.old == nil }

// changed reports whether anything differs from what is stored.
func (d *draft) changed() bool {
	if d.old == nil {
		return true
	}
	for i, v := range d.row {
		if v != d.old[i] {
			return true
		}
	}
	return false
}

// differs reports whether the record is new or one of the fields changes: what
// lines share with their header is then to be brought up to date.
func (d *draft) differs(fields ...string) bool {
	for _, field := range fields {
		if d.get(field) != d.was(field) {
			return true
		}
	}
	return d.creating()
}

// lines are the lines of a collection, by its element.
func (d *draft) lines(element string) []*draft {
	for _, s := range d.sets {
		if s.owned.Element == element {
			return s.lines
		}
	}
	return nil
}

// linesGiven reports whether the input had lines of a collection.
func (d *draft) linesGiven(element string) bool {
	for _, s := range d.sets {
		if s.owned.Element == element {
			return s.given
		}
	}
	return false
}

// newDraft starts a draft from a stored row, or from nothing.
func (t *Tx) newDraft(tb *table, old *ref) *draft {
	d := &draft{tx: t, table: tb, object: tb.object, given: make([]bool, len(tb.object.Fields))}
	if old != nil {
		d.id = old.id
		d.old = tb.full(*old)
		d.row = tb.full(*old)
	} else {
		d.row = make([]string, len(tb.object.Fields))
	}
	return d
}

// apply puts the input's fields into the draft.
func (d *draft) apply(in Input) *Problem {
	for _, f := range in.Fields {
		put := d.applyField
		if in.Effect {
			put = d.applyEffect
		}
		if problem := put(f); problem != nil {
			return problem
		}
	}
	return nil
}

// applyEffect is applyField for what a function does by itself.
func (d *draft) applyEffect(in InField) *Problem {
	i := d.object.Ordinal(in.Name)
	if i < 0 {
		return nil
	}
	value, problem := d.object.Fields[i].canonical(in.Value, false)
	if problem == nil {
		d.row[i], d.given[i] = value, true
	}
	return problem
}

func (d *draft) applyField(in InField) *Problem {
	i := d.object.Ordinal(in.Name)
	if i < 0 && (strings.TrimSpace(in.Value) == "" || d.tx.c.choices.IgnoreUnknown) {
		return nil // clients send elements for whatever they know, also empty
	}
	if i < 0 {
		return unknownField(d.object, in.Name)
	}
	f := &d.object.Fields[i]
	switch {
	case f.DataType == Nested || f.DataType == List:
		if strings.TrimSpace(in.Value) == "" {
			return nil // an empty nested element
		}
		return illegalFormat(f.ID, in.Value)
	case f.ID == d.object.Key && (d.old != nil || in.Value == ""):
		return nil
	case f.ID == d.object.NaturalKey && d.old != nil && in.Value == d.old[i]:
		return nil // it names the record
	case f.ReadOnly && in.Value == "":
		return nil
	case f.ReadOnly:
		return readOnlyField(d.object, f.ID)
	}
	if f.DataType == Date && d.tx.c.choices.DateTimes {
		in.Value = dateOf(in.Value)
	}
	value, problem := f.canonical(in.Value, d.object.Custom || f.Custom)
	if problem != nil {
		return problem
	}
	d.row[i], d.given[i] = value, true
	return nil
}

// value is a field of an input, by any case of its name.
func (in *Input) value(name string) string {
	for _, f := range in.Fields {
		if strings.EqualFold(f.Name, name) {
			return f.Value
		}
	}
	return ""
}
