package naming

import (
	"strings"

	"airbyte-sage-intacct/intacct"
)

// ObjectName is Intacct's name of an object, where the table knows it.
func ObjectName(name string) string {
	name = strings.TrimSpace(name)
	if row, known := intacct.ObjectNamed(name); known {
		return row.Name
	}
	return name
}
