package record

import (
	"encoding/json"
	"errors"
	"strings"

	"airbyte-sage-intacct/destination/canonical"
	"airbyte-sage-intacct/destination/schema"
)

// unwrapLines finds the lines in the forms they come in: a list of objects, a
// single one, either inside an object whose one member is called like the list
// or its lines, as XML has it, or any of these as text. given is false where
// nothing is said about lines.
func unwrapLines(l *schema.List, value json.RawMessage) (lines []json.RawMessage, given bool, err error) {
	switch canonical.Opens(value) {
	case 'n':
		return nil, false, nil
	case '"':
		return unwrapText(l, value)
	case '[':
		return unwrapList(l, value)
	case '{':
		fields, err := canonical.Members(value)
		if err == nil && len(fields) == 1 && wraps(l, fields[0]) {
			return unwrapLines(l, fields[0].Value)
		}
		return []json.RawMessage{value}, true, err
	}
	return nil, false, errors.New("is not a list of lines")
}

func unwrapText(l *schema.List, value json.RawMessage) ([]json.RawMessage, bool, error) {
	var text string
	if err := json.Unmarshal(value, &text); err != nil || strings.TrimSpace(text) == "" {
		return nil, false, err
	}
	inner := json.RawMessage(text)
	if !json.Valid(inner) || canonical.Opens(inner) == '"' {
		return nil, false, errors.New("is text where lines are expected")
	}
	return unwrapLines(l, inner)
}

// unwrapList is the elements of a list, each of which may hold lines instead of
// being one.
func unwrapList(l *schema.List, value json.RawMessage) ([]json.RawMessage, bool, error) {
	var elements, lines []json.RawMessage
	if err := json.Unmarshal(value, &elements); err != nil {
		return nil, false, err
	}
	for _, element := range elements {
		if canonical.Opens(element) != '{' {
			lines = append(lines, element)
			continue
		}
		inner, _, err := unwrapLines(l, element)
		if err != nil {
			return nil, false, err
		}
		lines = append(lines, inner...)
	}
	return lines, true, nil
}

// wraps reports whether an object's only member holds lines rather than being
// a field of a line, which may have the same name and takes no lines.
func wraps(l *schema.List, m canonical.Member) bool {
	for _, own := range append([]string{l.Element, l.Line}, l.Names...) {
		if canonical.NormalName(own) == canonical.NormalName(m.Name) {
			_, isField := l.Lines.Fields.Find(m.Name)
			return !isField || canonical.Opens(m.Value) == '{' || canonical.Opens(m.Value) == '['
		}
	}
	return false
}

// customWrappers are the columns in which tools and SDKs put the company's own
// fields together, and customNames and customValues what they call the parts.
var (
	customWrappers = []string{"customfields", "custom_fields", "customfield"}
	customNames    = []string{"customfieldname", "name"}
	customValues   = []string{"customfieldvalue", "value"}
)

// unwrapCustom finds the fields in a column that wraps the company's own: a list
// of names and values, alone or inside the element that legacy functions have,
// or an object of fields. false means that the column is none, or has another
// form.
func unwrapCustom(name string, value json.RawMessage) ([]canonical.Member, bool) {
	if !canonical.HasName(customWrappers, name) {
		return nil, false
	}
	switch canonical.Opens(value) {
	case 'n':
		return nil, true
	case '"':
		var text string
		if json.Unmarshal(value, &text) != nil || canonical.Opens(json.RawMessage(text)) == '"' || !json.Valid([]byte(text)) {
			return nil, strings.TrimSpace(text) == ""
		}
		return unwrapCustom(name, json.RawMessage(text))
	case '[':
		return customList(value)
	case '{':
		fields, err := canonical.Members(value)
		if err != nil {
			return nil, false
		}
		if len(fields) == 1 && canonical.HasName(customWrappers, fields[0].Name) {
			return unwrapCustom(fields[0].Name, fields[0].Value)
		}
		if one, ok := customPair(fields); ok {
			return []canonical.Member{one}, true
		}
		return fields, true
	}
	return nil, false
}

func customList(value json.RawMessage) ([]canonical.Member, bool) {
	var elements []json.RawMessage
	if json.Unmarshal(value, &elements) != nil {
		return nil, false
	}
	var list []canonical.Member
	for _, element := range elements {
		inner, ok := unwrapCustom(customWrappers[0], element)
		if !ok || canonical.Opens(element) != '{' {
			return nil, false
		}
		list = append(list, inner...)
	}
	return list, true
}

// customPair is a field whose name and value are members of an object.
func customPair(fields []canonical.Member) (canonical.Member, bool) {
	var pair canonical.Member
	for _, f := range fields {
		switch {
		case canonical.HasName(customNames, f.Name):
			if json.Unmarshal(f.Value, &pair.Name) != nil {
				return canonical.Member{}, false
			}
		case canonical.HasName(customValues, f.Name):
			pair.Value = f.Value
		}
	}
	return pair, pair.Name != "" && pair.Value != nil
}
