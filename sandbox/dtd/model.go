// Package dtd is the published schema of requests: which functions there are,
// what each element may contain and in which order. The gateway holds every
// request against it before it looks at who asks.
package dtd

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"sync"

	"airbyte-sage-intacct/sandbox/xmltree"
)

// The content models of requests: see the notation at the file's top.
//
//go:embed models.txt
var modelsText string

// A model says what an element may contain.
type model struct {
	kind  modelKind
	attrs []attrRule
	// members of an any-order group, and the paths through an ordered one.
	members []member
	paths   automaton
}

type modelKind int

const (
	anyContent modelKind = iota
	someContent
	textContent
	emptyContent
	anyOrder
	inOrder
)

// A member is an element of an any-order group.
type member struct {
	name     string
	required bool
}

type attrRule struct {
	name     string
	required bool
	values   []string
}

// A schema holds the models of all elements, by name or by parent/name, and
// the names of the functions and legacy objects that have no model.
type schema struct {
	models    map[string]*model
	functions map[string]bool
	gettable  map[string]bool
	listable  map[string]bool
}

// requestSchema reads the models at the first request.
var requestSchema = sync.OnceValue(func() *schema {
	s, err := readSchema(modelsText)
	if err != nil {
		panic(fmt.Sprintf("dtd: models.txt: %v", err)) // the file is part of the program
	}
	return s
})

func readSchema(text string) (*schema, error) {
	s := &schema{
		models:    map[string]*model{},
		functions: map[string]bool{},
		gettable:  map[string]bool{},
		listable:  map[string]bool{},
	}
	section := ""
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		switch {
		case strings.HasPrefix(line, "## "):
			section = line
		case line == "" || line[0] == '#':
		default:
			if err := s.readLine(line, strings.Contains(section, "unctions")); err != nil {
				return nil, err
			}
		}
	}
	return s, nil
}

func (s *schema) readLine(line string, isFunction bool) error {
	if list, names, found := strings.Cut(line, "= "); found && strings.ToUpper(list) == list {
		set := map[string]map[string]bool{"FUNCTIONS": s.functions, "GET": s.gettable, "GETLIST": s.listable}[list]
		if set == nil {
			return fmt.Errorf("unknown list %s", list)
		}
		for name := range strings.FieldsSeq(names) {
			set[name] = true
		}
		return nil
	}
	name, text, found := strings.Cut(line, ": ")
	if !found {
		return fmt.Errorf("line %q has no model", line)
	}
	m, err := readModel(text)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	s.models[name] = m
	if isFunction && !strings.Contains(name, "/") {
		s.functions[name] = true
	}
	return nil
}

// modelOf finds the model of an element inside its parent, nil when anything
// goes.
func (s *schema) modelOf(parent, name string) *model {
	if m := s.models[parent+"/"+name]; m != nil {
		return m
	}
	return s.models[name]
}

// Gettable reports whether get reads the objects of that legacy name.
func Gettable(name string) bool { return requestSchema().gettable[name] }

// Listable reports whether get_list reads the objects of that legacy name.
func Listable(name string) bool { return requestSchema().listable[name] }

// IsDate reports whether an element is a date in three elements.
func IsDate(name string) bool { return firstOf(name) == "year" }

// LineElement is what the lines of a legacy collection are called.
func LineElement(list string) string {
	if name := firstOf(list); name != "" {
		return name
	}
	return "lineitem"
}

// firstOf is the first element in an ordered model, "" where there is none.
func firstOf(name string) string {
	if m := requestSchema().models[name]; m != nil && len(m.paths.names) > 0 {
		return m.paths.names[0]
	}
	return ""
}

// readModel reads one model in the file's notation.
func readModel(text string) (*model, error) {
	content, attrs, _ := strings.Cut(text, "@")
	m := &model{}
	for _, rule := range strings.Split(attrs, "@") {
		if rule = strings.TrimSpace(rule); rule != "" {
			m.attrs = append(m.attrs, readAttrRule(rule))
		}
	}
	switch content = strings.TrimSpace(content); content {
	case "any":
		m.kind = anyContent
	case "any+":
		m.kind = someContent
	case "text":
		m.kind = textContent
	case "empty", "":
		m.kind = emptyContent
	default:
		return m, m.readContent(content)
	}
	return m, nil
}

func readAttrRule(rule string) attrRule {
	name, values, _ := strings.Cut(rule, "=")
	r := attrRule{name: strings.TrimSuffix(name, "!"), required: strings.HasSuffix(name, "!")}
	if values != "" {
		r.values = strings.Split(values, "|")
	}
	return r
}

func (m *model) readContent(content string) error {
	if strings.Contains(content, "&") {
		m.kind = anyOrder
		for name := range strings.SplitSeq(strings.Trim(content, "()"), "&") {
			name = strings.TrimSpace(name)
			m.members = append(m.members, member{
				name:     strings.TrimSuffix(name, "?"),
				required: !strings.HasSuffix(name, "?"),
			})
		}
		return nil
	}
	m.kind = inOrder
	var err error
	m.paths, err = compileContent(content)
	return err
}

// expected lists names as libxml2 does: at most ten.
func expected(names []string) string {
	if len(names) > 10 {
		names = names[:10]
	}
	switch len(names) {
	case 0:
		return ""
	case 1:
		return fmt.Sprintf(" Expected is ( %s )", names[0])
	default:
		return fmt.Sprintf(" Expected is one of ( %s )", strings.Join(names, ", "))
	}
}

// checkContent holds an element's children against the model and returns the
// place and the words of the first violation.
func (m *model) checkContent(e *xmltree.Element) (*xmltree.Element, string) {
	switch m.kind {
	case someContent:
		if len(e.Children) == 0 {
			return e, "Missing child element(s)."
		}
	case textContent, emptyContent:
		if len(e.Children) > 0 {
			return e.Children[0], "This element is not expected."
		}
	case anyOrder:
		return m.checkAnyOrder(e)
	case inOrder:
		return m.paths.check(e)
	case anyContent:
	}
	return nil, ""
}

func (m *model) checkAnyOrder(e *xmltree.Element) (*xmltree.Element, string) {
	left := slices.Clone(m.members)
	names := func() (names []string) {
		for _, member := range left {
			names = append(names, member.name)
		}
		return names
	}
	for _, child := range e.Children {
		i := slices.IndexFunc(left, func(m member) bool { return m.name == child.Name })
		if i < 0 {
			return child, "This element is not expected." + expected(names())
		}
		left = slices.Delete(left, i, i+1)
	}
	left = slices.DeleteFunc(left, func(m member) bool { return !m.required })
	if len(left) > 0 {
		return e, "Missing child element(s)." + expected(names())
	}
	return nil, ""
}
