package intacct

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
)

// PageError says that a reply to a query cannot be trusted: it contradicts
// itself or the request, or it is not XML.
type PageError struct {
	Object  string // the object asked for
	Reason  string
	Element string // the element whose name is not XML, if that is the trouble
	Err     error  // encoding/xml's complaint, if any

	cut, miscounted bool
}

func (e *PageError) Error() string {
	text := fmt.Sprintf("query of %s: %s", e.Object, e.Reason)
	if e.Err != nil {
		text += ": " + e.Err.Error()
	}
	return text
}

func (e *PageError) Unwrap() error { return e.Err }

// Temporary reports whether asking again may help: a reply that broke off was
// cut on its way.
func (e *PageError) Temporary() bool { return e.cut }

// Miscounted reports whether the gateway's numbers of records contradict each
// other or the records.
func (e *PageError) Miscounted() bool { return e.miscounted }

// FailureType is Airbyte's word for whose fault it is.
func (e *PageError) FailureType() string {
	if e.cut {
		return "transient_error"
	}
	return "system_error"
}

// malformed makes the error for a reply that encoding/xml refuses at offset.
func (p *Page) malformed(err error, offset int64) *PageError {
	e := &PageError{Object: p.Object, Reason: "the gateway's reply is not well-formed XML", Err: err}
	if int(offset) >= len(p.text()) || errors.Is(err, io.ErrUnexpectedEOF) {
		e.Reason, e.cut = "the gateway's reply breaks off", true
		return e
	}
	e.Element = badElement(p.text(), int(offset))
	if e.Element != "" {
		// Known of user-defined dimensions: the gateway makes an element of
		// the name their owner gave them, whatever it holds.
		e.Reason = fmt.Sprintf("the gateway sent a field under a name that XML does not allow, %q; rename it in Intacct, or leave it out", e.Element)
	}
	return e
}

// badElement returns the tag name around offset if it is the reason why the
// reply is refused there. Between a < in a text and the next > stands no name,
// but somebody's text: a name is what both a start and an end have.
func badElement(body []byte, offset int) string {
	start := bytes.LastIndexByte(body[:offset], '<') + 1
	length := bytes.IndexByte(body[start:], '>')
	if start == 0 || length <= 0 || start+length+1 < offset {
		return ""
	}
	name := bytes.TrimPrefix(body[start:start+length], []byte("/"))
	if !bytes.Contains(body, slices.Concat([]byte("</"), name, []byte(">"))) {
		return ""
	}
	decoder := xml.NewDecoder(bytes.NewReader([]byte("<" + string(name) + "/>")))
	if _, err := decoder.Token(); err == nil || bytes.ContainsAny(name, "\"'=!?") {
		return ""
	}
	return string(name)
}
