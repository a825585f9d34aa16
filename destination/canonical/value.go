package canonical

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// Kind is how a field's values are written.
type Kind int

// The kinds of fields.
const (
	Text Kind = iota
	Numeric
	Boolean
	Date
	Timestamp
)

// KindOf reads a DATATYPE of lookup. What is not known is text: the gateway
// judges it.
func KindOf(datatype string) Kind {
	switch strings.ToUpper(datatype) {
	case "INTEGER", "DECIMAL", "CURRENCY", "PERCENT", "NUMBER":
		return Numeric
	case "BOOLEAN":
		return Boolean
	case "DATE":
		return Date
	case "TIMESTAMP":
		return Timestamp
	}
	return Text
}

// The canonical texts of dates and timestamps; Intacct's are made of them when
// a function is written.
const (
	ISODate      = time.DateOnly
	ISOTimestamp = "2006-01-02T15:04:05Z"
)

// ChoiceSeparator joins the choices of a multi-pick field.
const ChoiceSeparator = "#~#"

// Value reads a JSON value as a kind. The answer is the one text of that
// value, so that equal values have equal texts; null and "" are both "".
func (o DateOrder) Value(k Kind, raw json.RawMessage) (string, error) {
	text, err := Scalar(raw)
	if err != nil || text == "" {
		return "", err
	}
	switch k {
	case Numeric:
		return Number(strings.TrimSpace(text))
	case Boolean:
		return Bool(strings.TrimSpace(text))
	case Date:
		return o.Date(strings.TrimSpace(text))
	case Timestamp:
		return o.canonicalTimestamp(strings.TrimSpace(text))
	}
	return text, carriable(text)
}

// Scalar is the text of a JSON string, number or boolean.
func Scalar(raw json.RawMessage) (string, error) {
	raw = bytes.TrimSpace(raw)
	if len(raw) == 0 {
		return "", nil
	}
	switch raw[0] {
	case 'n':
		return "", nil
	case '"':
		var text string
		err := json.Unmarshal(raw, &text)
		return text, err
	case '[':
		return "", errors.New("is a list where a single value is expected")
	case '{':
		return "", errors.New("is an object where a single value is expected")
	}
	return string(raw), nil
}

// Choices is the text of a field that takes several choices, which come as a
// list. A field that takes one takes no list, not even of one.
func Choices(raw json.RawMessage) (string, error) {
	var elements []json.RawMessage
	if err := json.Unmarshal(raw, &elements); err != nil {
		return "", err
	}
	texts := make([]string, 0, len(elements))
	for _, element := range elements {
		text, err := Scalar(element)
		switch {
		case err != nil:
			return "", errors.New("has a choice that is no single value")
		case strings.Contains(text, ChoiceSeparator):
			return "", fmt.Errorf("has a choice that contains the separator %s", ChoiceSeparator)
		}
		texts = append(texts, text)
	}
	text := strings.Join(texts, ChoiceSeparator)
	return text, carriable(text)
}

// carriable refuses what XML 1.0 cannot carry in any spelling.
func carriable(text string) error {
	if !utf8.ValidString(text) {
		return errors.New("is not valid UTF-8")
	}
	for _, r := range text {
		switch {
		case r == '\t', r == '\n', r == '\r', 0x20 <= r && r < 0xFFFE, r > 0xFFFF:
		default:
			return fmt.Errorf("contains the character U+%04X, which XML cannot carry", r)
		}
	}
	return nil
}

// maxNumber bounds the characters of a number.
const maxNumber = 300

// maxExponent bounds the zeros that a number in exponent form may unfold to.
const maxExponent = 64

// Number keeps every digit: no float is near. Exponents are unfolded,
// because Intacct reads plain decimals only; zeros that say nothing go.
func Number(text string) (string, error) {
	if len(text) > maxNumber {
		return "", fmt.Errorf("is a number of more than %d characters", maxNumber)
	}
	mantissa, exponent := text, 0
	if at := strings.IndexAny(text, "eE"); at >= 0 {
		var err error
		exponent, err = strconv.Atoi(text[at+1:])
		switch {
		case errors.Is(err, strconv.ErrSyntax):
			return "", errors.New("is not a number")
		case err != nil || max(exponent, -exponent) > maxExponent:
			return "", errors.New("is a number out of range")
		}
		mantissa = text[:at]
	}
	sign, digits := "", strings.TrimPrefix(mantissa, "+")
	if rest, negative := strings.CutPrefix(mantissa, "-"); negative {
		sign, digits = "-", rest
	}
	whole, fraction, _ := strings.Cut(digits, ".")
	if whole+fraction == "" || strings.Trim(whole+fraction, "0123456789") != "" {
		return "", errors.New("is not a number")
	}
	whole, fraction = shift(whole, fraction, exponent)
	whole, fraction = strings.TrimLeft(whole, "0"), strings.TrimRight(fraction, "0")
	if whole == "" {
		whole = "0"
	}
	if fraction != "" {
		return sign + whole + "." + fraction, nil
	}
	if whole == "0" {
		return whole, nil
	}
	return sign + whole, nil
}

// shift moves the decimal point.
func shift(whole, fraction string, places int) (string, string) {
	if places >= 0 {
		fraction += strings.Repeat("0", max(0, places-len(fraction)))
		return whole + fraction[:places], fraction[places:]
	}
	whole = strings.Repeat("0", max(0, -places-len(whole))) + whole
	at := len(whole) + places
	return whole[:at], whole[at:] + fraction
}

// Bool is the canonical text of a boolean.
func Bool(text string) (string, error) {
	switch strings.ToLower(text) {
	case "true", "t", "yes", "y", "1":
		return "true", nil
	case "false", "f", "no", "n", "0":
		return "false", nil
	}
	return "", errors.New("is not a boolean")
}

// Wire is the text of a canonical value in a generic function.
func (k Kind) Wire(text string) string {
	switch k {
	case Date:
		return relayout(text, ISODate, "01/02/2006")
	case Timestamp:
		return relayout(text, ISOTimestamp, "01/02/2006 15:04:05")
	}
	return text
}

func relayout(text, from, to string) string {
	instant, err := time.Parse(from, text)
	if err != nil {
		return text
	}
	return instant.Format(to)
}

// IsNothing tells values of which a company may keep as much as of none.
func (k Kind) IsNothing(text string) bool {
	return k == Numeric && text == "0" || k == Boolean && text == "false"
}

// Plain is a text without what XML does not keep: line ends have one form, and
// the gateway trims.
func Plain(text string) string {
	return strings.TrimSpace(strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n"))
}
