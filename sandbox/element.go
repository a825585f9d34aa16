package sandbox

import (
	"encoding/xml"
	"strings"
)

// An element is one element of a request, with the place it was read from.
type element struct {
	name     string
	attrs    []xml.Attr
	children []*element
	text     string
	line     int
	column   int
}

// child returns the first child of that name, or nil.
func (e *element) child(name string) *element {
	if e == nil {
		return nil
	}
	for _, c := range e.children {
		if c.name == name {
			return c
		}
	}
	return nil
}

// value returns the text of a child without the space around it: "" if the
// child is missing or empty.
func (e *element) value(name string) string {
	return e.child(name).trimmed()
}

// trimmed returns the text without the space around it.
func (e *element) trimmed() string {
	if e == nil {
		return ""
	}
	return strings.TrimSpace(e.text)
}

// attr returns an attribute's value, "" if it is missing.
func (e *element) attr(name string) string {
	for _, a := range e.attrs {
		if a.Name.Local == name && a.Name.Space == "" {
			return a.Value
		}
	}
	return ""
}

// has reports whether the element carries the attribute.
func (e *element) has(name string) bool {
	for _, a := range e.attrs {
		if a.Name.Local == name && a.Name.Space == "" {
			return true
		}
	}
	return false
}

// flag reads a child as a boolean; missing and empty ones are byDefault.
func (e *element) flag(name string, byDefault bool) bool {
	switch strings.ToLower(e.value(name)) {
	case "":
		return byDefault
	case "true", "t", "1", "yes":
		return true
	default:
		return false
	}
}
