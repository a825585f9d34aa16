package sandbox

import (
	"strings"

	"airbyte-sage-intacct/sandbox/company"
	"airbyte-sage-intacct/sandbox/dtd"
	"airbyte-sage-intacct/sandbox/xmltree"
)

// A request is the envelope as read.
type request struct {
	root    *xmltree.Element
	control control
	broken  *xmltree.Error
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
	root, broken := xmltree.Parse(body)
	r := &request{root: root, broken: broken, control: readControl(root)}
	if broken == nil {
		r.broken = dtd.Validate(root)
	}
	if root != nil {
		r.listCalls()
	}
	return r
}

func readControl(root *xmltree.Element) control {
	block := root.Child("control")
	c := control{
		sender:     block.Value("senderid"),
		id:         block.Value("controlid"),
		unique:     block.Value("uniqueid"),
		version:    block.Value("dtdversion"),
		policy:     block.Value("policyid"),
		uniqueID:   block.Flag("uniqueid", true),
		whitespace: block.Flag("includewhitespace", true),
		moreInfo:   block.Flag("showadditionalerrorinfo", false),
	}
	if password := block.Child("password"); password != nil {
		c.password = password.Text
	}
	return c
}

func (r *request) listCalls() {
	for body := range dtd.Functions(r.root) {
		r.calls = append(r.calls, Call{Function: body.Name, Object: objectOf(body)})
	}
}

// objectOf names the object that a function is about, as far as it says.
func objectOf(body *xmltree.Element) string {
	switch body.Name {
	case "create", "update":
		if len(body.Children) > 0 {
			return body.Children[0].Name
		}
	case "get", "get_list":
		return body.Attr("object")
	}
	if object := body.Value("object"); object != "" {
		return object
	}
	for _, verb := range []string{"create_", "update_", "delete_", "reverse_"} {
		if object, found := strings.CutPrefix(body.Name, verb); found {
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
