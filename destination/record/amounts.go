package record

import (
	"encoding/json"
	"slices"
	"strings"

	"airbyte-sage-intacct/destination/canonical"
	"airbyte-sage-intacct/destination/schema"
	"airbyte-sage-intacct/internal/decimal"
	"airbyte-sage-intacct/unified"
)

// A field that is left out may be anything; an amount that is left out makes the
// books wrong. So an amount that is known by its name, and is not zero, rejects
// its record where it cannot be written.

// unlistedAmounts are amounts that lines bring and lookup does not name: the tax
// of a line, and its amount with the tax.
//
// Source: Sage docs, XML API, "Bills" (TOTALTRXAMOUNT, TAXENTRIES), "Purchasing
// transactions" (tax).
var unlistedAmounts = []string{"TOTALTRXAMOUNT", "TRX_TAX", "TAX"}

// noMoney are parts of names of numbers that are no amounts of money.
var noMoney = []string{"rate", "qty", "quantity", "percent", "days", "hours", "factor", "weight", "priority", "score"}

// amounts are the names by which amounts of a stream's records are known, in any
// spelling.
type amounts map[string]bool

func amountsOf(s *schema.Schema, table *unified.Table) amounts {
	known := amounts{}
	known.add(unlistedAmounts...)
	known.add(unified.LostAmounts()...)
	if table != nil {
		known.add(table.Numbers()...)
	}
	known.addFields(s)
	s.EachList(func(l *schema.List) { known.addFields(l.Lines) })
	return known
}

func (a amounts) addFields(s *schema.Schema) {
	for _, f := range s.Ordered {
		if f.Decimal && !f.Own {
			a.add(f.ID)
		}
	}
}

func (a amounts) add(names ...string) {
	for _, name := range names {
		if mayBeMoney(name) {
			a[spelling(name)] = true
		}
	}
}

// mayBeMoney reports whether a number of this name may be an amount of money.
func mayBeMoney(name string) bool {
	name = spelling(name)
	return !slices.ContainsFunc(noMoney, func(part string) bool { return strings.Contains(name, part) })
}

// known reports whether a member of this name is an amount: one of the object's,
// or a tax or discount in whatever words.
func (a amounts) known(name string) bool {
	name = spelling(name)
	return a[name] || mayBeMoney(name) && has(taxWords, name, strings.Contains) && has(sumWords, name, strings.HasSuffix) && !has(flagWords, name, strings.Contains)
}

func has(words []string, name string, holds func(name, word string) bool) bool {
	return slices.ContainsFunc(words, func(word string) bool { return holds(name, word) })
}

// A tax or discount has one of the first words in its name and ends in one of the
// second. The third are those of names that say whether there is one.
var (
	taxWords  = []string{"tax", "discount"}
	sumWords  = []string{"tax", "taxes", "discount", "discounts", "amount", "amt", "amounts", "total", "totals", "value", "sum"}
	flagWords = []string{"has", "incl", "excl", "exempt", "apply", "applies", "show"}
)

// spelling is a name without letter case and signs: trxAmount is TRX_AMOUNT.
func spelling(name string) string {
	return strings.ReplaceAll(canonical.NormalName(name), "_", "")
}

// lost is the name of an amount other than zero in a member that is not written,
// at whatever depth; "" if there is none.
func (a amounts) lost(name string, value json.RawMessage) string {
	switch canonical.Opens(value) {
	case '{':
		fields, _ := canonical.Members(value)
		for _, m := range fields {
			if found := a.lost(m.Name, m.Value); found != "" {
				return name + "." + found
			}
		}
		return ""
	case '[':
		var elements []json.RawMessage
		_ = json.Unmarshal(value, &elements) // it was valid as a part of the record
		for _, element := range elements {
			if found := a.lost(name, element); found != "" {
				return found
			}
		}
		return ""
	}
	text, err := canonical.Scalar(value)
	if inner := strings.TrimSpace(text); err == nil && strings.IndexAny(inner, "[{") == 0 && json.Valid([]byte(inner)) {
		return a.lost(name, json.RawMessage(inner))
	}
	if err == nil && a.known(name[strings.LastIndexByte(name, '.')+1:]) && isAmount(text) {
		return name
	}
	return ""
}

// isAmount reports whether a text is an amount other than zero. One that cannot
// be read may be one: 1.234,50.
func isAmount(text string) bool {
	if number, err := decimal.Canonical(strings.TrimSpace(text)); err == nil {
		return number != "0"
	}
	return strings.ContainsAny(text, "123456789") && strings.Trim(text, "0123456789.,'+-() \u00a0$€£¥%") == ""
}

// readUnknown is for a member that is no field of the object. A null says
// nothing that could be lost.
func (r reader) readUnknown(d *Document, s *schema.Schema, name string, value json.RawMessage, c *Complaints) {
	if canonical.Opens(value) == 'n' {
		return
	}
	if !r.IgnoreUnknown {
		c.Add(name, s.Unknown(name))
		c.lost = c.lost || r.amounts.lost(name, value) != ""
		return
	}
	if found := r.amounts.lost(name, value); found != "" {
		c.Add(found, lostAmount)
		return
	}
	if !isBlank(value) {
		d.Dropped = append(d.Dropped, name)
	}
}

// dropOf notes what a line leaves out, whichever line it is.
func (d *Document) dropOf(l *schema.List, line *Document) {
	for _, name := range line.Dropped {
		d.Dropped = append(d.Dropped, l.Element+"."+name)
	}
}

// readOwn refuses an amount for a field that only Intacct sets: what a unified
// record says of it is not read from there.
func readOwn(f *schema.Field, value json.RawMessage, c *Complaints) {
	if text, err := canonical.Scalar(value); f.Decimal && mayBeMoney(f.ID) && err == nil && isAmount(text) {
		c.Add(f.ID, lostAmount)
	}
}

// isBlank reports whether a value says nothing: an empty text or list.
func isBlank(value json.RawMessage) bool {
	return strings.Trim(string(value), "[]{}\" \t\r\n") == ""
}
