package sandbox

import (
	"net/http"
	"time"

	"airbyte-sage-intacct/sandbox/company"
	"airbyte-sage-intacct/sandbox/xmltree"
)

// operations carries out the operations of a request and writes what became of
// them.
type operations struct {
	gateway *Sandbox
	http    *http.Request
	request *request
	sender  company.Sender
	fault   *Fault
	entry   *Request
	next    int // the place in entry.Calls of the next function
	foreign *foreignBody
}

// A foreignBody is an answer that is not XML: query's json and csv come
// without any envelope.
type foreignBody struct {
	contentType string
	text        []byte
}

// An operation is one of them, once it is known who asks.
type operation struct {
	*operations
	w        *writer
	who      identity
	now      time.Time
	self     standing    // what the company says about itself and its users
	tx       *company.Tx // the transaction of the whole operation, if it is one
	keys     []string    // claimed in the memory of control ids
	payloads [][]byte    // what they were answered, if they succeeded
}

// run answers the request. The first operation whose company is unknown turns
// the whole of it away.
func (o *operations) run() *answer {
	s, now := o.gateway, o.gateway.now()
	var turnedAway *refusal
	a := s.compose(o.http, &o.request.control, func(w *writer) {
		for _, e := range o.request.root.Children {
			if e.Name != "operation" || turnedAway != nil {
				continue
			}
			who, refused := s.authenticate(e.Child("authentication"), o.sender, now)
			switch {
			case refused == nil:
				(&operation{operations: o, w: w, who: who, now: now, self: s.standing()}).run(e)
			case refused.status != 0:
				turnedAway = refused
			default:
				o.entry.Failure = refused.why[0].Description2
				w.open("operation")
				w.writeRefused(refused, o.request.control.moreInfo)
				w.close("operation")
			}
		}
	})
	if turnedAway != nil {
		a.release()
		return s.refuse(o.http, o.entry, turnedAway.status, unknownCompany,
			"Sign-in information is incorrect. Please check your request.")
	}
	if o.foreign != nil {
		a.release()
		return s.plain(o.http, http.StatusOK, o.foreign.contentType, string(o.foreign.text))
	}
	return a
}

// run carries out the functions of an operation and writes its answer.
func (o *operation) run(e *xmltree.Element) {
	o.entry.User, o.entry.Entity = o.who.user.ID, o.who.entity
	o.w.open("operation")
	o.w.writeAuthenticated(&o.who, o.self.profile.ID, o.now, o.gateway.settings.SessionDuration)
	functions := functionsOf(e)
	if e.Attr("transaction") == "true" {
		o.runAsOne(functions)
	} else {
		for _, function := range functions {
			o.perform(function)
			o.settle()
		}
	}
	o.w.close("operation")
}

// functionsOf lists the functions of all content blocks.
func functionsOf(operation *xmltree.Element) []*xmltree.Element {
	var functions []*xmltree.Element
	for _, content := range operation.Children {
		if content.Name == "content" {
			functions = append(functions, content.Children...)
		}
	}
	return functions
}

// runAsOne carries the functions out in one transaction: all or none.
func (o *operation) runAsOne(functions []*xmltree.Element) {
	o.tx = o.gateway.company.Begin(o.viewer())
	defer o.tx.Rollback()
	mark := *o.w
	start := o.next
	for i, function := range functions {
		why := o.perform(function)
		if why == nil {
			continue
		}
		o.tx.Rollback()
		o.giveUp()
		o.rewind(mark)
		o.next = start
		for j, function := range functions {
			if j == i {
				o.abort(function, why)
			} else {
				o.abort(function, nil)
			}
		}
		return
	}
	if why := o.commit(o.tx); why != nil {
		o.entry.Failure = why[0].Description2
		o.giveUp()
		o.rewind(mark)
		o.next = start
		for _, function := range functions {
			o.abort(function, why)
		}
		return
	}
	o.settle()
}

// rewind takes back what was written since the mark.
func (o *operation) rewind(mark writer) {
	buf := o.w.buf[:len(mark.buf)]
	*o.w = mark
	o.w.buf = buf
}

// commit makes a transaction visible, late if a fault says so. It fails when
// the company cannot keep what was done.
func (o *operation) commit(tx *company.Tx) failure {
	if o.fault.LateCommit > 0 {
		tx.CommitAt(o.now.Add(o.fault.LateCommit))
		return nil
	}
	if err := tx.Commit(); err != nil {
		return processingError()
	}
	return nil
}

// rolledBack ends every result of a transaction that failed.
var rolledBack = company.Problem{
	Errno:        errRolledBack,
	Description2: "The entire transaction in this operation has been rolled back due to an error.",
}

// abort writes the result of a function of a transaction that failed.
func (o *operation) abort(function *xmltree.Element, why failure) {
	o.begin(function, "aborted")
	o.note("aborted", append(why, rolledBack))
	o.w.writeErrors(append(why, rolledBack), o.request.control.moreInfo)
	o.w.close("result")
}

// perform carries one function out and writes its result.
func (o *operation) perform(function *xmltree.Element) failure {
	statusAt := o.begin(function, "success")
	mark := *o.w
	payload := len(o.w.buf)
	key, c := o.key(function), &call{operation: o, body: function.Children[0]}
	why, repeated := o.claim(key)
	if !repeated {
		why = o.faulty(c)
		o.remember(key, why, payload)
	}
	if why != nil {
		if !c.partial {
			o.rewind(mark)
		}
		copy(o.w.buf[statusAt:], "failure")
		why = why.withSupportID()
		o.w.writeErrors(why, o.request.control.moreInfo)
	}
	o.note("success", why)
	o.w.close("result")
	return why
}

// faulty runs the function, unless a fault makes it fail; an applied one fails
// only in its answer.
func (o *operation) faulty(c *call) failure {
	struck := o.fault.fails() && o.fault.matches(o.entry.Calls[o.next:o.next+1])
	if struck && !o.fault.Applied {
		return o.fault.failure()
	}
	why := c.run(o.gateway.handlerOf(c.body.Name))
	if struck {
		c.partial = false
		return o.fault.failure()
	}
	return why
}

// begin writes the head of a result and returns where its status stands, so
// that it can be changed in place: all three words are of one length.
func (o *operation) begin(function *xmltree.Element, status string) (statusAt int) {
	o.w.open("result")
	o.w.leaf("status", status)
	statusAt = len(o.w.buf) - len(status) - len("</status>")
	o.w.leaf("function", function.Children[0].Name)
	o.w.leaf("controlid", function.Attr("controlid"))
	return statusAt
}

// note puts the outcome of a function into the log.
func (o *operation) note(status string, why failure) {
	if o.next >= len(o.entry.Calls) {
		return
	}
	call := &o.entry.Calls[o.next]
	o.next++
	if why != nil && status == "success" {
		status = "failure"
	}
	call.Status = status
	if len(why) > 0 {
		call.Error = why[0].Errno + " " + why[0].Description + why[0].Description2
	}
}

// viewer is who looks at the company, from the session's entity.
func (o *operation) viewer() company.Viewer {
	return company.Viewer{User: o.who.user, Entity: o.who.entity}
}
