package demo

// dollars is what a unit of each currency costs in US dollars, in millionths,
// at the start of the ledger.
var dollars = map[string]rate{
	"USD": 1_000_000, "EUR": 1_082_000, "GBP": 1_291_000, "CAD": 718_000, "CHF": 1_154_000, "JPY": 6_560,
}

// currencies are those that the company trades in.
var currencies = []string{"USD", "EUR", "GBP", "CAD", "CHF", "JPY"}

// drift moves a rate by month, in thousandths: slow waves, a different one for
// each currency.
var drift = [12]int{0, 4, 9, 3, -6, -11, -4, 7, 12, 5, -3, -8}

// exchange is the rate at which an amount in one currency becomes another, on a day.
func exchange(from, to string, on day) rate {
	if from == to {
		return par
	}
	return rate(divide(int64(quote(from, on))*int64(par), int64(quote(to, on))))
}

func quote(currency string, on day) rate {
	if currency == "USD" {
		return par
	}
	wave := drift[(on.month()+len(currency)+int(currency[0]))%len(drift)]
	return dollars[currency] + rate(divide(int64(dollars[currency])*int64(wave), 1000))
}

// whole rounds to what a currency has: yen have no cents.
func whole(amount cents, currency string) cents {
	if currency == "JPY" {
		return divide(int64(amount), 100) * 100
	}
	return amount
}
