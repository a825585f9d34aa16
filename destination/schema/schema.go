package schema

import (
	"slices"
	"strings"

	"airbyte-sage-intacct/destination/canonical"
	"airbyte-sage-intacct/intacct"
)

// Field is one field of an object, as far as writing goes.
type Field struct {
	ID        string
	Path      []string // elements that lead to it: DISPLAYCONTACT, PRINTAS
	Kind      canonical.Kind
	Choices   []string          // valid values, if lookup names them
	many      bool              // it takes several of them
	StandsFor *Field            // of one that is only shown: the field whose value it has
	Mapped    bool              // it is taken for that field where it stands alone
	Money     bool              // an amount, which Intacct rounds to what its currency has
	InBase    bool              // in the base currency, because another field has it in the transaction's
	Own       bool              // Intacct's to set, not ours
	Custom    bool              // the company's own
	Required  bool              // lookup says that a record needs it
	Decimal   bool              // an amount, a price or another number with decimals
	words     map[string]string // what people call its values, in small letters
	Queryable bool
	Names     *intacct.Object // the object whose records it names; nil if it names none, or nobody knows
	ShownBy   *Field          // where its value can be read, if not in itself
	Ref       *RefField       // of a field that brings the name of another record
}

// Schema is what can be written of an object: its fields as lookup names them
// in this company, and the lines it owns.
type Schema struct {
	Object     *intacct.Object
	Fields     canonical.Index[*Field]
	Ordered    []*Field
	Lists      canonical.Index[*List]
	References []reference
	called     map[string]string // what other names of legacy functions are called in the object
	nameless   []string          // fields whose ids no request can hold
}

// List is a collection of lines that travels inside its parent.
type List struct {
	Element string // APBILLITEMS
	Line    string // APBILLITEM
	Parent  string // the line's field that holds the parent's key
	Lines   *Schema
	Names   []string // what an object is called that holds lines, besides these
}

// reference is a field that names a record of another object, or of its own.
type reference struct {
	Field  *Field
	Object string
}

// Unknown says why a name is no field that can be written.
func (s *Schema) Unknown(name string) string {
	if slices.ContainsFunc(s.nameless, func(id string) bool { return canonical.NormalName(id) == canonical.NormalName(name) }) {
		return "cannot be written, because its id is no name of an XML element and no request can hold it"
	}
	if other := s.called[canonical.NormalName(name)]; other != "" {
		return "is not a field of " + s.Object.Name + ", where it is called " + other
	}
	return "is not a field of " + s.Object.Name
}

// Key is the field by which Intacct itself tells records apart.
func (s *Schema) Key() *Field {
	f, _ := s.Fields.Find(s.Object.Key)
	return f
}

// EachList visits every list once, whatever names it has.
func (s *Schema) EachList(do func(*List)) {
	var done []*List
	for _, l := range s.Lists.Exact {
		if !slices.Contains(done, l) {
			done = append(done, l)
			do(l)
		}
	}
}

// LegacyKeys are the fields by which legacy functions name a record.
func (s *Schema) LegacyKeys() []*Field {
	var list []*Field
	for _, rule := range []intacct.Rule{s.Object.Write.Update, s.Object.Write.Delete} {
		if f, known := s.Fields.Find(rule.KeyField); known && rule.KeyField != "" {
			list = append(list, f)
		}
	}
	return list
}

// Inactive is the status of a record that is out of use.
const Inactive = "inactive"

// Status is the field that makes a record inactive; nil if there is none.
func (s *Schema) Status() *Field {
	return s.Fields.Exact["STATUS"]
}

// Carrier is the field that refers to a record's attachment; nil if records of
// the object carry none, or none that can be written.
func (s *Schema) Carrier() *Field {
	if f, known := s.Fields.Exact[CarrierField]; known && !f.Own {
		return f
	}
	return nil
}

// CarrierField is the id of an attachment in the records that have one.
const CarrierField = "SUPDOCID"

// AddedMarks are the fields by which Intacct marks lines that it has added to a
// journal itself: those that balance its entities, and the parts of an
// allocation.
func (s *Schema) AddedMarks() []*Field {
	var list []*Field
	for _, id := range []string{"IETYPE", "PARENTGLENTRYKEY"} {
		if f := s.Fields.Exact[id]; f != nil {
			list = append(list, f)
		}
	}
	return list
}

// refers reports whether a field names a record of another object.
func (s *Schema) refers(f *Field) bool {
	return slices.ContainsFunc(s.References, func(r reference) bool { return r.Field == f })
}

// RefersBy reports whether a field names a record of another object: it may be a
// part of a key, and is no name of the record itself. All bills of a vendor would
// wait for each other.
func (s *Schema) RefersBy(f *Field) bool {
	return slices.ContainsFunc(s.References, func(r reference) bool { return r.Field == f && r.Object != s.Object.Name })
}

// Writable are the fields of these names that can be written.
func (s *Schema) Writable(names ...string) []*Field {
	var list []*Field
	for _, name := range names {
		if f := s.Fields.Exact[name]; f != nil && !f.Own {
			list = append(list, f)
		}
	}
	return list
}

// Fillable are the fields of a payment that what it pays may fill.
func (s *Schema) Fillable() []*Field {
	var list []*Field
	for _, name := range []string{"VENDORID", "CUSTOMERID", "CURRENCY", "TRX_PAYMENTAMOUNT"} {
		if f, known := s.Fields.Exact[name]; known && !f.Own {
			list = append(list, f)
		}
	}
	return list
}

// IDs are the ids of fields.
func IDs(fields []*Field) []string {
	list := make([]string, len(fields))
	for i, f := range fields {
		list[i] = f.ID
	}
	return list
}

// Names are the ids of fields in a message.
func Names(fields []*Field) string { return strings.Join(IDs(fields), ", ") }

// LeadsTo tells whether some field lies below a name: DISPLAYCONTACT.
func (s *Schema) LeadsTo(name string) bool {
	prefix := canonical.NormalName(name) + "_"
	return slices.ContainsFunc(s.Ordered, func(f *Field) bool {
		return len(f.Path) > 1 && strings.HasPrefix(canonical.NormalName(f.ID), prefix)
	})
}
