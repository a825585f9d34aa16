package intacct

import (
	"compress/flate"
	"compress/gzip"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"regexp"
	"strings"
	"syscall"
)

// plainError is an error under a text of ours: its own quotes what was received.
type plainError struct {
	text string
	err  error
}

func (e *plainError) Error() string { return e.text }
func (e *plainError) Unwrap() error { return e.err }

func plainly(format string, args ...any) error {
	return &plainError{text: fmt.Sprintf(format, args...)}
}

// plainXML says what is wrong with XML without quoting it, as encoding/xml would: the names of elements
// and entities may be anything, in a reply that is not of the expected form.
func plainXML(err error) error {
	var syntax *xml.SyntaxError
	var plain *plainError
	switch {
	case errors.As(err, &plain):
		return plain
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return err
	case errors.As(err, &syntax):
		return &plainError{fmt.Sprintf("XML syntax error on line %d%s", syntax.Line, syntaxOf(syntax.Msg)), err}
	case strings.HasPrefix(err.Error(), "xml: encoding"):
		return &plainError{"it is not encoded as UTF-8", err}
	}
	return &plainError{"it is not well-formed XML", err}
}

// syntaxOf is encoding/xml's complaint, without what it is about.
func syntaxOf(complaint string) string {
	for _, known := range []struct{ begin, text string }{
		{"unexpected EOF", "it breaks off"},
		{"invalid UTF-8", "invalid UTF-8"},
		{"illegal character code", complaint},
		{"invalid character entity", "an entity that XML does not know"},
		{"element <", "an element that another's end closes"},
		{"unexpected end element", "the end of an element that was not begun"},
		{"attribute name without =", "an attribute without a value"},
		{"unquoted or missing attribute value", "an attribute without a value in quotes"},
		{"unescaped < inside quoted string", "a < in an attribute"},
		{"unescaped ]]> not in CDATA section", "a ]]> outside CDATA"},
		{"expected element name after <", "a < that begins no element"},
		{"invalid sequence \"--\" not allowed in comments", "a -- in a comment"},
	} {
		if strings.HasPrefix(complaint, known.begin) {
			return ": " + known.text
		}
	}
	return ""
}

// plainLine says what is wrong with the line. The errors of dialling, of TLS and of the system tell of
// addresses and certificates; net/http's own, and those of the libraries below, quote the bytes that
// they could not read.
func plainLine(err error) error {
	if knownFault(err) {
		return err
	}
	text := err.Error()
	switch {
	case strings.Contains(text, "malformed HTTP"), strings.Contains(text, "malformed MIME header"), strings.Contains(text, "HTTP/"):
		text = "the answer is not proper HTTP"
	case strings.Contains(text, "invalid proxy address"), strings.Contains(text, "proxy"):
		text = "the proxy that the environment names (HTTPS_PROXY) cannot be used"
	case isConstant(text):
	default:
		text = "the connection broke"
	}
	return &plainError{text, err}
}

// constant is a text of net/http's own, such as "http: server closed idle connection".
var constant = regexp.MustCompile(`^(net/)?http: [A-Za-z/:,' -]{0,120}$`)

// isConstant reports whether a text quotes nothing: one of net/http's, or the reason that a proxy gives
// where that is one of HTTP's, such as "Proxy Authentication Required". In other words a proxy may say
// anything.
func isConstant(text string) bool {
	for code := 300; code < 600; code++ {
		if text != "" && text == http.StatusText(code) {
			return true
		}
	}
	return constant.MatchString(text)
}

func knownFault(err error) bool {
	var (
		operation   *net.OpError
		lookup      *net.DNSError
		certificate *tls.CertificateVerificationError
		authority   x509.UnknownAuthorityError
		record      tls.RecordHeaderError
		alert       tls.AlertError
		number      syscall.Errno
		corrupt     flate.CorruptInputError
		plain       *plainError
	)
	for _, target := range []any{&operation, &lookup, &certificate, &authority, &record, &alert, &number, &corrupt, &plain} {
		if errors.As(err, target) {
			return true
		}
	}
	for _, known := range []error{
		context.Canceled, context.DeadlineExceeded, io.EOF, io.ErrUnexpectedEOF, gzip.ErrHeader, gzip.ErrChecksum,
		errTooLarge, errDrips, http.ErrSchemeMismatch,
	} {
		if errors.Is(err, known) {
			return true
		}
	}
	return false
}
