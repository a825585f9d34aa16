// Package rawjson walks over JSON without decoding it: what is not looked at keeps
// its bytes, the digits of numbers and the order of members among them.
package rawjson

import (
	"bytes"
	"encoding/json"
	"errors"
	"iter"
	"strings"
	"unicode/utf8"
)

// Member is one name and value of a JSON object. Start and End are the place of
// the value in it.
type Member struct {
	Name       []byte // unescaped
	Value      []byte
	Start, End int
}

// Members walks over a JSON object, which must have passed json.Valid.
func Members(object []byte) iter.Seq[Member] {
	return func(yield func(Member) bool) {
		i := SkipBlanks(object, 0) + 1
		for {
			i = SkipBlanks(object, i)
			if i >= len(object) || object[i] != '"' {
				return
			}
			nameEnd := SkipString(object, i)
			name := Unquote(object[i:nameEnd])
			start := SkipBlanks(object, SkipBlanks(object, nameEnd)+1)
			end := SkipValue(object, start)
			if !yield(Member{name, object[start:end:end], start, end}) {
				return
			}
			i = SkipBlanks(object, end) + 1
		}
	}
}

// Elements walks over a valid JSON array as Members does over an object.
func Elements(array []byte) iter.Seq2[int, []byte] {
	return func(yield func(int, []byte) bool) {
		at := SkipBlanks(array, 1)
		for n := 0; at < len(array) && array[at] != ']'; n++ {
			end := SkipValue(array, at)
			if !yield(n, array[at:end:end]) {
				return
			}
			if at = SkipBlanks(array, end); at < len(array) && array[at] == ',' {
				at = SkipBlanks(array, at+1)
			}
		}
	}
}

// Unquote decodes a valid JSON string.
func Unquote(quoted []byte) []byte {
	if text := quoted[1 : len(quoted)-1]; bytes.IndexByte(text, '\\') < 0 && utf8.Valid(text) {
		return text
	}
	var s string
	if err := json.Unmarshal(quoted, &s); err != nil {
		return quoted
	}
	return []byte(s)
}

// SkipBlanks returns the place of the first byte from i on that is no blank.
func SkipBlanks(s []byte, i int) int {
	for i < len(s) && (s[i] == ' ' || s[i] == '\t' || s[i] == '\n' || s[i] == '\r') {
		i++
	}
	return i
}

// SkipString returns the place behind the string that begins at i.
func SkipString(s []byte, i int) int {
	for i++; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return len(s)
}

// SkipValue returns the place behind the value that begins at i.
func SkipValue(s []byte, i int) int {
	depth := 0
	for i < len(s) {
		switch s[i] {
		case '"':
			i = SkipString(s, i)
		case '{', '[':
			depth++
			i++
			continue
		case '}', ']':
			depth--
			i++
		case ',', ':', ' ', '\t', '\n', '\r':
			i++
			continue
		default:
			i = skipScalar(s, i)
		}
		if depth == 0 {
			return i
		}
	}
	return len(s)
}

// skipScalar returns the place behind the number, true, false or null that begins at i.
func skipScalar(s []byte, i int) int {
	for i < len(s) && strings.IndexByte(",]} \t\n\r", s[i]) < 0 {
		i++
	}
	return i
}

// A Field is one name and value of an object that was taken apart.
type Field struct {
	Name  string
	Value json.RawMessage
}

// Fields takes an object apart in its own order, which a map would lose. The
// values are the object's bytes.
func Fields(raw []byte) ([]Field, error) {
	at := SkipBlanks(raw, 0)
	if !json.Valid(raw) {
		var any json.RawMessage
		return nil, json.Unmarshal(raw, &any) // says why
	}
	if raw[at] != '{' {
		return nil, errNotObject
	}
	var list []Field
	for m := range Members(raw) {
		list = append(list, Field{string(m.Name), m.Value})
	}
	return list, nil
}

var errNotObject = errors.New("is not an object")
