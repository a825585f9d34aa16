package intacct

import "strings"

// Object says what decides how one kind of Intacct record is read and written.
// Field lists are not here: they come from Lookup at run time, the company's
// own fields included.
type Object struct {
	Name   string // Intacct's, as query and create spell it
	Label  string
	Module string

	Key     string   // the field that identifies a record
	KeyKind KeyKind  // whether the key can be walked in order
	Natural []string // fields that identify a record to a person; nil if none

	Cursor  string // time of the last change; "" if the object has none
	Created string // time of creation as the audit sees it, never a document's date; "" if unknown

	Curated  bool     // offered by discover without being asked for
	AuditKey AuditKey // how AUDITHISTORY names a deleted record
	NoQuery  []string // fields that lookup lists and query refuses
	System   []string // fields that are Intacct's own to set; never written

	Parent    string       // for lines: the object that owns them
	ParentKey string       // for lines: the field that holds the parent's key
	Lines     []OwnedLines // for parents

	Write    WriteRule
	Identity string // the field that can carry an identity of ours, where Natural is nil; "" if none

	Hotglue  string // stream name in hotglue's tap
	Fivetran string // table name in Fivetran's schema
}

// KeyKind says what the values of a key are.
type KeyKind uint8

// Only integer keys have an order that the gateway's filters and its sorting
// are sure to share.
const (
	IntegerKey KeyKind = iota
	TextKey
)

// AuditKey says what AUDITHISTORY.OBJECTKEY holds for an object.
type AuditKey uint8

const (
	AuditNone    AuditKey = iota // no audit rows, or none that name a record
	AuditRecord                  // the key, alone or as 123--REC
	AuditNatural                 // the natural key
)

// OwnedLines are lines that travel inside their parent: Element is the list,
// Line one element of it, Object what the lines are when read on their own.
type OwnedLines struct {
	Element string
	Line    string
	Object  string
}

// WriteRule says how records are created, changed and deleted.
type WriteRule struct {
	Create, Update, Delete Rule
}

// Rule is the way to one of them.
type Rule struct {
	Manner   Manner
	Function string // of a LegacyWrite
	KeyAttr  string // of a LegacyWrite: the attribute that names the record, if the function has one
	Content  *Model // of a LegacyWrite: the function's elements in the order the schema demands
}

// Manner is how a write goes.
type Manner uint8

const (
	NoWrite      Manner = iota // not by this interface
	GenericWrite               // create, update, delete
	LegacyWrite                // a function of its own
)

// Objects returns the table, in order of module.
func Objects() []*Object { return objects }

// ObjectNamed finds an object by any of its names, in any case. Intacct's name
// comes before the others.
func ObjectNamed(name string) (*Object, bool) {
	o, ok := objectNames[strings.ToLower(name)]
	return o, ok
}

var (
	objects     = append([]*Object{}, payables...)
	objectNames = indexObjects(objects)
)

func indexObjects(list []*Object) map[string]*Object {
	names := make(map[string]*Object, 3*len(list))
	for _, alias := range []func(*Object) string{
		func(o *Object) string { return o.Name },
		func(o *Object) string { return o.Hotglue },
		func(o *Object) string { return o.Fivetran },
	} {
		for _, o := range list {
			name := strings.ToLower(alias(o))
			if _, taken := names[name]; name != "" && !taken {
				names[name] = o
			}
		}
	}
	return names
}
