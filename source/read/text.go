package read

import (
	"strconv"
	"strings"

	"airbyte-sage-intacct/source/encode"
)

// more says how many there are beside those that are named.
func more(n int) string {
	if n <= 0 {
		return ""
	}
	return " and " + strconv.Itoa(n) + " more"
}

// someKeys is how many keys a warning names.
const someKeys = 10

// someOf names the first of some keys.
func someOf(keys []string) string { return strings.Join(keys[:min(len(keys), someKeys)], ", ") }

// fieldsOf names fields.
func fieldsOf(fields []*encode.Column) string {
	names := make([]string, len(fields))
	for i, c := range fields {
		names[i] = c.Field
	}
	if len(names) == 1 {
		return "the field " + names[0]
	}
	return "one of the fields " + someOf(names) + more(len(names)-someKeys)
}
