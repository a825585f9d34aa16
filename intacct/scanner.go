package intacct

import (
	"bytes"
	"encoding/binary"
	"encoding/xml"
	"math/bits"

	"airbyte-sage-intacct/intacct/xmltext"
)

// scanner reads a reply straight from its bytes. It knows the XML that the
// gateway sends and gives up (errUnsure) at anything else: comments,
// processing instructions, prefixes, attributes on fields, and all that is not
// well-formed. What it accepts, it reads exactly as encoding/xml does.
//
// Its speed comes from the next record being like the last: it compares the
// bytes with the tags it expects, and reads names only where that fails.
//
// The reply must end in </response>: every stretch of text then ends at a '<',
// and no loop over text needs to look for the end of the reply.
type scanner struct {
	page *Page
	buf  []byte
	pos  int

	open       [][]byte // names of the envelope's open elements
	selfClosed bool     // the last start was <name/>: its end is next
	ended      bool     // the root element is complete

	recordTag string // such as "VENDOR>"
	gaps      []gap  // by the number of the field before
	scratch   []byte // resolved texts of the current record
}

// A gap is what stood between the text of a field and that of the next one, the
// last time: an end tag and a start tag.
type gap struct {
	text []byte
	next int // the field's number; noField where the record ended
}

// noField is the number of no field.
const noField = -1

func newScanner(p *Page) *scanner {
	return &scanner{page: p, buf: p.text()}
}

func (s *scanner) position() int { return s.pos }

// record reads the next record.
func (s *scanner) record(r *Record) (bool, error) {
	s.scratch = s.scratch[:0]
	if s.selfClosed || s.nextIs("</") {
		_, err := s.end()
		return false, err
	}
	if !s.skipTag(s.recordTag) {
		empty, err := s.recordStart()
		if err != nil || empty {
			r.fields = r.fields[:0]
			r.shape++
			return err == nil, err
		}
	}
	return s.fields(r)
}

// recordStart reads a record's start tag that was not foreseen, and tells
// whether it was an empty element.
func (s *scanner) recordStart() (empty bool, err error) {
	t, err := s.start()
	if err != nil {
		return false, err
	}
	if len(t.attrs) > 0 {
		return false, errUnsure
	}
	if err := s.page.checkName(t.name); err != nil {
		return false, err
	}
	s.recordTag = string(t.name) + ">"
	clear(s.gaps) // some end in the other tag
	s.open = s.open[:len(s.open)-1]
	empty, s.selfClosed = s.selfClosed, false
	return empty, nil
}

// fields reads a record's fields and its end tag.
func (s *scanner) fields(r *Record) (bool, error) {
	count, alike := 0, true
	name, ok := s.enter()
	for ok && name != noField {
		if count == maxFields {
			return false, errUnsure
		}
		if count == len(r.fields) {
			r.fields = append(r.fields, field{name: noField})
		}
		f := &r.fields[count]
		if count++; f.name != name {
			f.name, alike = name, false
		}
		if !s.value(f) {
			return false, errUnsure
		}
		if gap := &s.gaps[name]; !s.selfClosed && s.skipBytes(gap.text) {
			name = gap.next
		} else {
			name, ok = s.leave(name)
		}
	}
	if !ok {
		return false, errUnsure
	}
	alike = alike && count == len(r.fields)
	r.fields, r.text, r.scratch = r.fields[:count], s.buf, s.scratch
	if alike {
		return true, nil // the last one was checked
	}
	r.shape++
	return true, s.page.checkTwice(r)
}

// leave goes from the end of a field's value to the next one's, where that was
// not foreseen, and keeps what is between them for the next record.
func (s *scanner) leave(from int) (next int, ok bool) {
	begin, hollow := s.pos, s.selfClosed
	if s.selfClosed = false; !hollow && !s.fieldEnd(s.page.names.list[from]) {
		return noField, false
	}
	if next, ok = s.enter(); ok && !hollow && !s.selfClosed {
		s.gaps[from] = gap{s.buf[begin:s.pos], next}
	}
	return next, ok
}

// fieldEnd reads a field's end tag.
func (s *scanner) fieldEnd(name string) bool {
	if !s.skip("</") || !s.skip(name) {
		return false
	}
	s.space()
	return s.skip(">")
}

// enter goes to the next field's value, or past the end of the record.
func (s *scanner) enter() (name int, ok bool) {
	if s.nextIs("</") {
		s.pos += 2
		return noField, s.skip(s.recordTag)
	}
	if !s.nextIs("<") {
		return noField, false
	}
	text := s.name(s.pos + 1)
	name, known := s.page.names.ids[string(text)]
	if !known {
		if !wellNamed(text) {
			return noField, false
		}
		name = s.page.names.id(text)
	}
	for len(s.gaps) <= name {
		s.gaps = append(s.gaps, gap{})
	}
	s.pos += 1 + len(text)
	s.space()
	s.selfClosed = s.skip("/>")
	return name, s.selfClosed || s.skip(">")
}

// value reads a field's text.
func (s *scanner) value(f *field) bool {
	start, p := s.pos, s.pos
	if s.selfClosed {
		f.from, f.to, f.resolved, f.printable = start, start, false, true
		return true
	}
	for p+8 <= len(s.buf) {
		special := specialInWord(binary.LittleEndian.Uint64(s.buf[p:]))
		if special == 0 {
			p += 8
			continue
		}
		p += bits.TrailingZeros64(special) / 8
		if xmltext.IsLetter2(s.buf[p], s.at(p+1)) {
			p += 2
			continue
		}
		if s.buf[p] == '<' && s.at(p+1) == '/' {
			s.pos = p
			f.from, f.to, f.resolved, f.printable = start, p, false, true
			return true
		}
		break
	}
	f.printable = false
	return s.textFrom(start, p, f)
}

// wellNamed judges a name, once for each new one. What is not ASCII is for
// encoding/xml to say.
func wellNamed(name []byte) bool {
	if plainName(name) {
		return true
	}
	if len(name) == 0 || bytes.IndexByte(name, ':') >= 0 {
		return false
	}
	element := "<" + string(name) + "/>"
	t, err := xml.NewDecoder(bytes.NewReader([]byte(element))).Token()
	start, ok := t.(xml.StartElement)
	return err == nil && ok && start.Name.Local == string(name)
}
