package sandbox

import (
	"strconv"
	"sync"
	"unicode/utf8"
)

// A writer appends XML to a buffer. Elements go straight to their bytes: a page
// of records is written without a tree of it.
type writer struct {
	buf    []byte
	pretty bool
	depth  int
	// leaf says that the last thing written was a start tag or text, so that
	// the next end tag stays on its line.
	inline bool
}

const xmlDeclaration = `<?xml version="1.0" encoding="UTF-8"?>` + "\n"

// An attribute of an element about to be written.
type attribute struct{ name, value string }

func numbered(name string, value int) attribute {
	return attribute{name: name, value: strconv.Itoa(value)}
}

// open writes a start tag.
func (w *writer) open(name string, attrs ...attribute) {
	w.indent()
	w.startTag(name, attrs)
	w.buf = append(w.buf, '>')
	w.depth++
	w.inline = true
}

// close writes an end tag.
func (w *writer) close(name string) {
	w.depth--
	if !w.inline {
		w.indent()
	}
	w.buf = append(w.buf, '<', '/')
	w.buf = append(w.buf, name...)
	w.buf = append(w.buf, '>')
	w.inline = false
}

// empty writes an element that has nothing but attributes.
func (w *writer) empty(name string, attrs ...attribute) {
	w.indent()
	w.startTag(name, attrs)
	w.buf = append(w.buf, '/', '>')
	w.inline = false
}

// leaf writes an element with a text in it.
func (w *writer) leaf(name, text string, attrs ...attribute) {
	w.indent()
	w.startTag(name, attrs)
	w.buf = append(w.buf, '>')
	w.buf = appendText(w.buf, text)
	w.buf = append(w.buf, '<', '/')
	w.buf = append(w.buf, name...)
	w.buf = append(w.buf, '>')
	w.inline = false
}

// value writes an element with a value in the form that the user sees; null
// has none.
func (w *writer) value(name string, form valueWriter, value string) {
	w.indent()
	w.startTag(name, nil)
	w.buf = append(w.buf, '>')
	if value != "" {
		w.buf = form(w.buf, value)
	}
	w.buf = append(w.buf, '<', '/')
	w.buf = append(w.buf, name...)
	w.buf = append(w.buf, '>')
	w.inline = false
}

func (w *writer) startTag(name string, attrs []attribute) {
	w.buf = append(w.buf, '<')
	w.buf = append(w.buf, name...)
	for _, a := range attrs {
		w.buf = append(w.buf, ' ')
		w.buf = append(w.buf, a.name...)
		w.buf = append(w.buf, '=', '"')
		w.buf = appendText(w.buf, a.value)
		w.buf = append(w.buf, '"')
	}
}

const indentation = "\n                                                                "

// indent begins a line if the answer is to have any.
func (w *writer) indent() {
	if !w.pretty || len(w.buf) == 0 {
		return
	}
	w.buf = append(w.buf, indentation[:1+min(2*w.depth, len(indentation)-1)]...)
}

// replacements are the characters that do not stand for themselves in XML: 0
// for those that do.
var replacements = func() (table [utf8.RuneSelf]string) {
	for c := range byte(' ') {
		table[c] = "\uFFFD"
	}
	table['\t'], table['\n'], table['\r'] = "", "", "&#13;"
	table['&'], table['<'], table['>'], table['"'] = "&amp;", "&lt;", "&gt;", "&quot;"
	return table
}()

// appendText appends a text with its markup characters escaped. Characters XML
// cannot carry become U+FFFD.
func appendText(dst []byte, text string) []byte {
	start := 0
	for i := 0; i < len(text); {
		c := text[i]
		if c < utf8.RuneSelf {
			if c < ' ' || replacements[c] != "" {
				if replacement := replacements[c]; replacement != "" {
					dst = append(append(dst, text[start:i]...), replacement...)
					start = i + 1
				}
			}
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		if (r == utf8.RuneError && size == 1) || r == 0xFFFE || r == 0xFFFF {
			dst = append(append(dst, text[start:i]...), "\uFFFD"...)
			start = i + size
		}
		i += size
	}
	return append(dst, text[start:]...)
}

// buffers keeps the memory of answers between requests.
var buffers = sync.Pool{New: func() any { return new([]byte) }}

// maxPooled is the size above which a buffer is left to the collector.
const maxPooled = 32 << 20

func takeBuffer() []byte {
	return (*buffers.Get().(*[]byte))[:0]
}

func releaseBuffer(buf []byte) {
	if cap(buf) > 0 && cap(buf) <= maxPooled {
		buffers.Put(&buf)
	}
}
