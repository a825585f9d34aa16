package stream

import (
	"strings"

	"airbyte-sage-intacct/intacct"
	"airbyte-sage-intacct/source/config"
	"airbyte-sage-intacct/source/naming"
)

// historyObject is the object of all histories.
const historyObject = "AUDITHISTORY"

// auditStreams are the histories of the objects that leave traces; under
// hotglue's names, of those that its tap has.
func auditStreams(n naming.Naming) []Definition {
	var list []Definition
	for _, o := range intacct.Objects() {
		if o.AuditKey != intacct.AuditNone && (n != naming.Hotglue || o.Hotglue != "") {
			list = append(list, historyOf(o.Name))
		}
	}
	return list
}

// auditStream is the history of an object by any of its names.
func historyOf(object string) Definition {
	row, _ := intacct.ObjectNamed(historyObject)
	object = naming.ObjectName(object)
	return Definition{Name: naming.AuditPrefix + strings.ToUpper(object), Object: historyObject, Row: row, Audited: strings.ToLower(object)}
}

// auditStreamNamed recognises the name of such a stream.
func historyNamed(name string) (Definition, bool) {
	for _, prefix := range []string{naming.HotglueAuditPrefix, naming.AuditPrefix} {
		if len(name) > len(prefix) && strings.EqualFold(name[:len(prefix)], prefix) {
			return historyOf(name[len(prefix):]), true
		}
	}
	return Definition{}, false
}

// auditConditions choose an object's creations, deletions and modifications;
// hotglue's streams are without the last. Every look at a record leaves a trace
// as well, which nobody asked for.
func auditConditions(object string, n naming.Naming) []condition {
	modes := []string{"C", "D", "M"}
	if n == naming.Hotglue {
		modes = modes[:2]
	}
	return []condition{
		{field: "OBJECTTYPE", operator: "=", values: []string{object}},
		{field: "ACCESSMODE", operator: "in", values: modes},
	}
}

// AsksAuditTrail reports whether the audit history is asked for a stream's deletes.
// Records that merely leave the stream's scope leave no trace there.
func AsksAuditTrail(s *config.Settings, row *intacct.Object) bool {
	switch {
	case row == nil || !row.AuditKey.Names():
		return false
	case s.Deletes == config.DeletesAuto:
		return row.AuditKey == intacct.AuditRecord
	}
	return s.Deletes == config.DeletesAuditTrail
}
