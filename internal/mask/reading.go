package mask

import (
	"bytes"
	"iter"
	"unicode"
	"unicode/utf8"
)

// A reading is a text with some of its escapes and codes undone. Each byte stands for a piece of the
// original.
type reading struct {
	text     []byte
	from, to []int // nil: the reading is the original
}

func plainly(text string) *reading { return &reading{text: []byte(text)} }

// span is the piece of the original for which a part of the reading stands.
func (r *reading) span(from, to int) span {
	if r.from == nil {
		return span{from, to}
	}
	return span{r.from[from], r.to[to-1]}
}

// put adds a byte that stands for that part of another reading.
func (r *reading) put(c byte, of *reading, from, to int) {
	s := of.span(from, to)
	r.text, r.from, r.to = append(r.text, c), append(r.from, s.from), append(r.to, s.to)
}

// each finds a needle, overlapping occurrences too.
func (r *reading) each(needle []byte, found func(from, to int)) {
	for from := range occurrences(r.text, needle) {
		found(from, from+len(needle))
	}
}

func occurrences(text, needle []byte) iter.Seq[int] {
	return func(yield func(int) bool) {
		for from := 0; ; {
			i := bytes.Index(text[from:], needle)
			if i < 0 || !yield(from+i) {
				return
			}
			from += i + 1
		}
	}
}

// isText reports whether a decoded reading is likely to have been a text, and not bytes that only by
// chance look like a code.
func (r *reading) isText() bool {
	odd := 0
	for i := 0; i < len(r.text); {
		c, size := utf8.DecodeRune(r.text[i:])
		if c == utf8.RuneError || unicode.IsControl(c) && c != '\n' && c != '\r' && c != '\t' {
			odd++
		}
		i += size
	}
	return odd*8 <= len(r.text)
}

// bare is a text without what the way through programs changes: blanks, control characters, letter
// case, what ends and begins escapes, and all that is not ASCII, which is ruined where encodings are
// mixed up. A plus may stand for a blank.
type bare struct {
	text []byte
	at   []int // where in the reading
}

// bare strips a reading to its bones; tags, if asked, go too.
func (r *reading) bare(tags bool) *bare {
	b := &bare{text: make([]byte, 0, len(r.text)), at: make([]int, 0, len(r.text))}
	for i := 0; i < len(r.text); i++ {
		c := r.text[i]
		if tags && c == '<' {
			i += tagLength(r.text[i:])
			if i >= len(r.text) {
				break
			}
			c = r.text[i]
		}
		if c <= ' ' || c >= 0x7F || c == '+' || c == ';' || c == '\\' {
			continue
		}
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		b.text, b.at = append(b.text, c), append(b.at, i)
	}
	return b
}

// tagLength is the length of all tags at the start of text.
func tagLength(text []byte) int {
	length := 0
	for length < len(text) && text[length] == '<' {
		end := bytes.IndexByte(text[length:], '>')
		if end < 0 {
			break
		}
		length += end + 1
	}
	return length
}
