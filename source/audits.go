package source

import (
	"strings"

	"airbyte-sage-intacct/intacct"
	"airbyte-sage-intacct/source/naming"
)

// historyObject is the object of all histories.
const historyObject = "AUDITHISTORY"

// auditStreams are the histories of the objects that leave traces; under
// hotglue's names, of those that its tap has.
func auditStreams(n naming.Naming) []candidate {
	var list []candidate
	for _, o := range intacct.Objects() {
		if o.AuditKey != intacct.AuditNone && (n != naming.Hotglue || o.Hotglue != "") {
			list = append(list, auditStream(o.Name))
		}
	}
	return list
}

// auditStream is the history of an object by any of its names.
func auditStream(object string) candidate {
	row, _ := intacct.ObjectNamed(historyObject)
	object = naming.ObjectName(object)
	return candidate{name: naming.AuditPrefix + strings.ToUpper(object), object: historyObject, row: row, audited: strings.ToLower(object)}
}

// auditStreamNamed recognises the name of such a stream.
func auditStreamNamed(name string) (candidate, bool) {
	for _, prefix := range []string{naming.HotglueAuditPrefix, naming.AuditPrefix} {
		if len(name) > len(prefix) && strings.EqualFold(name[:len(prefix)], prefix) {
			return auditStream(name[len(prefix):]), true
		}
	}
	return candidate{}, false
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
