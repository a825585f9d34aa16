package destination

import (
	"net/http"
	"strings"

	"airbyte-sage-intacct/destination/canonical"
	"airbyte-sage-intacct/destination/result"
	"airbyte-sage-intacct/intacct"
)

// refusal is Intacct's reason in a rejection. The first error is the cause,
// later ones wrap it; a text is said once.
func refusal(failure *intacct.Error) *result.Rejection {
	r := &result.Rejection{Errno: failure.Number(), Next: adviceOn(failure), Missing: refersToNothing(failure)}
	var texts, corrections []string
	for _, detail := range failure.Details {
		texts = canonical.AppendNew(texts, detail.Description, detail.Description2)
		corrections = canonical.AppendNew(corrections, detail.Correction)
	}
	r.Text, r.Correction = strings.Join(texts, " / "), strings.Join(corrections, " ")
	if r.Text == "" {
		r.Text = failure.Error()
	}
	return r
}

func refusalText(failure *intacct.Error) string {
	var text strings.Builder
	for _, d := range failure.Details {
		text.WriteString(d.Description + " " + d.Description2 + " " + d.Correction + " ")
	}
	return text.String()
}

// isPermission tells a right that is missing, which is no fault of the record.
func isPermission(failure *intacct.Error) bool { return failure.Number() == "PL04000005" }

// isTooLarge tells a request that is larger than the gateway takes.
func isTooLarge(failure *intacct.Error) bool {
	return failure.HTTPStatus == http.StatusRequestEntityTooLarge
}
