package intacct

import (
	"fmt"
	"strconv"

	"github.com/beevik/etree"
)

// credentials write the <authentication> of a request.
type credentials func(authentication *etree.Element)

// withSession authenticates by session.
func withSession(id string) credentials {
	return func(el *etree.Element) { el.CreateElement("sessionid").SetText(id) }
}

// withLogin authenticates by password. The order of the elements is the
// schema's; no sessionid stands beside them, which has stopped companies' APIs.
//
// Source: api.xsd 3.0 (login); intacct-sdk-net issue 256.
func (c *Client) withLogin(el *etree.Element) {
	login := el.CreateElement("login")
	for _, field := range []struct{ name, value string }{
		{"userid", c.cfg.UserID},
		{"companyid", c.login.company},
		{"password", c.cfg.UserPassword},
		{"clientid", c.login.client},
		{"locationid", c.entity},
	} {
		if field.value != "" {
			login.CreateElement(field.name).SetText(field.value)
		}
	}
}

// envelope writes a request. The order of the control block is the schema's.
//
// Source: api.xsd 3.0 (control, operation); Sage docs, XML API, "Requests".
func (s *shared) envelope(r Request, who credentials) ([]byte, error) {
	doc := etree.NewDocument()
	// Canonical text keeps carriage returns, which a reader would otherwise
	// turn into line feeds.
	doc.WriteSettings = etree.WriteSettings{CanonicalText: true, CanonicalAttrVal: true}
	doc.CreateProcInst("xml", `version="1.0" encoding="UTF-8"`)
	request := doc.CreateElement("request")
	control := request.CreateElement("control")
	for _, field := range []struct{ name, value string }{
		{"senderid", s.cfg.SenderID},
		{"password", s.cfg.SenderPassword},
		{"controlid", s.controlID()},
		{"uniqueid", strconv.FormatBool(r.UniqueID)},
		{"dtdversion", "3.0"},
		{"includewhitespace", "false"},
	} {
		control.CreateElement(field.name).SetText(field.value)
	}
	operation := request.CreateElement("operation")
	operation.CreateAttr("transaction", strconv.FormatBool(r.Transaction))
	who(operation.CreateElement("authentication"))
	content := operation.CreateElement("content")
	for _, f := range r.Functions {
		function := content.CreateElement("function")
		function.CreateAttr("controlid", f.ControlID)
		function.AddChild(f.Body.Copy())
	}
	body, err := doc.WriteToBytes()
	if err != nil {
		return nil, fmt.Errorf("write the request: %w", err)
	}
	return body, nil
}
