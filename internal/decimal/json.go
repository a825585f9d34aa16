package decimal

import "bytes"

// AppendJSON writes a decimal as JSON: the digits as they were sent, with
// what JSON demands besides (".5" becomes "0.5"). No float is near. It reports
// false for what is not a decimal, or has more digits than a number can.
func AppendJSON(dst, text []byte) ([]byte, bool) {
	if IsPlain(text) {
		return append(dst, text...), true
	}
	if len(text) > maxLength {
		return dst, false
	}
	if len(text) > 1 && text[0] == '.' && digits(text[1:]) == len(text)-1 { // as all that is less than one
		return append(append(dst, '0'), text...), true
	}
	text = bytes.TrimSpace(text)
	if len(text) > 0 && (text[0] == '-' || text[0] == '+') {
		if text[0] == '-' {
			dst = append(dst, '-')
		}
		text = text[1:]
	}
	whole := digits(text)
	fraction, rest := text[whole:whole], text[whole:]
	if len(rest) > 0 && rest[0] == '.' {
		n := digits(rest[1:])
		fraction, rest = rest[1:1+n], rest[1+n:]
	}
	if whole+len(fraction) == 0 || !isExponent(rest) {
		return dst, false
	}
	dst = appendWhole(dst, text[:whole])
	if len(fraction) > 0 {
		dst = append(dst, '.')
		dst = append(dst, fraction...)
	}
	return append(dst, rest...), true
}

// Bounds of a number: readers of JSON unfold exponents, and take minutes for a
// number of millions of digits.
const (
	maxLength         = 300
	maxExponentDigits = 3
)

// IsPlain reports whether a decimal is JSON as it stands, as most are: digits, and
// perhaps a point and digits, not too many.
func IsPlain(text []byte) bool {
	if len(text) > maxLength {
		return false
	}
	if len(text) > 0 && text[0] == '-' {
		text = text[1:]
	}
	point := len(text)
	for i, c := range text {
		if c-'0' <= 9 {
			continue
		}
		if c != '.' || point < len(text) || i == 0 || i == len(text)-1 {
			return false
		}
		point = i
	}
	return len(text) > 0 && (text[0] != '0' || point == 1)
}

// appendWhole writes the digits before the point; JSON wants one, and no zero
// in front of others.
func appendWhole(dst, whole []byte) []byte {
	for len(whole) > 1 && whole[0] == '0' {
		whole = whole[1:]
	}
	if len(whole) == 0 {
		return append(dst, '0')
	}
	return append(dst, whole...)
}

// digits is how many digits text begins with.
func digits(text []byte) int {
	for i, c := range text {
		if c < '0' || c > '9' {
			return i
		}
	}
	return len(text)
}

// isExponent reports whether a text is nothing, or an exponent as JSON spells it.
func isExponent(text []byte) bool {
	if len(text) == 0 {
		return true
	}
	if text[0] != 'e' && text[0] != 'E' {
		return false
	}
	text = text[1:]
	if len(text) > 0 && (text[0] == '-' || text[0] == '+') {
		text = text[1:]
	}
	return len(text) > 0 && len(text) <= maxExponentDigits && digits(text) == len(text)
}
