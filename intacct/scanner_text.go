package intacct

import (
	"bytes"
	"unicode/utf8"

	"airbyte-sage-intacct/intacct/xmltext"
)

// text reads text up to the next tag, which must come. Plain text is returned
// as it lies in the reply; text with entities, carriage returns or CDATA is
// resolved into the record's scratch.
func (s *scanner) text() ([]byte, bool) {
	if s.pos >= len(s.buf) {
		return nil, false
	}
	var f field
	ok := s.textFrom(s.pos, s.pos, &f)
	if f.resolved {
		return s.scratch[f.from:f.to:f.to], ok
	}
	return s.buf[f.from:f.to:f.to], ok
}

// textFrom reads text whose bytes from start to p are known to be plain, and
// leaves in f where it is.
func (s *scanner) textFrom(start, p int, f *field) bool {
	end, ok := s.plain(p)
	if !ok {
		return false
	}
	if f.resolved = s.buf[end] != '<' || s.at(end+1) == '!'; f.resolved {
		f.from = len(s.scratch)
		ok = s.resolve(start, end)
		f.to = len(s.scratch)
		return ok
	}
	s.pos = end
	f.from, f.to = start, end
	return true
}

// plain returns the end of the text at p that stands for itself. There it
// finds '<', '&' or '\r'.
func (s *scanner) plain(p int) (int, bool) {
	for {
		p += xmltext.PlainWords(s.buf[p:])
		for xmltext.PlainByte[s.buf[p]] {
			p++
		}
		switch c := s.buf[p]; {
		case c == '<' || c == '&' || c == '\r':
			return p, true
		case c == ']':
			if s.at(p+1) == ']' && s.at(p+2) == '>' {
				return p, false
			}
			p++
		case xmltext.IsLetter2(c, s.at(p+1)):
			p += 2
		case c >= utf8.RuneSelf:
			r, size := utf8.DecodeRune(s.buf[p:])
			if r == utf8.RuneError && size == 1 || !xmltext.IsCharacter(r) {
				return p, false
			}
			p += size
		default:
			return p, false
		}
	}
}

// specialInWord marks, by the high bit of its byte, the first of eight bytes that
// is not printable ASCII, or is a quote, a backslash or of a meaning in XML.
func specialInWord(word uint64) uint64 {
	const ones, highs = 0x0101010101010101, 0x8080808080808080
	less := word ^ ones*'<'
	quote := (word | ones*('"'^'&')) ^ ones*('"'|'&')     // or an ampersand
	bracket := (word | ones*(']'^'\\')) ^ ones*(']'|'\\') // or a backslash
	return ((word - ones*' ') | (less - ones) | (quote - ones) | (bracket - ones) | word) & highs
}

// resolve appends a text to the scratch whose first part, from start to p, is
// plain.
func (s *scanner) resolve(start, p int) bool {
	s.scratch = append(s.scratch, s.buf[start:p]...)
	for {
		var ok bool
		switch s.buf[p] {
		case '&':
			p, ok = s.entity(p)
		case '\r':
			p, ok = s.carriageReturn(p), true
		default:
			if s.at(p+1) != '!' {
				s.pos = p
				return true
			}
			p, ok = s.cdata(p)
		}
		if !ok {
			return false
		}
		start = p
		if p, ok = s.plain(p); !ok {
			return false
		}
		s.scratch = append(s.scratch, s.buf[start:p]...)
	}
}

// carriageReturn reads "\r" or "\r\n": both are a line's end.
func (s *scanner) carriageReturn(p int) int {
	s.scratch = append(s.scratch, '\n')
	if s.at(p+1) == '\n' {
		p++
	}
	return p + 1
}

// cdata reads a CDATA section, in which only line ends are special.
func (s *scanner) cdata(p int) (int, bool) {
	const opening, closing = "<![CDATA[", "]]>"
	if !bytes.HasPrefix(s.buf[p:], []byte(opening)) {
		return p, false
	}
	p += len(opening)
	length := bytes.Index(s.buf[p:], []byte(closing))
	if length < 0 {
		return p, false
	}
	end := p + length
	for p < end {
		if s.buf[p] == '\r' {
			p = s.carriageReturn(p)
			continue
		}
		r, size := utf8.DecodeRune(s.buf[p:end])
		if r == utf8.RuneError && size == 1 || !xmltext.IsCharacter(r) {
			return p, false
		}
		s.scratch = append(s.scratch, s.buf[p:p+size]...)
		p += size
	}
	return end + len(closing), true
}

// entity reads a reference to a character.
func (s *scanner) entity(p int) (int, bool) {
	const ampersand, longest = "&amp;", len("&#x0010FFFF;")
	if bytes.HasPrefix(s.buf[p:], []byte(ampersand)) { // the most frequent by far
		s.scratch = append(s.scratch, '&')
		return p + len(ampersand), true
	}
	window := s.buf[p:min(len(s.buf), p+longest)]
	length := bytes.IndexByte(window, ';')
	if length < 0 {
		return p, false
	}
	r, ok := xmltext.Character(window[1:length])
	if !ok {
		return p, false
	}
	s.scratch = utf8.AppendRune(s.scratch, r)
	return p + length + 1, true
}
