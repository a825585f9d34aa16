package airbyte

import (
	"bytes"
	"encoding/json"
	"fmt"

	"airbyte-sage-intacct/internal/rawjson"
)

// The roles that one image may play. Airbyte does not say which it wants; see parseArgs.
const (
	roleSource      = "source"
	roleDestination = "destination"
)

// foreignGroup is the group of the spec's properties that mean nothing in a role.
func foreignGroup(role string) string {
	switch role {
	case roleSource:
		return "writing"
	case roleDestination:
		return "reading"
	}
	return ""
}

// SpecOf is the specification in a role, or, for "", in both: without what belongs to the other role,
// and with the page of this one.
func (c Connector) SpecOf(role string) ([]byte, error) {
	spec, err := narrowSpec(c.Spec, role)
	if err != nil || c.Page == nil {
		return spec, err
	}
	return rewrite(spec, func(name string, value []byte) []byte {
		if name == "documentationUrl" {
			return AppendJSONString(nil, c.Page(role))
		}
		return value
	}), nil
}

// narrowSpec leaves out what belongs to the other role: the properties of its group and the group.
// Everything else keeps its order.
func narrowSpec(spec []byte, role string) ([]byte, error) {
	compact, err := compactObject(spec)
	if err != nil {
		return nil, fmt.Errorf("the connector's spec: %w", err)
	}
	foreign := foreignGroup(role)
	if foreign == "" {
		return compact, nil
	}
	return rewrite(compact, func(name string, value []byte) []byte {
		if name != "connectionSpecification" || !isObject(value) {
			return value
		}
		return rewrite(value, func(name string, value []byte) []byte {
			switch {
			case name == "properties" && isObject(value):
				return rewrite(value, func(_ string, property []byte) []byte {
					return unlessNamed(property, "group", foreign)
				})
			case name == "groups":
				return withoutGroup(value, foreign)
			}
			return value
		})
	}), nil
}

// rewrite copies a compact object with every value replaced by what edit makes of it; nil drops it.
func rewrite(object []byte, edit func(name string, value []byte) []byte) []byte {
	out := []byte{'{'}
	for m := range rawjson.Members(object) {
		if value := edit(string(m.Name), m.Value); value != nil {
			out = AppendJSONString(out, m.Name)
			out = append(out, ':')
			out = append(append(out, value...), ',')
		}
	}
	return append(bytes.TrimSuffix(out, []byte{','}), '}')
}

// unlessNamed is object, or nil if it has that string under key.
func unlessNamed(object []byte, key, name string) []byte {
	if textOf(lookup(object, key)) == name {
		return nil
	}
	return object
}

func withoutGroup(groups []byte, id string) []byte {
	var list, kept []json.RawMessage
	if err := json.Unmarshal(groups, &list); err != nil {
		return groups
	}
	for _, group := range list {
		if unlessNamed(group, "id", id) != nil {
			kept = append(kept, group)
		}
	}
	rest, err := json.Marshal(kept)
	if err != nil {
		return groups
	}
	return rest
}
