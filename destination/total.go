package destination

import (
	"encoding/json"
	"math/big"
)

// totalField is what Intacct makes of the lines of a document, in their
// currency, and baseTotalField the same in the base currency.
const (
	totalField     = transaction + baseTotalField
	baseTotalField = "TOTALENTERED"
)

// readTotal keeps the totals that a record names for its document.
func (d *document) readTotal(f *field, value json.RawMessage) {
	if f.id != totalField && f.id != baseTotalField {
		return
	}
	if text, err := scalar(value); err == nil {
		number, _ := canonicalNumber(text)
		d.totals = append(d.totals, total{f.id, number})
	}
}

// total is what a record says that its lines add up to.
type total struct{ name, text string }

// doubtTotal doubts a total that says something else than the lines: Intacct
// computes it from them, so a part of the amount is not among them, such as a
// tax.
func (d *document) doubtTotal() {
	if len(d.totals) == 0 {
		return
	}
	foreign := currencies{}.of(d, stored{}).foreign()
	sum, all := d.sumOfLines()
	for _, t := range d.totals {
		said, known := new(big.Rat).SetString(t.text)
		if known && all && said.Cmp(sum) != 0 && (t.name == totalField || !foreign) {
			d.doubt = t.name + " is not what the lines add up to, and Intacct's total will be that of the lines"
		}
	}
}

// sumOfLines adds up the amounts of the lines; false if some line has none.
func (d *document) sumOfLines() (*big.Rat, bool) {
	sum, known := new(big.Rat), false
	for _, rows := range d.rows {
		f, has := rows.list.lines.fields.find(transaction + "AMOUNT")
		for _, line := range rows.documents {
			amount, ok := new(big.Rat).SetString(line.text(f))
			if !has || !ok {
				return nil, false
			}
			sum.Add(sum, amount)
			known = true
		}
	}
	return sum, known
}
