package canonical

import (
	"bytes"
	"encoding/json"

	"airbyte-sage-intacct/internal/rawjson"
)

// Member is one name and value of a JSON object.
type Member struct {
	Name  string
	Value json.RawMessage
}

// Members reads a JSON object in its own order, which a map would lose.
func Members(raw json.RawMessage) ([]Member, error) {
	fields, err := rawjson.Fields(raw)
	list := make([]Member, len(fields))
	for i, f := range fields {
		list[i] = Member(f)
	}
	return list, err
}

// Opens is the first character of a JSON value: it tells the value's type.
func Opens(raw json.RawMessage) byte {
	if raw = bytes.TrimSpace(raw); len(raw) > 0 {
		return raw[0]
	}
	return 'n'
}
