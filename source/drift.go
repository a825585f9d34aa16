package source

import (
	"encoding/json"
	"slices"
)

// The schema of a configured catalogue is what the destination's tables have. A
// field may have got another type since; its values go out as the schema has
// them, as far as they can be read so, until it is refreshed.

// asConfigured gives the columns of a plan the kinds that the catalogue's schema
// has. Keys, cursors and times of creation stay as they are: the reading depends
// on them.
func (p *plan) asConfigured(schema json.RawMessage) {
	var object struct {
		Properties map[string]json.RawMessage `json:"properties"`
	}
	if json.Unmarshal(schema, &object) != nil {
		return
	}
	for i, c := range p.asked {
		if p.isRole(c) {
			continue
		}
		want, known := kindOfSchema(object.Properties[c.name])
		has, _ := kindOfSchema([]byte(c.schema()))
		if !known || want == has || want == textKind && (has == dateKind || has == timestampKind) {
			continue // times are texts
		}
		other := c.as(want)
		p.asked[i], p.columns[slices.Index(p.columns, c)] = other, other
		p.drifted = append(p.drifted, other)
	}
}

// isRole reports whether the reading itself needs to know a column's values.
func (p *plan) isRole(c *column) bool {
	return c == p.key || c == p.cursor || c == p.created || c == p.parentKey || slices.Contains(p.identity, c)
}

// as is the column with values of another kind. What cannot be read as that is
// null.
func (c *column) as(want kind) *column {
	other := *c
	other.was = c.kind
	switch {
	case want == textKind && (c.kind == numberKind || c.kind == integerKind):
		other.quoted = true
		return &other
	case want == numberKind && c.kind == numberKind: // it was a text of its digits
		other.quoted = false
		return &other
	}
	other.kind, other.quoted, other.strict = want, false, false
	return &other
}

// kindOfSchema reads the type of a property. It reports false where that is none
// of those that columns have.
func kindOfSchema(schema json.RawMessage) (kind, bool) {
	var property struct {
		Type   any    `json:"type"`
		Format string `json:"format"`
	}
	if len(schema) == 0 || json.Unmarshal(schema, &property) != nil {
		return 0, false
	}
	var name string
	switch types := property.Type.(type) {
	case string:
		name = types
	case []any:
		for _, one := range types {
			text, _ := one.(string)
			switch {
			case text == "null":
			case name != "":
				return 0, false // several
			default:
				name = text
			}
		}
	}
	switch name {
	case "integer":
		return integerKind, true
	case "number":
		return numberKind, true
	case "boolean":
		return booleanKind, true
	case "string":
		switch property.Format {
		case "date":
			return dateKind, true
		case "date-time":
			return timestampKind, true
		}
		return textKind, true
	}
	return 0, false
}
