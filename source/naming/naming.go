// Package naming gives streams and columns their names: Intacct's own, or those
// that another connector has for them.
package naming

import (
	"cmp"
	"strings"

	"airbyte-sage-intacct/intacct"
)

// A Naming is whose names streams and their columns have.
type Naming string

// Texts that stream_naming may have.
const (
	Intacct  Naming = "intacct"
	Hotglue  Naming = "hotglue"
	Fivetran Naming = "fivetran"
)

// All are all there are.
var All = []Naming{Intacct, Hotglue, Fivetran}

// Columns that the connector itself puts beside the fields.
const (
	DeletedColumn = "_ab_cdc_deleted_at" // where Airbyte's destinations look for the time of a delete
	EntityColumn  = "_entity_id"         // names the entity that a record is of
	GoneColumn    = "_fivetran_deleted"  // the two that Fivetran adds to every table
	SyncedColumn  = "_fivetran_synced"
)

// Column is the name of a field's column.
func (n Naming) Column(field string) string {
	if n == Fivetran {
		return Folded(field)
	}
	return field
}

// Object is the name of the stream of an object. Those that the naming's owner
// does not read get a name in the same manner.
func (n Naming) Object(row *intacct.Object) string {
	switch n {
	case Hotglue:
		return cmp.Or(row.Hotglue, row.Spelled)
	case Fivetran:
		return cmp.Or(row.Fivetran, row.Spelled)
	}
	return row.Name
}

// What the names of the streams of audit histories begin with: who created,
// changed and deleted which of an object's records.
const (
	AuditPrefix        = "AUDITHISTORY_"
	HotglueAuditPrefix = "audit_history_"
)

// History is the name of the stream of an object's audit history.
func (n Naming) History(object string) string {
	row, known := intacct.ObjectNamed(object)
	switch {
	case n == Intacct || n == "":
		return AuditPrefix + strings.ToUpper(object)
	case known:
		return HotglueAuditPrefix + n.Object(row)
	}
	return HotglueAuditPrefix + strings.ToLower(object)
}

// Report is the name of the stream of a report.
func (n Naming) Report(name string) string {
	row, known := intacct.ObjectNamed(name)
	switch {
	case n == Intacct || n == "":
		return name
	case known:
		return n.Object(row)
	}
	return strings.ToLower(name)
}

// Document is the name of the stream of the documents of one type, or of their
// lines.
func (n Naming) Document(row *intacct.Object, definition string) string {
	if n == Intacct || n == "" {
		return row.Name + "_" + Word(definition)
	}
	return n.Object(row) + "_" + strings.ToLower(Word(definition))
}
