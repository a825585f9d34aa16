// Package decimal reads, compares and rounds amounts as the texts that they are.
// No float touches one.
package decimal

import (
	"errors"
	"fmt"
	"math/big"
	"strconv"
	"strings"
)

// maxExponent bounds the zeros that a number in exponent form may unfold to.
const maxExponent = 64

// Canonical returns the one text of a decimal, so that equal numbers have equal
// texts. It keeps every digit: no float is near. Exponents are unfolded, because
// Intacct reads plain decimals only; zeros that say nothing go.
func Canonical(text string) (string, error) {
	if len(text) > maxLength {
		return "", fmt.Errorf("is a number of more than %d characters", maxLength)
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

// Negate gives a decimal the opposite sign, digit for digit.
func Negate(text string) string {
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

var errNoAmount = errors.New("is not an amount")

// Exact returns the number that a decimal is, to be added up and compared.
func Exact(text string) (*big.Rat, error) {
	text = strings.TrimSpace(text)
	if len(text) > maxDigits || strings.ContainsFunc(text, isForeign) || hasLongExponent(text) {
		return nil, errNoAmount
	}
	number, ok := new(big.Rat).SetString(text)
	if !ok {
		return nil, errNoAmount
	}
	return number, nil
}

// isForeign reports whether a decimal has no such character. The library takes
// fractions, underscores and numbers of other bases too.
func isForeign(r rune) bool { return !strings.ContainsRune("0123456789+-.eE", r) }

// hasLongExponent reports whether a text has an exponent of more than two digits,
// which would unfold to more zeros than any amount has.
func hasLongExponent(text string) bool {
	at := strings.IndexAny(text, "eE")
	return at >= 0 && len(strings.Trim(text[at+1:], "+-")) > 2
}

// Whole returns the usual text of a whole number, which record numbers are; any
// other text stays as it is.
func Whole(text string) string {
	if number, err := Exact(text); err == nil && number.IsInt() {
		return number.Num().String()
	}
	return text
}
