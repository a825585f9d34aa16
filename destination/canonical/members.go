package canonical

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
)

// Member is one name and value of a JSON object.
type Member struct {
	Name  string
	Value json.RawMessage
}

// Members reads a JSON object in its own order, which a map would lose.
func Members(raw json.RawMessage) ([]Member, error) {
	decoder := json.NewDecoder(bytes.NewReader(raw))
	opening, err := decoder.Token()
	if err != nil {
		return nil, err
	}
	if opening != json.Delim('{') {
		return nil, errors.New("is not an object")
	}
	var list []Member
	for decoder.More() {
		name, err := decoder.Token()
		if err != nil {
			return nil, err
		}
		m := Member{Name: fmt.Sprint(name)}
		if err := decoder.Decode(&m.Value); err != nil {
			return nil, err
		}
		list = append(list, m)
	}
	_, err = decoder.Token()
	return list, err
}

// Opens is the first character of a JSON value: it tells the value's type.
func Opens(raw json.RawMessage) byte {
	if raw = bytes.TrimSpace(raw); len(raw) > 0 {
		return raw[0]
	}
	return 'n'
}
