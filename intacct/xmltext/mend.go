package xmltext

import (
	"bytes"
	"slices"
	"strings"
)

// People paste what XML forbids into descriptions, and the gateway sends it as
// it is: control characters, bytes of Windows-1252, entities of HTML, a bare
// ampersand. One of them would stop a stream for good. The mender makes
// well-formed text of it, before any reader sees the reply, and keeps where: in
// text alone, never in tags, attributes or the envelope around the records.
//
// What encoding/xml takes as it stands is left as it stands.

// A Repair is one place that was mended.
type Repair struct {
	At      int    // behind it, in the mended reply
	Element string // the innermost one around it
}

// MostRepairs bounds what a reply may grow by. One with more is not text with a
// few characters too many.
const MostRepairs = 100_000

// MaxDepth is how deep elements may lie in each other.
const MaxDepth = 100

// mender goes over a reply once. It allocates only where it finds something.
type mender struct {
	src     []byte
	pos     int
	open    [][]byte // names of the open elements
	inside  func(open [][]byte) bool
	mark    string // put behind the text of an element that was mended
	dirty   bool   // the present text has been
	dst     []byte // the mended reply up to src[:taken]
	taken   int
	repairs []Repair
}

// MendPage mends the fields of the records in a reply to a query. It returns the
// reply as it is if there is nothing to mend, or if its structure is broken.
func MendPage(reply []byte) ([]byte, []Repair) {
	const record, data = 5, 3
	m := mender{src: reply, inside: func(open [][]byte) bool {
		return len(open) == record+1 && string(open[data]) == "data"
	}}
	return m.mend()
}

// Mark is the processing instruction by which MendTree marks an element whose text
// it has mended.
const Mark = "mended"

// MendTree mends the texts below <data> and <errormessage> in any reply, and
// marks their elements.
func MendTree(reply []byte) []byte {
	m := mender{src: reply, mark: "<?" + Mark + "?>", inside: func(open [][]byte) bool {
		return slices.ContainsFunc(open[:max(0, len(open)-1)], func(name []byte) bool {
			return strings.EqualFold(string(name), "data") || strings.EqualFold(string(name), "errormessage")
		})
	}}
	whole, _ := m.mend()
	return whole
}

func (m *mender) mend() ([]byte, []Repair) {
	for m.pos < len(m.src) {
		end := m.find(m.pos, "<")
		if end < 0 {
			end = len(m.src)
		}
		if m.inside(m.open) {
			m.text(end, false)
		}
		if m.pos = end; end == len(m.src) {
			break
		}
		if !m.markup() || len(m.repairs) > MostRepairs {
			return m.src, nil
		}
	}
	if len(m.repairs) == 0 {
		return m.src, nil
	}
	return append(m.dst, m.src[m.taken:]...), m.repairs
}

// find returns where a text stands from a place on, or less than nothing.
func (m *mender) find(from int, text string) int {
	if from > len(m.src) {
		return -1
	}
	n := bytes.Index(m.src[from:], []byte(text))
	if n < 0 {
		return n
	}
	return from + n
}

// markup goes past what begins with '<'. It reports false where that is not as
// it should be: then nothing is known of what follows.
func (m *mender) markup() bool {
	rest := m.src[m.pos:]
	switch {
	case bytes.HasPrefix(rest, []byte("<![CDATA[")):
		return m.cdata()
	case bytes.HasPrefix(rest, []byte("<!--")):
		return m.skipTo(len("<!--"), "-->")
	case bytes.HasPrefix(rest, []byte("<?")):
		return m.skipTo(len("<?"), "?>")
	case bytes.HasPrefix(rest, []byte("<!")):
		return false
	}
	return m.tag()
}

func (m *mender) skipTo(from int, closing string) bool {
	end := m.find(m.pos+from, closing)
	m.pos = end + len(closing)
	return end >= 0
}

func (m *mender) cdata() bool {
	const opening, closing = "<![CDATA[", "]]>"
	end := m.find(m.pos+len(opening), closing)
	if end < 0 {
		return false
	}
	if m.pos += len(opening); m.inside(m.open) {
		m.text(end, true)
	}
	m.pos = end + len(closing)
	return true
}

// tag goes past a tag and keeps which elements are open.
func (m *mender) tag() bool {
	if m.dirty && m.mark != "" {
		m.copy(m.pos)
		m.dst = append(m.dst, m.mark...)
	}
	m.dirty = false
	end := m.tagEnd()
	if end < 0 {
		return false
	}
	name := m.src[m.pos+1 : end]
	closing, selfClosed := bytes.HasPrefix(name, []byte("/")), bytes.HasSuffix(name, []byte("/"))
	m.pos = end + 1
	switch {
	case closing && len(m.open) == 0:
		return false
	case closing:
		m.open = m.open[:len(m.open)-1]
	case !selfClosed:
		if n := bytes.IndexAny(name, " \t\r\n/"); n >= 0 {
			name = name[:n]
		}
		m.open = append(m.open, name)
	}
	return len(m.open) <= MaxDepth
}

// tagEnd finds the '>' of the tag at hand, past the values of its attributes.
func (m *mender) tagEnd() int {
	for p := m.pos + 1; p < len(m.src); p++ {
		switch c := m.src[p]; c {
		case '>':
			return p
		case '<':
			return -1
		case '"', '\'':
			n := bytes.IndexByte(m.src[p+1:], c)
			if n < 0 {
				return -1
			}
			p += 1 + n
		}
	}
	return -1
}

// copy takes over what stands as it is, up to a place.
func (m *mender) copy(to int) {
	if m.dst == nil {
		m.dst = make([]byte, 0, len(m.src)+len(m.src)/64)
	}
	m.dst = append(m.dst, m.src[m.taken:to]...)
	m.taken = to
}

// replace puts a text in the place of the next so many bytes.
func (m *mender) replace(width int, text string) {
	m.copy(m.pos)
	m.dst = append(m.dst, text...)
	m.pos += width
	m.taken, m.dirty = m.pos, true
	m.repairs = append(m.repairs, Repair{len(m.dst), string(m.open[len(m.open)-1])})
}
