package xmltext

import (
	"bytes"
	"html"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// text mends the text up to end: of an element, or of a CDATA section in it,
// which knows no references.
func (m *mender) text(end int, cdata bool) {
	for m.pos < end && len(m.repairs) <= MostRepairs {
		m.pos += PlainWords(m.src[m.pos:end])
		if m.pos >= end {
			return
		}
		rest := m.src[m.pos:end]
		switch c := rest[0]; {
		case c == '&' && !cdata:
			m.reference(rest)
		case c == ']' && !cdata && bytes.HasPrefix(m.src[m.pos:], []byte("]]>")):
			m.replace(len("]]>"), "]]&gt;")
		case c >= utf8.RuneSelf:
			m.beyondASCII(rest)
		case !IsCharacter(rune(c)):
			m.replace(1, replacement)
		default:
			m.pos++
		}
	}
}

const replacement = string(utf8.RuneError)

// reference mends what begins with an ampersand.
func (m *mender) reference(rest []byte) {
	name, ok := referenceName(rest)
	width := len(name) + len("&;")
	_, plain := Character(name)
	switch {
	case !ok:
		m.replace(1, "&amp;")
	case plain:
		m.pos += width
	case name[0] == '#':
		m.number(name, rest[width:])
	default:
		meant := html.UnescapeString("&" + string(name) + ";")
		if utf8.RuneCountInString(meant) > 2 { // HTML does not know it either
			meant, width = "&", 1
		}
		m.replace(width, escaped(meant))
	}
}

// number mends a reference to what is no character. Two halves of a surrogate
// pair mean one.
func (m *mender) number(name, behind []byte) {
	width, meant := len(name)+len("&;"), codePoint(name)
	if next, ok := referenceName(behind); ok && utf16.IsSurrogate(meant) {
		if whole := utf16.DecodeRune(meant, codePoint(next)); whole != utf8.RuneError {
			m.replace(width+len(next)+len("&;"), string(whole))
			return
		}
	}
	if !IsCharacter(meant) || utf16.IsSurrogate(meant) {
		meant = utf8.RuneError
	}
	m.replace(width, escaped(string(meant)))
}

// referenceName returns the name, or the number with its '#', of a reference
// that has the form of one.
func referenceName(text []byte) (name []byte, ok bool) {
	const longest = 40 // of HTML's names
	if len(text) == 0 || text[0] != '&' {
		return nil, false
	}
	if length := bytes.IndexByte(text, ';'); length > 1 && text[1] == '#' {
		return text[1:length], codePoint(text[1:length]) != noCharacter
	}
	length := bytes.IndexByte(text[:min(len(text), longest)], ';')
	if length <= 1 {
		return nil, false
	}
	for _, c := range text[1:length] {
		if !IsLetter(c) && digit(c) > 9 {
			return nil, false
		}
	}
	return text[1:length], true
}

func escaped(text string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(text)
}

// beyondASCII mends bytes that are not UTF-8, and what is none of XML's
// characters. Bytes alone are of Windows-1252, which is what people paste from.
func (m *mender) beyondASCII(rest []byte) {
	r, size := utf8.DecodeRune(rest)
	const half = len("\xED\xA0\x80") // of a surrogate pair, as some encode it
	switch first := surrogate(rest); {
	case r != utf8.RuneError || size > 1:
		if IsCharacter(r) {
			m.pos += size
			return
		}
		m.replace(size, replacement)
	case first != 0 && utf16.DecodeRune(first, surrogate(rest[half:])) != utf8.RuneError:
		m.replace(2*half, string(utf16.DecodeRune(first, surrogate(rest[half:]))))
	case first != 0:
		m.replace(half, replacement)
	case len(rest) > 1 && !utf8.FullRune(rest): // cut off in a character
		m.replace(len(rest), replacement)
	case rest[0] < 0xA0:
		m.replace(1, string(windows1252[rest[0]-0x80]))
	default:
		m.replace(1, string(rune(rest[0])))
	}
}

// surrogate reads half of a surrogate pair that is encoded as if it were a
// character; 0 is none.
func surrogate(text []byte) rune {
	if len(text) < 3 || text[0] != 0xED || text[1]&0xE0 != 0xA0 || text[2]&0xC0 != 0x80 {
		return 0
	}
	return 0xD000 | rune(text[1]&0x3F)<<6 | rune(text[2]&0x3F)
}

// windows1252 holds what Windows-1252 has where Unicode has control characters.
var windows1252 = [32]rune{
	'€', utf8.RuneError, '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', utf8.RuneError, 'Ž', utf8.RuneError,
	utf8.RuneError, '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', utf8.RuneError, 'ž', 'Ÿ',
}
