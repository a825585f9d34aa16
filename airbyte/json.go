package airbyte

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"math/bits"
	"strings"
	"unicode/utf8"
	"unsafe"
)

const hexDigits = "0123456789abcdef"

// plain marks the bytes that stand for themselves in a JSON string: printable ASCII but for the
// quote and the backslash.
var plain = func() (table [256]bool) {
	for c := ' '; c < utf8.RuneSelf; c++ {
		table[c] = c != '"' && c != '\\'
	}
	return table
}()

// AppendJSONString appends s as a JSON string, quotes included.
//
// It escapes what JSON demands and the line separators U+0085, U+2028 and U+2029 besides: readers
// that split output with Python's str.splitlines would cut a message there. Each byte of invalid
// UTF-8 becomes U+FFFD, as in encoding/json. The characters <, > and & stay as they are.
func AppendJSONString[T string | []byte](dst []byte, s T) []byte {
	dst = append(dst, '"')
	dst = appendEscaped(dst, bytesOf(s))
	return append(dst, '"')
}

// bytesOf views a string as bytes, to be read only; escaping is where a read spends its time, and a
// second copy of the code for strings would be the alternative.
func bytesOf[T string | []byte](s T) []byte {
	switch s := any(s).(type) {
	case string:
		return unsafe.Slice(unsafe.StringData(s), len(s))
	case []byte:
		return s
	}
	return nil
}

func appendEscaped(dst, s []byte) []byte {
	start := 0
	for i := 0; i < len(s); {
		i += plainPrefix(s[i:])
		if i == len(s) {
			break
		}
		if s[i] < utf8.RuneSelf {
			dst = append(dst, s[start:i]...)
			dst = appendEscape(dst, s[i])
			i++
			start = i
			continue
		}
		if c := s[i]; c > 0xC2 && c < 0xE0 && i+1 < len(s) && s[i+1]&0xC0 == 0x80 {
			i += 2 // most letters beyond ASCII
			continue
		}
		r, size := utf8.DecodeRune(s[i:])
		if mustEscape(r, size) {
			dst = append(dst, s[start:i]...)
			dst = appendRuneEscape(dst, r)
			start = i + size
		}
		i += size
	}
	return append(dst, s[start:]...)
}

// plainPrefix counts the leading bytes that need no look, eight at a time.
func plainPrefix(s []byte) int {
	const ones, highs = 0x0101010101010101, 0x8080808080808080
	i := 0
	for ; i+8 <= len(s); i += 8 {
		word := binary.LittleEndian.Uint64(s[i:])
		quote, backslash := word^(ones*'"'), word^(ones*'\\')
		// The high bit of a byte is set here if it is a control character, a quote, a backslash or
		// not ASCII; a borrow may set it in a byte above such a one, never below.
		special := (word - ones*' ') | (quote - ones) | (backslash - ones) | word
		if special &= highs; special != 0 {
			return i + bits.TrailingZeros64(special)/8
		}
	}
	for i < len(s) && plain[s[i]] {
		i++
	}
	return i
}

// appendEscape appends an ASCII character that may not stand for itself.
func appendEscape(dst []byte, c byte) []byte {
	switch c {
	case '"', '\\':
		return append(dst, '\\', c)
	case '\n':
		return append(dst, '\\', 'n')
	case '\r':
		return append(dst, '\\', 'r')
	case '\t':
		return append(dst, '\\', 't')
	}
	return append(dst, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&0xF])
}

// mustEscape tells the characters beyond ASCII at which Python's str.splitlines cuts, and bytes that
// are no UTF-8.
func mustEscape(r rune, size int) bool {
	return r == 0x85 || r == 0x2028 || r == 0x2029 || r == utf8.RuneError && size == 1
}

func appendRuneEscape(dst []byte, r rune) []byte {
	return append(dst, '\\', 'u',
		hexDigits[r>>12&0xF], hexDigits[r>>8&0xF], hexDigits[r>>4&0xF], hexDigits[r&0xF])
}

// appendLine appends valid JSON text with the line separators escaped. They can only stand inside
// strings, so the value remains the same, and so do the bytes if there are none.
func appendLine(dst, text []byte) []byte {
	start := 0
	for i := 0; i < len(text); {
		if text[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, size := utf8.DecodeRune(text[i:])
		if mustEscape(r, size) {
			dst = append(dst, text[start:i]...)
			dst = appendRuneEscape(dst, r)
			start = i + size
		}
		i += size
	}
	return append(dst, text[start:]...)
}

var errNotObject = errors.New("not a JSON object")

// compactObject checks that raw is one JSON object and returns it without blanks.
func compactObject(raw []byte) ([]byte, error) {
	var compact bytes.Buffer
	if err := json.Compact(&compact, raw); err != nil {
		return nil, fmt.Errorf("not valid JSON: %w", err)
	}
	if compact.Len() == 0 || compact.Bytes()[0] != '{' {
		return nil, errNotObject
	}
	return compact.Bytes(), nil
}

// marshal encodes a message in one line, without its end. Unlike json.Marshal it leaves <, > and &
// alone: they would triple the size of texts that are full of them.
func marshal(v any) ([]byte, error) {
	var encoded bytes.Buffer
	encoder := json.NewEncoder(&encoded)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(v); err != nil {
		return nil, err
	}
	return appendLine(nil, bytes.TrimSuffix(encoded.Bytes(), []byte("\n"))), nil
}

// PlainJSON is an error of encoding/json that does not quote what was read: it would a number, of
// whatever length and whoever's it is.
func PlainJSON(err error) error {
	var wrong *json.UnmarshalTypeError
	if errors.As(err, &wrong) {
		wrong.Value, _, _ = strings.Cut(wrong.Value, " ")
	}
	return err
}
