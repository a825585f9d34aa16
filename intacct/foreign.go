package intacct

import (
	"bytes"
	"fmt"
	"html"
	"io"
	"mime"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A reply that is not the gateway's XML is anybody's: it may be a good answer with a session or
// records in it that something has spoilt on its way, or a page that repeats the request. So nothing
// of it is quoted but its title, where that can be nothing else. What it says is looked into all the
// same, to know what to do.

// gatewayNumber finds an error number in a page or JSON that stands in for the
// gateway's XML.
var gatewayNumber = regexp.MustCompile(`\bGW-\d{4}\b`)

// foreign judges a reply that is not the gateway's XML: a page of the network
// in front of it, JSON of its newer API, or a cut answer.
func foreign(r *reply, reason error) *Error {
	body := r.body.Bytes()
	e := &Error{Stage: StageTransport, HTTPStatus: failedStatus(r.status), RetryAfter: r.retryAfter, fault: faultNonsense, served: r.served}
	e.Details = []Detail{{Number: gatewayNumber.FindString(string(head(body))), Description: described(r)}}
	switch {
	case r.status >= 300:
		e.Stage, e.fault = StageGateway, faultNone
	case isCut(body):
		e.fault, e.cause = faultCut, fmt.Errorf("the answer breaks off after %d bytes: %w", len(body), io.ErrUnexpectedEOF)
		e.Details = nil
	default:
		e.cause = fmt.Errorf("the answer is not a response of the gateway: %w", reason)
	}
	e.verdict = judgeWith(e, e.text()+wordsOf(body))
	return e
}

// failedStatus leaves out what is no failure.
func failedStatus(status int) int {
	if status < 300 {
		return 0
	}
	return status
}

func isCut(body []byte) bool {
	body = bytes.TrimSpace(body)
	return len(body) == 0 || looksLikeResponse(body) && !endsWhole(body)
}

func looksLikeResponse(body []byte) bool {
	start := bytes.ToLower(body[:min(len(body), 200)])
	return bytes.HasPrefix(start, []byte("<?xml")) || bytes.HasPrefix(start, []byte("<response"))
}

func head(body []byte) []byte { return body[:min(len(body), 4096)] }

var (
	title = regexp.MustCompile(`(?is)<title[^>]*>(.*?)</title>`)
	tags  = regexp.MustCompile(`(?s)<(script|style)\b.*?</(script|style)>|<[^>]*>?`)
)

// wordsOf is what a foreign page says, in small letters, for the table of errors.
func wordsOf(body []byte) string {
	text := tags.ReplaceAllString(string(head(body)), " ")
	return strings.ToLower(strings.Join(strings.Fields(text), " "))
}

// described says of what kind a foreign page is.
func described(r *reply) string {
	body := r.body.Bytes()
	text := fmt.Sprintf("%d bytes", len(body))
	if r.contentType != "" {
		text += " of " + r.contentType
	}
	if found := title.FindSubmatch(head(body)); found != nil {
		if name := titleOf(found[1]); name != "" {
			text += fmt.Sprintf(" with the title %q", name)
		}
	}
	return text
}

const (
	longestTitle = 100
	// longestWord is that of a title's words that hold a digit: ids of sessions, keys of records and
	// numbers of accounts are longer.
	longestWord = 11
)

// titleOf is a page's title if it can be shown: a few words, none of which could be an id. It is never
// cut, because half a secret could not be told as one.
func titleOf(raw []byte) string {
	text := strings.Join(strings.Fields(html.UnescapeString(string(raw))), " ")
	if len(text) > longestTitle || !utf8.ValidString(text) || strings.ContainsFunc(text, func(r rune) bool {
		return !unicode.IsGraphic(r) || strings.ContainsRune(`<>&=@{}\%+`, r)
	}) {
		return ""
	}
	for word := range strings.FieldsSeq(text) {
		if len(word) > longestWord && strings.ContainsAny(word, "0123456789") {
			return ""
		}
	}
	return text
}

// mediaType is the type in a Content-Type header, if it is one.
func mediaType(header string) string {
	kind, _, err := mime.ParseMediaType(header)
	if err != nil || len(kind) > 60 {
		return ""
	}
	return kind
}

// openedSession finds the id of a session in the ruins of an answer.
var openedSession = regexp.MustCompile(`(?i)sessionid(?:>|&(?:amp;)*gt;|["'\s:=\\]+)([^<>&"'\s\\]{6,})`)

// warnOfSessions tells what must not be shown of an answer to a sign-in that could not be read: the
// session is open all the same, and may turn up in whatever comes next.
func (s *shared) warnOfSessions(body []byte) {
	for _, found := range openedSession.FindAllSubmatch(body, -1) {
		s.opts.OnSecret(string(found[1]))
	}
}

// shownName is a name in a reply as it may be quoted: what is not like one may be anything.
func shownName[T string | []byte](name T) string {
	if !nameLike.MatchString(string(name)) {
		return "something without a proper name"
	}
	return string(name)
}

var nameLike = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_.:#/-]{0,63}$`)

// shownNumber is what stands in the place of a number.
func shownNumber(text []byte) string {
	if !numberLike.Match(text) {
		return "no number"
	}
	return fmt.Sprintf("%q", text)
}

var numberLike = regexp.MustCompile(`^[-+A-Za-z0-9., ]{0,12}$`)

// endsWhole reports whether a reply ends as replies do. It is a cheap way of
// telling a cut reply before its first record is believed.
func endsWhole(body []byte) bool {
	return bytes.HasSuffix(bytes.TrimRight(body, " \t\r\n"), []byte("</response>"))
}
