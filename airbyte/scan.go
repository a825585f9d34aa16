package airbyte

import (
	"bytes"
	"encoding/json"
	"iter"
	"strings"
	"unicode/utf8"
)

// member is one name and value of a JSON object. start and end are the place of the value in it.
type member struct {
	name       []byte // unescaped
	value      []byte
	start, end int
}

// members walks over a JSON object without decoding it, so that what is not looked at keeps its
// bytes: unknown keys, the digits of numbers, the order. The object must have passed json.Valid.
func members(object []byte) iter.Seq[member] {
	return func(yield func(member) bool) {
		i := skipBlanks(object, 0) + 1
		for {
			i = skipBlanks(object, i)
			if i >= len(object) || object[i] != '"' {
				return
			}
			nameEnd := skipString(object, i)
			name := unquote(object[i:nameEnd])
			start := skipBlanks(object, skipBlanks(object, nameEnd)+1)
			end := skipValue(object, start)
			if !yield(member{name, object[start:end:end], start, end}) {
				return
			}
			i = skipBlanks(object, end) + 1
		}
	}
}

// elements walks over a valid JSON array as members does over an object.
func elements(array []byte) iter.Seq2[int, []byte] {
	return func(yield func(int, []byte) bool) {
		at := skipBlanks(array, 1)
		for n := 0; at < len(array) && array[at] != ']'; n++ {
			end := skipValue(array, at)
			if !yield(n, array[at:end:end]) {
				return
			}
			if at = skipBlanks(array, end); at < len(array) && array[at] == ',' {
				at = skipBlanks(array, at+1)
			}
		}
	}
}

// unquote decodes a valid JSON string.
func unquote(quoted []byte) []byte {
	if text := quoted[1 : len(quoted)-1]; bytes.IndexByte(text, '\\') < 0 && utf8.Valid(text) {
		return text
	}
	var s string
	if err := json.Unmarshal(quoted, &s); err != nil {
		return quoted
	}
	return []byte(s)
}

func skipBlanks(s []byte, i int) int {
	for i < len(s) && (s[i] == ' ' || s[i] == '\t' || s[i] == '\n' || s[i] == '\r') {
		i++
	}
	return i
}

// skipString returns the place behind the string that begins at i.
func skipString(s []byte, i int) int {
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

// skipValue returns the place behind the value that begins at i.
func skipValue(s []byte, i int) int {
	depth := 0
	for i < len(s) {
		switch s[i] {
		case '"':
			i = skipString(s, i)
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
