package intacct

import (
	"bytes"

	"airbyte-sage-intacct/intacct/xmltext"
)

// token reads the next piece of the envelope.
func (s *scanner) token() (token, error) {
	if s.selfClosed {
		return s.end()
	}
	if len(s.open) == 0 {
		return s.outside()
	}
	if s.at(s.pos) != '<' {
		text, ok := s.text()
		if !ok {
			return token{}, errUnsure
		}
		return token{kind: textToken, text: text}, nil
	}
	if s.at(s.pos+1) == '/' {
		return s.end()
	}
	return s.start()
}

// outside reads what is before and after the root element.
func (s *scanner) outside() (token, error) {
	if s.pos == 0 && !s.prolog() {
		return token{}, errUnsure
	}
	s.space()
	switch {
	case !s.ended:
		return s.start()
	case s.pos == len(s.buf):
		return token{kind: finalToken}, nil
	default:
		return token{}, errUnsure
	}
}

// prolog reads the XML declaration, if it is one of the usual ones.
func (s *scanner) prolog() bool {
	if !s.skip("<?xml ") {
		return true
	}
	for _, usual := range []string{
		`version="1.0" encoding="UTF-8"?>`,
		`version="1.0" encoding="utf-8"?>`,
		`version="1.0"?>`,
	} {
		if s.skip(usual) {
			return true
		}
	}
	return false
}

// start reads a start tag.
func (s *scanner) start() (token, error) {
	if !s.nextIs("<") {
		return token{}, errUnsure
	}
	t := token{kind: startToken, name: s.name(s.pos + 1)}
	if !plainName(t.name) {
		return token{}, errUnsure
	}
	s.pos += 1 + len(t.name)
	for {
		spaced := s.space()
		switch {
		case s.skip(">"):
			s.open = append(s.open, t.name)
			return t, nil
		case s.skip("/>"):
			s.open = append(s.open, t.name)
			s.selfClosed = true
			return t, nil
		}
		a, ok := s.attribute()
		if !ok || !spaced || len(t.attrs) == maxAttributes {
			return token{}, errUnsure
		}
		t.attrs = append(t.attrs, a)
	}
}

// attribute reads name="value" where the value is plain.
func (s *scanner) attribute() (attribute, bool) {
	a := attribute{name: s.name(s.pos)}
	s.pos += len(a.name)
	if !plainName(a.name) || bytes.Equal(a.name, []byte("xmlns")) || !s.skip(`="`) {
		return a, false
	}
	length := bytes.IndexByte(s.buf[s.pos:], '"')
	if length < 0 {
		return a, false
	}
	a.value = s.buf[s.pos : s.pos+length]
	for _, c := range a.value {
		if c < ' ' || c > '~' || c == '<' || c == '&' {
			return a, false
		}
	}
	s.pos += length + 1
	return a, true
}

// end reads the end tag of the innermost open element.
func (s *scanner) end() (token, error) {
	last := len(s.open) - 1
	t := token{kind: endToken, name: s.open[last]}
	if s.selfClosed {
		s.selfClosed = false
	} else {
		if !s.skip("</") || !s.skip(string(t.name)) {
			return token{}, errUnsure
		}
		s.space()
		if !s.skip(">") {
			return token{}, errUnsure
		}
	}
	s.open = s.open[:last]
	s.ended = last == 0
	return t, nil
}

// name returns the name that begins at p, not yet judged.
func (s *scanner) name(p int) []byte {
	q := p
	for q < len(s.buf) && nameByte[s.buf[q]] {
		q++
	}
	return s.buf[p:q]
}

// plainName reports whether encoding/xml takes the name as it stands: ASCII,
// and no prefix. Anything else is rare enough to be left to it.
func plainName(name []byte) bool {
	if len(name) == 0 || !xmltext.IsLetter(name[0]) && name[0] != '_' {
		return false
	}
	for _, c := range name {
		if c >= 0x80 || c == ':' {
			return false
		}
	}
	return true
}

// nameByte holds the bytes that may be part of a name, as in encoding/xml.
var nameByte = func() (set [256]bool) {
	for c := range set {
		b := byte(c)
		set[c] = xmltext.IsLetter(b) || '0' <= b && b <= '9' || b == '_' || b == ':' || b == '.' || b == '-' || b >= 0x80
	}
	return set
}()

// at returns the byte at p, or 0 past the end.
func (s *scanner) at(p int) byte {
	if p < len(s.buf) {
		return s.buf[p]
	}
	return 0
}

// skip moves past text if it is next.
func (s *scanner) skip(text string) bool {
	end := s.pos + len(text)
	if end > len(s.buf) || string(s.buf[s.pos:end]) != text {
		return false
	}
	s.pos = end
	return true
}

// skipBytes is skip for what is not empty.
func (s *scanner) skipBytes(text []byte) bool {
	end := s.pos + len(text)
	if len(text) == 0 || end > len(s.buf) || string(s.buf[s.pos:end]) != string(text) {
		return false
	}
	s.pos = end
	return true
}

// skipTag moves past white space and the start tag made of '<' and tag.
func (s *scanner) skipTag(tag string) bool {
	s.space()
	end := s.pos + 1 + len(tag)
	if tag == "" || end > len(s.buf) || s.buf[s.pos] != '<' || string(s.buf[s.pos+1:end]) != tag {
		return false
	}
	s.pos = end
	return true
}

// nextIs moves past white space and reports whether text is next.
func (s *scanner) nextIs(text string) bool {
	s.space()
	end := s.pos + len(text)
	return end <= len(s.buf) && string(s.buf[s.pos:end]) == text
}

// space moves past white space.
func (s *scanner) space() bool {
	start := s.pos
	for s.pos < len(s.buf) {
		switch s.buf[s.pos] {
		case ' ', '\n', '\t', '\r':
			s.pos++
		default:
			return s.pos > start
		}
	}
	return s.pos > start
}
