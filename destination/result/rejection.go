package result

import (
	"fmt"
	"strings"
)

// Rejection says why a record is not written. It never holds a value of the
// record but for its key: reasons are logged, contents are not.
type Rejection struct {
	Errno      string // Intacct's; "" if the reason is ours
	Text       string
	Correction string // Intacct's own, or what to do about it
	Next       string // what to do, where the correction does not say it
	Missing    bool   // what the record refers to is not there, and may come
}

// Error is the reason, and what to do.
func (r *Rejection) Error() string {
	parts := make([]string, 0, 3)
	if r.Errno != "" {
		parts = append(parts, "["+r.Errno+"]")
	}
	text, step := r.Text, r.Step()
	if step != "" && !strings.HasSuffix(text, ".") {
		text += "."
	}
	parts = append(parts, text)
	if step != "" {
		parts = append(parts, step)
	}
	return strings.Join(parts, " ")
}

// AsMissing says that the record may go through once something else is there.
func (r *Rejection) AsMissing() *Rejection {
	r.Missing = true
	return r
}

// Step is all that is said of what to do.
func (r *Rejection) Step() string {
	if r.Correction == "" || r.Next == "" {
		return r.Correction + r.Next
	}
	return strings.TrimSuffix(r.Correction, ".") + ". " + r.Next
}

// usualStep is what to do about a rejection of ours that says nothing more.
const usualStep = "Correct the record where it comes from."

// Rejectf makes a rejection of ours.
func Rejectf(format string, args ...any) *Rejection {
	return &Rejection{Text: fmt.Sprintf(format, args...), Next: usualStep}
}

// Advise says what to do.
func (r *Rejection) Advise(format string, args ...any) *Rejection {
	r.Correction, r.Next = fmt.Sprintf(format, args...), ""
	return r
}

// And says what else can be done.
func (r *Rejection) And(advice string) *Rejection {
	r.Next = strings.TrimSpace(r.Next + " " + advice)
	return r
}

// Further adds what else to do.
func (r *Rejection) Further(advice string) *Rejection {
	r.Correction, r.Next = strings.TrimSpace(r.Correction+" "+advice), ""
	return r
}
