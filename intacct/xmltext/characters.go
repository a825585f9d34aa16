package xmltext

import (
	"bytes"
	"encoding/binary"
	"math/bits"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// IsLetter reports whether a byte is a letter of ASCII.
func IsLetter(c byte) bool {
	return 'A' <= c && c <= 'Z' || 'a' <= c && c <= 'z'
}

// PlainWords counts leading bytes that are text wherever they stand, eight at a
// time. There may be more of them behind.
func PlainWords(text []byte) int {
	const ones, highs = 0x0101010101010101, 0x8080808080808080
	n := 0
	for ; n+8 <= len(text); n += 8 {
		word := binary.LittleEndian.Uint64(text[n:])
		less, and, bracket := word^(ones*'<'), word^(ones*'&'), word^(ones*']')
		// The high bit of a byte is set here if it is one of these three, a
		// control character or not ASCII; a borrow may set it in a byte above
		// such a one, never below.
		special := (word - ones*' ') | (less - ones) | (and - ones) | (bracket - ones) | word
		if special &= highs; special != 0 {
			return n + bits.TrailingZeros64(special)/8
		}
	}
	return n
}

// PlainByte holds the bytes that are text wherever they stand.
var PlainByte = func() (set [256]bool) {
	for c := ' '; c < utf8.RuneSelf; c++ {
		set[c] = true
	}
	set['\t'], set['\n'] = true, true
	set['<'], set['&'], set[']'] = false, false, false
	return set
}()

// IsLetter2 reports whether two bytes are the UTF-8 of U+00A0 to U+07FF, most
// letters beyond ASCII, which needs no further look.
func IsLetter2(first, second byte) bool {
	return first >= 0xC2 && first < 0xE0 && second&0xC0 == 0x80 && (first > 0xC2 || second >= 0xA0)
}

// IsCharacter reports whether XML allows a rune.
func IsCharacter(r rune) bool {
	switch {
	case r < ' ':
		return r == '\t' || r == '\n' || r == '\r'
	default:
		return r != 0xFFFE && r != 0xFFFF && r <= unicode.MaxRune
	}
}

// Character returns the character that a reference means.
func Character(reference []byte) (rune, bool) {
	switch string(reference) {
	case "amp":
		return '&', true
	case "lt":
		return '<', true
	case "gt":
		return '>', true
	case "quot":
		return '"', true
	case "apos":
		return '\'', true
	}
	r := codePoint(reference)
	return r, r != noCharacter && IsCharacter(r) && !utf16.IsSurrogate(r) && !bytes.HasPrefix(reference, []byte("#X"))
}

// noCharacter is the number of no character.
const noCharacter = -1

// codePoint returns the number in a reference; a number beyond all characters is
// the first of these.
func codePoint(reference []byte) rune {
	var digits []byte
	base := 10
	switch {
	case bytes.HasPrefix(reference, []byte("#x")), bytes.HasPrefix(reference, []byte("#X")):
		digits, base = reference[2:], 16
	case bytes.HasPrefix(reference, []byte("#")):
		digits = reference[1:]
	}
	if len(digits) == 0 {
		return noCharacter
	}
	n := 0
	for _, c := range digits {
		d := digit(c)
		if d >= base {
			return noCharacter
		}
		n = min(n*base+d, unicode.MaxRune+1)
	}
	return rune(n)
}

// digit returns the value of a digit, or a number too large to be one.
func digit(c byte) int {
	switch {
	case '0' <= c && c <= '9':
		return int(c - '0')
	case 'a' <= c && c <= 'f':
		return int(c-'a') + 10
	case 'A' <= c && c <= 'F':
		return int(c-'A') + 10
	default:
		return 99
	}
}
