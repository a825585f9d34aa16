package airbyte

import (
	"bytes"

	"airbyte-sage-intacct/internal/rawjson"
)

// find returns the member of that name, the last if there are several: so does the platform's parser.
func find(object []byte, name string) (found rawjson.Member, ok bool) {
	if !isObject(object) {
		return rawjson.Member{}, false
	}
	for m := range rawjson.Members(object) {
		if string(m.Name) == name {
			found, ok = m, true
		}
	}
	return found, ok
}

// lookup returns the value of a name, nil if it is absent or null.
func lookup(object []byte, name string) []byte {
	if m, ok := find(object, name); ok && !isNull(m.Value) {
		return m.Value
	}
	return nil
}

func isNull(value []byte) bool   { return string(value) == "null" }
func isObject(value []byte) bool { return len(value) > 0 && value[0] == '{' }

func isEmptyObject(value []byte) bool {
	if !isObject(value) {
		return false
	}
	for range rawjson.Members(value) {
		return false
	}
	return true
}

// typeOf names the JSON type of a value for a message; the value itself may be a secret.
func typeOf(value []byte) string {
	if len(value) == 0 {
		return "nothing"
	}
	switch value[0] {
	case '"':
		return "string"
	case '{':
		return "object"
	case '[':
		return "array"
	case 't', 'f':
		return "boolean"
	case 'n':
		return "null"
	}
	if bytes.ContainsAny(value, ".eE") {
		return "number"
	}
	return "integer"
}

// trimBOM drops the mark that some editors put before UTF-8.
func trimBOM(data []byte) []byte { return bytes.TrimPrefix(data, []byte("\uFEFF")) }

// article puts "a" or "an" before a noun.
func article(noun string) string {
	switch noun[0] {
	case 'a', 'e', 'i', 'o', 'u':
		return "an " + noun
	}
	return "a " + noun
}
