package company

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
	ShortBool   bool     // shown as T or F instead of true or false
	ValidValues []string // labels, in order; empty when free
	Codes       []string // database codes, one for each label; nil when they equal the labels
	CodeFilter  bool     // filters of query name codes (ACCESSMODE of AUDITHISTORY)
	DocPar      string   // visible only with this docparid
}

// Relation is a to-one path that dotted fields can take.
type Relation struct {
	Path   string // as in OBJECTPATH
	Object string // where it leads
	Via    string // the local field that holds the key (RELATEDBY)
	Target string // the field of Object that Via holds: its key or its natural key
	Type   string // MANY2ONE or ONE2ONE
	Label  string
}

// Owned is a collection of lines that lives and dies with its header.
type Owned struct {
	Element    string // the collection element, APBILLITEMS
	Line       string // the element of one line, APBILLITEM (lower case where answers show it so)
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
	Owned      []Owned
	Parent     string // the header's object, for lines
	ParentKey  string // the field that holds the header's key
	Audit      AuditForm
	Custom     bool
	Internal   bool // storage only: unknown to every function of the gateway

	index map[string]int
}

// TypeName is one entry of inspect's list of everything.
type TypeName struct {
	Name, Label, Module string
}

// Schema is the set of objects a company is made with. It may be extended
// until New takes it.
type Schema struct {
	objects map[string]*Object
	order   []*Object
	types   []TypeName
}
