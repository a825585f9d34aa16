package mask

import (
	"bytes"
	"html"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// unescaped undoes one layer of escapes: those of XML and HTML, of JSON and programs, and of URLs. It
// is nil if there are none.
func (r *reading) unescaped() *reading {
	if !bytes.ContainsAny(r.text, `&%\`) {
		return nil
	}
	return r.rewritten(escape)
}

// rewritten replaces what undo knows by what it means; nil if that is nothing.
func (r *reading) rewritten(undo func([]byte) (size int, meaning string)) *reading {
	next, changed := &reading{from: []int{}}, false
	for i := 0; i < len(r.text); {
		size, meaning := undo(r.text[i:])
		if size == 0 {
			next.put(r.text[i], r, i, i+1)
			i++
			continue
		}
		for j := range len(meaning) {
			next.put(meaning[j], r, i, i+size)
		}
		i, changed = i+size, true
	}
	if !changed {
		return nil
	}
	return next
}

// escape returns the length of the escape at the start of text, 0 for none, and what it means.
func escape(text []byte) (size int, meaning string) {
	switch text[0] {
	case '&':
		return entity(text)
	case '%':
		return percent(text)
	case '\\':
		return backslash(text)
	}
	return 0, ""
}

// longestName is that of the longest entity of HTML.
const longestName = 32

// entity takes named and numeric entities, with and without their semicolon.
func entity(text []byte) (int, string) {
	end := 1
	for end < len(text) && end <= longestName && (isLetter(text[end]) || isDigit(text[end]) || text[end] == '#') {
		end++
	}
	if end < len(text) && text[end] == ';' {
		end++
	}
	name := string(text[:end])
	for _, spelled := range []string{name, strings.ToLower(name)} {
		if spelled == "&apos" { // HTML knows it with its semicolon only
			spelled = "&apos;"
		}
		if meaning := html.UnescapeString(spelled); meaning != spelled {
			return end, meaning
		}
	}
	return 0, ""
}

// percent takes %2F, and %u002F as some old scripts write it.
func percent(text []byte) (int, string) {
	if len(text) >= 6 && text[1]|0x20 == 'u' {
		if code, ok := hex(text[2:6]); ok {
			return 6, string(rune(code))
		}
	}
	if len(text) >= 3 {
		if code, ok := hex(text[1:3]); ok {
			return 3, string([]byte{byte(code)})
		}
	}
	return 0, ""
}

// controls are the letters that stand for control characters after a backslash, and those.
const controls, controlled = "abfnrtv0", "\a\b\f\n\r\t\v\x00"

// backslash takes the escapes of JSON, JavaScript, Go, Python and C. Before anything that is no
// letter or digit a backslash only says that it is meant as it stands.
func backslash(text []byte) (int, string) {
	if len(text) < 2 {
		return 0, ""
	}
	switch c := text[1]; {
	case c == 'u' || c == 'U':
		return unicodeEscape(text)
	case c == 'x' && len(text) >= 4:
		if code, ok := hex(text[2:4]); ok {
			return 4, string([]byte{byte(code)})
		}
	case isDigit(c) && len(text) >= 4:
		if code, err := strconv.ParseUint(string(text[1:4]), 8, 8); err == nil {
			return 4, string([]byte{byte(code)})
		}
	}
	c := text[1]
	if i := strings.IndexByte(controls, c); i >= 0 {
		return 2, controlled[i : i+1]
	}
	switch {
	case isLetter(c), isDigit(c), c >= utf8.RuneSelf:
		return 0, ""
	default:
		return 2, string(c)
	}
}

// unicodeEscape takes \u002f, with a second half where there is one, \u{2f} and \U0000002f.
func unicodeEscape(text []byte) (int, string) {
	if text[1] == 'U' && len(text) >= 10 {
		if code, ok := hex(text[2:10]); ok {
			return 10, string(rune(code))
		}
	}
	if end := bytes.IndexByte(text[:min(len(text), 11)], '}'); end > 3 && text[2] == '{' {
		if code, ok := hex(text[3:end]); ok {
			return end + 1, string(rune(code))
		}
	}
	if len(text) < 6 {
		return 0, ""
	}
	code, ok := hex(text[2:6])
	if !ok {
		return 0, ""
	}
	if utf16.IsSurrogate(rune(code)) && len(text) >= 12 && text[6] == '\\' {
		if second, ok := hex(text[8:12]); ok {
			return 12, string(utf16.DecodeRune(rune(code), rune(second)))
		}
	}
	return 6, string(rune(code))
}

func hex(digits []byte) (uint64, bool) {
	code := uint64(0)
	for _, c := range digits {
		value, ok := hexValue(c)
		if !ok {
			return 0, false
		}
		code = code<<4 | uint64(value)
	}
	return code, true
}

func hexValue(c byte) (byte, bool) {
	switch {
	case isDigit(c):
		return c - '0', true
	case c|0x20 >= 'a' && c|0x20 <= 'f':
		return c | 0x20 - 'a' + 10, true
	}
	return 0, false
}

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

func isDigit(c byte) bool { return c >= '0' && c <= '9' }
