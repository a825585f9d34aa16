package record

import (
	"encoding/json"
	"math/big"

	"airbyte-sage-intacct/destination/canonical"
	"airbyte-sage-intacct/destination/schema"
	"airbyte-sage-intacct/internal/decimal"
)

// totalField is what Intacct makes of the lines of a document, in their
// currency, and baseTotalField the same in the base currency.
const (
	totalField     = schema.TransactionPrefix + baseTotalField
	baseTotalField = "TOTALENTERED"
)

// readTotal keeps the totals that a record names for its document.
func (d *Document) readTotal(f *schema.Field, value json.RawMessage) {
	if f.ID != totalField && f.ID != baseTotalField {
		return
	}
	if text, err := canonical.Scalar(value); err == nil {
		number, _ := decimal.Canonical(text)
		d.totals = append(d.totals, total{name: f.ID, text: number})
	}
}

// doubtTotal doubts a total that says something else than the lines: Intacct
// computes it from them, so a part of the amount is not among them, such as a
// tax.
func (d *Document) doubtTotal() {
	if len(d.totals) == 0 {
		return
	}
	foreign := Currencies{}.Of(d, Stored{}).foreign()
	sum, all := d.sumOfLines()
	for _, t := range d.totals {
		said, known := new(big.Rat).SetString(t.text)
		if known && all && said.Cmp(sum) != 0 && (t.name == totalField || !foreign) {
			d.Doubt = t.name + " is not what the lines add up to, and Intacct's total will be that of the lines"
		}
	}
}

// sumOfLines adds up the amounts of the lines; false if some line has none.
func (d *Document) sumOfLines() (*big.Rat, bool) {
	sum, known := new(big.Rat), false
	for _, rows := range d.Rows {
		f, has := rows.List.Lines.Fields.Find(schema.TransactionPrefix + "AMOUNT")
		for _, line := range rows.Lines {
			amount, ok := new(big.Rat).SetString(line.Text(f))
			if !has || !ok {
				return nil, false
			}
			sum.Add(sum, amount)
			known = true
		}
	}
	return sum, known
}
