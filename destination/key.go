package destination

import (
	"encoding/json"
	"strconv"
	"strings"

	"airbyte-sage-intacct/unified"
)

// keyPart is one value of a key.
type keyPart struct {
	text    string // equal for equal keys
	spelled string // what release 0.1.0 took it for, which stands in companies
	number  bool   // it came as a JSON number
}

// partOf reads a value of a key. JSON numbers are one key if they are one number,
// however they are spelled, and blanks at the ends do not count, because a
// company does not keep them. All else of a text counts: "017" is not 17.
func keyPartOf(value json.RawMessage) keyPart {
	return newKeyPart(keyText(value), isNumber(value))
}

func newKeyPart(spelled string, number bool) keyPart {
	p := keyPart{text: strings.TrimSpace(spelled), spelled: spelled, number: number}
	if number {
		p.text = keyNumber(spelled)
	}
	return p
}

// isNumber reports whether a JSON value is a number.
func isNumber(value json.RawMessage) bool {
	first := opens(value)
	return first == '-' || '0' <= first && first <= '9'
}

// keyNumber is the one text of a number: in full, or, where it would be too long
// for that, as its digits and an exponent.
func keyNumber(text string) string {
	if plain, err := canonicalNumber(text); err == nil {
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
func (p keyPart) otherSpellings() []string {
	if !p.number || strings.Contains(p.text, "e") {
		return nil
	}
	if strings.Contains(p.text, ".") {
		return []string{p.text + "0"}
	}
	list := []string{p.text + ".0", p.text + ".00"}
	digits := strings.TrimPrefix(p.text, "-")
	sign, power := p.text[:len(p.text)-len(digits)], strconv.Itoa(len(digits)-1)
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

// wantSpelling has the record looked up that a field names by a number in another
// than its usual spelling: it may stand in the company as release 0.1.0 has
// written it.
func (d *document) wantSpelling(f *field) {
	c := &d.cells[len(d.cells)-1]
	if !c.number || f.names == nil || len(f.names.Natural) != 1 || keyNumber(c.text) == c.text {
		return
	}
	id := f.names.Natural[0]
	named := unified.Ref{Object: f.names.Name, Field: id, Holds: id, Value: c.text, Number: true}
	d.wants = append(d.wants, want{f, everySpelling(unified.Member{Field: f.id, Asked: f.id, Parts: [][]unified.Ref{{named}}, Else: c.text})})
}

// spellings are the lists of values that a key may stand under in a company: as
// release 0.1.0 took it, which finds what that release made of the same input;
// as it is now; and as release 0.1.0 would have taken the same numbers in other
// spellings. The number of lists has a bound that does not depend on the key.
func spellings(parts []keyPart) [][]string {
	list := [][]string{make([]string, len(parts)), make([]string, len(parts))}
	for i, p := range parts {
		list[0][i], list[1][i] = p.spelled, p.text
	}
	for at := 0; ; at++ {
		values, other := make([]string, len(parts)), false
		for i, p := range parts {
			values[i] = p.spelled
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

// current is the key as it is spelled now.
func current(parts []keyPart) []string {
	values := make([]string, len(parts))
	for i, p := range parts {
		values[i] = p.text
	}
	return values
}
