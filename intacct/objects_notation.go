package intacct

import (
	"fmt"
	"strings"

	"airbyte-sage-intacct/intacct/xmltext"
)

// mustParseModel reads the notation described at Model. The notations are
// constants, and a test reads them all.
func mustParseModel(notation string) *Model {
	p := notationParser{text: notation}
	m := p.model()
	if p.skip(); p.pos < len(p.text) {
		p.fail("end")
	}
	return m
}

type notationParser struct {
	text string
	pos  int
}

func (p *notationParser) fail(wanted string) {
	panic(fmt.Sprintf("content model: %s wanted at %.40q", wanted, p.text[p.pos:]))
}

func (p *notationParser) skip() {
	for p.pos < len(p.text) && strings.IndexByte(" \n\t", p.text[p.pos]) >= 0 {
		p.pos++
	}
}

// take moves past a character if it is next.
func (p *notationParser) take(c byte) bool {
	p.skip()
	if p.pos < len(p.text) && p.text[p.pos] == c {
		p.pos++
		return true
	}
	return false
}

func (p *notationParser) demand(c byte) {
	if !p.take(c) {
		p.fail(string(c))
	}
}

// model reads parts and what is between them.
func (p *notationParser) model() *Model {
	m := &Model{Parts: []Part{p.part()}}
	for {
		var group Group
		switch {
		case p.take(','):
			group = Sequence
		case p.take('|'):
			group = Choice
		case p.take('&'):
			group = AnyOrder
		default:
			return m
		}
		if len(m.Parts) > 1 && group != m.Group {
			p.fail("the same separator")
		}
		m.Group = group
		m.Parts = append(m.Parts, p.part())
	}
}

func (p *notationParser) part() Part {
	part := Part{Needed: true}
	if p.take('(') {
		part.Model = p.model()
		p.demand(')')
	} else {
		part.Element = p.element()
	}
	switch {
	case p.take('?'):
		part.Needed = false
	case p.take('*'):
		part.Needed, part.Many = false, true
	case p.take('+'):
		part.Many = true
	}
	return part
}

func (p *notationParser) element() *Element {
	e := &Element{Name: p.word()}
	e.Date = isDate(e.Name)
	if p.take('@') {
		e.Attr = p.word()
	}
	if p.take('=') {
		e.Fields = append(e.Fields, p.word())
		for p.take('/') {
			e.Fields = append(e.Fields, p.word())
		}
	}
	if p.take('\'') {
		e.Default = p.quoted()
	}
	if p.take('{') {
		e.Content = p.model()
		p.demand('}')
		e.Date = false
	}
	if e.Fields == nil {
		e.Fields = []string{strings.ToUpper(e.Name)}
	}
	return e
}

func (p *notationParser) word() string {
	p.skip()
	start := p.pos
	for p.pos < len(p.text) {
		if c := p.text[p.pos]; !xmltext.IsLetter(c) && (c < '0' || c > '9') && c != '_' && c != '.' {
			break
		}
		p.pos++
	}
	if p.pos == start {
		p.fail("a name")
	}
	return p.text[start:p.pos]
}

func (p *notationParser) quoted() string {
	length := strings.IndexByte(p.text[p.pos:], '\'')
	if length < 0 {
		p.fail("'")
	}
	text := p.text[p.pos : p.pos+length]
	p.pos += length + 1
	return text
}
