package company

import (
	"slices"
	"strings"
)

// DataType is the DATATYPE that lookup reports for a field.
type DataType string

// The data types of lookup, and two for nested elements of create and read.
const (
	Text      DataType = "TEXT"
	Integer   DataType = "INTEGER"
	Boolean   DataType = "BOOLEAN"
	Date      DataType = "DATE"
	Timestamp DataType = "TIMESTAMP"
	Enum      DataType = "ENUM"
	Decimal   DataType = "DECIMAL"
	Currency  DataType = "CURRENCY"
	Percent   DataType = "PERCENT"
	Sequence  DataType = "SEQUENCE"
	Nested    DataType = "OBJECT" // a group of dotted fields: never selected as a whole by query
	List      DataType = "LIST"   // owned lines: never selected by query
)

// Field is one field of an object.
type Field struct {
	ID          string
	Label       string
	Description string
	DataType    DataType
	Required    bool
	ReadOnly    bool
	Custom      bool
	Queryable   bool
	WriteOnly   bool     // accepted in create and update, shown nowhere (ACTION)
	ShortBool   bool     // shown as T or F instead of true or false
	ValidValues []string // labels, in order; empty when free
	Codes       []string // database codes, one for each label; nil when they equal the labels
	CodeFilter  bool     // filters of query name codes too (ACCESSMODE of AUDITHISTORY)
	DocPar      string   // visible only with this docparid
	Claim       *Claim   // what lookup says of it; nil if that is the above
	Follow      *Follow  // where its value is if the record has none; nil if nowhere
}

// Follow is a field of another record, which has its natural key in Via, or the
// key where By is the key.
type Follow struct{ Via, Object, By, Field string }

// Claim is what lookup says of a field where that differs from what the gateway
// does: at live companies it calls record numbers TEXT, and fields required that
// creates do without.
type Claim struct {
	DataType           DataType
	Required, ReadOnly bool
	ValidValues        []string
}

// Claimed is what lookup says of the field.
func (f *Field) Claimed() Claim {
	if f.Claim != nil {
		return *f.Claim
	}
	return Claim{DataType: f.DataType, Required: f.Required, ReadOnly: f.ReadOnly, ValidValues: f.ValidValues}
}

// Code is the database code of a label.
func (f *Field) Code(label string) string {
	for i, v := range f.ValidValues {
		if v == label && i < len(f.Codes) {
			return f.Codes[i]
		}
	}
	return label
}

// LabelOf is the label of a database code.
func (f *Field) LabelOf(code string) (string, bool) {
	if f.Codes == nil {
		return code, true
	}
	for i, v := range f.Codes {
		if v == code {
			return f.ValidValues[i], true
		}
	}
	return "", false
}

// Shown reports whether a record shows the field: one whose id is no name of an
// element cannot be.
func (f *Field) Shown(docPar string) bool { return f.Listed(docPar) && !f.Nameless() }

// Nameless reports whether the field's id is no name of an element.
func (f *Field) Nameless() bool { return strings.Contains(f.ID, "#") }

// Listed reports whether a definition shows the field: collections, groups and
// what is only written are not fields, and some belong to one transaction
// definition.
func (f *Field) Listed(docPar string) bool {
	if f.DataType == Nested || f.DataType == List || f.WriteOnly {
		return false
	}
	return f.DocPar == "" || strings.EqualFold(f.DocPar, docPar)
}

// Relation is a to-one path that dotted fields can take.
type Relation struct {
	Path   string // as in OBJECTPATH
	Object string // where it leads
	Via    string // the local field that holds the key (RELATEDBY)
	Target string // the field of Object that Via holds: its key or its natural key
	Type   string // MANY2ONE or ONE2ONE
	Label  string
	Live   bool // known from lookup alone
}

// Owned is a collection of lines that lives and dies with its header.
type Owned struct {
	Element    string // the collection element, APBILLITEMS
	Line       string // the element of one line, in lower case as answers show it
	Object     string // the object of the lines
	ForeignKey string // the field of a line that holds the header's key
	HeaderKey  string // the field of the header it holds, normally RECORDNO
}

// AuditForm is how OBJECTKEY of AUDITHISTORY names a record.
type AuditForm string

// The forms seen in public clients and documents, which contradict each other.
const (
	AuditNone     AuditForm = ""        // no audit rows at all (lines)
	AuditRecord   AuditForm = "record"  // 123--REC
	AuditInteger  AuditForm = "integer" // 123
	AuditNatural  AuditForm = "natural" // the natural key
	AuditDeclared AuditForm = "object"  // as each object declares; only for SetAuditForm
)

// Object is one object type of the company.
type Object struct {
	Name       string
	Label      string
	Module     string
	Key        string // RECORDNO, or id for custom objects
	NaturalKey string // "" when there is none
	Cursor     string // WHENMODIFIED and its like; "" when there is none
	Fields     []Field
	Relations  []Relation
	Elsewhere  []Relation // relations that lookup names and nothing can follow here
	Owned      []Owned
	Parent     string // the header's object, for lines
	ParentKey  string // the field that holds the header's key
	Audit      AuditForm
	Custom     bool
	Internal   bool // unknown to every function of the gateway but the legacy ones

	index map[string]int
	live  int // of Fields: those from here on are known from lookup alone, and few records have them
}

// Plural is the label of several.
func (o *Object) Plural() string {
	switch {
	case strings.HasSuffix(o.Label, "y"):
		return strings.TrimSuffix(o.Label, "y") + "ies"
	case strings.HasSuffix(o.Label, "ss"):
		return o.Label + "es"
	case strings.HasSuffix(o.Label, "s"):
		return o.Label
	default:
		return o.Label + "s"
	}
}

// Field finds a field by name, in any case.
func (o *Object) Field(id string) (*Field, bool) {
	i := o.Ordinal(id)
	if i < 0 {
		return nil, false
	}
	return &o.Fields[i], true
}

// Ordinal is the position of a field in Fields, or -1.
func (o *Object) Ordinal(id string) int {
	if i, ok := o.index[id]; ok {
		return i
	}
	if i, ok := o.index[strings.ToUpper(id)]; ok {
		return i
	}
	return -1
}

// Line finds a collection of owned lines by its element, in any case.
func (o *Object) Line(element string) (*Owned, bool) {
	for i := range o.Owned {
		if strings.EqualFold(o.Owned[i].Element, element) {
			return &o.Owned[i], true
		}
	}
	return nil, false
}

// Relation finds a relation by its path, in any case.
func (o *Object) Relation(path string) (*Relation, bool) {
	for i := range o.Relations {
		if strings.EqualFold(o.Relations[i].Path, path) {
			return &o.Relations[i], true
		}
	}
	return nil, false
}

// hasGroup reports whether fields below a nested element exist.
func (o *Object) hasGroup(name string) bool {
	f, ok := o.Field(name)
	return ok && f.DataType == Nested
}

// buildIndex makes names findable; upper case finds any case.
func (o *Object) buildIndex() {
	o.index = make(map[string]int, len(o.Fields))
	for i := range o.Fields {
		o.index[strings.ToUpper(o.Fields[i].ID)] = i
	}
}

// TypeName is one entry of inspect's list of everything.
type TypeName struct {
	Name, Label, Module string
}

// Schema is the set of objects a company is made with. It may be extended
// until New takes it.
type Schema struct {
	objects map[string]*Object // by upper-case name
	order   []*Object
	types   []TypeName // object types of which only the name is known
}

// Object finds an object by name, in any case.
func (s *Schema) Object(name string) (*Object, bool) {
	o, ok := s.objects[name]
	if !ok {
		o, ok = s.objects[strings.ToUpper(name)]
	}
	return o, ok
}

// Add puts an object into the schema, or replaces one. Relations without a
// Target get the object's key or natural key, whichever fits the field.
func (s *Schema) Add(o Object) {
	added := &o
	added.buildIndex()
	name := strings.ToUpper(o.Name)
	if old, ok := s.objects[name]; ok {
		*old = o
		return
	}
	s.objects[name] = added
	s.order = append(s.order, added)
	s.adopt(added)
	s.link(added)
}

// AddField gives an object a further field; it panics when there is no such
// object, because the schema is part of the program.
func (s *Schema) AddField(object string, f Field) {
	o, ok := s.Object(object)
	if !ok {
		panic("company: no object " + object)
	}
	at := len(o.Fields)
	if o.live > 0 {
		at = o.live // rows stay short where only few records have what comes behind
		o.live++
	}
	o.Fields = slices.Insert(slices.Clip(o.Fields), at, f)
	o.buildIndex()
}
