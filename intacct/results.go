package intacct

import (
	"errors"
	"fmt"
)

// match puts results into the order of their functions, by control id. A
// result that is missing is one whose outcome is unknown; a result that nobody
// asked for makes the whole reply unusable.
func match(functions []Function, results []Result) ([]Result, *Error) {
	byID := make(map[string]int, len(functions))
	for i, f := range functions {
		byID[f.ControlID] = i
	}
	matched := make([]Result, len(functions))
	found := make([]bool, len(functions))
	for i, r := range results {
		place, ok := byID[r.ControlID]
		if r.ControlID == "" && len(results) == len(functions) {
			place, ok = i, true
		}
		if !ok || found[place] {
			return nil, nonsense("", fmt.Sprintf("the gateway answered to the control id %q, which was not asked", shownName(r.ControlID)))
		}
		matched[place], found[place] = settle(r, functions[place]), true
	}
	for i, f := range functions {
		if !found[i] {
			e := nonsense(f.name(), "the gateway gave no result").during(f.name(), f.object())
			e.ControlID = f.ControlID
			matched[i] = Result{ControlID: f.ControlID, Function: f.name(), Err: e}
		}
	}
	return matched, nil
}

// settle judges the error of a result. A status that the gateway is not known
// to use says nothing about what became of the function.
func settle(r Result, f Function) Result {
	if r.Err == nil {
		return r
	}
	r.Err = r.Err.during(f.name(), f.object())
	r.Err.reads = !f.Writes
	if r.Status != "failure" && r.Status != "aborted" {
		r.Err.cause = fmt.Errorf("the gateway gave the status %q", shownName(r.Status))
		r.Err.verdict = lost.justOnce()
		return r
	}
	r.Err.verdict = judge(r.Err)
	if r.Status == "failure" && r.Data != nil && len(r.Data.ChildElements()) > 0 {
		// Objects before the one that failed were written and stay.
		r.Err.verdict.safe, r.Err.verdict.temporary = false, false
	}
	return r
}

// nonsense is a reply that cannot be used though it is well-formed.
func nonsense(function, reason string) *Error {
	return &Error{Stage: StageTransport, Function: function, fault: faultNonsense, cause: errors.New(reason), verdict: lost.justOnce()}
}

// worthRepeating returns the failure that repeating the whole request may
// cure, or nil. With functions that write, every one of them must have failed,
// and none have been executed.
func worthRepeating(results []Result, transaction, writes bool) error {
	var cure error
	for i := range results {
		err := results[i].Err
		switch {
		case err == nil && writes:
			return nil
		case err == nil || transaction && results[i].Status == "aborted" && !err.Temporary():
			continue
		case !err.Temporary() && !err.verdict.unexplained || writes && !err.SafeToRetry():
			return nil
		}
		cure = err
	}
	return cure
}
