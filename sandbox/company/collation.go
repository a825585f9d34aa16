package company

import "strings"

// Collation is how text is put in order and compared. What the real company
// does is not public, and `>` need not agree with `order by` there, so clients
// are tested under each.
type Collation int

const (
	// Binary orders and compares by bytes.
	Binary Collation = iota
	// Folded orders and compares without regard to case.
	Folded
	// Mixed orders without regard to case but compares by bytes.
	Mixed
)

// kind is how the values of a field compare.
type kind int

const (
	textKind kind = iota
	numberKind
	timeKind // dates and timestamps: canonical text compares by bytes
	boolKind
)

func kindOf(t DataType) kind {
	switch t {
	case Integer, Decimal, Currency, Percent:
		return numberKind
	case Date, Timestamp:
		return timeKind
	case Boolean:
		return boolKind
	default:
		return textKind
	}
}

// compare orders two values that are not null.
func (k kind) compare(a, b string, fold bool) int {
	switch {
	case k == numberKind:
		return compareDecimals(a, b)
	case k == textKind && fold:
		return strings.Compare(strings.ToLower(a), strings.ToLower(b))
	default:
		return strings.Compare(a, b)
	}
}

// likePattern is a compiled pattern of like: % is any text, _ any character.
type likePattern struct {
	runes []rune
	fold  bool
}

func compileLike(pattern string, fold bool) likePattern {
	if fold {
		pattern = strings.ToLower(pattern)
	}
	return likePattern{[]rune(pattern), fold}
}

// matches walks text and pattern side by side, going back to the last % when
// they part, so that it needs no more than their lengths' product of steps.
func (p likePattern) matches(s string) bool {
	if p.fold {
		s = strings.ToLower(s)
	}
	text := []rune(s)
	t, i, star, retry := 0, 0, -1, 0
	for t < len(text) {
		switch {
		case i < len(p.runes) && p.runes[i] == '%':
			star, retry = i, t
			i++
		case i < len(p.runes) && (p.runes[i] == '_' || p.runes[i] == text[t]):
			i++
			t++
		case star >= 0:
			retry++
			i, t = star+1, retry
		default:
			return false
		}
	}
	for i < len(p.runes) && p.runes[i] == '%' {
		i++
	}
	return i == len(p.runes)
}
