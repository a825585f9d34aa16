package unified

import (
	"errors"
	"fmt"
	"math/big"
	"sort"
	"strings"

	"airbyte-sage-intacct/internal/decimal"
	"airbyte-sage-intacct/internal/money"
)

// The fields of a journal line in Intacct: an amount without a sign, and the
// side it is on.
const (
	sideField   = "TR_TYPE"
	amountField = "TRX_AMOUNT"
	currency    = "CURRENCY"
	debit       = "1"
	credit      = "-1"
)

var (
	sideNames   = []string{"entryType", "postingType", "type", "debitCredit"}
	debitNames  = []string{"debitAmount", "debit"}
	creditNames = []string{"creditAmount", "credit"}
	amountNames = []string{"amount", "totalPrice"}
)

// side reads the amount of a journal line in every form it comes in: an amount
// and a side, a debit or a credit amount, or an amount whose sign is the side.
func side(in *input, line *Record) error {
	on, byOn := in.text(sideNames)
	debits, _ := in.text(debitNames)
	credits, _ := in.text(creditNames)
	amount, _ := in.text(amountNames)
	if line.Has(amountField) && line.Has(sideField) {
		return nil
	}
	var err error
	switch {
	case nonzero(debits) && nonzero(credits):
		return errors.New("has a debit and a credit amount")
	case nonzero(debits):
		on, amount = debit, debits
	case nonzero(credits):
		on, amount = credit, credits
	case amount == "":
		if amount = debits + credits; amount == "" || debits != "" && credits != "" {
			return errors.New("has no amount")
		}
		on = debit
	case on == "":
		on = debit
	default:
		if on, err = sideOf(on); err != nil {
			return fmt.Errorf("%s %w", byOn, err)
		}
	}
	value, err := decimal.Exact(amount)
	if err != nil {
		return fmt.Errorf("the amount %w", err)
	}
	if value.Sign() < 0 {
		on, amount = decimal.Negate(on), decimal.Negate(amount)
	}
	line.Add(Member{Field: sideField, Value: quoted(on)})
	line.Add(Member{Field: amountField, Value: quoted(strings.TrimPrefix(strings.TrimSpace(amount), "+"))})
	return nil
}

func nonzero(text string) bool {
	value, err := decimal.Exact(text)
	return text != "" && (err != nil || value.Sign() != 0)
}

func sideOf(text string) (string, error) {
	switch strings.ToLower(strings.TrimSpace(text)) {
	case "debit", "dr", "d", "1", "+1":
		return debit, nil
	case "credit", "cr", "c", "-1":
		return credit, nil
	}
	return "", errors.New("is neither debit nor credit")
}

// noise is more than floats leave behind in an amount, and less than anybody
// means.
var noise = big.NewRat(1, 1_000_000)

func isNoise(sum *big.Rat) bool { return new(big.Rat).Abs(sum).Cmp(noise) < 0 }

// balance refuses a journal whose sides differ, currency by currency: Intacct
// would, but a dry run would not see it. The noise of floats is no difference
// where Intacct rounds it away, line by line.
func balance(lines []*Record) error {
	sums, kept := map[string]*big.Rat{}, map[string]*big.Rat{}
	for _, line := range lines {
		value, err := decimal.Exact(line.text(amountField))
		if err != nil {
			continue // Intacct's own fields, for the gateway to judge
		}
		code := line.text(currency)
		if line.text(sideField) == credit {
			value.Neg(value)
		}
		if sums[code] == nil {
			sums[code], kept[code] = new(big.Rat), new(big.Rat)
		}
		sums[code].Add(sums[code], value)
		kept[code].Add(kept[code], decimal.Round(value, money.Digits(code)))
	}
	var codes []string
	for code, sum := range sums {
		if sum.Sign() != 0 && (kept[code].Sign() != 0 || !isNoise(sum)) {
			codes = append(codes, code)
		}
	}
	switch {
	case len(codes) == 0:
		return nil
	case len(codes) == 1 && codes[0] == "":
		return errors.New("debits and credits differ")
	}
	sort.Strings(codes)
	return fmt.Errorf("debits and credits differ in %s", strings.Join(codes, ", "))
}
