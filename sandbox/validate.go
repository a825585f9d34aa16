package sandbox

import (
	"fmt"
	"iter"
	"slices"
	"strings"
)

// genericFunctions came with version 3.0: requests that state 2.1 have none of
// them.
var genericFunctions = map[string]bool{
	"query": true, "lookup": true, "inspect": true, "create": true, "update": true, "delete": true,
	"read": true, "readByName": true, "readByQuery": true, "readRelated": true, "readMore": true,
	"readView": true, "readReport": true,
}

// validate holds a request against the schema, as the gateway does before it
// looks at who asks.
func validate(root *element) *parseError {
	if root.name != "request" {
		return violation(root, 1845, "No matching global declaration available for the validation root")
	}
	s := requestSchema()
	if failure := validateElement(s, "", root); failure != nil {
		return failure
	}
	if root.child("control").value("dtdversion") != "2.1" {
		return nil
	}
	for body := range functionBodies(root) {
		if genericFunctions[body.name] {
			return violation(body, 1871, "This element is not expected")
		}
	}
	return nil
}

// functionBodies yields what stands inside each <function> of a request.
func functionBodies(root *element) iter.Seq[*element] {
	return func(yield func(*element) bool) {
		for _, operation := range root.children {
			for _, content := range operation.children {
				for _, function := range content.children {
					if function.name == "function" && len(function.children) > 0 && !yield(function.children[0]) {
						return
					}
				}
			}
		}
	}
}

func validateElement(s *schema, parent string, e *element) *parseError {
	m := s.modelOf(parent, e.name)
	if parent == "content" {
		return validateFunction(s, e)
	}
	if m == nil {
		return nil
	}
	return validateAs(s, m, e)
}

func validateAs(s *schema, m *model, e *element) *parseError {
	if failure := m.checkAttrs(e); failure != nil {
		return failure
	}
	if m.kind == anyContent || m.kind == someContent {
		return contentViolation(m, e)
	}
	if m.kind != textContent && e.trimmed() != "" {
		return violation(e, 1841, "Character content other than whitespace is not allowed because the content type is 'element-only'")
	}
	// In the order of a reader: what is wrong inside a child comes before what
	// is wrong after it.
	place, words := m.checkContent(e)
	for _, child := range e.children {
		if child == place {
			break
		}
		if failure := validateElement(s, e.name, child); failure != nil {
			return failure
		}
	}
	if place != nil {
		return violation(place, 1871, strings.TrimSuffix(words, "."))
	}
	return nil
}

func contentViolation(m *model, e *element) *parseError {
	if place, words := m.checkContent(e); place != nil {
		return violation(place, 1871, strings.TrimSuffix(words, "."))
	}
	return nil
}

// validateFunction checks <function> and the one function in it.
func validateFunction(s *schema, e *element) *parseError {
	if failure := s.models["function"].checkAttrs(e); failure != nil {
		return failure
	}
	if len(e.children) == 0 {
		return violation(e, 1871, "Missing child element(s)")
	}
	body := e.children[0]
	if !s.functions[body.name] {
		return violation(body, 1871, "This element is not expected")
	}
	if len(e.children) > 1 {
		return violation(e.children[1], 1871, "This element is not expected")
	}
	m := s.modelOf("function", body.name)
	if m == nil {
		return nil
	}
	return validateAs(s, m, body)
}

// checkAttrs checks the attributes. Unknown ones are refused like unknown
// elements; declarations of namespaces are none.
func (m *model) checkAttrs(e *element) *parseError {
	for _, rule := range m.attrs {
		if rule.required && !e.has(rule.name) {
			return violation(e, 1868, fmt.Sprintf("The attribute '%s' is required but missing", rule.name))
		}
		value := strings.TrimSpace(e.attr(rule.name))
		if e.has(rule.name) && len(rule.values) > 0 && !slices.Contains(rule.values, value) {
			return violation(e, 1840, fmt.Sprintf("attribute '%s': [facet 'enumeration'] The value '%s' is not an element of the set {'%s'}",
				rule.name, value, strings.Join(rule.values, "', '")))
		}
	}
	for _, a := range e.attrs {
		known := slices.ContainsFunc(m.attrs, func(r attrRule) bool { return r.name == a.Name.Local })
		if !known && a.Name.Space == "" && a.Name.Local != "xmlns" {
			return violation(e, 1866, fmt.Sprintf("The attribute '%s' is not allowed", a.Name.Local))
		}
	}
	return nil
}

// violation words a breach of the schema as libxml2 does.
func violation(e *element, code int, words string) *parseError {
	separator := ": "
	if strings.HasPrefix(words, "attribute ") {
		separator = ", "
	}
	return &parseError{
		code: code, schema: true, line: e.line, column: e.column,
		message: "Element '" + e.name + "'" + separator + words,
	}
}
