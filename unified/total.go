package unified

import (
	"math/big"

	"airbyte-sage-intacct/internal/decimal"
	"airbyte-sage-intacct/internal/money"
)

// totalOf is the field of Intacct's that holds what the lines of a document add
// up to, and lineAmounts are what it adds up.
const totalOf = "TRX_TOTALENTERED"

var lineAmounts = []string{amountField, "TRX_PAYMENTAMOUNT"}

// Doubt says why a record may not be written as its source means it: "" if
// nothing is wrong. Intacct computes a document's total from the lines, so a
// total that says something else shows that a part of it is not among them, such
// as a tax or a discount.
func (r *Record) Doubt() string { return r.doubt }

func (t *Table) doubt(in *input, record *Record) string {
	for i := range t.Fields {
		f := &t.Fields[i]
		if f.Intacct != totalOf || !f.Computed {
			continue
		}
		text, by := in.text(f.names())
		total, err := decimal.Exact(text)
		digits := money.Digits(record.text(currency))
		sum, kept, known := record.sum(digits)
		if err != nil || !known {
			return ""
		}
		if f.Negated {
			total.Neg(total)
		}
		if total.Cmp(sum) != 0 && decimal.Round(total, digits).Cmp(kept) != 0 {
			return by + " is not what the lines add up to, and Intacct's total will be that of the lines"
		}
	}
	return ""
}

// sum adds up the amounts of the lines, as given and each rounded as Intacct
// keeps it; it is not known where one has none.
func (r *Record) sum(digits int) (sum, kept *big.Rat, known bool) {
	sum, kept = new(big.Rat), new(big.Rat)
	for _, list := range r.Lists {
		for _, line := range list.Records {
			value, err := decimal.Exact(line.amount())
			if err != nil {
				return nil, nil, false
			}
			sum.Add(sum, value)
			kept.Add(kept, decimal.Round(value, digits))
			known = true
		}
	}
	return sum, kept, known
}

func (r *Record) amount() string {
	for _, field := range lineAmounts {
		if text := r.text(field); text != "" {
			return text
		}
	}
	return ""
}
