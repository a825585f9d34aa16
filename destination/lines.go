package destination

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
)

// readRows reads the lines of a list. A list without lines is one: the record
// has none. null says nothing about lines.
func (r reader) readRows(d *document, l *list, value json.RawMessage, c *complaints) {
	lines, given, err := unwrapLines(l, value)
	if err != nil {
		c.add(l.element, err.Error())
		return
	}
	if !given {
		return
	}
	found := rows{list: l}
	for i, line := range lines {
		fields, err := members(line)
		if err != nil {
			c.add(fmt.Sprintf("%s[%d]", l.element, i), err.Error())
			continue
		}
		document := &document{}
		inner := &complaints{prefix: linePrefix("", l, i)}
		r.readMembers(document, l.lines, "", fields, inner)
		c.merge(inner)
		d.dropOf(l, document)
		found.documents = append(found.documents, document)
	}
	d.addRows(found, c)
}

// linePrefix begins the names of a line's fields in messages.
func linePrefix(prefix string, l *list, i int) string {
	return fmt.Sprintf("%s%s[%d].", prefix, l.element, i)
}

// addRows gives the document lines. A list that came under two of its names is
// one only if one of them has none.
func (d *document) addRows(brought rows, c *complaints) {
	for i := range d.rows {
		switch there := &d.rows[i]; {
		case there.list != brought.list:
		case len(there.documents) > 0 && len(brought.documents) > 0:
			c.add(brought.list.element, "is given twice, under different names")
			return
		default:
			there.documents = append(there.documents, brought.documents...)
			return
		}
	}
	d.rows = append(d.rows, brought)
}

// unwrapLines finds the lines in the forms they come in: a list of objects, a
// single one, either inside an object whose one member is called like the list
// or its lines, as XML has it, or any of these as text. given is false where
// nothing is said about lines.
func unwrapLines(l *list, value json.RawMessage) (lines []json.RawMessage, given bool, err error) {
	switch opens(value) {
	case 'n':
		return nil, false, nil
	case '"':
		return unwrapText(l, value)
	case '[':
		return unwrapList(l, value)
	case '{':
		fields, err := members(value)
		if err == nil && len(fields) == 1 && l.wraps(fields[0]) {
			return unwrapLines(l, fields[0].value)
		}
		return []json.RawMessage{value}, true, err
	}
	return nil, false, errors.New("is not a list of lines")
}

func unwrapText(l *list, value json.RawMessage) ([]json.RawMessage, bool, error) {
	var text string
	if err := json.Unmarshal(value, &text); err != nil || strings.TrimSpace(text) == "" {
		return nil, false, err
	}
	inner := json.RawMessage(text)
	if !json.Valid(inner) || opens(inner) == '"' {
		return nil, false, errors.New("is text where lines are expected")
	}
	return unwrapLines(l, inner)
}

// unwrapList is the elements of a list, each of which may hold lines instead of
// being one.
func unwrapList(l *list, value json.RawMessage) ([]json.RawMessage, bool, error) {
	var elements, lines []json.RawMessage
	if err := json.Unmarshal(value, &elements); err != nil {
		return nil, false, err
	}
	for _, element := range elements {
		if opens(element) != '{' {
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
func (l *list) wraps(m member) bool {
	for _, own := range append([]string{l.element, l.line}, l.names...) {
		if normal(own) == normal(m.name) {
			_, isField := l.lines.fields.find(m.name)
			return !isField || opens(m.value) == '{' || opens(m.value) == '['
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
func unwrapCustom(name string, value json.RawMessage) ([]member, bool) {
	if !named(customWrappers, name) {
		return nil, false
	}
	switch opens(value) {
	case 'n':
		return nil, true
	case '"':
		var text string
		if json.Unmarshal(value, &text) != nil || opens(json.RawMessage(text)) == '"' || !json.Valid([]byte(text)) {
			return nil, strings.TrimSpace(text) == ""
		}
		return unwrapCustom(name, json.RawMessage(text))
	case '[':
		return customList(value)
	case '{':
		fields, err := members(value)
		if err != nil {
			return nil, false
		}
		if len(fields) == 1 && named(customWrappers, fields[0].name) {
			return unwrapCustom(fields[0].name, fields[0].value)
		}
		if one, ok := customPair(fields); ok {
			return []member{one}, true
		}
		return fields, true
	}
	return nil, false
}

func customList(value json.RawMessage) ([]member, bool) {
	var elements []json.RawMessage
	if json.Unmarshal(value, &elements) != nil {
		return nil, false
	}
	var list []member
	for _, element := range elements {
		inner, ok := unwrapCustom(customWrappers[0], element)
		if !ok || opens(element) != '{' {
			return nil, false
		}
		list = append(list, inner...)
	}
	return list, true
}

// customPair is a field whose name and value are members of an object.
func customPair(fields []member) (member, bool) {
	var pair member
	for _, f := range fields {
		switch {
		case named(customNames, f.name):
			if json.Unmarshal(f.value, &pair.name) != nil {
				return member{}, false
			}
		case named(customValues, f.name):
			pair.value = f.value
		}
	}
	return pair, pair.name != "" && pair.value != nil
}
