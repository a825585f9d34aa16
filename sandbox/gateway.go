package sandbox

import (
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"airbyte-sage-intacct/sandbox/company"
)

// Path is where the gateway answers.
const Path = "/ia/xml/xmlgw.phtml"

// A Sandbox is a gateway in front of a simulated company. It is safe for use
// by several goroutines.
type Sandbox struct {
	company  *company.Company
	settings Settings
	sessions *sessions
	memory   *memory
	results  *resultSets
	limits   *limits
	faults   faults
	requests *requestLog
	bodies   bodies
	console  http.Handler

	handlerOf func(function string) handler // nil if there is none
}

// now is the gateway's time, which is the company's.
func (s *Sandbox) now() time.Time { return s.company.Now() }

// answer carries one request out, from the bytes that came in to the bytes
// that go out.
func (s *Sandbox) answer(r *http.Request) *answer {
	started := time.Now()
	entry := Request{At: s.now()}
	a := s.exchange(r, &entry)
	entry.Status, entry.Sent, entry.Took = a.status, len(a.body), time.Since(started)
	s.requests.add(entry)
	a.finish(r)
	return a
}

// exchange goes through the stages at which a request can be turned away.
func (s *Sandbox) exchange(r *http.Request, entry *Request) *answer {
	if r.URL.Path != Path {
		return s.plain(r, http.StatusNotFound, htmlType, "<html><body><h1>404 Not Found</h1></body></html>")
	}
	if r.Method != http.MethodPost {
		a := s.refuse(r, entry, http.StatusMethodNotAllowed, "GW-0011", "Invalid Request")
		a.header.Set("Allow", http.MethodPost)
		return a
	}
	body, err := s.readBody(r)
	if errors.Is(err, errTooLarge) {
		return s.refuse(r, entry, http.StatusRequestEntityTooLarge, "GW-0011", "Invalid Request")
	}
	if errors.Is(err, errBusy) {
		return s.refuse(r, entry, http.StatusTooManyRequests, "GW-0010", "API rate limit exceeded")
	}
	if err != nil {
		return s.refuse(r, entry, http.StatusBadRequest, "GW-0011", "Invalid Request")
	}
	entry.Body = redact(body)
	if !s.limits.within(s.now()) {
		return s.busy(r, entry, body)
	}
	leave, entered := s.limits.enter(r.Context())
	if !entered {
		return s.busy(r, entry, body)
	}
	defer leave()
	return s.work(r, body, entry)
}

// work carries the request out, unless a fault stands in the way.
func (s *Sandbox) work(r *http.Request, body []byte, entry *Request) *answer {
	began := time.Now()
	req := readRequest(body)
	entry.Sender, entry.Control, entry.UniqueID = req.control.sender, req.control.id, req.control.uniqueID
	entry.Calls = req.calls
	fault := s.faults.strike(req.calls)
	wait(context.WithoutCancel(r.Context()), fault.Work)
	wait(r.Context(), fault.Delay)
	defer func() { wait(r.Context(), s.settings.Latency+fault.Delay+fault.Work-time.Since(began)) }()
	if !fault.replaces() || fault.Applied {
		a := s.carryOut(r, req, fault, entry)
		if !fault.replaces() {
			a.harm(fault)
			return a
		}
		a.release()
	}
	entry.Failure = "fault"
	contentType, text := fault.page()
	a := s.plain(r, max(fault.Status, http.StatusOK), contentType, text)
	a.harm(fault)
	return a
}

// carryOut does what the request asks for and writes the answer.
func (s *Sandbox) carryOut(r *http.Request, req *request, f *Fault, entry *Request) *answer {
	if f.AtControl && f.fails() {
		return s.controlFailure(r, &req.control, f.failure())
	}
	if req.broken != nil {
		entry.Failure = req.broken.Error()
		return s.controlFailure(r, &req.control, failing(errParse, "%s", req.broken.Error()))
	}
	sender, refused := s.checkSender(&req.control)
	if refused == nil && req.control.policy != "" {
		refused = failing(errGateway, "%s is not a valid transport policy.", req.control.policy)
	}
	if refused != nil {
		entry.Failure = refused[0].Description2
		return s.controlFailure(r, &req.control, refused)
	}
	o := &operations{gateway: s, http: r, request: req, sender: sender, fault: f, entry: entry}
	return o.run()
}

// controlFailure answers a request that was refused as a whole.
func (s *Sandbox) controlFailure(r *http.Request, c *control, why failure) *answer {
	return s.compose(r, nil, func(w *writer) {
		w.writeControl("failure", c)
		w.writeErrors(why, c.moreInfo)
	})
}

// compose writes an answer's XML. With a control block it is written first, as
// a success.
func (s *Sandbox) compose(r *http.Request, c *control, content func(*writer)) *answer {
	w := &writer{buf: append(takeBuffer(), xmlDeclaration...)}
	if c != nil {
		w.pretty = c.whitespace
	}
	w.open("response")
	if c != nil {
		w.writeControl("success", c)
	}
	content(w)
	w.close("response")
	a := newAnswer(r.Context(), http.StatusOK, s.typeOf(xmlType), s.now())
	a.body, a.pooled = w.buf, w.buf
	return a
}

// refuse answers as the gateway's front does: no echo of the control block.
func (s *Sandbox) refuse(r *http.Request, entry *Request, status int, errno, description string) *answer {
	entry.Failure = errno + " " + description
	w := &writer{buf: []byte(xmlDeclaration)}
	w.open("response")
	w.writeControl("failure", nil)
	w.open("errormessage")
	w.open("error")
	w.leaf("errorno", errno)
	if errno == unknownCompany {
		w.leaf("description", description)
	} else {
		w.leaf("description", fmt.Sprintf("%s [Request ID: %s]", description, requestID()))
	}
	w.close("error")
	w.close("errormessage")
	w.close("response")
	return s.plain(r, status, xmlType, string(w.buf))
}

// unknownCompany is the error number of the front for a company it cannot find.
const unknownCompany = "XMLGW_JPP0002"

func (s *Sandbox) plain(r *http.Request, status int, contentType, body string) *answer {
	a := newAnswer(r.Context(), status, s.typeOf(contentType), s.now())
	a.body = []byte(body)
	return a
}

// typeOf is how answers of a type are labelled.
func (s *Sandbox) typeOf(contentType string) string {
	if contentType == xmlType && s.settings.CharsetType {
		return utf8Type
	}
	return contentType
}

// busy turns away what is more than the gateway works on.
func (s *Sandbox) busy(r *http.Request, entry *Request, body []byte) *answer {
	if !s.settings.BusyInControl {
		return s.refuse(r, entry, http.StatusTooManyRequests, "GW-0010", "API rate limit exceeded")
	}
	why := failing(errGateway, "There are too many operations running for this company")
	entry.Failure = why[0].Description2
	return s.controlFailure(r, &readRequest(body).control, why.withSupportID())
}

// readBody reads the body, unpacks it, and takes it out of the form in which
// very old clients send it.
func (s *Sandbox) readBody(r *http.Request) ([]byte, error) {
	limit := s.settings.MaxBody
	body, err := readAtMost(r.Body, limit)
	if err != nil {
		return nil, err
	}
	if strings.EqualFold(r.Header.Get("Content-Encoding"), "gzip") {
		if body, err = unpack(body, limit); err != nil {
			return nil, err
		}
	}
	if strings.HasPrefix(r.Header.Get("Content-Type"), "application/x-www-form-urlencoded") {
		if form, err := url.ParseQuery(string(body)); err == nil && form.Has("xmlrequest") {
			return []byte(form.Get("xmlrequest")), nil
		}
	}
	return body, nil
}

func unpack(packed []byte, limit int64) ([]byte, error) {
	reader, err := gzip.NewReader(strings.NewReader(string(packed)))
	if err != nil {
		return nil, fmt.Errorf("reading a compressed request: %w", err)
	}
	return readAtMost(reader, limit)
}

func readAtMost(from io.Reader, limit int64) ([]byte, error) {
	body, err := io.ReadAll(io.LimitReader(from, limit+1))
	if err != nil {
		return nil, fmt.Errorf("reading a request: %w", err)
	}
	if int64(len(body)) > limit {
		return nil, errTooLarge
	}
	return body, nil
}

// endpoint is the address that getAPISession tells clients to use.
func (s *Sandbox) endpoint(r *http.Request) string {
	if s.settings.Endpoint != "" {
		return s.settings.Endpoint
	}
	scheme := "http"
	if r.TLS != nil || r.URL.Scheme == "https" {
		scheme = "https"
	}
	return scheme + "://" + r.Host + Path
}

// isDone reports whether the client has gone away.
func isDone(ctx context.Context) bool { return ctx.Err() != nil }
