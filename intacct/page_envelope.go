package intacct

import (
	"bytes"
	"errors"
)

// token is a piece of a reply: an element's start or end, a stretch of text,
// or the reply's end. It is valid until the next one is read.
type token struct {
	kind  tokenKind
	name  []byte      // of an element
	text  []byte      // resolved text
	attrs []attribute // of an element's start
}

type tokenKind uint8

const (
	startToken tokenKind = iota
	endToken
	textToken
	finalToken
)

type attribute struct {
	name  []byte
	value []byte
}

// envelope follows the elements around the records and keeps what they say.
type envelope struct {
	path    []byte // such as /response/control/status
	text    []byte // of the innermost element so far
	results int

	control, authentication, result, function string
	session                                   sessionTimes
}

// enter and leave keep the path.
func (e *envelope) enter(name []byte) string {
	e.path = append(append(e.path, '/'), name...)
	e.text = e.text[:0]
	return string(e.path)
}

func (e *envelope) leave() {
	text := string(bytes.TrimSpace(e.text))
	switch string(e.path) {
	case "/response/control/status":
		e.control = text
	case "/response/operation/authentication/status":
		e.authentication = text
	case "/response/operation/authentication/sessiontimestamp":
		e.session.timestamp = text
	case "/response/operation/authentication/sessiontimeout":
		e.session.timeout = text
	case "/response/operation/result/status":
		e.result = text
	case "/response/operation/result/function":
		e.function = text
	}
	e.path = e.path[:max(0, bytes.LastIndexByte(e.path, '/'))]
	e.text = e.text[:0]
}

// success reports whether every level of the reply says so.
func (e *envelope) success() bool {
	const yes = "success"
	return e.control == yes && e.authentication == yes && e.result == yes && e.function == "query"
}

const (
	resultPath = "/response/operation/result"
	dataPath   = resultPath + "/data"

	// No reply nests this deep around its records. Without a bound, one that
	// is nothing but depth would cost the square of its size.
	maxPath = 4096
)

// readEnvelope reads up to and including <data …>.
func (p *Page) readEnvelope() error {
	var e envelope
	for {
		t, err := p.source.token()
		if errors.Is(err, errUnsure) {
			return err
		}
		if err != nil {
			return errNotPage
		}
		switch t.kind {
		case startToken:
			if len(e.path) > maxPath {
				return errNotPage
			}
			switch e.enter(t.name) {
			case resultPath:
				e.results++
			case dataPath:
				if e.results != 1 || !e.success() {
					return errNotPage
				}
				p.session = e.session
				return p.readCounts(t.attrs)
			}
		case endToken:
			e.leave()
		case textToken:
			e.text = append(e.text, t.text...)
		case finalToken:
			return errNotPage
		}
	}
}

// readTrailer reads what follows </data>: nothing that matters, or a lie.
func (p *Page) readTrailer() error {
	e := envelope{path: []byte(resultPath)}
	for {
		t, err := p.source.token()
		if err != nil {
			return err
		}
		switch t.kind {
		case startToken:
			if len(e.path) > maxPath {
				return p.lie("elements nested without end after the records")
			}
			switch path := e.enter(t.name); path {
			case dataPath, resultPath, resultPath + "/errormessage", "/response/operation/errormessage", "/response/errormessage":
				return p.lie("%s after the records", path)
			}
		case endToken:
			e.leave()
		case finalToken:
			return nil
		}
	}
}
