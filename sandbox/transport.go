package sandbox

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"sync"
)

// errDropped is what a client sees of a connection that the gateway closed.
var errDropped = errors.New("connection reset by peer")

// Transport is the gateway without a socket: a round tripper whose requests
// all end here, whatever host they name. A request whose context ends while it
// waits returns the context's error, but is carried out all the same, as the
// real gateway does.
func (s *Sandbox) Transport() http.RoundTripper { return transport{s} }

type transport struct{ sandbox *Sandbox }

func (t transport) RoundTrip(r *http.Request) (*http.Response, error) {
	if err := r.Context().Err(); err != nil {
		closeBody(r)
		return nil, err
	}
	inward := r.Clone(r.Context())
	inward.Host = r.Host
	if inward.Host == "" {
		inward.Host = r.URL.Host
	}
	if inward.Body == nil {
		inward.Body = http.NoBody
	}
	a := t.await(inward)
	closeBody(r)
	if err := r.Context().Err(); err != nil {
		if a != nil {
			a.release()
		}
		return nil, err
	}
	if a.drop {
		a.release()
		return nil, fmt.Errorf("read: %w", errDropped)
	}
	return a.response(r), nil
}

// await is the answer to a request; nil if its context ended before the gateway
// was done with it.
func (t transport) await(r *http.Request) *answer {
	if !t.sandbox.faults.lasting() {
		return t.sandbox.answer(r)
	}
	body, err := io.ReadAll(r.Body) // the client's, which it may take back
	if err != nil {
		return t.sandbox.plain(r, http.StatusBadRequest, htmlType, "")
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	done := make(chan *answer, 1)
	go func() { done <- t.sandbox.answer(r) }()
	select {
	case a := <-done:
		return a
	case <-r.Context().Done():
		return nil
	}
}

func closeBody(r *http.Request) {
	if r.Body != nil {
		_ = r.Body.Close()
	}
}

// response hands the answer over as if it had been received.
func (a *answer) response(r *http.Request) *http.Response {
	length := int64(len(a.body))
	if r.Method == http.MethodHead {
		a.body = nil
	}
	return &http.Response{
		Status:        fmt.Sprintf("%d %s", a.status, http.StatusText(a.status)),
		StatusCode:    a.status,
		Proto:         "HTTP/1.1",
		ProtoMajor:    1,
		ProtoMinor:    1,
		Header:        a.header,
		Body:          a.reader(),
		ContentLength: length,
		Request:       r,
	}
}

// reader streams the body, with its pauses and its early end.
func (a *answer) reader() io.ReadCloser {
	rest := a.body
	if a.cut >= 0 {
		rest = rest[:a.cut]
	}
	return &answerReader{answer: a, rest: bytes.NewReader(rest)}
}

// It is locked since a client may close a body that it is still reading, and
// the memory goes to the next answer then.
type answerReader struct {
	mu      sync.Mutex
	answer  *answer
	rest    *bytes.Reader
	started bool
}

func (r *answerReader) Read(dst []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.answer == nil {
		return 0, http.ErrBodyReadAfterClose
	}
	if err := r.answer.ctx.Err(); err != nil {
		return 0, err
	}
	if drip := r.answer.drip; drip > 0 {
		if r.started {
			wait(r.answer.ctx, r.answer.pause)
		}
		dst = dst[:min(drip, len(dst))]
		r.started = true
	}
	n, err := r.rest.Read(dst)
	if errors.Is(err, io.EOF) && r.answer.cut >= 0 {
		return n, io.ErrUnexpectedEOF
	}
	return n, err
}

// Close gives the memory of the page back. It must not be read afterwards.
func (r *answerReader) Close() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.answer != nil {
		r.answer.release()
		r.answer = nil
	}
	r.rest.Reset(nil)
	return nil
}
