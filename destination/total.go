package destination

import (
	"encoding/json"
	"math/big"
)

// totalField is what Intacct makes of the lines of a document, in their
// currency.
const totalField = "TRX_TOTALENTERED"

// readTotal keeps the total that a record names for its document.
func (d *document) readTotal(f *field, value json.RawMessage) {
	if f.id != totalField {
		return
	}
	if text, err := scalar(value); err == nil {
		d.total, _ = canonicalNumber(text)
	}
}

// doubtTotal doubts a total that says something else than the lines: Intacct
// computes it from them, so a part of the amount is not among them, such as a
// tax.
func (d *document) doubtTotal() {
	total, known := new(big.Rat).SetString(d.total)
	sum, all := d.sumOfLines()
	if known && all && total.Cmp(sum) != 0 {
		d.doubt = totalField + " is not what the lines add up to, and Intacct's total will be that of the lines"
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
