package destination

import (
	"regexp"
	"strings"

	"airbyte-sage-intacct/intacct"
)

// isClosed tells the refusal of a date in a closed period.
//
// Source: github.com/intacct/intacct-sdk-net, issue 105, and the texts that
// expense tools look for.
func isClosed(failure *intacct.Error) bool {
	text := strings.ToLower(refusalText(failure))
	return strings.Contains(text, "closed") && (strings.Contains(text, "period") || strings.Contains(text, "books")) || openFrom.MatchString(text)
}

// openFrom finds the first open day in a refusal, which some have.
var openFrom = regexp.MustCompile(`(?i)date must be on or after (\d+[-/]\d+[-/]\d+)`)
