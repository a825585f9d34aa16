package record

import (
	"cmp"
	"slices"
	"strings"

	"airbyte-sage-intacct/destination/schema"
	"airbyte-sage-intacct/internal/decimal"
	"airbyte-sage-intacct/internal/money"
)

// Amounts are compared as Intacct keeps them: it rounds what has more decimals
// than its currency. What else is a number (quantities, prices, rates) is kept
// with all its digits.
//
// Source: Sage docs, XML API, "Bills".

// Currencies are those of a record, as far as they are known.
type Currencies struct{ transaction, base string }

// Of are the currencies of a document or a line, which has those of what it is
// in unless it has its own. What it does not say the company may show.
func (c Currencies) Of(d *Document, s Stored) Currencies {
	return Currencies{
		transaction: cmp.Or(d.TextOf(schema.CurrencyField), s.called(schema.CurrencyField), c.transaction),
		base:        cmp.Or(d.TextOf(schema.BaseCurrencyField), s.called(schema.BaseCurrencyField), c.base),
	}
}

// Digits is how many decimals an amount has. One whose currency nobody has
// named is in the base currency.
func (c Currencies) Digits(f *schema.Field) int {
	if f.InBase || c.transaction == "" {
		return money.Digits(c.base)
	}
	return money.Digits(c.transaction)
}

// computes reports whether Intacct makes an amount itself: in the base currency,
// beside the one in the transaction's.
func (d *Document) computes(f *schema.Field) bool {
	return f.InBase && d.TextOf(schema.TransactionPrefix+strings.ToUpper(f.ID)) != ""
}

// TooFine lists the amounts of a document with more decimals than their
// currency has, by field.
func (d *Document) TooFine(prefix string, c Currencies) []string {
	c = c.Of(d, Stored{})
	var names []string
	for _, cell := range slices.Concat(d.Cells, d.Once) {
		if cell.Field.Money && decimal.Fine(cell.Text, c.Digits(cell.Field)) {
			names = append(names, prefix+cell.Field.ID)
		}
	}
	for _, rows := range d.Rows {
		for _, line := range rows.Lines {
			names = append(names, line.TooFine(prefix+rows.List.Element+".", c)...)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// AsksCurrency reports whether a document has an amount whose decimals depend on
// a currency.
func (d *Document) AsksCurrency() bool {
	return slices.ContainsFunc(d.Cells, func(c Cell) bool { return c.Field.Money && decimal.Fine(c.Text, 0) })
}

// withKeptAmounts is a document with the amounts that a company keeps of it:
// rounded to what their currency has, and that of the base currency as that of
// the transaction where they are the same.
func (d *Document) withKeptAmounts(s *schema.Schema, in Currencies) *Document {
	in = in.Of(d, Stored{})
	kept := *d
	kept.Cells, kept.Rows = make([]Cell, 0, len(d.Cells)), slices.Clone(d.Rows)
	for _, c := range d.Cells {
		if c.Field.Money {
			c.Text = decimal.Nearest(c.Text, in.Digits(c.Field))
		}
		if f := s.Fields.Exact[schema.TransactionPrefix+strings.ToUpper(c.Field.ID)]; c.Field.InBase && !f.Own && !in.foreign() {
			if d.TextOf(f.ID) == "" {
				c.Field = f
			} else if decimal.Nearest(d.TextOf(f.ID), in.Digits(f)) == c.Text {
				continue
			}
		}
		kept.Cells = append(kept.Cells, c)
	}
	for i, rows := range d.Rows {
		kept.Rows[i].Lines = make([]*Document, len(rows.Lines))
		for j, line := range rows.Lines {
			kept.Rows[i].Lines[j] = line.withKeptAmounts(rows.List.Lines, in)
		}
	}
	return &kept
}

// foreign reports whether amounts may be in another currency than the base.
func (c Currencies) foreign() bool { return c.transaction != "" && c.transaction != c.base }
