package destination

import (
	"fmt"
	"strings"

	"airbyte-sage-intacct/destination/result"
)

// explained adds to the rejection of a record which fields it was sent without.
func (it *item) explained(o result.Outcome) result.Outcome {
	if o.Rejection == nil || it.document == nil || len(it.document.Changes) == 0 {
		return o
	}
	var names []string
	for _, change := range it.document.Changes {
		if name := result.Shorten(columnPath(change.Field)); len(names) < result.MaxListed && !strings.Contains(o.Rejection.Text, name+" ") {
			names = append(names, fmt.Sprintf("%s (%s)", name, kindOfChange(change)))
		}
	}
	if names == nil {
		return o
	}
	reason := *o.Rejection
	reason.Text = strings.TrimSuffix(reason.Text, ".") + "; it was sent without " + result.Listed(names) + ", as the source's value did not arrive"
	o.Rejection = &reason
	return o
}
