package intacct

import "unicode"

// IsElementName reports whether an XML element can have a name. Lookup lists
// fields whose ids cannot, such as LOCATION# or user-defined dimensions called
// Cost/Center: no reply can hold them, and no record that is written.
//
// Source: XML 1.0, 2.3 Common Syntactic Constructs; the lookup of live companies.
func IsElementName(name string) bool {
	for i, r := range name {
		switch {
		case r == '_' || r == ':' || unicode.IsLetter(r):
		case i > 0 && (r == '-' || r == '.' || r == '·' || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r)):
		default:
			return false
		}
	}
	return name != ""
}
