// Package mask hides secrets in texts, however they are written there.
//
// A gateway, a proxy or a library that quotes a request seldom quotes it as it was: quotes become
// entities, tags go, blanks are folded, bytes are printed as hex. So a text is not searched for the
// ways in which a secret may be written, which are without number. It is read as a person would read
// it, escapes undone layer by layer, and each reading remembers which piece of the text it stands
// for; where a reading holds a secret, that piece goes.
//
// Texts must not be cut before they come here: half a secret is harder to tell, and no less one.
package mask

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"sync"
)

const (
	// Mark stands in the place of a secret.
	Mark = "****"
	// shortest is how long a value must be to be masked at all. A letter or two would shred every text,
	// and show by the holes what they were.
	shortest = 3
	// longest is how much of a text is read, and shown. A secret may begin before that bound and end
	// after it, so what lies less than margin before it is not shown.
	longest, margin = 256 << 10, 8 << 10
)

// A Set holds secrets. The zero Set is empty and hides nothing. It may be used by several goroutines.
type Set struct {
	mu     sync.RWMutex
	values []string
	open   []string // values that are no secrets
	needles
}

// Add makes values secret from now on.
func (s *Set) Add(values ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, value := range values {
		if len(value) >= shortest && !slices.Contains(s.values, value) {
			s.values = append(s.values, value)
		}
	}
	s.needles = needlesOf(s.values, s.open)
}

// Open names values that may be shown, such as the id of the company. A secret that has a piece in
// common with one of them is hidden as a whole; that piece alone is not.
func (s *Set) Open(values ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.open = append(s.open, values...)
	s.needles = needlesOf(s.values, s.open)
}

// Hide puts [Mark] in the place of every secret and of every large piece of one. Where two overlap,
// as a password and a longer one that begins with it do, all that they cover goes.
func (s *Set) Hide(text string) string {
	s.mu.RLock()
	defer s.mu.RUnlock()
	rest := ""
	if len(text) > longest {
		rest = fmt.Sprintf(" … (%d bytes more)", len(text)-longest+margin)
		text = text[:longest]
	}
	shown := len(text)
	if rest != "" {
		shown -= margin
	}
	if len(s.whole) == 0 {
		return text[:shown] + rest
	}
	found := finder{needles: &s.needles}
	found.read(plainly(text), 0)
	return cover(text, shown, found.spans) + rest
}

// span is a piece of text that a secret covers.
type span struct{ from, to int }

// cover writes text up to shown, with marks for the spans.
func cover(text string, shown int, spans []span) string {
	if len(spans) == 0 {
		return text[:shown]
	}
	slices.SortFunc(spans, func(a, b span) int { return a.from - b.from })
	var out strings.Builder
	end := 0
	for _, s := range spans {
		if s.from >= shown {
			break
		}
		if s.from >= end {
			out.WriteString(text[end:s.from])
			out.WriteString(Mark)
		}
		end = max(end, s.to)
	}
	if end < shown {
		out.WriteString(text[end:shown])
	}
	return out.String()
}

// finder looks for secrets in all readings of a text.
type finder struct {
	*needles
	spans []span
}

const (
	// maxLayers bounds how many escapes are undone one after another: &amp;amp;amp;lt; has four.
	maxLayers = 6
	// maxDepth bounds codes within codes, such as hex of base64.
	maxDepth = 3
)

// read searches a reading, and what it becomes when its escapes and codes are undone. Each layer is
// searched, not only the last: a password may itself look like something escaped.
func (f *finder) read(r *reading, depth int) {
	for range maxLayers {
		f.search(r)
		if depth < maxDepth {
			for decoded := range r.decoded() {
				if decoded.isText() {
					f.read(decoded, depth+1)
				} else {
					f.search(decoded)
				}
			}
		}
		next := r.unescaped()
		if next == nil {
			return
		}
		r = next
	}
}

// search looks for secrets in a reading as it stands, and in its bare bones.
func (f *finder) search(r *reading) {
	for _, needle := range f.whole {
		r.each(needle, func(from, to int) { f.add(r, from, to) })
	}
	f.searchBare(r, r.bare(false))
	if bytes.IndexByte(r.text, '<') >= 0 {
		f.searchBare(r, r.bare(true))
	}
}

func (f *finder) searchBare(r *reading, b *bare) {
	for _, needle := range f.bare {
		for from := range occurrences(b.text, needle) {
			f.add(r, b.at[from], b.at[from+len(needle)-1]+1)
		}
	}
	for piece := range f.pieces(b.text) {
		f.add(r, b.at[piece.from], b.at[piece.to-1]+1)
	}
}

func (f *finder) add(r *reading, from, to int) {
	f.spans = append(f.spans, r.span(from, to))
}
