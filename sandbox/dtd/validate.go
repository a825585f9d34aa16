package dtd

import (
	"fmt"
	"iter"
	"slices"
	"strings"

	"airbyte-sage-intacct/sandbox/xmltree"
)

// genericFunctions came with version 3.0: requests that state 2.1 have none of
// them.
var genericFunctions = map[string]bool{
	"query": true, "lookup": true, "inspect": true, "create": true, "update": true, "delete": true,
	"read": true, "readByName": true, "readByQuery": true, "readRelated": true, "readMore": true,
	"readView": true, "readReport": true,
}

// Validate holds a request against the schema, as the gateway does before it
// looks at who asks.
func Validate(root *xmltree.Element) *xmltree.Error {
	if root.Name != "request" {
		return violation(root, 1845, "No matching global declaration available for the validation root")
	}
	s := requestSchema()
	if failure := validateElement(s, "", root); failure != nil {
		return failure
	}
	if root.Child("control").Value("dtdversion") != "2.1" {
		return nil
	}
	for body := range Functions(root) {
		if genericFunctions[body.Name] {
			return violation(body, 1871, "This element is not expected")
		}
	}
	return nil
}

// Functions yields what stands inside each <function> of a request.
func Functions(root *xmltree.Element) iter.Seq[*xmltree.Element] {
	return func(yield func(*xmltree.Element) bool) {
		for _, operation := range root.Children {
			for _, content := range operation.Children {
				for _, function := range content.Children {
					if function.Name == "function" && len(function.Children) > 0 && !yield(function.Children[0]) {
						return
					}
				}
			}
		}
	}
}

func validateElement(s *schema, parent string, e *xmltree.Element) *xmltree.Error {
	m := s.modelOf(parent, e.Name)
	if parent == "content" {
		return validateFunction(s, e)
	}
	if m == nil {
		return nil
	}
	return validateAs(s, m, e)
}

func validateAs(s *schema, m *model, e *xmltree.Element) *xmltree.Error {
	if failure := m.checkAttrs(e); failure != nil {
		return failure
	}
	if m.kind == anyContent || m.kind == someContent {
		return contentViolation(m, e)
	}
	if m.kind != textContent && e.Trimmed() != "" {
		return violation(e, 1841, "Character content other than whitespace is not allowed because the content type is 'element-only'")
	}
	// In the order of a reader: what is wrong inside a child comes before what
	// is wrong after it.
	place, words := m.checkContent(e)
	for _, child := range e.Children {
		if child == place {
			break
		}
		if failure := validateElement(s, e.Name, child); failure != nil {
			return failure
		}
	}
	if place != nil {
		return violation(place, 1871, strings.TrimSuffix(words, "."))
	}
	return nil
}

func contentViolation(m *model, e *xmltree.Element) *xmltree.Error {
	if place, words := m.checkContent(e); place != nil {
		return violation(place, 1871, strings.TrimSuffix(words, "."))
	}
	return nil
}

// validateFunction checks <function> and the one function in it.
func validateFunction(s *schema, e *xmltree.Element) *xmltree.Error {
	if failure := s.models["function"].checkAttrs(e); failure != nil {
		return failure
	}
	if len(e.Children) == 0 {
		return violation(e, 1871, "Missing child element(s)")
	}
	body := e.Children[0]
	if !s.functions[body.Name] {
		return violation(body, 1871, "This element is not expected")
	}
	if len(e.Children) > 1 {
		return violation(e.Children[1], 1871, "This element is not expected")
	}
	m := s.modelOf("function", body.Name)
	if m == nil {
		return nil
	}
	return validateAs(s, m, body)
}

// checkAttrs checks the attributes. Unknown ones are refused like unknown
// elements; declarations of namespaces are none.
func (m *model) checkAttrs(e *xmltree.Element) *xmltree.Error {
	for _, rule := range m.attrs {
		if rule.required && !e.Has(rule.name) {
			return violation(e, 1868, fmt.Sprintf("The attribute '%s' is required but missing", rule.name))
		}
		value := strings.TrimSpace(e.Attr(rule.name))
		if e.Has(rule.name) && len(rule.values) > 0 && !slices.Contains(rule.values, value) {
			return violation(e, 1840, fmt.Sprintf("attribute '%s': [facet 'enumeration'] The value '%s' is not an element of the set {'%s'}",
				rule.name, value, strings.Join(rule.values, "', '")))
		}
	}
	for _, a := range e.Attrs {
		known := slices.ContainsFunc(m.attrs, func(r attrRule) bool { return r.name == a.Name.Local })
		if !known && a.Name.Space == "" && a.Name.Local != "xmlns" {
			return violation(e, 1866, fmt.Sprintf("The attribute '%s' is not allowed", a.Name.Local))
		}
	}
	return nil
}

// violation words a breach of the schema as libxml2 does.
func violation(e *xmltree.Element, code int, words string) *xmltree.Error {
	separator := ": "
	if strings.HasPrefix(words, "attribute ") {
		separator = ", "
	}
	return &xmltree.Error{
		Code: code, Schema: true, Line: e.Line, Column: e.Column,
		Message: "Element '" + e.Name + "'" + separator + words,
	}
}
