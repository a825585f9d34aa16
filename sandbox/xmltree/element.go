// Package xmltree reads a request into a tree of elements, and where that fails
// words the fault as libxml2 does, whose output the gateway passes on.
package xmltree

import (
	"encoding/xml"
	"strings"
)

// An Element is one element of a request, with the place it was read from.
type Element struct {
	Name     string
	Attrs    []xml.Attr
	Children []*Element
	Text     string
	Line     int
	Column   int
}

// Child returns the first child of that name, or nil.
func (e *Element) Child(name string) *Element {
	if e == nil {
		return nil
	}
	for _, c := range e.Children {
		if c.Name == name {
			return c
		}
	}
	return nil
}

// Value returns the text of a child without the space around it: "" if the
// child is missing or empty.
func (e *Element) Value(name string) string {
	return e.Child(name).Trimmed()
}

// Trimmed returns the text without the space around it.
func (e *Element) Trimmed() string {
	if e == nil {
		return ""
	}
	return strings.TrimSpace(e.Text)
}

// Attr returns an attribute's value, "" if it is missing.
func (e *Element) Attr(name string) string {
	for _, a := range e.Attrs {
		if a.Name.Local == name && a.Name.Space == "" {
			return a.Value
		}
	}
	return ""
}

// Has reports whether the element carries the attribute.
func (e *Element) Has(name string) bool {
	for _, a := range e.Attrs {
		if a.Name.Local == name && a.Name.Space == "" {
			return true
		}
	}
	return false
}

// Flag reads a child as a boolean; missing and empty ones are byDefault.
func (e *Element) Flag(name string, byDefault bool) bool {
	switch strings.ToLower(e.Value(name)) {
	case "":
		return byDefault
	case "true", "t", "1", "yes":
		return true
	default:
		return false
	}
}
