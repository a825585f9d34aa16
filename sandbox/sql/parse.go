// Package sql reads the query texts of readByQuery (Sage docs, XML API:
// Queries, legacy): comparisons, like, in, is null, and, or, not, parentheses
// and rownum, with no joins and no functions.
package sql

import (
	"errors"
	"strconv"
	"strings"

	"airbyte-sage-intacct/sandbox/company"
)

// errUnreadable is a query text outside the subset. The gateway says no more
// than that there was an error.
var errUnreadable = errors.New("the query cannot be read")

// maxNesting bounds the parentheses of a query text.
const maxNesting = 100

// A Literal turns a value of the text into the company's own text, and reports
// whether it is one that the field can be compared with.
type Literal func(field string, op company.Op, text string) (string, bool)

// A parser reads conditions token by token.
type parser struct {
	tokens  []token
	next    int
	depth   int
	literal Literal
}

// A Query is what the text asks for.
type Query struct {
	Filter *company.Filter // nil for all rows
	Rows   int             // at most so many; 0 for all
}

// Parse reads a query text.
func Parse(text string, literal Literal) (Query, error) {
	tokens, err := scan(text)
	if err != nil || len(tokens) == 0 {
		return Query{}, err
	}
	p := &parser{tokens: tokens, literal: literal}
	filter, err := p.expression()
	if err != nil {
		return Query{}, err
	}
	if p.next < len(p.tokens) {
		return Query{}, errUnreadable
	}
	q := Query{}
	q.Filter, err = q.takeRowNumber(filter)
	return q, err
}

// expression reads conditions joined by or.
func (p *parser) expression() (*company.Filter, error) {
	if p.depth++; p.depth > maxNesting {
		return nil, errUnreadable
	}
	defer func() { p.depth-- }()
	return p.joined("or", company.Or, func() (*company.Filter, error) {
		return p.joined("and", company.And, p.factor)
	})
}

func (p *parser) joined(word string, op company.Op, read func() (*company.Filter, error)) (*company.Filter, error) {
	first, err := read()
	if err != nil || !p.isWord(word) {
		return first, err
	}
	group := &company.Filter{Op: op, Children: []*company.Filter{first}}
	for p.takeWord(word) {
		further, err := read()
		if err != nil {
			return nil, err
		}
		group.Children = append(group.Children, further)
	}
	return group, nil
}

func (p *parser) factor() (*company.Filter, error) {
	if p.takeWord("not") {
		if p.depth++; p.depth > maxNesting {
			return nil, errUnreadable
		}
		defer func() { p.depth-- }()
		inner, err := p.factor()
		return &company.Filter{Op: company.Not, Children: []*company.Filter{inner}}, err
	}
	if p.takeSymbol("(") {
		inner, err := p.expression()
		if err == nil && !p.takeSymbol(")") {
			err = errUnreadable
		}
		return inner, err
	}
	return p.predicate()
}

// operators are the comparisons.
var operators = map[string]company.Op{
	"=": company.Equal, "<>": company.NotEqual, "!=": company.NotEqual, "<": company.Less,
	"<=": company.LessEq, ">": company.Greater, ">=": company.GreaterEq,
}

// predicate reads a condition on one field.
func (p *parser) predicate() (*company.Filter, error) {
	field, ok := p.take(wordToken)
	if !ok {
		return nil, errUnreadable
	}
	if symbol, isSymbol := p.take(symbolToken); isSymbol {
		op, known := operators[symbol.text]
		if !known {
			return nil, errUnreadable
		}
		return p.compare(field.text, op)
	}
	negated := p.takeWord("not")
	switch {
	case p.takeWord("like"):
		return p.compare(field.text, choose(negated, company.NotLike, company.Like))
	case p.takeWord("in"):
		return p.list(field.text, choose(negated, company.NotIn, company.In))
	case !negated && p.takeWord("is"):
		op := choose(p.takeWord("not"), company.IsNotNull, company.IsNull)
		if !p.takeWord("null") {
			return nil, errUnreadable
		}
		return &company.Filter{Op: op, Field: field.text}, nil
	default:
		return nil, errUnreadable
	}
}

func choose(negated bool, yes, no company.Op) company.Op {
	if negated {
		return yes
	}
	return no
}

func (p *parser) compare(field string, op company.Op) (*company.Filter, error) {
	value, err := p.value(field, op)
	return &company.Filter{Op: op, Field: field, Values: []string{value}}, err
}

func (p *parser) list(field string, op company.Op) (*company.Filter, error) {
	f := &company.Filter{Op: op, Field: field}
	if !p.takeSymbol("(") {
		return nil, errUnreadable
	}
	for {
		value, err := p.value(field, op)
		if err != nil {
			return nil, err
		}
		f.Values = append(f.Values, value)
		if p.takeSymbol(")") {
			return f, nil
		}
		if !p.takeSymbol(",") {
			return nil, errUnreadable
		}
	}
}

// value reads a literal: a text in quotes, a number, or one of the words true
// and false.
func (p *parser) value(field string, op company.Op) (string, error) {
	token, ok := p.take(textToken)
	if !ok {
		token, ok = p.take(numberToken)
	}
	if !ok && (p.isWord("true") || p.isWord("false")) {
		token, ok = p.take(wordToken)
	}
	if !ok {
		return "", errUnreadable
	}
	value, ok := p.literal(field, op, token.text)
	if !ok {
		return "", errUnreadable
	}
	return value, nil
}

// takeRowNumber takes a bound on rownum out of the top level, where it limits
// the rows; anywhere else it has no meaning here.
func (q *Query) takeRowNumber(f *company.Filter) (*company.Filter, error) {
	if isRowNumber(f) {
		return nil, q.limit(f)
	}
	if f.Op != company.And {
		return f, nil
	}
	var rest []*company.Filter
	for _, child := range f.Children {
		if !isRowNumber(child) {
			rest = append(rest, child)
		} else if err := q.limit(child); err != nil {
			return nil, err
		}
	}
	switch len(rest) {
	case 0:
		return nil, nil
	case 1:
		return rest[0], nil
	default:
		return &company.Filter{Op: company.And, Children: rest}, nil
	}
}

func isRowNumber(f *company.Filter) bool { return strings.EqualFold(f.Field, "rownum") }

func (q *Query) limit(f *company.Filter) error {
	if len(f.Values) != 1 {
		return errUnreadable
	}
	n, err := strconv.Atoi(f.Values[0])
	if f.Op == company.Less {
		n--
	} else if f.Op != company.LessEq {
		return errUnreadable
	}
	if err != nil || n < 1 {
		return errUnreadable
	}
	if q.Rows == 0 || n < q.Rows {
		q.Rows = n
	}
	return nil
}

// take returns the next token if it is of that kind.
func (p *parser) take(kind kind) (token, bool) {
	if p.next >= len(p.tokens) || p.tokens[p.next].kind != kind {
		return token{}, false
	}
	p.next++
	return p.tokens[p.next-1], true
}

func (p *parser) isWord(word string) bool {
	return p.next < len(p.tokens) && p.tokens[p.next].kind == wordToken &&
		strings.EqualFold(p.tokens[p.next].text, word)
}

func (p *parser) takeWord(word string) bool {
	if p.isWord(word) {
		p.next++
		return true
	}
	return false
}

func (p *parser) takeSymbol(symbol string) bool {
	if p.next < len(p.tokens) && p.tokens[p.next].kind == symbolToken && p.tokens[p.next].text == symbol {
		p.next++
		return true
	}
	return false
}
