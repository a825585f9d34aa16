package source

import (
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strings"
	"sync"
	"testing"

	"airbyte-sage-intacct/intacct"
)

// A scripted gateway answers sign-ins by itself, and everything else with what
// a test wants: it can lie, which the sandbox cannot.
type scripted struct {
	answer   func(function, request string) string // the <data> of a result, one after the other
	lock     sync.Mutex
	requests []string
}

var (
	functionPattern  = regexp.MustCompile(`<function controlid="([^"]*)">\s*<(\w+)`)
	controlIDPattern = regexp.MustCompile(`<controlid>([^<]*)</controlid>`)
)

func (s *scripted) RoundTrip(request *http.Request) (*http.Response, error) {
	raw, err := io.ReadAll(request.Body)
	if err != nil {
		return nil, err
	}
	function := functionPattern.FindStringSubmatch(string(raw))
	envelope := controlIDPattern.FindStringSubmatch(string(raw))
	if function == nil || envelope == nil {
		return nil, fmt.Errorf("not understood: %s", raw)
	}
	data := `<data><api><sessionid>session</sessionid><endpoint>https://api.intacct.com/ia/xml/xmlgw.phtml</endpoint><locationid></locationid></api></data>`
	if function[2] != "getAPISession" {
		s.lock.Lock()
		defer s.lock.Unlock()
		s.requests = append(s.requests, string(raw))
		data = s.answer(function[2], string(raw))
	}
	before := `<?xml version="1.0" encoding="UTF-8"?>` + "\n" + `<response><control><status>success</status><senderid>s</senderid><controlid>` + envelope[1] +
		`</controlid><uniqueid>false</uniqueid><dtdversion>3.0</dtdversion></control><operation><authentication><status>success</status><userid>u</userid><companyid>c</companyid>` +
		`<locationid></locationid><sessiontimestamp>2026-11-01T12:00:00+00:00</sessiontimestamp><sessiontimeout>2026-11-02T00:00:00+00:00</sessiontimeout></authentication>` +
		`<result><status>success</status><function>` + function[2] + `</function><controlid>` + function[1] + `</controlid>`
	after := `</result></operation></response>`
	return &http.Response{
		StatusCode: http.StatusOK, Status: "200 OK", Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header:  http.Header{"Content-Type": {"text/xml"}, "Date": {"Sun, 01 Nov 2026 12:00:00 GMT"}},
		Body:    io.NopCloser(io.MultiReader(strings.NewReader(before), strings.NewReader(data), strings.NewReader(after))),
		Request: request, ContentLength: int64(len(before) + len(data) + len(after)),
	}, nil
}

func (s *scripted) client(t testing.TB) *intacct.Client {
	t.Helper()
	client, err := intacct.New(intacct.Config{
		CompanyID: "c", SenderID: "s", SenderPassword: "sp", UserID: "u", UserPassword: "up",
	}, intacct.Options{Transport: s})
	if err != nil {
		t.Fatal(err)
	}
	return client
}
