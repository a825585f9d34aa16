package airbyte

import (
	"encoding/json"
	"fmt"
	"slices"

	"airbyte-sage-intacct/internal/rawjson"
)

// schema is the part of JSON schema that the spec of a connector uses. What else a spec may hold
// (titles, groups, examples) is for the user interface. A full validator would cost more at start
// than everything else that a command does before its first request.
type schema struct {
	Type              types              `json:"type"`
	Properties        map[string]*schema `json:"properties"`
	Required          []string           `json:"required"`
	Items             *schema            `json:"items"`
	OneOf             []*schema          `json:"oneOf"`
	Enum              []json.RawMessage  `json:"enum"`
	Const             json.RawMessage    `json:"const"`
	Pattern           string             `json:"pattern"`
	PatternDescriptor string             `json:"pattern_descriptor"`
	Format            string             `json:"format"`
	Minimum           *float64           `json:"minimum"`
	Maximum           *float64           `json:"maximum"`
	MinLength         *int               `json:"minLength"`
	MaxLength         *int               `json:"maxLength"`
	Secret            bool               `json:"airbyte_secret"`
}

// types is one type or a list of them; none allows all.
type types []string

func (t *types) UnmarshalJSON(raw []byte) error {
	if raw[0] != '"' {
		return json.Unmarshal(raw, (*[]string)(t))
	}
	*t = types{textOf(raw)}
	return nil
}

func (t types) allow(name string) bool {
	return len(t) == 0 || slices.Contains(t, name) || name == "integer" && slices.Contains(t, "number")
}

// configSchema takes the schema of the configuration out of a spec.
func configSchema(spec []byte) (*schema, error) {
	var parsed struct {
		ConnectionSpecification *schema `json:"connectionSpecification"`
	}
	if err := json.Unmarshal(spec, &parsed); err != nil {
		return nil, fmt.Errorf("the connector's spec: %w", err)
	}
	if parsed.ConnectionSpecification == nil {
		return nil, fmt.Errorf("the connector's spec has no connectionSpecification")
	}
	return parsed.ConnectionSpecification, nil
}

// secrets collects the values of all properties that are marked airbyte_secret, whether the rest of
// the configuration is right or not, and apart from them the texts that are no secrets.
func (s *schema) secrets(value []byte) (secret, open []string) {
	collect := func(s *schema, value []byte) {
		inner, plain := s.secrets(value)
		secret, open = append(secret, inner...), append(open, plain...)
	}
	switch {
	case len(value) == 0:
	case s.Secret:
		if kind := typeOf(value); kind == "string" || kind == "integer" || kind == "number" {
			secret = append(secret, textOf(value))
		}
	case isObject(value):
		for m := range rawjson.Members(value) {
			if property := s.Properties[string(m.Name)]; property != nil {
				collect(property, m.Value)
			}
		}
	case value[0] == '[' && s.Items != nil:
		for _, item := range rawjson.Elements(value) {
			collect(s.Items, item)
		}
	case value[0] == '"' && len(s.OneOf) == 0:
		open = append(open, textOf(value))
	}
	for _, option := range s.OneOf {
		collect(option, value)
	}
	return secret, open
}
