package sandbox

import (
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"time"
)

// How much and how long the gateway takes of bodies.
const (
	// bodyTime is how long a client may take to send one.
	bodyTime = time.Minute
	// bodyTotal bounds those of all requests under way.
	bodyTotal = 128 << 20
)

var (
	// errTooLarge is a body beyond the limit, as sent or unpacked.
	errTooLarge = errors.New("the request is too large")
	// errBusy is a body for which there is no room beside the others.
	errBusy = errors.New("too many requests are being received")
)

// bodies counts the bytes of the requests under way.
type bodies struct{ total atomic.Int64 }

// received wraps a request's body: what is read of it counts until the request
// is done, and has to come in time.
func (b *bodies) received(w http.ResponseWriter, r *http.Request) (done func()) {
	control := http.NewResponseController(w)
	// In a test without a connection there is no deadline to set.
	_ = control.SetReadDeadline(time.Now().Add(bodyTime))
	body := &countedBody{ReadCloser: r.Body, of: b, ended: func() { _ = control.SetReadDeadline(time.Time{}) }}
	r.Body = body
	return func() { b.total.Add(-body.size) }
}

type countedBody struct {
	io.ReadCloser
	of    *bodies
	size  int64
	ended func()
}

func (c *countedBody) Read(p []byte) (int, error) {
	n, err := c.ReadCloser.Read(p)
	c.size += int64(n)
	if c.of.total.Add(int64(n)) > bodyTotal {
		return n, errBusy
	}
	if err != nil {
		c.ended()
	}
	return n, err
}

// isForeign reports whether a page of another site sends the request, which a
// browser says. Nothing that such a page wants here is the user's wish.
func isForeign(r *http.Request) bool {
	origin := r.Header.Get("Origin")
	if origin == "" {
		return false
	}
	from, err := url.Parse(origin)
	return err != nil || !strings.EqualFold(from.Host, r.Host)
}
