package company

import "strings"

// rule is what one object asks beyond what its fields say. All its parts may
// change the draft.
type rule struct {
	before   func(*draft) *Problem // defaults and what must be given
	complete func(*draft) *Problem // when lines and references are good: totals
	after    func(*draft) *Problem // when the rows are stored: effects elsewhere
	remove   func(*draft) *Problem // may it be deleted, and what goes with it
}

// accept is the part of a rule that asks nothing.
func accept(*draft) *Problem { return nil }

// ruleNamed is the rule of an object, empty for most.
func ruleNamed(object string) rule {
	switch object {
	case "VENDOR":
		return rule{before: beforeVendor, after: saveContacts}
	case "CUSTOMER":
		return rule{before: beforeCustomer, after: saveContacts}
	case "EMPLOYEE":
		return rule{before: beforeEmployee, after: saveContacts}
	case "CONTACT":
		return rule{before: beforeContact}
	case "SUPDOC":
		return rule{before: beforeAttachment}
	case "GLBATCH":
		return rule{before: beforeJournal, complete: completeJournal, after: afterJournal, remove: removeJournal}
	case "SODOCUMENT", "PODOCUMENT", "INVDOCUMENT":
		return rule{before: beforeOrder, complete: completeOrder, after: convert, remove: removeOrder}
	}
	if k, ok := documentKinds[object]; ok {
		return documentRule(k)
	}
	if k, ok := paymentKinds[object]; ok {
		return paymentRule(k)
	}
	return rule{}
}

func ruleOf(o *Object) rule {
	r := ruleNamed(o.Name)
	if r.before == nil {
		r.before = activeByDefault
	}
	for _, part := range []*func(*draft) *Problem{&r.complete, &r.after, &r.remove} {
		if *part == nil {
			*part = accept
		}
	}
	return r
}

// activeByDefault makes new records active.
func activeByDefault(d *draft) *Problem {
	if f, ok := d.object.Field("STATUS"); ok && d.creating() && len(f.ValidValues) > 0 && f.ValidValues[0] == "active" {
		d.fill("STATUS", "active")
	}
	return nil
}

// The states of documents, payments and journals.
const (
	stateDraft    = "Draft"
	statePosted   = "Posted"
	statePaid     = "Paid"
	stateReversed = "Reversed"
	stateReversal = "Reversal"
	stateVoided   = "Voided"
)

func lower(s string) string { return strings.ToLower(s) }
func upper(s string) string { return strings.ToUpper(s) }
