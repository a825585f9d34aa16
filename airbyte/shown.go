package airbyte

import (
	"strings"
	"unicode"
)

// oneLine leaves out the characters that act on a terminal, a log or its reader's eyes instead of
// showing. Where lines end, as between errors that were joined, stands a semicolon, elsewhere a blank.
func oneLine(text string) string {
	if !strings.ContainsFunc(text, acts) {
		return text
	}
	var out strings.Builder
	var last rune
	gap := ""
	for _, r := range text {
		switch {
		case r == '\n':
			gap = "; "
			continue
		case acts(r):
			if gap == "" {
				gap = " "
			}
			continue
		case gap == "" || out.Len() == 0 || r == ' ' || last == ' ':
		case unicode.IsPunct(last):
			out.WriteByte(' ')
		default:
			out.WriteString(gap)
		}
		gap, last = "", r
		out.WriteRune(r)
	}
	return out.String()
}

// lines is oneLine for a text that is made of lines, such as a stack.
func lines(text string) string {
	all := strings.Split(text, "\n")
	for i, line := range all {
		indented := strings.TrimLeft(line, "\t")
		all[i] = line[:len(line)-len(indented)] + oneLine(indented)
	}
	return strings.Join(all, "\n")
}

// acts reports whether a character is a control character, or changes the direction of writing, or
// does not show at all.
func acts(r rune) bool {
	return unicode.IsControl(r) || unicode.In(r, unicode.Bidi_Control, unicode.Zl, unicode.Zp) ||
		r == '\u200b' || r == '\ufeff' || r >= 0xE0000 && r <= 0xE007F
}
