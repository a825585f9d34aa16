package unified

import (
	"encoding/json"
	"strings"
)

// scalar is the text of a single JSON value; false for null, "", lists and
// objects.
func scalar(raw json.RawMessage) (string, bool) {
	text := strings.TrimSpace(string(raw))
	if text == "" {
		return "", false
	}
	switch text[0] {
	case 'n', '[', '{':
		return "", false
	case '"':
		var s string
		if json.Unmarshal(raw, &s) != nil {
			return "", false
		}
		return s, strings.TrimSpace(s) != ""
	}
	return text, true
}

func quoted(text string) json.RawMessage {
	raw, err := json.Marshal(text)
	if err != nil {
		panic(err) // a string always has a JSON form
	}
	return raw
}
