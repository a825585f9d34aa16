package decimal

import (
	"math/big"
	"strings"
)

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

// Round returns the nearest number of that many digits, half away from zero.
func Round(exact *big.Rat, digits int) *big.Rat {
	rounded, _ := new(big.Rat).SetString(exact.FloatString(digits)) // exact text, halves away from zero
	return rounded
}

// Nearest returns a plain decimal as a company keeps it with that many digits, as
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
