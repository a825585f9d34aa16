package intacct

import (
	"fmt"
	"unicode"
	"unicode/utf8"

	"github.com/beevik/etree"
)

// ValueError is a value or name that XML 1.0 cannot carry. A library would
// replace the character; a ledger must not be changed on its way.
type ValueError struct {
	Element string // path of the element, such as VENDOR/NAME
	Reason  string
}

func (e *ValueError) Error() string {
	return fmt.Sprintf("%s cannot be sent to the gateway: %s", e.Element, e.Reason)
}

// Sendable says whether an element can be written as XML without changing it;
// its error is a *ValueError.
func Sendable(el *etree.Element) error {
	if err := sendable(el); err != nil {
		return err
	}
	return nil
}

func sendable(el *etree.Element) *ValueError {
	if !isName(el.Tag) || el.Space != "" {
		return &ValueError{fmt.Sprintf("%q", el.FullTag()), "this is not a name in XML"}
	}
	for _, attr := range el.Attr {
		if !isName(attr.Key) || attr.Space != "" {
			return &ValueError{el.Tag, fmt.Sprintf("%q is not a name in XML", attr.FullKey())}
		}
		if reason := unsendable(attr.Value); reason != "" {
			return &ValueError{el.Tag + "/@" + attr.Key, reason}
		}
	}
	for _, token := range el.Child {
		if err := sendableChild(el, token); err != nil {
			return err
		}
	}
	return nil
}

func sendableChild(el *etree.Element, token etree.Token) *ValueError {
	switch token := token.(type) {
	case *etree.Element:
		err := sendable(token)
		if err != nil {
			err.Element = el.Tag + "/" + err.Element
		}
		return err
	case *etree.CharData:
		if reason := unsendable(token.Data); reason != "" {
			return &ValueError{el.Tag, reason}
		}
		return nil
	}
	return &ValueError{el.Tag, "holds something other than elements and text"}
}

// unsendable names the first character of a text that XML 1.0 has no form for.
//
// Source: XML 1.0 (Fifth Edition), 2.2 Characters.
func unsendable(s string) string {
	for i, r := range s {
		if r == utf8.RuneError {
			if _, width := utf8.DecodeRuneInString(s[i:]); width == 1 {
				return fmt.Sprintf("byte %d (0x%02x) is not UTF-8", i+1, s[i])
			}
		}
		if !isChar(r) {
			return fmt.Sprintf("byte %d begins the control character U+%04X, which XML cannot carry", i+1, r)
		}
	}
	return ""
}

func isChar(r rune) bool {
	return r == '\t' || r == '\n' || r == '\r' ||
		r >= 0x20 && r <= 0xD7FF || r >= 0xE000 && r <= 0xFFFD || r >= 0x10000 && r <= 0x10FFFF
}

// isName is narrower than XML's Name: letters, digits and ._- suffice for every
// object and field of the gateway (field names may be dotted paths).
func isName(s string) bool {
	for i, r := range s {
		switch {
		case r == '_' || unicode.IsLetter(r):
		case i > 0 && (r == '-' || r == '.' || unicode.IsDigit(r)):
		default:
			return false
		}
	}
	return s != ""
}

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
