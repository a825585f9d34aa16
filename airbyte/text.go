package airbyte

import (
	"bytes"
	"errors"
	"strconv"
	"strings"
	"unicode"
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

// oneLine leaves out the characters that act on a terminal, a log or its reader's eyes instead of
// showing. Where lines end, as between errors that were joined, stands a semicolon, elsewhere a blank.
func oneLine(text string) string {
	if !strings.ContainsFunc(text, acts) {
		return text
	}
	var out strings.Builder
	var last rune
	gap := ""
	for _, r := range text {
		switch {
		case r == '\n':
			gap = "; "
			continue
		case acts(r):
			if gap == "" {
				gap = " "
			}
			continue
		case gap == "" || out.Len() == 0 || r == ' ' || last == ' ':
		case unicode.IsPunct(last):
			out.WriteByte(' ')
		default:
			out.WriteString(gap)
		}
		gap, last = "", r
		out.WriteRune(r)
	}
	return out.String()
}

// lines is oneLine for a text that is made of lines, such as a stack.
func lines(text string) string {
	all := strings.Split(text, "\n")
	for i, line := range all {
		indented := strings.TrimLeft(line, "\t")
		all[i] = line[:len(line)-len(indented)] + oneLine(indented)
	}
	return strings.Join(all, "\n")
}

// acts reports whether a character is a control character, or changes the direction of writing, or
// does not show at all.
func acts(r rune) bool {
	return unicode.IsControl(r) || unicode.In(r, unicode.Bidi_Control, unicode.Zl, unicode.Zp) ||
		r == '\u200b' || r == '\ufeff' || r >= 0xE0000 && r <= 0xE007F
}
