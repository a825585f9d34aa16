package intacct

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"time"

	"airbyte-sage-intacct/intacct/xmltext"

	"github.com/beevik/etree"
)

// answer is a reply that succeeded up to its results.
type answer struct {
	results   []Result
	timestamp time.Time     // the gateway's clock; zero if not said
	lifetime  time.Duration // of the session from now; zero if not said
}

// decode reads a reply with etree. It never takes anything for a success that
// does not say so at every level; the error is a *Error.
func decode(r *reply) (*answer, *Error) {
	if r.body.Len() > maxTree {
		return nil, tooLargeForTree()
	}
	root, err := parseReply(r.body.Bytes())
	if err != nil {
		return nil, foreign(r, err)
	}
	control := child(root, "control")
	if status := childText(control, "status"); !isSuccess(status) {
		if status == "" {
			return nil, foreign(r, errors.New("it has no control status"))
		}
		return nil, refusal(r, StageControl, child(root, "errormessage"))
	}
	operation := child(root, "operation")
	authentication := child(operation, "authentication")
	if status := childText(authentication, "status"); !isSuccess(status) {
		switch {
		case status != "":
			return nil, refusal(r, StageAuthentication, child(operation, "errormessage"))
		case child(root, "errormessage") != nil:
			return nil, refusal(r, StageControl, child(root, "errormessage"))
		}
		return nil, foreign(r, errors.New("it has no authentication status"))
	}
	return readAnswer(operation, authentication), nil
}

// tooLargeForTree is the failure of a reply that must be a tree and is not worth
// the memory of one: several times its size, for names and texts are copied.
func tooLargeForTree() *Error {
	e := &Error{Stage: StageTransport, fault: faultTooLarge, cause: tooLarge(maxTree)}
	e.verdict = judge(e)
	return e
}

func readAnswer(operation, authentication *etree.Element) *answer {
	a := &answer{}
	if at, ok := sessionClock(childText(authentication, "sessiontimestamp")); ok {
		a.timestamp = at
		if end, ok := sessionClock(childText(authentication, "sessiontimeout")); ok {
			a.lifetime = end.Sub(at)
		}
	}
	for _, el := range children(operation, "result") {
		a.results = append(a.results, readResult(el))
	}
	return a
}

// readResult reads one result. Its error is judged when the function it belongs
// to is known.
func readResult(el *etree.Element) Result {
	result := Result{
		Status:    strings.ToLower(childText(el, "status")),
		Function:  childText(el, "function"),
		ControlID: childText(el, "controlid"),
		Key:       childText(el, "key"),
		Data:      child(el, "data"),
	}
	if list := child(el, "listtype"); list != nil {
		result.List = List{Type: strings.TrimSpace(list.Text()), Start: attrCount(list, "start"), End: attrCount(list, "end"), Total: attrCount(list, "total")}
	}
	if !isSuccess(result.Status) {
		result.Err = &Error{Stage: StageResult, ControlID: result.ControlID, Details: details(child(el, "errormessage"))}
	}
	return result
}

// refusal makes the error of a level above the results.
func refusal(r *reply, stage Stage, message *etree.Element) *Error {
	e := &Error{Stage: stage, HTTPStatus: failedStatus(r.status), RetryAfter: r.retryAfter, Details: details(message), served: r.served}
	number := strings.ToUpper(e.Number())
	if stage == StageControl && (r.status >= 300 || strings.HasPrefix(number, "GW-") || strings.HasPrefix(number, "XMLGW_")) {
		e.Stage = StageGateway
	}
	e.verdict = judge(e)
	return e
}

// parseReply reads a well-formed reply of bounded size whose root is <response>.
func parseReply(body []byte) (*etree.Element, error) {
	if err := cmp.Or(countTags(body), countAttributes(body)); err != nil {
		return nil, err
	}
	doc := etree.NewDocument()
	doc.ReadSettings.MaxDepth = maxDepth
	doc.ReadSettings.CharsetReader = noCharset
	if err := doc.ReadFromBytes(xmltext.MendTree(bytes.TrimPrefix(body, []byte("\ufeff")))); err != nil {
		return nil, fmt.Errorf("read XML: %w", plainXML(err))
	}
	root := doc.Root()
	if root == nil || !strings.EqualFold(root.Tag, "response") {
		return nil, errors.New("its root is not <response>")
	}
	if len(doc.ChildElements()) != 1 || strings.TrimSpace(looseText(doc)) != "" {
		return nil, errors.New("something follows </response>")
	}
	return root, nil
}

// noCharset refuses what does not call itself UTF-8, which etree would read as
// if it did.
func noCharset(charset string, _ io.Reader) (io.Reader, error) {
	return nil, plainly("it is encoded as %q", shownName(charset))
}

// looseText is the text outside the root.
func looseText(doc *etree.Document) string {
	var b strings.Builder
	for _, token := range doc.Child {
		if text, ok := token.(*etree.CharData); ok {
			b.WriteString(text.Data)
		}
	}
	return b.String()
}

// details reads the <error> elements of an errormessage.
func details(message *etree.Element) []Detail {
	var list []Detail
	for _, el := range children(message, "error") {
		list = append(list, Detail{
			Number:       saidIn(el, "errorno"),
			Description:  saidIn(el, "description"),
			Description2: saidIn(el, "description2"),
			Correction:   saidIn(el, "correction"),
		})
		if len(list) == maxErrors {
			break
		}
	}
	return list
}

// saidIn is what a part of an error says. One that is far too long to be a
// reason is not cut, which could halve a secret, but left out.
func saidIn(el *etree.Element, part string) string {
	text := childText(el, part)
	if len(text) > maxReason {
		return fmt.Sprintf("(a text of %d bytes, which is more than the %d of a reason)", len(text), maxReason)
	}
	return mask(text)
}

// badSession is followed by the session id, or the start of it.
var badSession = regexp.MustCompile(`(?i)(invalid session)\s.*`)

func mask(text string) string { return badSession.ReplaceAllString(text, "$1") }

func isSuccess(status string) bool { return strings.EqualFold(status, "success") }

// child finds the first child of that name in any letter case.
func child(el *etree.Element, name string) *etree.Element {
	if found := children(el, name); len(found) > 0 {
		return found[0]
	}
	return nil
}

// children finds all children of that name in any letter case: one is a list
// of one, and none is an empty list.
func children(el *etree.Element, name string) []*etree.Element {
	if el == nil {
		return nil
	}
	var found []*etree.Element
	for _, token := range el.Child {
		if c, ok := token.(*etree.Element); ok && strings.EqualFold(c.Tag, name) {
			found = append(found, c)
		}
	}
	return found
}

// childText is the whole text of a child, trimmed; "" if there is no child.
func childText(el *etree.Element, name string) string {
	c := child(el, name)
	if c == nil {
		return ""
	}
	var b strings.Builder
	for _, token := range c.Child {
		if text, ok := token.(*etree.CharData); ok {
			b.WriteString(text.Data)
		}
	}
	return strings.TrimSpace(b.String())
}

// attrFold is the value of an attribute of that name in any letter case.
func attrFold(el *etree.Element, name string) string {
	for _, attr := range el.Attr {
		if strings.EqualFold(attr.Key, name) {
			return attr.Value
		}
	}
	return ""
}

// attrCount reads a count; -1 is one that is not there, or none.
func attrCount(el *etree.Element, name string) int {
	n, err := strconv.Atoi(attrFold(el, name))
	if err != nil || n < 0 {
		return -1
	}
	return n
}
