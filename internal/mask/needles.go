package mask

import (
	"iter"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

const (
	// shortestBare is how much must be left of a secret's bare bones for them to be looked for.
	shortestBare = 5
	// piece is how long a part of a secret is that is hidden by itself: a text may have been cut
	// before it came here. A part of letters only, which may be a word like any other, must be
	// longer.
	piece, wordPiece = 8, 12
)

// needles are what is looked for in each reading.
type needles struct {
	whole [][]byte // as they are written
	bare  [][]byte // their bare bones
	grams map[[piece]byte]struct{}
}

var tag = regexp.MustCompile(`<[^>]*>`)

// needlesOf are the secrets, what they become when escapes in them are undone, as they are in a text,
// and what is left of them where somebody has taken out what looks like a tag.
func needlesOf(secrets, open []string) needles {
	var n needles
	for _, secret := range secrets {
		n.add([]byte(secret))
		n.addForms(secret)
		for r := plainly(secret).unescaped(); r != nil; r = r.unescaped() {
			n.add(r.text)
		}
		n.addBare(tag.ReplaceAll([]byte(secret), nil))
	}
	n.grams = map[[piece]byte]struct{}{}
	for _, needle := range n.bare {
		for gram := range gramsOf(needle) {
			n.grams[gram] = struct{}{}
		}
	}
	for _, value := range open {
		for gram := range gramsOf(plainly(value).bare(false).text) {
			delete(n.grams, gram)
		}
	}
	return n
}

// addForms adds what programs make of a secret's letters that are not ASCII, which its bare bones lack:
// the other case, composed and decomposed.
func (n *needles) addForms(secret string) {
	known := []string{secret}
	for _, form := range []string{
		strings.ToUpper(secret), strings.ToLower(secret), norm.NFC.String(secret), norm.NFD.String(secret),
	} {
		if !slices.Contains(known, form) && !isASCII(form) {
			known = append(known, form)
			n.add([]byte(form))
		}
	}
}

func isASCII(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool { return r > unicode.MaxASCII })
}

func (n *needles) add(needle []byte) {
	if len(needle) >= shortest {
		n.whole = append(n.whole, needle)
	}
	n.addBare(needle)
}

func (n *needles) addBare(needle []byte) {
	r := reading{text: needle}
	if b := r.bare(false); len(b.text) >= shortestBare {
		n.bare = append(n.bare, b.text)
	}
}

func gramsOf(text []byte) iter.Seq2[[piece]byte, int] {
	return func(yield func([piece]byte, int) bool) {
		for i := range len(text) - piece + 1 {
			if !yield([piece]byte(text[i:]), i) {
				return
			}
		}
	}
}

// pieces yields the parts of secrets in a text of bare bones.
func (n *needles) pieces(text []byte) iter.Seq[span] {
	return func(yield func(span) bool) {
		var run span
		for gram, i := range gramsOf(text) {
			if _, known := n.grams[gram]; !known {
				continue
			}
			if i > run.to-piece+1 {
				if n.counts(text[run.from:run.to]) && !yield(run) {
					return
				}
				run.from = i
			}
			run.to = i + piece
		}
		if n.counts(text[run.from:run.to]) {
			yield(run)
		}
	}
}

// counts reports whether a piece of text that is also a piece of a secret gives it away.
func (n *needles) counts(part []byte) bool {
	return len(part) >= wordPiece || slices.ContainsFunc(part, func(c byte) bool { return c < 'a' || c > 'z' })
}
