package xmltree

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
)

// Bounds of a request's tree. The depth is libxml2's own; the others keep a
// hostile body from costing more memory than its size warrants.
const (
	maxDepth    = 256
	maxElements = 500_000
	maxAttrs    = 64
)

// An Error is a fault of the XML itself, or a breach of its schema, in the
// numbers and words of libxml2.
type Error struct {
	Code         int
	Message      string
	Line, Column int
	// Schema errors are not fatal to the parser: the document is well formed.
	Schema bool
}

func (e *Error) Error() string {
	level := "Fatal Error"
	if e.Schema {
		level = "Error"
	}
	return fmt.Sprintf("XML Parse schema error: %s %d: %s. Line: %d, column: %d.",
		level, e.Code, e.Message, e.Line, e.Column)
}

// Parse reads a request body into a tree. Where it fails, the tree holds what
// was read before, because the gateway echoes the control block even of
// requests that it cannot read to the end.
func Parse(body []byte) (*Element, *Error) {
	p := newParser(body)
	root, err := p.document()
	if err != nil {
		return root, err
	}
	if root == nil {
		return nil, p.fail(4, "Start tag expected, '<' not found")
	}
	return root, nil
}

// A parser builds the tree token by token. It keeps its own stack, since it
// needs the lines of the tags that do not match.
type parser struct {
	decoder  *xml.Decoder
	root     *Element
	stack    []*Element
	texts    [][]byte
	elements int
}

func newParser(body []byte) *parser {
	decoder := xml.NewDecoder(bytes.NewReader(bytes.TrimPrefix(body, []byte("\xef\xbb\xbf"))))
	decoder.CharsetReader = charset
	return &parser{decoder: decoder}
}

// document reads all tokens.
func (p *parser) document() (*Element, *Error) {
	for {
		token, err := p.decoder.RawToken()
		if errors.Is(err, io.EOF) {
			return p.root, p.atEnd()
		}
		if err != nil {
			return p.root, p.syntax(err)
		}
		if failure := p.take(token); failure != nil {
			p.closeAll()
			return p.root, failure
		}
	}
}

func (p *parser) take(token xml.Token) *Error {
	switch token := token.(type) {
	case xml.StartElement:
		return p.start(token)
	case xml.EndElement:
		return p.end(token)
	case xml.CharData:
		return p.charData(token)
	case xml.Directive:
		return p.directive(token)
	default: // comments and processing instructions mean nothing here
		return nil
	}
}

func (p *parser) start(token xml.StartElement) *Error {
	name := qualified(token.Name)
	p.elements++
	switch {
	case len(p.stack) == 0 && p.root != nil:
		return p.fail(5, "Extra content at the end of the document")
	case len(p.stack) >= maxDepth:
		return p.fail(1, fmt.Sprintf("Excessive depth in document: %d use XML_PARSE_HUGE option", maxDepth))
	case p.elements > maxElements || len(token.Attr) > maxAttrs:
		return p.fail(1, "internal error: document too large")
	}
	line, column := p.decoder.InputPos()
	e := &Element{Name: name, Line: line, Column: column, Attrs: token.Attr}
	if repeated := repeatedAttr(token.Attr); repeated != "" {
		return p.fail(42, fmt.Sprintf("Attribute %s redefined", repeated))
	}
	if len(p.stack) == 0 {
		p.root = e
	} else {
		parent := p.stack[len(p.stack)-1]
		parent.Children = append(parent.Children, e)
	}
	p.stack = append(p.stack, e)
	p.texts = append(p.texts, nil)
	return nil
}

func (p *parser) end(token xml.EndElement) *Error {
	name := qualified(token.Name)
	if len(p.stack) == 0 {
		return p.fail(5, "Extra content at the end of the document")
	}
	open := p.stack[len(p.stack)-1]
	if open.Name != name {
		return p.fail(76, fmt.Sprintf("Opening and ending tag mismatch: %s line %d and %s", open.Name, open.Line, name))
	}
	p.close()
	return nil
}

// close ends the innermost element.
func (p *parser) close() {
	last := len(p.stack) - 1
	p.stack[last].Text = string(p.texts[last])
	p.stack, p.texts = p.stack[:last], p.texts[:last]
}

func (p *parser) closeAll() {
	for len(p.stack) > 0 {
		p.close()
	}
}

func (p *parser) charData(data xml.CharData) *Error {
	if len(p.stack) > 0 {
		last := len(p.texts) - 1
		p.texts[last] = append(p.texts[last], data...)
		return nil
	}
	if len(bytes.TrimSpace(data)) == 0 {
		return nil
	}
	if p.root == nil {
		return p.fail(4, "Start tag expected, '<' not found")
	}
	return p.fail(5, "Extra content at the end of the document")
}

// directive accepts a document type, which old clients send, and refuses one
// with declarations of its own: nothing good is ever declared in a request.
func (p *parser) directive(text xml.Directive) *Error {
	if bytes.ContainsRune(text, '[') {
		return p.fail(96, "internal error: DTD declarations are not allowed in requests")
	}
	return nil
}

// atEnd judges the end of the input.
func (p *parser) atEnd() *Error {
	if len(p.stack) == 0 {
		return nil
	}
	open := p.stack[len(p.stack)-1]
	p.closeAll()
	return p.fail(77, fmt.Sprintf("Premature end of data in tag %s line %d", open.Name, open.Line))
}

func (p *parser) fail(code int, message string) *Error {
	line, column := p.decoder.InputPos()
	return &Error{Code: code, Message: message, Line: line, Column: column}
}

// syntax says in libxml2's words what encoding/xml found wrong.
func (p *parser) syntax(err error) *Error {
	var broken *xml.SyntaxError
	if !errors.As(err, &broken) {
		p.closeAll()
		return p.fail(32, "Unsupported encoding")
	}
	if strings.Contains(broken.Msg, "unexpected EOF") && len(p.stack) > 0 {
		return p.atEnd()
	}
	p.closeAll()
	for _, known := range syntaxTexts {
		if strings.Contains(broken.Msg, known.part) {
			return p.fail(known.code, known.text)
		}
	}
	return p.fail(5, broken.Msg)
}

// syntaxTexts translates encoding/xml's messages.
var syntaxTexts = []struct {
	part string
	code int
	text string
}{
	{"unexpected EOF", 77, "Premature end of data"},
	{"invalid character entity", 26, "Entity not defined"},
	{"illegal character code", 9, "PCDATA invalid Char value"},
	{"invalid UTF-8", 9, "Input is not proper UTF-8, indicate encoding !"},
	{"unescaped ]]>", 62, "Sequence ']]>' not allowed in content"},
	{"unescaped <", 38, "Unescaped '<' not allowed in attributes values"},
	{"unquoted or missing attribute value", 39, "AttValue: \" or ' expected"},
	{"attribute name without =", 41, "Specification mandates value for attribute"},
	{"expected attribute name", 68, "xmlParseAttribute: no name"},
	{"expected element name", 68, "xmlParseStartTag: invalid element name"},
	{"expected /> in element", 73, "Couldn't find end of Start Tag"},
	{"invalid characters between", 73, "expected '>'"},
	{"invalid sequence \"--\"", 80, "Double hyphen within comment"},
	{"invalid XML name", 68, "xmlParseStartTag: invalid element name"},
	{"unsupported version", 109, "Unsupported version"},
}

// charset accepts the two other encodings in which every byte is a character;
// anything else is an error, as nothing else occurs.
func charset(label string, input io.Reader) (io.Reader, error) {
	switch strings.ToLower(label) {
	case "utf8", "us-ascii", "ascii":
		return input, nil
	case "iso-8859-1", "latin1", "iso8859-1":
		return &latin1{from: input}, nil
	default:
		return nil, fmt.Errorf("encoding %q is not supported", label)
	}
}

// latin1 decodes ISO 8859-1.
type latin1 struct {
	from    io.Reader
	pending []byte
}

func (l *latin1) Read(dst []byte) (int, error) {
	for len(l.pending) == 0 {
		var raw [512]byte
		n, err := l.from.Read(raw[:])
		for _, b := range raw[:n] {
			l.pending = append(l.pending, string(rune(b))...)
		}
		if n == 0 && err != nil {
			return 0, err
		}
	}
	n := copy(dst, l.pending)
	l.pending = l.pending[n:]
	return n, nil
}

func qualified(name xml.Name) string {
	if name.Space == "" {
		return name.Local
	}
	return name.Space + ":" + name.Local
}

func repeatedAttr(attrs []xml.Attr) string {
	for i, a := range attrs {
		for _, b := range attrs[:i] {
			if a.Name == b.Name {
				return qualified(a.Name)
			}
		}
	}
	return ""
}
