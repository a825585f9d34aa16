package destination

import (
	"fmt"
	"strings"

	"airbyte-sage-intacct/intacct"
)

// rejection says why a record is not written. It never holds a value of the
// record but for its key: reasons are logged, contents are not.
type rejection struct {
	errno      string // Intacct's; "" if the reason is ours
	text       string
	correction string // Intacct's own, or what to do about it
	next       string // what to do, where the correction does not say it
	missing    bool   // what the record refers to is not there, and may come
}

func (r *rejection) Error() string {
	parts := make([]string, 0, 3)
	if r.errno != "" {
		parts = append(parts, "["+r.errno+"]")
	}
	text, step := r.text, r.step()
	if step != "" && !strings.HasSuffix(text, ".") {
		text += "."
	}
	parts = append(parts, text)
	if step != "" {
		parts = append(parts, step)
	}
	return strings.Join(parts, " ")
}

// forMissing says that the record may go through once something else is there.
func (r *rejection) forMissing() *rejection {
	r.missing = true
	return r
}

// step is all that is said of what to do.
func (r *rejection) step() string {
	if r.correction == "" || r.next == "" {
		return r.correction + r.next
	}
	return strings.TrimSuffix(r.correction, ".") + ". " + r.next
}

// usualStep is what to do about a rejection of ours that says nothing more.
const usualStep = "Correct the record where it comes from."

// rejectf makes a rejection of ours.
func rejectf(format string, args ...any) *rejection {
	return &rejection{text: fmt.Sprintf(format, args...), next: usualStep}
}

// advise says what to do.
func (r *rejection) advise(format string, args ...any) *rejection {
	r.correction, r.next = fmt.Sprintf(format, args...), ""
	return r
}

// and says what else can be done.
func (r *rejection) and(advice string) *rejection {
	r.next = strings.TrimSpace(r.next + " " + advice)
	return r
}

// refusal is Intacct's reason in a rejection. The first error is the cause,
// later ones wrap it; a text is said once.
func refusal(failure *intacct.Error) *rejection {
	r := &rejection{errno: failure.Number(), next: adviceOn(failure), missing: refersToNothing(failure)}
	var texts, corrections []string
	for _, detail := range failure.Details {
		texts = once(texts, detail.Description, detail.Description2)
		corrections = once(corrections, detail.Correction)
	}
	r.text, r.correction = strings.Join(texts, " / "), strings.Join(corrections, " ")
	if r.text == "" {
		r.text = failure.Error()
	}
	return r
}

func once(list []string, texts ...string) []string {
	for _, text := range texts {
		if text != "" && !named(list, text) {
			list = append(list, text)
		}
	}
	return list
}

func listed(names []string) string { return strings.Join(names, ", ") }
