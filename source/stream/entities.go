package stream

import (
	"strings"

	"airbyte-sage-intacct/intacct"
)

// ownership is the field that tells the entity of a stream's records: their own,
// or their parent's. "" means that nothing tells it.
func ownership(def *intacct.Definition, row *intacct.Object) string {
	const field = "MEGAENTITYID"
	if f, has := def.Field(field); has {
		return f.ID
	}
	if row == nil {
		return ""
	}
	if path := parentPath(def, row); path != "" {
		return path + "." + field
	}
	return ""
}

// parentPath is how a query of lines names the parent; "" if it cannot.
func parentPath(def *intacct.Definition, row *intacct.Object) string {
	for _, r := range def.Relationships {
		if row.Parent != "" && strings.EqualFold(r.Object, row.Parent) {
			return r.Path
		}
	}
	return ""
}
