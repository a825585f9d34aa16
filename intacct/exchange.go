package intacct

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// reply is one answer as it came, read to its end. Its body is the reader's:
// free gives it back.
type reply struct {
	status     int
	at         time.Time // HTTP Date; zero if absent
	retryAfter time.Duration
	served     bool // the gateway has answered well before
	body       *bytes.Buffer

	contentType string // "" if there is none that can be said
}

func (r *reply) free() {
	if r.body != nil {
		giveBuffer(r.body)
		r.body = nil
	}
}

// exchange sends one request as soon as it may, and reads the whole answer.
// receive, if there is one, may keep the answer waiting. A request that has left
// is waited for by grace longer than its caller's context lasts.
func (s *shared) exchange(ctx context.Context, to *url.URL, request []byte, grace time.Duration, receive func(context.Context, int64)) (*reply, *Error) {
	done, err := s.opts.Admit(ctx)
	if err != nil {
		return nil, lineErrorBefore(err)
	}
	var became Exchanged
	defer func() { done(became) }()
	began := time.Now()
	r, failure := s.post(ctx, to, request, grace, func(bounded context.Context, bytes int64) {
		became.Took = time.Since(began)
		if receive != nil {
			receive(bounded, bytes)
		}
	})
	if became.Whole = failure == nil; became.Whole {
		became.Bytes = r.body.Len()
	}
	return r, failure
}

// post sends one request and reads the whole answer, whatever its status.
// arrived is told when it begins.
func (s *shared) post(ctx context.Context, to *url.URL, request []byte, grace time.Duration, arrived func(context.Context, int64)) (*reply, *Error) {
	way := &passage{}
	inTime, cancel := s.bound(ctx, way, grace)
	defer cancel()
	bounded, giveUp := context.WithCancelCause(inTime)
	defer giveUp(nil)
	response, err := s.transport.RoundTrip(s.letter(bounded, to, request, way))
	if err != nil {
		return nil, lineError(ctx, bounded, err, way.left())
	}
	defer func() { _ = response.Body.Close() }() // read to its end or given up
	length := unpackedLength(response, s.opts.MaxReply)
	arrived(bounded, length)
	r := &reply{
		status:     response.StatusCode,
		at:         s.observe(response.Header.Get("Date")),
		retryAfter: retryAfter(response.Header.Get("Retry-After"), s.opts.Now()),
		served:     s.served.Load(),
		body:       takeBuffer(length),

		contentType: mediaType(response.Header.Get("Content-Type")),
	}
	if err := s.receive(bounded, r.body, response, giveUp); err != nil {
		r.free()
		return nil, lineError(ctx, bounded, err, true)
	}
	return r, nil
}

func (s *shared) letter(ctx context.Context, to *url.URL, body []byte, way *passage) *http.Request {
	fresh := func() (io.ReadCloser, error) { return sentBody{bytes.NewReader(body), way}, nil }
	first, _ := fresh()
	request := &http.Request{
		Method: http.MethodPost,
		URL:    to,
		Host:   to.Host,
		Header: http.Header{
			"Content-Type":    {"application/xml"},
			"Accept":          {"application/xml, text/xml"},
			"Accept-Encoding": {s.packing(to)},
			"User-Agent":      {s.opts.UserAgent},
		},
		Body:          first,
		GetBody:       fresh, // lets net/http leave a connection that died idle
		ContentLength: int64(len(body)),
		Proto:         "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
	}
	return request.WithContext(ctx)
}

// packing is asked for by hand, so that any transport may compress and the
// unpacked size is bounded too. To the sandbox, which is near, it only costs.
func (s *shared) packing(to *url.URL) string {
	if s.demo || isLoopback(to.Hostname()) {
		return "identity"
	}
	return "gzip"
}

// lineError judges a failure of the line. What decides for functions that
// write is whether the request had left.
func lineError(caller, bounded context.Context, err error, left bool) *Error {
	e := &Error{Stage: StageTransport, cause: plainLine(err)}
	var certificate *tls.CertificateVerificationError
	var authority x509.UnknownAuthorityError
	switch {
	case caller.Err() != nil:
		e.fault, e.cause = faultCancelled, caller.Err()
	case bounded.Err() != nil:
		e.fault, e.cause = faultTimeout, fmt.Errorf("no answer in time: %w", context.Cause(bounded))
	case errors.As(err, &certificate), errors.As(err, &authority):
		e.fault = faultTLS
	case errors.Is(err, errTooLarge):
		e.fault = faultTooLarge
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, gzip.ErrHeader), errors.Is(err, gzip.ErrChecksum):
		e.fault = faultCut
	default:
		e.fault = faultUnreachable
	}
	e.verdict = judge(e)
	e.verdict.unknown, e.verdict.safe = left, !left
	return e
}

// retryAfter reads both forms of the header.
//
// Source: RFC 9110, 10.2.3.
func retryAfter(header string, now time.Time) time.Duration {
	if seconds, err := strconv.Atoi(strings.TrimSpace(header)); err == nil && seconds > 0 {
		return min(time.Duration(seconds), 1<<20) * time.Second
	}
	if at, err := http.ParseTime(header); err == nil && at.After(now) {
		return at.Sub(now)
	}
	return 0
}

// defaultTransport verifies TLS, always. HTTP/1.1 gives every page in flight a
// connection of its own instead of one window for all.
func defaultTransport(roots *x509.CertPool) *http.Transport {
	t := http.DefaultTransport.(*http.Transport).Clone()
	t.TLSClientConfig = &tls.Config{MinVersion: tls.VersionTLS12, RootCAs: roots}
	t.Protocols = new(http.Protocols)
	t.Protocols.SetHTTP1(true)
	t.ForceAttemptHTTP2 = false
	t.MaxIdleConnsPerHost = 16
	// Shorter than what servers keep: a request on a connection that closes
	// under it has an unknown outcome.
	t.IdleConnTimeout = 20 * time.Second
	t.MaxResponseHeaderBytes = 64 << 10
	return t
}

// rootsWith adds a PEM certificate to the system's. Forms of a UI may deliver
// its line ends as the two characters \n.
func rootsWith(pem string) (*x509.CertPool, error) {
	if strings.TrimSpace(pem) == "" {
		return nil, nil
	}
	roots, err := x509.SystemCertPool()
	if err != nil {
		roots = x509.NewCertPool()
	}
	if !roots.AppendCertsFromPEM([]byte(strings.ReplaceAll(pem, `\n`, "\n"))) {
		return nil, &ConfigError{"ca_certificate", "holds no certificate in PEM form (-----BEGIN CERTIFICATE----- …)"}
	}
	return roots, nil
}
