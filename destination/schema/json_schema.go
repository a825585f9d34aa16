package schema

import (
	"encoding/json"
	"slices"
	"strings"

	"airbyte-sage-intacct/destination/canonical"
)

// property is the JSON schema of one field.
type property struct {
	Type       []string            `json:"type"`
	Format     string              `json:"format,omitempty"`
	Airbyte    string              `json:"airbyte_type,omitempty"`
	Items      *property           `json:"items,omitempty"`
	Properties map[string]property `json:"properties,omitempty"`
	Required   []string            `json:"required,omitempty"`
	Additional *bool               `json:"additionalProperties,omitempty"`
}

// Offered says what of an object is described.
type Offered struct {
	Key      bool // the record number, by which records are found
	Required bool // what a creation needs is required
	Files    bool // records may bring files
}

// JSONSchema describes the records that can be written.
func (s *Schema) JSONSchema(with Offered) json.RawMessage {
	top := s.property(with)
	top.Type = []string{"object"}
	if s.Carrier() != nil && with.Files {
		top.Properties[strings.ToUpper(canonical.AttachmentsColumn)] = filesProperty()
	}
	raw, err := json.Marshal(top)
	if err != nil {
		panic(err) // texts and lists of texts only
	}
	return raw
}

func (s *Schema) property(with Offered) property {
	open := true
	p := property{Type: []string{"null", "object"}, Properties: map[string]property{}, Additional: &open}
	for _, f := range s.Ordered {
		if f.Own && (f != s.Key() || !with.Key) {
			continue
		}
		p.Properties[f.ID] = f.property()
		if f.Required && !f.Own && with.Required {
			p.Required = append(p.Required, f.ID)
		}
	}
	slices.Sort(p.Required)
	s.EachList(func(l *List) {
		lines := l.Lines.property(Offered{})
		p.Properties[l.Element] = property{Type: []string{"null", "array"}, Items: &lines}
	})
	return p
}

func (f *Field) property() property {
	switch f.Kind {
	case canonical.Numeric:
		return property{Type: []string{"null", "number"}}
	case canonical.Boolean:
		return property{Type: []string{"null", "boolean"}}
	case canonical.Date:
		return property{Type: []string{"null", "string"}, Format: "date"}
	case canonical.Timestamp:
		return property{Type: []string{"null", "string"}, Format: "date-time", Airbyte: "timestamp_with_timezone"}
	}
	return property{Type: []string{"null", "string"}}
}

// filesProperty describes the files that a record may bring.
func filesProperty() property {
	parts := map[string]property{}
	for _, part := range []string{"id", "name", "type", "content", "path", "url"} {
		parts[part] = property{Type: []string{"null", "string"}}
	}
	return property{Type: []string{"null", "array"}, Items: &property{Type: []string{"null", "object"}, Properties: parts}}
}
