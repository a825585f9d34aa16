package intacct

import (
	"slices"
	"strings"
)

// Object says what decides how one kind of Intacct record is read and written.
// Field lists are not here: they come from Lookup at run time, the company's
// own fields included. Lookup also has the last word on Cursor, Created and
// ParentKey, which public sources do not show for every object.
type Object struct {
	Name   string // Intacct's, as query and create spell it
	Label  string
	Module string

	Function string // the function that lists the records, where query does not; "" = query
	Key      string // the field that identifies a record; "" if none does
	KeyKind  KeyKind
	Natural  []string // fields that identify a record to a person; nil if none do

	Cursor  string // time of the last change; "" if the object has none
	Created string // time of creation as an audit sees it, never a document's date; "" if unknown

	Curated  bool     // offered by discover without being asked for
	AuditKey AuditKey // how AUDITHISTORY names a deleted record
	Derived  bool     // Intacct makes such records of others, and they go with these: nobody has published whether AUDITHISTORY tells of that
	Drafts   bool     // a record may be a draft: its STATE says so, whether lookup names that value or not
	Common   uint8    // of objects that every company has: the order in which to look at them for what holds for all; 0 for the others
	NoQuery  []string // fields that lookup lists and query refuses
	System   []string // fields that are Intacct's to set; a writer leaves them out. The key is not among them

	Parent    string       // for lines: the object that owns them
	ParentKey string       // for lines: the field that holds the parent's key
	Lines     []OwnedLines // for parents

	Write  WriteRule
	Writes []string // fields that Sage's documentation writes, though lookup calls them read-only
	Needs  []string // what a create must bring, by Sage's documentation; what lookup calls required is no rule
	MadeOf string   // the field that names the record of which Intacct has made this one, as a reversal; "" if none does
	// Usual is what a field has where a create does not say; Words are what people
	// call its values.
	Usual     map[string]string
	Words     map[string]map[string]string
	Called    *Called     // how people and other records name a record; nil where nobody does
	Dated     *Dates      // which fields say when a record is in the books; nil for objects that post nothing
	Due       *Due        // what a record says for its payment; nil for objects that are not paid
	WriteOnly []WriteOnly // fields that create takes and lookup does not list
	// ReplacesLines says that an update takes the lines that it brings for all
	// there are.
	//
	// Source: Sage docs, XML API, "AP payments".
	ReplacesLines bool

	Posted    string // the field that says whether a record is in the books, STATE or the key of what it was posted as; "" for objects that post nothing
	Identity  string // a field that query can find and that may carry an identity of ours; "" if none
	Files     Files  // whether a record may name an attachment, in SUPDOCID
	DefinedBy string // the object whose records define types of this one's, which lookup and query take as DOCPARID; "" if none

	Hotglue    string // stream name in hotglue's tap
	HotglueKey string // the field by which hotglue's tap knows a record, if that is not its number (KEY_PROPERTIES)
	Fivetran   string // table name in Fivetran's schema, where published
	Spelled    string // the name in small letters, its words apart: gl_journal
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
//
// Source: Sage docs, XML API, "Audit history", for APBILL, VENDOR, CUSTOMER,
// CONTACT and USERINFO; Estuary's source-sage-intacct, which takes 123--REC for
// the objects that it reads (GLJOURNAL, APTERM, TRXCURRENCIES and TAXDETAIL among
// them) and a number alone for TASK; hotglue's tap-intacct, which has a stream of
// the audit history for each other object that is not AuditNone here, and none for
// lines and adjustments of receivables.
type AuditKey uint8

const (
	// AuditNone is for objects without audit rows, or of which nobody is known
	// to read any.
	AuditNone AuditKey = iota
	// AuditUnpublished is for objects whose audit rows another connector reads,
	// without a word on what their keys hold.
	AuditUnpublished
	// AuditRecord is the record number, as 123--REC or, for objects without a
	// natural key, alone.
	AuditRecord
	// AuditNatural is the natural key at some companies, which may look like a
	// number. Only the form 123--REC is a record number for certain.
	AuditNatural
)

// Names reports whether the history's deletes name a record in a known form.
func (k AuditKey) Names() bool { return k == AuditRecord || k == AuditNatural }

// Files says what a record with an attachment is. An attachment that several
// records name is said to belong to the kind that comes first: a journal has
// those of the documents that it is made of.
type Files uint8

// The kinds of records with attachments.
const (
	NoFiles Files = iota
	DocumentFiles
	JournalFiles
	OtherFiles
	TemplateFiles
)

// OwnedLines are lines that travel inside their parent: Element is the list,
// Line one element of it, Object what the lines are when read on their own.
type OwnedLines struct {
	Element string
	Line    string
	Object  string
}

// Objects returns the table, module by module.
func Objects() []*Object { return objects }

// ObjectNamed finds an object by any of its names, in any case. Intacct's name
// comes before the others.
func ObjectNamed(name string) (*Object, bool) {
	o, ok := objectNames[strings.ToLower(name)]
	return o, ok
}

var (
	objects = complete(
		module{"General Ledger", ledger},
		module{"Accounts Payable", payables},
		module{"Accounts Receivable", receivables},
		module{"Cash Management", cash},
		module{"Company", company},
		module{"Projects", projects},
		module{"Time and Expenses", expenses},
		module{"Inventory Control", inventory},
		module{"Order Entry", orders},
		module{"Purchasing", purchasing},
		module{"Contracts and Revenue", contracts},
		module{"Taxes", taxes},
		module{"Administration", administration},
	)
	objectNames = indexObjects(objects)
)

type module struct {
	name string
	rows []*Object
}

// none is written in the tables for "it has none", where leaving a column out
// means the usual.
const none = "-"

// complete fills in what the tables leave out because it is the usual: the key
// RECORDNO, and the times WHENMODIFIED and WHENCREATED.
func complete(modules ...module) []*Object {
	var all []*Object
	for _, m := range modules {
		for _, o := range m.rows {
			o.Module = m.name
			o.Key = usual(o.Key, "RECORDNO")
			o.Cursor = usual(o.Cursor, "WHENMODIFIED")
			o.Created = usual(o.Created, "WHENCREATED")
			o.System = systemFields(o)
			all = append(all, o)
		}
	}
	spell(all)
	return all
}

func usual(given, otherwise string) string {
	switch given {
	case "":
		return otherwise
	case none:
		return ""
	default:
		return given
	}
}

// systemFields are an object's own and those of all objects. WHENCREATED is
// among them only where it is not the date of a document.
func systemFields(o *Object) []string {
	fields := slices.Concat([]string{
		"WHENMODIFIED", "AUWHENCREATED", "CREATEDBY", "MODIFIEDBY",
		"MEGAENTITYKEY", "MEGAENTITYID", "MEGAENTITYNAME", "RECORD_URL",
	}, o.System)
	for _, f := range []string{o.Cursor, o.Created} {
		if f != "" && !slices.Contains(fields, f) {
			fields = append(fields, f)
		}
	}
	return fields
}

func indexObjects(list []*Object) map[string]*Object {
	names := make(map[string]*Object, 2*len(list))
	for _, alias := range []func(*Object) string{
		func(o *Object) string { return o.Name },
		func(o *Object) string { return o.Hotglue },
		func(o *Object) string { return o.Fivetran },
		func(o *Object) string { return o.Spelled },
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
