package intacct

import (
	"bytes"
	"encoding/xml"
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
	scratch   []byte // resolved texts of the current record
}

func newScanner(p *Page) *scanner {
	return &scanner{page: p, buf: p.text()}
}

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
	s.open = s.open[:len(s.open)-1]
	empty, s.selfClosed = s.selfClosed, false
	return empty, nil
}

// fields reads a record's fields and its end tag.
func (s *scanner) fields(r *Record) (bool, error) {
	names := &s.page.names
	foreseen := len(r.fields)
	likeLast := true
	for i := 0; ; i++ {
		if i < foreseen && s.skipTag(names.tags[r.fields[i].name]) {
			value, ok := s.value(names.tags[r.fields[i].name])
			if !ok {
				return false, errUnsure
			}
			r.fields[i].value = value
			continue
		}
		if s.nextIs("</") {
			if s.pos += 2; !s.skip(s.recordTag) {
				return false, errUnsure
			}
			r.fields = r.fields[:i]
			if likeLast {
				return true, nil // the last one was checked
			}
			return true, s.page.checkTwice(r)
		}
		likeLast = false
		f, ok := s.field()
		if !ok {
			return false, errUnsure
		}
		r.fields = append(r.fields[:i], f)
		foreseen = max(foreseen, len(r.fields))
		r.fields = r.fields[:foreseen]
	}
}

// field reads a field that was not foreseen.
func (s *scanner) field() (field, bool) {
	if !s.nextIs("<") {
		return field{}, false
	}
	name := s.name(s.pos + 1)
	id, known := s.page.names.ids[string(name)]
	if !known {
		if !wellNamed(name) {
			return field{}, false
		}
		id = s.page.names.id(name)
	}
	s.pos += 1 + len(name)
	s.space()
	if s.skip("/>") {
		return field{name: id}, true
	}
	if !s.skip(">") {
		return field{}, false
	}
	value, ok := s.value(s.page.names.tags[id])
	return field{id, value}, ok
}

// value reads a field's text and its end tag.
func (s *scanner) value(tag string) ([]byte, bool) {
	value, ok := s.text()
	if !ok || !s.skip("</") {
		return nil, false
	}
	if s.skip(tag) {
		return value, true
	}
	// </NAME >
	if !s.skip(tag[:len(tag)-1]) {
		return nil, false
	}
	s.space()
	return value, s.skip(">")
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
