package intacct

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"
)

// pageReply wraps the contents of <operation>'s result into a whole reply.
func pageReply(data string) string {
	return `<?xml version="1.0" encoding="UTF-8"?>
<response><control><status>success</status><senderid>s</senderid><controlid>1</controlid><uniqueid>false</uniqueid><dtdversion>3.0</dtdversion></control>` +
		`<operation><authentication><status>success</status><userid>u</userid><companyid>c</companyid><locationid></locationid>` +
		`<sessiontimestamp>2026-01-02T03:04:05+00:00</sessiontimestamp><sessiontimeout>2026-01-02T15:04:05+00:00</sessiontimeout></authentication>` +
		`<result><status>success</status><function>query</function><controlid>f1</controlid>` + data + `</result></operation></response>`
}

// list makes the <data> of a page whose counts are true.
func list(object string, records ...string) string {
	return fmt.Sprintf(`<data listtype="%s" totalcount="%d" offset="0" count="%[2]d" numremaining="0">%s</data>`,
		object, len(records), strings.Join(records, ""))
}

// vendor makes a record from fields.
func vendor(fields ...string) string {
	return "<VENDOR>" + strings.Join(fields, "") + "</VENDOR>"
}

func open(t testing.TB, body, object string) (*Page, error) {
	t.Helper()
	buffer := takeBuffer()
	buffer.WriteString(body)
	return openPage(buffer, object)
}

// transcript writes a page's records down, or how it failed.
func transcript(page *Page, err error) (string, error) {
	var out bytes.Buffer
	if err != nil {
		return "", err
	}
	defer page.Release()
	for page.Next() {
		r := page.Record()
		for i := range r.Len() {
			fmt.Fprintf(&out, "%s=%q ", r.Name(i), r.Value(i))
		}
		out.WriteByte('\n')
	}
	return out.String(), page.Err()
}

// referred opens a reply with encoding/xml from the start.
func referred(body, object string) (*Page, error) {
	buffer := takeBuffer()
	buffer.WriteString(body)
	p := newPage(buffer, object)
	p.source = newReferee(p)
	return p, p.readEnvelope()
}

// alone keeps the scanner from handing over to encoding/xml.
type alone struct{ *scanner }

var errAlone = errors.New("the scanner is unsure")

func (a alone) token() (token, error) {
	t, err := a.scanner.token()
	return t, hide(err)
}

func (a alone) record(r *Record) (bool, error) {
	more, err := a.scanner.record(r)
	return more, hide(err)
}

func hide(err error) error {
	if errors.Is(err, errUnsure) {
		return errAlone
	}
	return err
}

// scanned opens a reply with the scanner alone; errAlone where it gives up.
func scanned(body, object string) (*Page, error) {
	if !endsWhole([]byte(body)) {
		return nil, errAlone
	}
	buffer := takeBuffer()
	buffer.WriteString(body)
	p := newPage(buffer, object)
	s := newScanner(p)
	p.source = s
	err := p.readEnvelope()
	p.source = alone{s}
	return p, hide(err)
}
