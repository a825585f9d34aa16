package sandbox

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
var legacyText string

// A legacyType is an object under its legacy name.
type legacyType struct {
	name   string
	object string
	key    string // the field that key attributes and results name
	set    legacySet
}

// A legacySet is the elements of a type or of a kind of lines.
type legacySet struct {
	fields []legacyField
	lists  []legacyList
}

type legacyField struct {
	element, field string
	at             int // its place in the set, as that of a list
}

// A legacyList is a collection. The elements of a bare one are lines
// themselves, with nothing around them.
type legacyList struct {
	element, field, lines string
	bare                  bool
	at                    int
}

// legacyNames is all that the file says.
type legacyNames struct {
	types map[string]*legacyType
	lines map[string]*legacySet
}

var legacy = sync.OnceValue(func() *legacyNames {
	names, err := readLegacy(legacyText)
	if err != nil {
		panic(fmt.Sprintf("sandbox: legacy.txt: %v", err)) // the file is part of the program
	}
	return names
})

func readLegacy(text string) (*legacyNames, error) {
	names := &legacyNames{types: map[string]*legacyType{}, lines: map[string]*legacySet{}}
	var current *legacySet
	var pendingList *legacyList
	for word := range strings.FieldsSeq(withoutComments(text)) {
		switch {
		case pendingList != nil:
			pendingList.lines = word
			current.lists = append(current.lists, *pendingList)
			pendingList = nil
		case strings.HasPrefix(word, "["):
			t := &legacyType{name: word[1:]}
			names.types[t.name], current = t, &t.set
		case strings.HasSuffix(word, "]"):
			names.typeOf(current).key = strings.TrimSuffix(word, "]")
		case strings.HasPrefix(word, "{"):
			current = &legacySet{}
			names.lines[strings.Trim(word, "{}")] = current
		case strings.Contains(word, ">"):
			element, field, _ := strings.Cut(word, ">")
			name, bare := strings.CutSuffix(element, "+")
			pendingList = &legacyList{element: name, field: field, bare: bare, at: len(current.fields)}
		case strings.Contains(word, "="):
			element, field, _ := strings.Cut(word, "=")
			current.fields = append(current.fields, legacyField{element, field, len(current.fields)})
		case names.typeOf(current) != nil && names.typeOf(current).object == "":
			names.typeOf(current).object = word
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
func (n *legacyNames) typeOf(set *legacySet) *legacyType {
	for _, t := range n.types {
		if &t.set == set {
			return t
		}
	}
	return nil
}

// field finds the field that an element stands for.
func (s *legacySet) field(element string) (string, bool) {
	for _, f := range s.fields {
		if f.element == element {
			return f.field, true
		}
	}
	return "", false
}

func (s *legacySet) list(element string) (legacyList, bool) {
	for _, l := range s.lists {
		if l.element == element {
			return l, true
		}
	}
	return legacyList{}, false
}
