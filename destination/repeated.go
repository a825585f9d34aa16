package destination

import (
	"strings"

	"airbyte-sage-intacct/intacct"
)

// repeatedTexts are what a gateway may say to a control id that it has executed
// before. The real text is not public, so the words of the documentation and
// their neighbours are looked for; a miss costs a rejection, never a double.
var repeatedTexts = []string{
	"previously executed", "already executed", "already been executed",
	"already been processed", "already processed", "control id", "controlid", "duplicate request",
}

// isRepeated tells whether a function was refused because its control id was
// executed before.
func isRepeated(failure *intacct.Error) bool {
	for _, detail := range failure.Details {
		text := strings.ToLower(detail.Description + " " + detail.Description2)
		for _, words := range repeatedTexts {
			if strings.Contains(text, words) {
				return true
			}
		}
	}
	return false
}
