// Package alter stands between a client and a gateway and changes replies on
// their way: what a gateway, a proxy or a CDN can answer, and the sandbox never
// would. Tests use it as a transport or, before a program of its own, as a
// server.
package alter

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
)

// A Gateway passes requests on, and what comes back through the changes that
// are due. It is safe for use by several goroutines.
type Gateway struct {
	next http.RoundTripper

	mu      sync.Mutex
	changes []*armed
}

// A Change chooses replies and says what becomes of them.
type Change struct {
	// Function is that of the request, such as query, and Object what it is
	// about; empty means any. Letter case does not matter.
	Function, Object string
	// Contains is a text of the request; empty means any.
	Contains string
	// Nth is the first matching request, from 1, whose reply changes; 0 means 1.
	Nth int
	// Times is how many replies change; 0 means one, negative all from Nth.
	Times int
	// Reply changes one. Its request has been carried out, unless Instead.
	Reply func(*Reply)
	// Instead keeps the request from the gateway: Reply gets an empty 200.
	Instead bool
}

// A Reply is an answer on its way.
type Reply struct {
	Request string // the body of the request
	Status  int
	Header  http.Header
	Body    string
	Drop    bool // close the connection instead
}

// Replace replaces a text of the body wherever it stands.
func (r *Reply) Replace(old, replacement string) {
	r.Body = strings.ReplaceAll(r.Body, old, replacement)
}

// Page puts a page of somebody else in the place of the answer.
func (r *Reply) Page(status int, contentType, body string) {
	r.Status, r.Header, r.Body = status, http.Header{"Content-Type": {contentType}}, body
}

type armed struct {
	Change
	function, object *regexp.Regexp
	seen             int
}

// New stands before a gateway: a sandbox's transport, or what To returns.
func New(gateway http.RoundTripper) *Gateway { return &Gateway{next: gateway} }

// To reaches the gateway that listens at an address, whatever host requests
// name. The gateway is told the name that they have, so that the endpoint which
// it gives to its clients leads through here.
func To(address string) http.RoundTripper {
	return roundTripper(func(r *http.Request) (*http.Response, error) {
		target, err := url.Parse(address)
		if err != nil {
			return nil, fmt.Errorf("the gateway's address: %w", err)
		}
		inward := r.Clone(r.Context())
		if inward.Host == "" {
			inward.Host = r.URL.Host
		}
		inward.URL.Scheme, inward.URL.Host, inward.RequestURI = target.Scheme, target.Host, ""
		return http.DefaultTransport.RoundTrip(inward)
	})
}

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// Change makes a change of the replies to come, and returns what ends it.
func (g *Gateway) Change(c Change) (end func()) {
	one := &armed{Change: c, function: named(c.Function), object: named(c.Object)}
	g.mu.Lock()
	defer g.mu.Unlock()
	g.changes = append(g.changes, one)
	return func() {
		g.mu.Lock()
		defer g.mu.Unlock()
		g.changes = slices.DeleteFunc(g.changes, func(other *armed) bool { return other == one })
	}
}

// errDropped is what a client sees of a connection that was closed.
var errDropped = errors.New("connection reset by peer")

// RoundTrip implements [http.RoundTripper].
func (g *Gateway) RoundTrip(request *http.Request) (*http.Response, error) {
	body, err := readAll(request.Body)
	if err != nil {
		return nil, err
	}
	due, instead := g.due(string(body))
	response := &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Body: http.NoBody}
	if !instead {
		inward := request.Clone(request.Context())
		inward.Body = io.NopCloser(bytes.NewReader(body))
		if len(due) > 0 {
			inward.Header.Set("Accept-Encoding", "identity") // to be read here
		}
		if response, err = g.next.RoundTrip(inward); err != nil || len(due) == 0 {
			return response, err
		}
	}
	answer, err := readAll(response.Body)
	if err != nil {
		return nil, err
	}
	reply := &Reply{Request: string(body), Status: response.StatusCode, Header: response.Header.Clone(), Body: string(answer)}
	for _, change := range due {
		change(reply)
	}
	if reply.Drop {
		return nil, errDropped
	}
	return reply.response(request), nil
}

// due counts a request against all changes, and returns what is to happen to its
// reply.
func (g *Gateway) due(request string) (changes []func(*Reply), instead bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	for _, c := range g.changes {
		if !c.matches(request) {
			continue
		}
		c.seen++
		if first := max(c.Nth, 1); c.seen >= first && (c.Times < 0 || c.seen < first+max(c.Times, 1)) {
			changes, instead = append(changes, c.Reply), instead || c.Instead
		}
	}
	return changes, instead
}

// named finds a name where a function or an object has one: as an element, its
// text or an attribute's value.
func named(name string) *regexp.Regexp {
	return regexp.MustCompile(`(?i)[<>"]` + regexp.QuoteMeta(name) + `[<>"/ ]`)
}

func (c *armed) matches(request string) bool {
	return (c.Function == "" || c.function.MatchString(request)) && (c.Object == "" || c.object.MatchString(request)) &&
		strings.Contains(request, c.Contains)
}

func (r *Reply) response(request *http.Request) *http.Response {
	r.Header.Del("Content-Length")
	return &http.Response{
		Status: fmt.Sprintf("%d %s", r.Status, http.StatusText(r.Status)), StatusCode: r.Status,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Header: r.Header,
		Body: io.NopCloser(strings.NewReader(r.Body)), ContentLength: int64(len(r.Body)), Request: request,
	}
}

func readAll(body io.ReadCloser) ([]byte, error) {
	if body == nil {
		return nil, nil
	}
	defer func() { _ = body.Close() }() // read to its end
	content, err := io.ReadAll(body)
	if err != nil {
		return nil, fmt.Errorf("pass a message on: %w", err)
	}
	return content, nil
}

// ServeHTTP implements [http.Handler].
func (g *Gateway) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	response, err := g.RoundTrip(r)
	if err != nil {
		panic(http.ErrAbortHandler) // closes the connection
	}
	defer func() { _ = response.Body.Close() }() // what is lost is the client's to notice
	for name, values := range response.Header {
		w.Header()[name] = values
	}
	w.WriteHeader(response.StatusCode)
	_, _ = io.Copy(w, response.Body) // the same
}
