package company

import (
	"math/big"
	"strings"
)

// total adds many decimals up exactly. Most have few digits and are added as
// whole numbers of the smallest unit it counts in; the rest are added slowly.
type total struct {
	units int64
	rest  amount // its coefficient is nil while nothing had to go there
}

const (
	totalPlaces = 4
	totalLimit  = 1 << 60 // beyond it, units go to the rest
)

func (t *total) add(v string) {
	units, ok := unitsOf(v)
	if !ok {
		t.addSlowly(amountOf(v))
		return
	}
	if t.units += units; t.units > totalLimit || t.units < -totalLimit {
		t.addSlowly(amount{big.NewInt(t.units), totalPlaces})
		t.units = 0
	}
}

func (t *total) addSlowly(a amount) {
	if t.rest.coefficient == nil {
		t.rest = amountOf("0")
	}
	t.rest = t.rest.add(a)
}

func (t *total) amount() amount {
	a := amount{big.NewInt(t.units), totalPlaces}
	if t.rest.coefficient != nil {
		a = a.add(t.rest)
	}
	return a
}

// unitsOf reads a decimal with at most 14 digits before the point and
// totalPlaces behind it.
func unitsOf(v string) (int64, bool) {
	negative, v := cutSign(v)
	whole, fraction, _ := strings.Cut(v, ".")
	if len(whole) > 14 || len(fraction) > totalPlaces {
		return 0, false
	}
	n := int64(0)
	for i := range len(whole) {
		n = n*10 + int64(whole[i]-'0')
	}
	for i := range totalPlaces {
		n *= 10
		if i < len(fraction) {
			n += int64(fraction[i] - '0')
		}
	}
	if negative {
		n = -n
	}
	return n, true
}
