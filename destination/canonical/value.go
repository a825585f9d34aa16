package canonical

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"airbyte-sage-intacct/internal/decimal"
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
		return decimal.Canonical(strings.TrimSpace(text))
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
