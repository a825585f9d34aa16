package destination

import (
	"cmp"
	"slices"
	"strings"

	"airbyte-sage-intacct/intacct"
	"airbyte-sage-intacct/internal/money"
)

// Amounts are compared as Intacct keeps them: it rounds what has more decimals
// than its currency. What else is a number (quantities, prices, rates) is kept
// with all its digits.
//
// Source: Sage docs, XML API, "Bills".

// lookup calls amounts CURRENCY or DECIMAL, and rates and prices too, so their
// names say which is which.
var (
	amountWords = []string{"AMOUNT", "TOTAL", "PAID", "DUE", "VALUE", "ABSVAL", "BALANCE", "CREDITLIMIT", "DEBIT"}
	otherWords  = []string{"RATE", "PRICE", "QTY", "QUANTITY", "PERCENT", "COST", "MULTIPLIER", "FACTOR", "DAYS", "KEY"}
)

// isMoney reports whether lookup describes an amount.
func isMoney(described intacct.Field) bool {
	id := strings.ToUpper(described.ID)
	has := func(word string) bool { return strings.Contains(id, word) }
	switch strings.ToUpper(described.DataType) {
	case "CURRENCY":
		return !slices.ContainsFunc(otherWords, has)
	case "DECIMAL":
		return slices.ContainsFunc(amountWords, has) && !slices.ContainsFunc(otherWords, has)
	}
	return false
}

// transaction begins the names of amounts in the transaction's currency.
const transaction = "TRX_"

// pairAmounts finds the amounts that stand beside one in the transaction's
// currency.
func (s *schema) pairAmounts() {
	for _, f := range s.ordered {
		_, paired := s.fields.exact[transaction+strings.ToUpper(f.id)]
		f.inBase = f.money && paired
	}
}

// currencies are those of a record, as far as they are known.
type currencies struct{ transaction, base string }

// of are the currencies of a document or a line, which has those of what it is
// in unless it has its own. What it does not say the company may show.
func (c currencies) of(d *document, s stored) currencies {
	return currencies{
		transaction: cmp.Or(d.named(currencyField), s.called(currencyField), c.transaction),
		base:        cmp.Or(d.named(baseField), s.called(baseField), c.base),
	}
}

// The fields that name currencies.
const (
	currencyField = "CURRENCY"
	baseField     = "BASECURR"
)

// called is the value of a field of a stored record, by the field's name.
func (s stored) called(id string) string {
	for f, text := range s.texts {
		if f.id == id {
			return text
		}
	}
	return ""
}

// digits is how many decimals an amount has. One whose currency nobody has
// named is in the base currency.
func (c currencies) digits(f *field) int {
	if f.inBase || c.transaction == "" {
		return money.Digits(c.base)
	}
	return money.Digits(c.transaction)
}

// computes reports whether Intacct makes an amount itself: in the base currency,
// beside the one in the transaction's.
func (d *document) computes(f *field) bool {
	return f.inBase && d.named(transaction+strings.ToUpper(f.id)) != ""
}

// tooFine lists the amounts of a document with more decimals than their
// currency has, by field.
func (d *document) tooFine(prefix string, c currencies) []string {
	c = c.of(d, stored{})
	var names []string
	for _, cell := range slices.Concat(d.cells, d.once) {
		if cell.field.money && money.Fine(cell.text, c.digits(cell.field)) {
			names = append(names, prefix+cell.field.id)
		}
	}
	for _, rows := range d.rows {
		for _, line := range rows.documents {
			names = append(names, line.tooFine(prefix+rows.list.element+".", c)...)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// asksCurrency reports whether a document has an amount whose decimals depend on
// a currency.
func (d *document) asksCurrency() bool {
	return slices.ContainsFunc(d.cells, func(c cell) bool { return c.field.money && money.Fine(c.text, 0) })
}

// currencyFields are the fields that name currencies.
func (s *schema) currencyFields() []*field {
	var list []*field
	for _, name := range []string{currencyField, baseField} {
		if f := s.fields.exact[name]; f != nil {
			list = append(list, f)
		}
	}
	return list
}

// withKeptAmounts is a document with the amounts that a company keeps of it:
// rounded to what their currency has, and that of the base currency as that of
// the transaction where they are the same.
func (d *document) withKeptAmounts(s *schema, in currencies) *document {
	in = in.of(d, stored{})
	kept := *d
	kept.cells, kept.rows = make([]cell, 0, len(d.cells)), slices.Clone(d.rows)
	for _, c := range d.cells {
		if c.field.money {
			c.text = money.Nearest(c.text, in.digits(c.field))
		}
		if f := s.fields.exact[transaction+strings.ToUpper(c.field.id)]; c.field.inBase && !f.own && !in.foreign() {
			if d.named(f.id) == "" {
				c.field = f
			} else if money.Nearest(d.named(f.id), in.digits(f)) == c.text {
				continue
			}
		}
		kept.cells = append(kept.cells, c)
	}
	for i, rows := range d.rows {
		kept.rows[i].documents = make([]*document, len(rows.documents))
		for j, line := range rows.documents {
			kept.rows[i].documents[j] = line.withKeptAmounts(rows.list.lines, in)
		}
	}
	return &kept
}
