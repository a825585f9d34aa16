package money_test

import (
	"testing"

	"airbyte-sage-intacct/internal/money"
)

func TestDigits(t *testing.T) {
	for currency, want := range map[string]int{"USD": 2, "": 2, "XYZ": 2, "JPY": 0, "KWD": 3, "CLF": 4} {
		if got := money.Digits(currency); got != want {
			t.Errorf("%q has %d decimals, want %d", currency, got, want)
		}
	}
}
