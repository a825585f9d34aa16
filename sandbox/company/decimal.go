package company

import (
	"math/big"
	"strings"
)

// amount is an exact decimal number: coefficient / 10^scale.
type amount struct {
	coefficient *big.Int
	scale       int
}

var ten = big.NewInt(10)

func power(n int) *big.Int { return new(big.Int).Exp(ten, big.NewInt(int64(n)), nil) }

// parseAmount reads plain decimal text such as "-12.50", ".5" or "7".
func parseAmount(s string) (amount, bool) {
	if !isDecimal(s) {
		return amount{}, false
	}
	whole, fraction, _ := strings.Cut(s, ".")
	n, ok := new(big.Int).SetString(whole+fraction, 10)
	return amount{n, len(fraction)}, ok
}

// amountOf is parseAmount for text known to be canonical; null counts as zero.
func amountOf(s string) amount {
	if a, ok := parseAmount(s); ok {
		return a
	}
	return amount{new(big.Int), 0}
}

// maxDigits bounds a number: to read one of millions of digits takes minutes.
const maxDigits = 300

// isDecimal accepts an optional sign, digits and at most one point, with at
// least one digit.
func isDecimal(s string) bool {
	if len(s) > maxDigits {
		return false
	}
	digits, points := 0, 0
	for i := range len(s) {
		switch c := s[i]; {
		case c >= '0' && c <= '9':
			digits++
		case c == '.':
			points++
		case (c == '-' || c == '+') && i == 0:
		default:
			return false
		}
	}
	return digits > 0 && points <= 1
}

// align gives both numbers the same scale.
func align(a, b amount) (amount, amount) {
	if a.scale < b.scale {
		b, a = align(b, a)
		return a, b
	}
	if a.scale > b.scale {
		b = amount{new(big.Int).Mul(b.coefficient, power(a.scale-b.scale)), a.scale}
	}
	return a, b
}

func (a amount) add(b amount) amount {
	a, b = align(a, b)
	return amount{new(big.Int).Add(a.coefficient, b.coefficient), a.scale}
}

func (a amount) sub(b amount) amount { return a.add(b.neg()) }

func (a amount) neg() amount { return amount{new(big.Int).Neg(a.coefficient), a.scale} }

func (a amount) mul(b amount) amount {
	return amount{new(big.Int).Mul(a.coefficient, b.coefficient), a.scale + b.scale}
}

// div divides and rounds half away from zero to places.
func (a amount) div(b amount, places int) amount {
	n := new(big.Int).Mul(a.coefficient, power(places+b.scale+1))
	n.Quo(n, new(big.Int).Mul(b.coefficient, power(a.scale)))
	return amount{n, places + 1}.round(places)
}

// round rounds half away from zero, as the gateway does with amounts.
func (a amount) round(places int) amount {
	if a.scale <= places {
		return a
	}
	unit := power(a.scale - places)
	half := new(big.Int).Quo(unit, big.NewInt(2))
	if a.coefficient.Sign() < 0 {
		half.Neg(half)
	}
	n := new(big.Int).Add(a.coefficient, half)
	return amount{n.Quo(n, unit), places}
}

func (a amount) sign() int { return a.coefficient.Sign() }

func (a amount) cmp(b amount) int {
	a, b = align(a, b)
	return a.coefficient.Cmp(b.coefficient)
}

// String is the canonical text: no exponent, no trailing zeros, a digit
// before the point.
func (a amount) String() string {
	digits := new(big.Int).Abs(a.coefficient).String()
	if len(digits) <= a.scale {
		digits = strings.Repeat("0", a.scale-len(digits)+1) + digits
	}
	whole, fraction := digits[:len(digits)-a.scale], digits[len(digits)-a.scale:]
	if fraction = strings.TrimRight(fraction, "0"); fraction != "" {
		whole += "." + fraction
	}
	if a.coefficient.Sign() < 0 {
		whole = "-" + whole
	}
	return whole
}

// compareDecimals orders two plain decimal texts by value without allocating:
// filters and sorts spend their time here.
func compareDecimals(a, b string) int {
	na, a := cutSign(a)
	nb, b := cutSign(b)
	c := compareMagnitudes(a, b)
	switch {
	case na != nb && isZero(a) && isZero(b):
		return 0
	case na && nb:
		return -c
	case na:
		return -1
	case nb:
		return 1
	}
	return c
}

func cutSign(s string) (negative bool, rest string) {
	if s != "" && (s[0] == '-' || s[0] == '+') {
		return s[0] == '-', s[1:]
	}
	return false, s
}

func isZero(s string) bool {
	for i := range len(s) {
		if s[i] != '0' && s[i] != '.' {
			return false
		}
	}
	return true
}

func compareMagnitudes(a, b string) int {
	wa, fa := cutPoint(a)
	wb, fb := cutPoint(b)
	if len(wa) != len(wb) {
		if len(wa) < len(wb) {
			return -1
		}
		return 1
	}
	if c := strings.Compare(wa, wb); c != 0 {
		return c
	}
	return compareFractions(fa, fb)
}

// cutPoint cuts at the point and drops leading zeros.
func cutPoint(s string) (whole, fraction string) {
	if i := strings.IndexByte(s, '.'); i >= 0 {
		s, fraction = s[:i], s[i+1:]
	}
	for s != "" && s[0] == '0' {
		s = s[1:]
	}
	return s, fraction
}

func compareFractions(a, b string) int {
	short := min(len(a), len(b))
	if c := strings.Compare(a[:short], b[:short]); c != 0 {
		return c
	}
	switch {
	case len(a) > short && !isZero(a[short:]):
		return 1
	case len(b) > short && !isZero(b[short:]):
		return -1
	}
	return 0
}
