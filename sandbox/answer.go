package sandbox

import (
	"bytes"
	"compress/gzip"
	"context"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Content types of answers.
const (
	xmlType  = `text/xml; encoding="UTF-8"`
	utf8Type = "text/xml; charset=UTF-8"
	jsonType = "application/json"
	csvType  = "text/csv"
	htmlType = "text/html; charset=UTF-8"
)

// An answer is a response that is ready, with the way it is to go wrong.
type answer struct {
	ctx    context.Context
	status int
	header http.Header
	body   []byte
	pooled []byte
	drop   bool
	cut    int
	drip   int
	pause  time.Duration
}

func newAnswer(ctx context.Context, status int, contentType string, at time.Time) *answer {
	header := http.Header{}
	header.Set("Content-Type", contentType)
	header.Set("Date", at.UTC().Format(http.TimeFormat))
	header.Set("Cache-Control", "no-store, no-cache, must-revalidate")
	header.Set("X-Content-Type-Options", "nosniff")
	return &answer{ctx: ctx, status: status, header: header, cut: -1}
}

// harm makes the answer go wrong on its way.
func (a *answer) harm(f *Fault) {
	a.drop = f.Drop
	if f.Truncate > 0 && f.Truncate < len(a.body) {
		a.body = a.body[:f.Truncate]
	}
	if f.Cut > 0 && f.Cut < len(a.body) {
		a.cut = f.Cut
	}
	a.drip, a.pause = f.Drip, f.DripPause
	if a.pause == 0 {
		a.pause = 100 * time.Millisecond
	}
	if f.ContentType != "" {
		a.header.Set("Content-Type", f.ContentType)
	}
}

// finish compresses the body if the client takes it so and states its length.
func (a *answer) finish(r *http.Request) {
	if acceptsGzip(r) && len(a.body) > 256 && a.cut < 0 {
		a.header.Set("Content-Encoding", "gzip")
		a.header.Set("Vary", "Accept-Encoding")
		plain := a.body
		a.body = compress(plain)
	}
	a.header.Set("Content-Length", strconv.Itoa(len(a.body)))
}

// send writes the answer to a connection. A dropped or cut one ends with the
// panic by which net/http closes a connection.
func (a *answer) send(w http.ResponseWriter) {
	defer a.release()
	if a.drop {
		panic(http.ErrAbortHandler)
	}
	for name, values := range a.header {
		w.Header()[name] = values
	}
	w.WriteHeader(a.status)
	body := a.body
	if a.cut >= 0 {
		body = body[:a.cut]
	}
	flusher, _ := w.(http.Flusher)
	for len(body) > 0 {
		piece := a.next(body)
		if _, err := w.Write(body[:piece]); err != nil {
			return
		}
		body = body[piece:]
		if len(body) > 0 && flusher != nil {
			flusher.Flush()
			wait(a.ctx, a.pause)
		}
	}
	if a.cut >= 0 {
		if flusher != nil {
			flusher.Flush()
		}
		panic(http.ErrAbortHandler)
	}
}

// next is how much of the rest is sent at once.
func (a *answer) next(rest []byte) int {
	if a.drip > 0 && a.drip < len(rest) {
		return a.drip
	}
	return len(rest)
}

// release gives the memory of the answer back.
func (a *answer) release() {
	releaseBuffer(a.pooled)
	a.pooled, a.body = nil, nil
}

// wait lets time pass unless the client goes away first.
func wait(ctx context.Context, d time.Duration) {
	if d <= 0 {
		return
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}

func acceptsGzip(r *http.Request) bool {
	for _, header := range r.Header.Values("Accept-Encoding") {
		for coding := range strings.SplitSeq(header, ",") {
			name, weight, _ := strings.Cut(strings.TrimSpace(coding), ";")
			if strings.EqualFold(name, "gzip") && !strings.HasSuffix(strings.ReplaceAll(weight, " ", ""), "q=0") {
				return true
			}
		}
	}
	return false
}

var compressors = sync.Pool{New: func() any {
	w, err := gzip.NewWriterLevel(nil, gzip.BestSpeed)
	if err != nil {
		panic(err) // the level is a constant
	}
	return w
}}

func compress(plain []byte) []byte {
	var packed bytes.Buffer
	w := compressors.Get().(*gzip.Writer)
	defer compressors.Put(w)
	w.Reset(&packed)
	// A bytes.Buffer takes everything.
	_, _ = w.Write(plain)
	_ = w.Close()
	return packed.Bytes()
}
