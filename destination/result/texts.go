package result

import "strings"

// Shorten bounds how much of a value a message shows.
func Shorten(text string) string {
	if runes := []rune(text); len(runes) > maxShown {
		return string(runes[:maxShown]) + "…"
	}
	return text
}

// maxShown bounds how much of a value a log line shows.
const maxShown = 100

// Listed is a list in a message.
func Listed(names []string) string { return strings.Join(names, ", ") }

// MaxListed bounds how much of one kind a message lists.
const MaxListed = 5
