package result

import "time"

// Kind is what became of a record that was not rejected.
type Kind int

// The kinds of outcomes.
const (
	unsettled    Kind = iota // not settled yet
	Created                  //
	Updated                  //
	Deleted                  //
	Deactivated              //
	AlreadyThere             // the company has it as it is
	AlreadyGone              // what was to be deleted is not there
	PassedOver               // a delete, which the configuration or the sync mode ignores
	WouldCreate              // in a dry run
	WouldUpdate              //
	WouldDelete              //
	Reversed                 //
	WouldReverse             //
	Kinds                    // how many there are
)

var kindNames = [Kinds]string{"", "created", "updated", "deleted", "deactivated", "already there", "already gone", "passed over", "would be created", "would be updated", "would be deleted", "reversed", "would be reversed"}

// String is the kind as logs and reports have it.
func (k Kind) String() string { return kindNames[k] }

// Outcome is what became of one record.
type Outcome struct {
	Kind      Kind
	Number    string // its record number, or document id
	URL       string // of its page in Intacct, if the answer has it
	Text      string // what else is to be said
	Rejection *Rejection

	Again bool          // it is not settled, but to be written again
	Pause time.Duration // after so long
}

// Settled reports whether nothing more is to be done for the record.
func (o Outcome) Settled() bool { return o.Kind != unsettled || o.Rejection != nil }

// Rejected is the outcome of a record that is not written.
func Rejected(r *Rejection) Outcome { return Outcome{Rejection: r} }

// TooMany is what to do about copies of a record.
const TooMany = "One of them is meant. The others are copies that the gateway made of a create whose run had ended by then: delete or reverse them in Intacct."
