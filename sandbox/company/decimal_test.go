package company

import (
	"math/big"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
)

func TestCompareDecimals(t *testing.T) {
	tests := []struct {
		a, b string
		want int
	}{
		{"1", "1.0", 0},
		{"-0", "0.00", 0},
		{".5", "0.5", 0},
		{"-.5", "0.5", -1},
		{"9", "10", -1},
		{"-9", "-10", 1},
		{"007", "7", 0},
		{"0.1", "0.09999999999999999999999999", 1},
		{"12345678901234567890.1", "12345678901234567890.2", -1},
		{"+3", "3", 0},
	}
	for _, test := range tests {
		if got := compareDecimals(test.a, test.b); got != test.want {
			t.Errorf("compareDecimals(%q, %q) = %d, want %d", test.a, test.b, got, test.want)
		}
		if got := compareDecimals(test.b, test.a); got != -test.want {
			t.Errorf("compareDecimals(%q, %q) = %d, want %d", test.b, test.a, got, -test.want)
		}
	}
}

// Comparing texts must agree with exact arithmetic.
func TestDecimalsAgreeWithRationals(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 5000 {
		a, b := randomDecimal(random), randomDecimal(random)
		ra, rb := rational(t, a), rational(t, b)
		if got, want := compareDecimals(a, b), ra.Cmp(rb); got != want {
			t.Fatalf("compareDecimals(%q, %q) = %d, want %d", a, b, got, want)
		}
		sum := amountOf(a).add(amountOf(b)).String()
		if want := new(big.Rat).Add(ra, rb); rational(t, sum).Cmp(want) != 0 {
			t.Fatalf("%s + %s = %s, want %s", a, b, sum, want.FloatString(20))
		}
		product := amountOf(a).mul(amountOf(b)).String()
		if want := new(big.Rat).Mul(ra, rb); rational(t, product).Cmp(want) != 0 {
			t.Fatalf("%s * %s = %s, want %s", a, b, product, want.FloatString(20))
		}
		if strings.Contains(sum, ".") && strings.HasSuffix(sum, "0") {
			t.Fatalf("%s + %s = %s has trailing zeros", a, b, sum)
		}
	}
}

func randomDecimal(random *rand.Rand) string {
	s := strconv.Itoa(random.IntN(200))
	if random.IntN(8) == 0 {
		s = strconv.FormatUint(random.Uint64(), 10) + s
	}
	if random.IntN(2) == 0 {
		s += "." + strconv.Itoa(random.IntN(300)) + strings.Repeat("0", random.IntN(3))
	}
	if random.IntN(3) == 0 {
		s = "-" + s
	}
	return s
}

func rational(t *testing.T, s string) *big.Rat {
	t.Helper()
	r, ok := new(big.Rat).SetString(s)
	if !ok {
		t.Fatalf("%q is no number", s)
	}
	return r
}

func TestAmountRounding(t *testing.T) {
	tests := []struct{ in, want string }{
		{"1.005", "1.01"},
		{"-1.005", "-1.01"},
		{"1.004999", "1"},
		{"2", "2"},
		{"0.994", "0.99"},
		{"-0.001", "0"},
	}
	for _, test := range tests {
		if got := amountOf(test.in).round(2).String(); got != test.want {
			t.Errorf("%s rounded = %s, want %s", test.in, got, test.want)
		}
	}
	if got := amountOf("10").div(amountOf("3"), 4).String(); got != "3.3333" {
		t.Errorf("10/3 = %s", got)
	}
	if got := amountOf("-20").div(amountOf("0.3"), 2).String(); got != "-66.67" {
		t.Errorf("-20/0.3 = %s", got)
	}
}

func TestParseAmountRefuses(t *testing.T) {
	for _, s := range []string{"", "-", ".", "1e3", "1,000", "0x1", "1.2.3", "--1", "1-", "NaN"} {
		if a, ok := parseAmount(s); ok {
			t.Errorf("parseAmount(%q) = %s", s, a)
		}
	}
}

func TestLikeAgreesWithDefinition(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	letters := []rune("ab%_é")
	text := func(from []rune, n int) string {
		var b strings.Builder
		for range random.IntN(n) {
			b.WriteRune(from[random.IntN(len(from))])
		}
		return b.String()
	}
	for range 20000 {
		pattern, s := text(letters, 6), text([]rune("abé%"), 7)
		if got, want := compileLike(pattern, false).matches(s), likeByDefinition([]rune(pattern), []rune(s)); got != want {
			t.Fatalf("%q like %q = %v, want %v", s, pattern, got, want)
		}
	}
	if !compileLike("ÄB%", true).matches("äbc") {
		t.Error("like does not fold case")
	}
}

func likeByDefinition(pattern, s []rune) bool {
	switch {
	case len(pattern) == 0:
		return len(s) == 0
	case pattern[0] == '%':
		return likeByDefinition(pattern[1:], s) || len(s) > 0 && likeByDefinition(pattern, s[1:])
	case len(s) == 0:
		return false
	}
	return (pattern[0] == '_' || pattern[0] == s[0]) && likeByDefinition(pattern[1:], s[1:])
}

// Adding up must be exact whatever mixture of numbers comes.
func TestTotalsAreExact(t *testing.T) {
	random := rand.New(rand.NewPCG(11, 12))
	for range 200 {
		var sum total
		want := new(big.Rat)
		for range random.IntN(60) {
			v := randomDecimal(random)
			if random.IntN(10) == 0 {
				v = "99999999999999.9999"
			}
			sum.add(v)
			want.Add(want, rational(t, v))
		}
		if got := sum.amount().String(); rational(t, got).Cmp(want) != 0 {
			t.Fatalf("total %s, want %s", got, want.FloatString(20))
		}
	}
	var large total
	for range 2_000_000 {
		large.add("99999999999999.9999")
	}
	if got := large.amount().String(); got != "199999999999999999800" {
		t.Errorf("a large total is %s", got)
	}
}

// TestAmountsHaveWhatTheirCurrencyHas: yen have no decimals, dinars three.
func TestAmountsHaveWhatTheirCurrencyHas(t *testing.T) {
	for _, c := range []struct{ amount, currency, want string }{
		{"0.30000000000000004", "USD", "0.3"},
		{"2.005", "EUR", "2.01"},
		{"-2.005", "EUR", "-2.01"},
		{"100.5", "JPY", "101"},
		{"-100.49", "jpy", "-100"},
		{"1.2345", "BHD", "1.235"},
		{"1.2344", "TND", "1.234"},
		{"7", "KRW", "7"},
	} {
		if got := amountOf(c.amount).in(c.currency).String(); got != c.want {
			t.Errorf("%s %s is %s, want %s", c.amount, c.currency, got, c.want)
		}
	}
}
