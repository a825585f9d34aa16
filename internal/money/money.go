// Package money knows how many decimals currencies have, and rounds exactly.
package money

import (
	"math/big"
	"strings"
)

// usual is what most currencies have, and what is assumed of unknown ones.
const usual = 2

// others are the currencies with other decimals than the usual two.
//
// Source: ISO 4217, list one.
var others = map[string]int{
	"BIF": 0, "CLP": 0, "DJF": 0, "GNF": 0, "ISK": 0, "JPY": 0, "KMF": 0, "KRW": 0, "PYG": 0, "RWF": 0,
	"UGX": 0, "UYI": 0, "VND": 0, "VUV": 0, "XAF": 0, "XOF": 0, "XPF": 0,
	"BHD": 3, "IQD": 3, "JOD": 3, "KWD": 3, "LYD": 3, "OMR": 3, "TND": 3,
	"CLF": 4, "UYW": 4,
}

// Digits is how many decimals a currency has, by its code.
func Digits(currency string) int {
	if digits, known := others[strings.ToUpper(strings.TrimSpace(currency))]; known {
		return digits
	}
	return usual
}

// Fine reports whether a plain decimal has more decimals than digits.
func Fine(amount string, digits int) bool {
	_, fraction, _ := strings.Cut(amount, ".")
	return len(strings.TrimRight(fraction, "0")) > digits
}

// Rounds reports whether a plain decimal may have become another by rounding to
// digits. A half may have gone either way: which one Intacct goes is not public.
func Rounds(exact, rounded string, digits int) bool {
	if !Fine(exact, digits) || Fine(rounded, digits) {
		return false
	}
	a, okA := new(big.Rat).SetString(exact)
	b, okB := new(big.Rat).SetString(rounded)
	if !okA || !okB {
		return false
	}
	gap := a.Sub(a, b)
	return gap.Abs(gap).Cmp(new(big.Rat).Mul(unit(digits), big.NewRat(1, 2))) <= 0
}

// Round is the nearest number of that many digits, half away from zero.
func Round(exact *big.Rat, digits int) *big.Rat {
	rounded, _ := new(big.Rat).SetString(exact.FloatString(digits)) // exact text, halves away from zero
	return rounded
}

// Nearest is a plain decimal as a company keeps it with that many digits, as
// short as it can be written. What has no more digits stays as it is.
func Nearest(amount string, digits int) string {
	exact, known := new(big.Rat).SetString(amount)
	if !known || !Fine(amount, digits) {
		return amount
	}
	text := exact.FloatString(digits)
	if strings.Contains(text, ".") {
		text = strings.TrimRight(strings.TrimRight(text, "0"), ".")
	}
	if text == "-0" {
		return "0"
	}
	return text
}

func unit(digits int) *big.Rat {
	return new(big.Rat).SetFrac(big.NewInt(1), new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(digits)), nil))
}
