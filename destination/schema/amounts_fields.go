package schema

import (
	"slices"
	"strings"

	"airbyte-sage-intacct/intacct"
)

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

// TransactionPrefix begins the names of amounts in the transaction's currency.
const TransactionPrefix = "TRX_"

// pairAmounts finds the amounts that stand beside one in the transaction's
// currency.
func (s *Schema) pairAmounts() {
	for _, f := range s.Ordered {
		_, paired := s.Fields.Exact[TransactionPrefix+strings.ToUpper(f.ID)]
		f.InBase = f.Money && paired
	}
}

// The fields that name currencies.
const (
	CurrencyField     = "CURRENCY"
	BaseCurrencyField = "BASECURR"
)

// CurrencyFields are the fields that name currencies.
func (s *Schema) CurrencyFields() []*Field {
	var list []*Field
	for _, name := range []string{CurrencyField, BaseCurrencyField} {
		if f := s.Fields.Exact[name]; f != nil {
			list = append(list, f)
		}
	}
	return list
}
