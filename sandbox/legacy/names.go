// Package legacy knows what legacy functions call objects, their fields and
// their lines, and in which order get and get_list answer them.
package legacy

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"sync"
)

// The names that legacy functions use: see the notation at the file's top.
//
//go:embed legacy.txt
var text string

// A Type is an object under its legacy name.
type Type struct {
	Name   string
	Object string
	Key    string // the field that key attributes and results name
	Set    Set
}

// A Set is the elements of a type or of a kind of lines.
type Set struct {
	Fields []Field
	Lists  []List
}

// A Field is an element and the field that it stands for.
type Field struct {
	Element, Field string
	At             int // its place in the set, as that of a list
}

// A List is a collection. The elements of a bare one are lines
// themselves, with nothing around them.
type List struct {
	Element, Field, Lines string
	Bare                  bool
	At                    int
}

// names is all that the file says.
type names struct {
	types map[string]*Type
	lines map[string]*Set
}

var all = sync.OnceValue(func() *names {
	names, err := read(text)
	if err != nil {
		panic(fmt.Sprintf("legacy: legacy.txt: %v", err)) // the file is part of the program
	}
	return names
})

// TypeNamed finds a type by its legacy name, nil if there is none.
func TypeNamed(name string) *Type { return all().types[name] }

// Lines finds the elements of a kind of lines.
func Lines(name string) *Set { return all().lines[name] }

func read(text string) (*names, error) {
	names := &names{types: map[string]*Type{}, lines: map[string]*Set{}}
	var current *Set
	var pendingList *List
	for word := range strings.FieldsSeq(withoutComments(text)) {
		switch {
		case pendingList != nil:
			pendingList.Lines = word
			current.Lists = append(current.Lists, *pendingList)
			pendingList = nil
		case strings.HasPrefix(word, "["):
			t := &Type{Name: word[1:]}
			names.types[t.Name], current = t, &t.Set
		case strings.HasSuffix(word, "]"):
			names.typeOf(current).Key = strings.TrimSuffix(word, "]")
		case strings.HasPrefix(word, "{"):
			current = &Set{}
			names.lines[strings.Trim(word, "{}")] = current
		case strings.Contains(word, ">"):
			element, field, _ := strings.Cut(word, ">")
			name, bare := strings.CutSuffix(element, "+")
			pendingList = &List{Element: name, Field: field, Bare: bare, At: len(current.Fields)}
		case strings.Contains(word, "="):
			element, field, _ := strings.Cut(word, "=")
			current.Fields = append(current.Fields, Field{element, field, len(current.Fields)})
		case names.typeOf(current) != nil && names.typeOf(current).Object == "":
			names.typeOf(current).Object = word
		default:
			return nil, fmt.Errorf("%q has no place", word)
		}
	}
	return names, nil
}

func withoutComments(text string) string {
	lines := strings.Split(text, "\n")
	lines = slices.DeleteFunc(lines, func(line string) bool { return strings.HasPrefix(line, "#") })
	return strings.Join(lines, "\n")
}

// typeOf finds the type that is being read.
func (n *names) typeOf(set *Set) *Type {
	for _, t := range n.types {
		if &t.Set == set {
			return t
		}
	}
	return nil
}

// Field finds the field that an element stands for.
func (s *Set) Field(element string) (string, bool) {
	for _, f := range s.Fields {
		if f.Element == element {
			return f.Field, true
		}
	}
	return "", false
}

// List finds the collection that an element holds.
func (s *Set) List(element string) (List, bool) {
	for _, l := range s.Lists {
		if l.Element == element {
			return l, true
		}
	}
	return List{}, false
}

// FieldOf is the field that an element stands for, or its own name.
func (t *Type) FieldOf(element string) string {
	if field, known := t.Set.Field(strings.ToLower(element)); known {
		return field
	}
	return strings.ToUpper(element)
}

// KeyElement is the element that names the record where no attribute does.
func (t *Type) KeyElement() string {
	for _, f := range t.Set.Fields {
		if f.Field == t.Key && f.Element != "key" && (f.Element != "name" || t.Name != "supdocfolder") {
			return f.Element
		}
	}
	return "key"
}
