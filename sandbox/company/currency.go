package company

import "strings"

// fillCurrency settles the currencies of a document and the rate between them.
func (d *draft) fillCurrency(dateField string) *Problem {
	base := d.tx.c.baseCurrency(d.tx.v.Entity)
	d.fill("BASECURR", base)
	d.fill("CURRENCY", d.get("BASECURR"))
	date := firstOf(d.get("EXCH_RATE_DATE"), d.get("EXCHRATEDATE"), d.get(dateField))
	d.fill("EXCH_RATE_TYPE_ID", d.get("EXCHRATETYPE"))
	d.fill("EXCHANGE_RATE", d.get("EXCHRATE"))
	if d.get("CURRENCY") == d.get("BASECURR") {
		if d.differs("CURRENCY", "EXCHANGE_RATE") {
			d.set("EXCHANGE_RATE", "1")
		}
		return nil
	}
	d.fill("EXCH_RATE_DATE", date)
	if d.get("EXCHANGE_RATE") != "" && !d.currencyMoved() {
		return nil
	}
	rate, ok := d.tx.c.rate(d.get("EXCH_RATE_TYPE_ID"), d.get("CURRENCY"), d.get("BASECURR"), date)
	if !ok {
		return refuse("There is no exchange rate from %s to %s for %s.", d.get("CURRENCY"), d.get("BASECURR"), date).
			correctedBy("Enter an exchange rate or an exchange rate type that has one.")
	}
	d.set("EXCHANGE_RATE", rate)
	return nil
}

// currencyMoved reports whether an update asks for another rate.
func (d *draft) currencyMoved() bool {
	return d.old != nil && !d.named("EXCHANGE_RATE") && (d.get("CURRENCY") != d.was("CURRENCY") || d.get("EXCH_RATE_DATE") != d.was("EXCH_RATE_DATE"))
}

// places are the decimals of the currencies that have not two.
//
// Source: ISO 4217.
var places = map[string]int{
	"BIF": 0, "CLP": 0, "DJF": 0, "GNF": 0, "ISK": 0, "JPY": 0, "KMF": 0, "KRW": 0, "PYG": 0, "RWF": 0,
	"UGX": 0, "VND": 0, "VUV": 0, "XAF": 0, "XOF": 0, "XPF": 0,
	"BHD": 3, "IQD": 3, "JOD": 3, "KWD": 3, "LYD": 3, "OMR": 3, "TND": 3,
}

// in rounds an amount to what a currency has.
func (a amount) in(currency string) amount {
	if n, other := places[strings.ToUpper(currency)]; other {
		return a.round(n)
	}
	return a.round(2)
}

func (c *Company) baseCurrency(entity string) string {
	if e, ok := c.entity(entity); ok && e.Currency != "" {
		return e.Currency
	}
	return c.profile.BaseCurrency
}

// rate is the last rate between two currencies that was in force on a date.
func (c *Company) rate(typeName, from, to, date string) (string, bool) {
	rates, ok := c.table("EXCHANGERATE")
	entries, has := c.table("EXCHANGERATEENTRY")
	if !ok || !has {
		return "", false
	}
	best, since := "", ""
	for _, r := range rates.children(rates.object.Ordinal("FROM_CURRENCY"), from) {
		if rates.text(r, "TO_CURRENCY") != to || typeName != "" && !strings.EqualFold(rates.text(r, "TYPENAME"), typeName) {
			continue
		}
		for _, e := range entries.children(entries.object.Ordinal("EXCHANGERATEKEY"), rates.key(r)) {
			if start := entries.text(e, "EFFECTIVE_START_DATE"); start <= date && start >= since {
				best, since = entries.text(e, "EXCHANGE_RATE"), start
			}
		}
	}
	return best, best != ""
}

// text is a field of a row by name.
func (t *table) text(r ref, field string) string {
	if i := t.object.Ordinal(field); i >= 0 {
		return t.value(r, i)
	}
	return ""
}
