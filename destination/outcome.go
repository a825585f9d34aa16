package destination

import "time"

// deed is what became of a record that was not rejected.
type deed int

const (
	nothing      deed = iota // not settled yet
	created                  //
	updated                  //
	deleted                  //
	deactivated              //
	alreadyThere             // the company has it as it is
	alreadyGone              // what was to be deleted is not there
	passedOver               // a delete, which the configuration or the sync mode ignores
	wouldCreate              // in a dry run
	wouldUpdate              //
	wouldDelete              //
	reversed                 //
	wouldReverse             //
	deeds                    // how many there are
)

var deedNames = [deeds]string{"", "created", "updated", "deleted", "deactivated", "already there", "already gone", "passed over", "would be created", "would be updated", "would be deleted", "reversed", "would be reversed"}

func (d deed) String() string { return deedNames[d] }

// outcome is what became of one record.
type outcome struct {
	did       deed
	number    string // its record number, or document id
	url       string // of its page in Intacct, if the answer has it
	text      string // what else is to be said
	rejection *rejection

	again bool          // it is not settled, but to be written again
	pause time.Duration // after so long
}

func (o outcome) settled() bool { return o.did != nothing || o.rejection != nil }

func rejected(r *rejection) outcome { return outcome{rejection: r} }
