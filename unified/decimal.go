package unified

import (
	"encoding/json"
	"errors"
	"math/big"
	"strings"
)

// negate gives a decimal the opposite sign, digit for digit.
func negate(text string) string {
	text = strings.TrimSpace(text)
	if rest, negative := strings.CutPrefix(text, "-"); negative {
		return rest
	}
	digits := strings.TrimPrefix(text, "+")
	if strings.Trim(digits, "0.") == "" {
		return digits
	}
	return "-" + digits
}

// maxDigits bounds the decimals that are added up.
const maxDigits = 64

// exact is a decimal as it is written.
func exact(text string) (*big.Rat, error) {
	text = strings.TrimSpace(text)
	if len(text) > maxDigits || strings.ContainsAny(text, "/_xXpP") || exponent(text) {
		return nil, errors.New("is not an amount")
	}
	number, ok := new(big.Rat).SetString(text)
	if !ok {
		return nil, errors.New("is not an amount")
	}
	return number, nil
}

// whole is the usual text of a whole number, which record numbers are; any other
// text stays as it is.
func whole(text string) string {
	if number, err := exact(text); err == nil && number.IsInt() {
		return number.Num().String()
	}
	return text
}

// exponent tells an exponent of more than two digits, which would unfold to
// more zeros than any amount has.
func exponent(text string) bool {
	at := strings.IndexAny(text, "eE")
	return at >= 0 && len(strings.Trim(text[at+1:], "+-")) > 2
}

// scalar is the text of a single JSON value; false for null, "", lists and
// objects.
func scalar(raw json.RawMessage) (string, bool) {
	text := strings.TrimSpace(string(raw))
	if text == "" {
		return "", false
	}
	switch text[0] {
	case 'n', '[', '{':
		return "", false
	case '"':
		var s string
		if json.Unmarshal(raw, &s) != nil {
			return "", false
		}
		return s, strings.TrimSpace(s) != ""
	}
	return text, true
}

func quoted(text string) json.RawMessage {
	raw, err := json.Marshal(text)
	if err != nil {
		panic(err) // a string always has a JSON form
	}
	return raw
}
