package sandbox

import (
	"strings"

	"airbyte-sage-intacct/sandbox/company"
)

// A request is the envelope as read.
type request struct {
	root    *element
	control control
	broken  *parseError
	calls   []Call
}

// control is the control block: who sends, and how to treat the request.
type control struct {
	sender, password string
	id               string
	unique           string
	version          string
	policy           string
	uniqueID         bool
	whitespace       bool
	moreInfo         bool
}

// readRequest parses and checks a body. What could be read of the control
// block is there even when the rest is broken.
func readRequest(body []byte) *request {
	root, broken := parse(body)
	r := &request{root: root, broken: broken, control: readControl(root)}
	if broken == nil {
		r.broken = validate(root)
	}
	if root != nil {
		r.listCalls()
	}
	return r
}

func readControl(root *element) control {
	block := root.child("control")
	c := control{
		sender:     block.value("senderid"),
		id:         block.value("controlid"),
		unique:     block.value("uniqueid"),
		version:    block.value("dtdversion"),
		policy:     block.value("policyid"),
		uniqueID:   block.flag("uniqueid", true),
		whitespace: block.flag("includewhitespace", true),
		moreInfo:   block.flag("showadditionalerrorinfo", false),
	}
	if password := block.child("password"); password != nil {
		c.password = password.text
	}
	return c
}

func (r *request) listCalls() {
	for body := range functionBodies(r.root) {
		r.calls = append(r.calls, Call{Function: body.name, Object: objectOf(body)})
	}
}

// objectOf names the object that a function is about, as far as it says.
func objectOf(body *element) string {
	switch body.name {
	case "create", "update":
		if len(body.children) > 0 {
			return body.children[0].name
		}
	case "get", "get_list":
		return body.attr("object")
	}
	if object := body.value("object"); object != "" {
		return object
	}
	for _, verb := range []string{"create_", "update_", "delete_", "reverse_"} {
		if object, found := strings.CutPrefix(body.name, verb); found {
			return object
		}
	}
	return ""
}

// writeControl writes the control block of an answer; gateway errors have
// nothing but the status.
func (w *writer) writeControl(status string, c *control) {
	w.open("control")
	w.leaf("status", status)
	if c != nil {
		w.leaf("senderid", c.sender)
		w.leaf("controlid", c.id)
		w.leaf("uniqueid", c.echoUnique())
		w.leaf("dtdversion", c.echoVersion())
	}
	w.close("control")
}

func (c *control) echoUnique() string {
	if c.unique == "" && c.id != "" {
		return "true"
	}
	return c.unique
}

func (c *control) echoVersion() string {
	if c.version == "" && c.id != "" {
		return "3.0"
	}
	return c.version
}

// writeErrors writes an errormessage.
func (w *writer) writeErrors(problems []company.Problem, moreInfo bool) {
	w.open("errormessage")
	for i := range problems {
		p := &problems[i]
		w.open("error")
		w.leaf("errorno", p.Errno)
		w.leaf("description", p.Description)
		w.leaf("description2", p.Description2)
		w.leaf("correction", p.Correction)
		if moreInfo {
			w.writeMoreInfo(p)
		}
		w.close("error")
	}
	w.close("errormessage")
}
