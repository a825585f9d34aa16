package mask

import (
	"bytes"
	"iter"
)

// Codes, other than escapes, leave nothing of a text as it was. Where one may begin is not marked, so
// that every piece that could be code is taken for it, from each place at which it may begin.

// shortestCode is how many characters of code are worth a look. Fewer are in any text, and hold less
// than a secret.
const shortestCode = 6

// decoded yields what the pieces of a reading mean that may be base64, hex or quoted-printable.
func (r *reading) decoded() iter.Seq[*reading] {
	return func(yield func(*reading) bool) {
		if quoted := r.unquoted(); quoted != nil && !yield(quoted) {
			return
		}
		for code := range r.runs(base64Value, isLineBreak) {
			if r.isWords(code) {
				continue
			}
			for skip := range 4 {
				if !yield(r.unpacked(code, skip, 6)) {
					return
				}
			}
		}
		for code := range r.runs(hexValue, isSeparator) {
			for skip := range 2 {
				if !yield(r.unpacked(code, skip, 4)) {
					return
				}
			}
		}
	}
}

// digit is a character of a code.
type digit struct {
	at    int
	value byte
}

// runs yields the longest pieces of code, without what may stand between its characters.
func (r *reading) runs(value func(byte) (byte, bool), between func([]byte) int) iter.Seq[[]digit] {
	return func(yield func([]digit) bool) {
		var run []digit
		for i := 0; i < len(r.text); i++ {
			skipped := 0
			if len(run) > 0 {
				skipped = between(r.text[i:])
			}
			if i += skipped; i == len(r.text) {
				break
			}
			if v, ok := value(r.text[i]); ok {
				run = append(run, digit{i, v})
				continue
			}
			if len(run) >= shortestCode && !yield(run) {
				return
			}
			run = nil
		}
		if len(run) >= shortestCode {
			yield(run)
		}
	}
}

// isWords reports whether a piece of what could be base64 is made of plain words, as nearly all such
// pieces are: all small, all capitals, or with a capital first. Long base64 never looks so.
func (r *reading) isWords(code []digit) bool {
	var upper, lower int
	for _, d := range code {
		switch c := r.text[d.at]; {
		case c >= 'a' && c <= 'z':
			lower++
		case c == '-' || c == '_' || c == '/':
			upper, lower = 0, 0
		case !isLetter(c) || lower > 0:
			return false
		default:
			upper++
		}
		if lower > 0 && upper > 1 {
			return false
		}
	}
	return true
}

// unpacked makes bytes of code whose characters have so many bits each.
func (r *reading) unpacked(code []digit, skip, bits int) *reading {
	code = code[skip:]
	next := &reading{from: []int{}}
	for i := range len(code) * bits / 8 {
		first, last := i*8/bits, ((i+1)*8-1)/bits
		value := 0
		for _, d := range code[first : last+1] {
			value = value<<bits | int(d.value)
		}
		value >>= (last+1)*bits - (i+1)*8
		next.put(byte(value), r, code[first].at, code[last].at+1)
	}
	return next
}

// base64Value takes both alphabets.
func base64Value(c byte) (byte, bool) {
	switch {
	case c >= 'A' && c <= 'Z':
		return c - 'A', true
	case c >= 'a' && c <= 'z':
		return c - 'a' + 26, true
	case isDigit(c):
		return c - '0' + 52, true
	case c == '+', c == '-':
		return 62, true
	case c == '/', c == '_':
		return 63, true
	}
	return 0, false
}

// isLineBreak measures the line breaks at the start of text: long base64 is folded.
func isLineBreak(text []byte) int {
	n := 0
	for n < len(text) && (text[n] == '\n' || text[n] == '\r') {
		n++
	}
	return n
}

// isSeparator measures what stands between the bytes of a hex dump: 70 61, 70:61, 0x70, 0x61.
func isSeparator(text []byte) int {
	n := 0
	for n < len(text) && bytes.IndexByte([]byte(" +:,;-\t\r\n"), text[n]) >= 0 {
		n++
	}
	if rest := text[n:]; len(rest) >= 2 && rest[0] == '0' && rest[1]|0x20 == 'x' {
		n += 2
	}
	return n
}

// unquoted undoes quoted-printable: =26 for a character, and = at the end of a line that goes on. It
// is nil if there is none.
func (r *reading) unquoted() *reading {
	return r.rewritten(quotedPrintable)
}

func quotedPrintable(text []byte) (size int, meaning string) {
	if text[0] != '=' {
		return 0, ""
	}
	if n := isLineBreak(text[1:]); n > 0 {
		return 1 + n, ""
	}
	if len(text) >= 3 {
		if code, ok := hex(text[1:3]); ok {
			return 3, string([]byte{byte(code)})
		}
	}
	return 0, ""
}
