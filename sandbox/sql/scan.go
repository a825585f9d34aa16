package sql

import "strings"

// A token is a word, a literal or a symbol of a query text.
type token struct {
	kind kind
	text string
}

type kind int

const (
	wordToken kind = iota
	textToken
	numberToken
	symbolToken
)

// scan cuts a query text into tokens.
func scan(text string) ([]token, error) {
	var tokens []token
	for {
		text = strings.TrimLeft(text, " \t\r\n")
		if text == "" {
			return tokens, nil
		}
		token, rest, err := scanToken(text)
		if err != nil {
			return nil, err
		}
		tokens, text = append(tokens, token), rest
	}
}

func scanToken(text string) (token, string, error) {
	switch c := text[0]; {
	case c == '\'' || c == '"':
		return scanText(text)
	case isDigit(c) || ((c == '-' || c == '.') && len(text) > 1 && (isDigit(text[1]) || text[1] == '.')):
		n := 1
		for n < len(text) && (isDigit(text[n]) || text[n] == '.') {
			n++
		}
		return token{numberToken, text[:n]}, text[n:], nil
	case isWordByte(c):
		n := 1
		for n < len(text) && (isWordByte(text[n]) || isDigit(text[n]) || text[n] == '.') {
			n++
		}
		return token{wordToken, text[:n]}, text[n:], nil
	default:
		return scanSymbol(text)
	}
}

// scanText reads a text in single or double quotes. A quote inside is written
// with a backslash, or twice.
func scanText(text string) (token, string, error) {
	quote := text[0]
	var value strings.Builder
	for i := 1; i < len(text); i++ {
		switch {
		case text[i] == '\\' && i+1 < len(text) && (text[i+1] == quote || text[i+1] == '\\'):
			i++
			value.WriteByte(text[i])
		case text[i] != quote:
			value.WriteByte(text[i])
		case i+1 < len(text) && text[i+1] == quote:
			i++
			value.WriteByte(quote)
		default:
			return token{textToken, value.String()}, text[i+1:], nil
		}
	}
	return token{}, "", errUnreadable
}

func scanSymbol(text string) (token, string, error) {
	for _, symbol := range []string{"<=", ">=", "<>", "!=", "=", "<", ">", "(", ")", ","} {
		if rest, found := strings.CutPrefix(text, symbol); found {
			return token{symbolToken, symbol}, rest, nil
		}
	}
	return token{}, "", errUnreadable
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func isWordByte(c byte) bool {
	return c == '_' || (c|0x20 >= 'a' && c|0x20 <= 'z')
}
