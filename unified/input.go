package unified

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"

	"airbyte-sage-intacct/internal/rawjson"
)

// input is a unified record, and which of its fields were used.
type input struct {
	names  []string
	values []json.RawMessage
	used   []bool
}

func parse(raw json.RawMessage) (*input, error) {
	fields, err := rawjson.Fields(raw)
	if err != nil {
		return nil, err
	}
	in := &input{}
	for _, f := range fields {
		in.names, in.values = append(in.names, f.Name), append(in.values, f.Value)
	}
	in.used = make([]bool, len(in.names))
	return in, nil
}

// take finds the first of several names that has a value, and marks all of
// them as used. A null is as good as nothing: what a source does not know must
// not erase what a company has.
func (in *input) take(names []string) (json.RawMessage, string) {
	var found json.RawMessage
	var by string
	for _, name := range names {
		for i := range in.names {
			if !among([]string{name}, in.names[i]) {
				continue
			}
			in.used[i] = true
			if found == nil && !empty(in.values[i]) {
				found, by = in.values[i], in.names[i]
			}
		}
	}
	return found, by
}

// saysNone reports whether one of several names holds a list without elements,
// which says more than a null does: there are none.
func (in *input) saysNone(names []string) bool {
	for i, name := range in.names {
		if among(names, name) {
			list, err := elements(in.values[i])
			if err == nil && list != nil && len(list) == 0 {
				return true
			}
		}
	}
	return false
}

// text is take for a single value.
func (in *input) text(names []string) (string, string) {
	raw, by := in.take(names)
	text, _ := scalar(raw)
	return text, by
}

// number is text for a JSON number, which is another text in other spellings.
func (in *input) number(names []string) bool {
	raw, _ := in.take(names)
	return len(raw) > 0 && (raw[0] == '-' || '0' <= raw[0] && raw[0] <= '9')
}

func empty(raw json.RawMessage) bool {
	if len(raw) > 2 && raw[0] == '"' && raw[1] > ' ' && raw[1] != '[' && raw[1] != '\\' {
		return false // most texts
	}
	switch text := strings.TrimSpace(string(raw)); {
	case text == "", text == "null", text == "[]", text == "{}":
		return true
	case text[0] == '"':
		s, ok := scalar(raw)
		return !ok || strings.TrimSpace(s) == "[]"
	}
	return false
}

// elements are the elements of a list, which may come as a single object or as
// text.
func elements(raw json.RawMessage) ([]json.RawMessage, error) {
	switch text := bytes.TrimSpace(raw); {
	case len(text) == 0 || text[0] == 'n':
		return nil, nil
	case text[0] == '[':
		var list []json.RawMessage
		return list, json.Unmarshal(text, &list)
	case text[0] == '{':
		return []json.RawMessage{raw}, nil
	case text[0] == '"':
		inner, _ := scalar(raw)
		if trimmed := strings.TrimSpace(inner); strings.HasPrefix(trimmed, "[") || strings.HasPrefix(trimmed, "{") {
			return elements(json.RawMessage(trimmed))
		}
	}
	return nil, errors.New("is not a list")
}
