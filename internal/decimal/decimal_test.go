package decimal_test

import (
	"math/big"
	"regexp"
	"strings"
	"testing"

	"airbyte-sage-intacct/internal/decimal"
)

var texts = []string{
	"0", "-0", "+0", ".5", "-.5", "5.", "1e3", "1.25E-3", "007.100", "+1", "9e-64", "1e", "e5", "1e99", "1e100", "--1", "+-1", "-+1",
	"0x10", "0b11", "0o7", "1_000", "1/2", "1,5", "Inf", "NaN", " 12 ", "", ".", "-", "12345678901234567890.123456789", "0.30000000000000004",
	strings.Repeat("9", 64), strings.Repeat("9", 65), strings.Repeat("0", 301), "1p4", "٣", "-0e5", "0.00",
}

// plain is what a decimal looks like.
var plain = regexp.MustCompile(`^[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?$`)

// exact is what math/big takes a decimal for, unless it would be huge.
func exact(text string) (*big.Rat, bool) {
	if _, exponent, _ := strings.Cut(strings.ToLower(text), "e"); !plain.MatchString(text) || len(text) > 500 || len(strings.TrimLeft(exponent, "+-0")) > 4 {
		return nil, false
	}
	return new(big.Rat).SetString(text)
}

func all(f *testing.F) {
	for _, text := range texts {
		f.Add(text)
	}
}

// FuzzCanonical: what is accepted is the same number, in a form that is the same
// again and that no equal number has otherwise.
func FuzzCanonical(f *testing.F) {
	all(f)
	f.Fuzz(func(t *testing.T, text string) {
		got, err := decimal.Canonical(text)
		if err != nil {
			return
		}
		before, ok := exact(text)
		after, fine := exact(got)
		if !ok || !fine || before.Cmp(after) != 0 {
			t.Fatalf("%q became %q", text, got)
		}
		if again, err := decimal.Canonical(got); err != nil || again != got {
			t.Fatalf("%q became %q, then %q (%v)", text, got, again, err)
		}
		if other, err := decimal.Canonical(after.FloatString(400)); len(got) < 200 && !strings.ContainsAny(text, "eE") && err == nil && other != got {
			t.Fatalf("%q is %q in other digits", got, other)
		}
	})
}

// FuzzNegate: two signs are none, and the number is the opposite one.
func FuzzNegate(f *testing.F) {
	all(f)
	f.Fuzz(func(t *testing.T, text string) {
		before, ok := exact(strings.TrimSpace(text))
		if !ok {
			return
		}
		got := decimal.Negate(text)
		after, ok := exact(got)
		if !ok || before.Neg(before).Cmp(after) != 0 {
			t.Fatalf("%q became %q", text, got)
		}
		if again, ok := exact(decimal.Negate(got)); !ok || before.Neg(before).Cmp(again) != 0 {
			t.Fatalf("%q became %q, then %q", text, got, decimal.Negate(got))
		}
	})
}

// FuzzExact: an amount is the number that its digits say, and nothing else is one.
func FuzzExact(f *testing.F) {
	all(f)
	f.Fuzz(func(t *testing.T, text string) {
		got, err := decimal.Exact(text)
		want, ok := exact(strings.TrimSpace(text))
		switch {
		case err == nil && (!ok || got.Cmp(want) != 0):
			t.Fatalf("%q is %v, want %v", text, got, want)
		case err != nil && ok && len(text) <= 64 && !strings.ContainsAny(text, "eE"):
			t.Fatalf("%q is refused: %v", text, err)
		}
		if whole := decimal.Whole(text); whole != text && (err != nil || !got.IsInt() || whole != got.Num().String()) {
			t.Fatalf("%q is the whole number %q", text, whole)
		}
	})
}

// FuzzNearest: the nearest decimal of so many digits has no more of them, is no
// further than half a unit away, and is what rounding made of the other.
func FuzzNearest(f *testing.F) {
	for _, text := range texts {
		for _, digits := range []uint8{0, 2, 3} {
			f.Add(text, digits)
		}
	}
	f.Fuzz(func(t *testing.T, text string, digits uint8) {
		places := int(digits % 6)
		amount, err := decimal.Canonical(text)
		if err != nil {
			return
		}
		got := decimal.Nearest(amount, places)
		if decimal.Fine(got, places) {
			t.Fatalf("%s with %d digits is %s", amount, places, got)
		}
		before, _ := exact(amount)
		after, ok := exact(got)
		if !ok || after.Cmp(decimal.Round(before, places)) != 0 {
			t.Fatalf("%s with %d digits is %s", amount, places, got)
		}
		if decimal.Fine(amount, places) != decimal.Rounds(amount, got, places) {
			t.Fatalf("%s is rounded to %s, or not", amount, got)
		}
		if canonical, err := decimal.Canonical(got); err != nil || canonical != got {
			t.Fatalf("%s with %d digits is %s, and not in the form %s", amount, places, got, canonical)
		}
	})
}
