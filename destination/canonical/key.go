package canonical

import (
	"encoding/json"
	"strconv"
	"strings"

	"airbyte-sage-intacct/internal/decimal"
)

// KeyPart is one value of a key.
type KeyPart struct {
	Text    string // equal for equal keys
	Spelled string // what release 0.1.0 took it for, which stands in companies
	Number  bool   // it came as a JSON number
}

// KeyPartOf reads a value of a key. JSON numbers are one key if they are one number,
// however they are spelled, and blanks at the ends do not count, because a
// company does not keep them. All else of a text counts: "017" is not 17.
func KeyPartOf(value json.RawMessage) KeyPart {
	return NewKeyPart(keyText(value), IsNumber(value))
}

// NewKeyPart makes a value of a key of a text.
func NewKeyPart(spelled string, number bool) KeyPart {
	p := KeyPart{Text: strings.TrimSpace(spelled), Spelled: spelled, Number: number}
	if number {
		p.Text = KeyNumber(spelled)
	}
	return p
}

// IsNumber reports whether a JSON value is a number.
func IsNumber(value json.RawMessage) bool {
	first := Opens(value)
	return first == '-' || '0' <= first && first <= '9'
}

// KeyNumber is the one text of a number: in full, or, where it would be too long
// for that, as its digits and an exponent.
func KeyNumber(text string) string {
	if plain, err := decimal.Canonical(text); err == nil {
		return plain
	}
	mantissa, power, _ := strings.Cut(strings.ToLower(text), "e")
	exponent, err := strconv.Atoi(power)
	if err != nil {
		return text
	}
	unsigned := strings.TrimPrefix(mantissa, "-")
	whole, fraction, _ := strings.Cut(unsigned, ".")
	digits := strings.TrimLeft(whole+fraction, "0")
	exponent += len(digits) - len(fraction)
	if digits = strings.TrimRight(digits, "0"); digits == "" {
		return "0"
	}
	return mantissa[:len(mantissa)-len(unsigned)] + digits + "e" + strconv.Itoa(exponent-len(digits))
}

// Lengths from which common languages write a whole number with an exponent:
// Java's doubles 1.7E7, Python's and JavaScript's 1.7e+16 or longer.
const (
	javaExponent   = 8
	pythonExponent = 17
)

// otherSpellings are those that a source may have used for a number when it was
// written by release 0.1.0, which kept them apart.
func (p KeyPart) otherSpellings() []string {
	if !p.Number || strings.Contains(p.Text, "e") {
		return nil
	}
	if strings.Contains(p.Text, ".") {
		return []string{p.Text + "0"}
	}
	list := []string{p.Text + ".0", p.Text + ".00"}
	digits := strings.TrimPrefix(p.Text, "-")
	sign, power := p.Text[:len(p.Text)-len(digits)], strconv.Itoa(len(digits)-1)
	rest := strings.TrimRight(digits[1:], "0")
	if len(digits) >= javaExponent {
		list = append(list, sign+digits[:1]+"."+orZero(rest)+"E"+power)
	}
	if len(digits) >= pythonExponent {
		list = append(list, strings.TrimSuffix(sign+digits[:1]+"."+rest, ".")+"e+"+power)
	}
	return list
}

func orZero(digits string) string {
	if digits == "" {
		return "0"
	}
	return digits
}

// Spellings are the lists of values that a key may stand under in a company: as
// release 0.1.0 took it, which finds what that release made of the same input;
// as it is now; and as release 0.1.0 would have taken the same numbers in other
// spellings. The number of lists has a bound that does not depend on the key.
func Spellings(parts []KeyPart) [][]string {
	list := [][]string{make([]string, len(parts)), make([]string, len(parts))}
	for i, p := range parts {
		list[0][i], list[1][i] = p.Spelled, p.Text
	}
	for at := 0; ; at++ {
		values, other := make([]string, len(parts)), false
		for i, p := range parts {
			values[i] = p.Spelled
			if others := p.otherSpellings(); at < len(others) {
				values[i], other = others[at], true
			}
		}
		if !other {
			return list
		}
		list = append(list, values)
	}
}

// Current is the key as it is spelled now.
func Current(parts []KeyPart) []string {
	values := make([]string, len(parts))
	for i, p := range parts {
		values[i] = p.Text
	}
	return values
}

// keyText is a value of the primary key; a list is as good as its elements.
func keyText(value json.RawMessage) string {
	if Opens(value) == '[' {
		text, _ := Choices(value)
		return text
	}
	text, _ := Scalar(value)
	return text
}
