package airbyte

import (
	"bytes"
	"errors"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// What makes a text of a JSON value unreadable.
var (
	ErrNoUTF8        = errors.New("holds bytes that are not UTF-8")
	ErrHalfSurrogate = errors.New("holds half of a surrogate pair")
)

// CheckText is nil if every text in a JSON value, names included, can be decoded without loss. What
// reads JSON puts U+FFFD for the rest and says nothing, so that two different texts may become one.
func CheckText(value []byte) error {
	if !utf8.Valid(value) {
		return ErrNoUTF8
	}
	// A backslash stands only in strings, and one that is escaped itself is passed over with its own.
	for rest := value; ; {
		at := bytes.IndexByte(rest, '\\')
		if at < 0 || at+1 >= len(rest) {
			return nil
		}
		rest = rest[at:]
		unit, escaped := escapedUnit(rest)
		switch {
		case !escaped:
			rest = rest[2:]
			continue
		case !utf16.IsSurrogate(unit):
			rest = rest[len(`\u0000`):]
			continue
		}
		low, escaped := escapedUnit(rest[len(`\u0000`):])
		if !escaped || utf16.DecodeRune(unit, low) == utf8.RuneError {
			return ErrHalfSurrogate
		}
		rest = rest[2*len(`\u0000`):]
	}
}

// escapedUnit is the UTF-16 unit that an escape at the beginning of s stands for.
func escapedUnit(s []byte) (unit rune, escaped bool) {
	if len(s) < len(`\u0000`) || s[0] != '\\' || s[1] != 'u' {
		return 0, false
	}
	code, err := strconv.ParseUint(string(s[2:6]), 16, 16)
	return rune(code), err == nil
}
