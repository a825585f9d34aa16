package gateway

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"unicode"
)

// Shown is what stands in the place of a number or a time, as an error may quote
// it: it may be anybody's name, or the number of a person. So only its form is
// shown, unless it is too short to be either. Nothing is cut, because of half a
// secret nobody could say what it is.
func Shown[T string | []byte](value T) string {
	const longest, harmless = 30, 4
	text := string(value)
	switch {
	case len(text) > longest:
		return fmt.Sprintf("%d bytes of text", len(text))
	case len(text) <= harmless:
		return strconv.Quote(text)
	}
	return fmt.Sprintf("%q, with 9 for each digit and x for each letter", strings.Map(formOf, text))
}

func formOf(r rune) rune {
	switch {
	case unicode.IsDigit(r):
		return '9'
	case r > unicode.MaxASCII || unicode.IsLetter(r):
		return 'x'
	}
	return r
}

// ParseInteger reads a key. It reports false for what is no integer of 64 bits.
func ParseInteger(text []byte) (int64, bool) {
	text = bytes.TrimSpace(text)
	negative := len(text) > 0 && text[0] == '-'
	if negative {
		text = text[1:]
	}
	if len(text) == 0 {
		return 0, false
	}
	var n int64
	for _, c := range text {
		if c < '0' || c > '9' {
			return 0, false
		}
		digit := int64(c - '0')
		if n > (1<<63-1-digit)/10 {
			return 0, false
		}
		n = n*10 + digit
	}
	if negative {
		n = -n
	}
	return n, true
}
