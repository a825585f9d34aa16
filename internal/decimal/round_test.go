package decimal_test

import (
	"math/big"
	"testing"

	"airbyte-sage-intacct/internal/decimal"
	"airbyte-sage-intacct/internal/money"
)

func TestRounds(t *testing.T) {
	for _, c := range []struct {
		exact, rounded, currency string
		want                     bool
	}{
		{"0.30000000000000004", "0.3", "USD", true},
		{"0.30000000000000004", "0.31", "USD", false},
		{"2.005", "2.01", "EUR", true},
		{"2.005", "2", "EUR", true},
		{"-2.005", "-2.01", "", true},
		{"2.0051", "2", "EUR", false},
		{"2.01", "2", "EUR", false},
		{"2.01", "2.02", "EUR", false},
		{"2.005", "2.005", "EUR", false},
		{"100.4", "100", "JPY", true},
		{"100.4", "100.4", "jpy", false},
		{"100.4", "101", "KRW", false},
		{"100.5", "101", "CLP", true},
		{"1.2345", "1.235", "BHD", true},
		{"1.234", "1.23", "KWD", false},
		{"1.23456", "1.2346", "CLF", true},
		{"0.004", "0", "USD", true},
		{"0.004", "", "USD", false},
		{"-0.004", "0", "USD", true},
	} {
		if got := decimal.Rounds(c.exact, c.rounded, money.Digits(c.currency)); got != c.want {
			t.Errorf("%s %s, %s: %t", c.exact, c.currency, c.rounded, got)
		}
	}
}

func TestRound(t *testing.T) {
	for text, want := range map[string]string{"2.005": "2.01", "-2.005": "-2.01", "0.30000000000000004": "0.30", "7": "7.00", "-0.004": "0.00"} {
		exact, _ := new(big.Rat).SetString(text)
		expected, _ := new(big.Rat).SetString(want)
		if got := decimal.Round(exact, 2); got.Cmp(expected) != 0 {
			t.Errorf("%s becomes %s, want %s", text, got.FloatString(4), want)
		}
	}
}
