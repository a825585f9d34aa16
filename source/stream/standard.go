package stream

import (
	_ "embed"
	"strings"
	"sync"
)

// standardText names the objects that Intacct itself brings, as far as public
// sources know them. inspect lists these along with a company's own objects and
// does not say which is which.
//
//go:embed standard.txt
var standardText string

var standardObjects = sync.OnceValue(func() map[string]bool {
	known := make(map[string]bool)
	for name := range strings.FieldsSeq(standardText) {
		known[name] = true
	}
	return known
})

// isStandard reports whether an object is known to be Intacct's own. Those that
// are not may be a company's, or newer than the list.
func isStandard(object string) bool { return standardObjects()[strings.ToLower(object)] }

// isPlatformMade reports whether an object was made by a company with the platform
// tools, which give all their objects the same fields.
func isPlatformMade(st *Stream) bool {
	return st.Key != nil && strings.EqualFold(st.Key.Field, "id") && st.column("name") != nil &&
		(st.column("createdAt") != nil || st.column("updatedAt") != nil)
}
