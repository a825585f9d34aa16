package intacct

import (
	"errors"
	"regexp"
	"strings"
)

// fieldGroup is one OBJECT: [FIELD, FIELD] in the gateway's list.
var fieldGroup = regexp.MustCompile(`([A-Za-z0-9_.]+)\s*:\s*\[([^\[\]]*)\]`)

// UnqueryableFields reads from an error which fields a query may not name:
// fields that lookup lists and query refuses. No fields means another error.
//
// Source: estuary/connectors source-sage-intacct and others, who take the
// fields from "The following fields cannot be queried …: [OBJECT: [F1, F2] ]".
func UnqueryableFields(err error) (object string, fields []string) {
	var failure *Error
	if !errors.As(err, &failure) {
		return "", nil
	}
	for _, d := range failure.Details {
		for _, text := range []string{d.Description2, d.Description} {
			if !strings.Contains(strings.ToLower(text), "cannot be queried") {
				continue
			}
			for _, group := range fieldGroup.FindAllStringSubmatch(text, -1) {
				if object == "" {
					object = group[1]
				}
				fields = append(fields, splitFields(group[2])...)
			}
		}
	}
	return object, fields
}

func splitFields(list string) []string {
	var fields []string
	for field := range strings.SplitSeq(list, ",") {
		if field = strings.TrimSpace(field); field != "" {
			fields = append(fields, field)
		}
	}
	return fields
}
