package company

import (
	"cmp"
	"slices"
)

// Balance is one account of a trial balance, in the base currency. Debits are
// positive, credits negative, but for Debit and Credit, the turnover.
type Balance struct {
	Account, Title string
	Opening        string
	Debit, Credit  string
	Closing        string
}

// TrialBalance adds up what is posted, by account, from one date to another,
// both included; what was posted before is the opening balance. Statistical
// accounts are left out. It needs the right to read GLDETAIL.
func (c *Company) TrialBalance(v Viewer, from, to string) ([]Balance, *Problem) {
	sums := map[string]*accountSum{}
	dates := &Filter{Op: LessEq, Field: "ENTRY_DATE", Values: []string{to}}
	_, problem, _ := c.Select(v, Selection{
		Object:  detailObject,
		Columns: []Column{{Field: "ACCOUNTNO"}, {Field: "ACCOUNTTITLE"}, {Field: "ENTRY_DATE"}, {Field: "STATISTICAL"}, {Field: "DEBITAMOUNT", Func: "sum"}, {Field: "CREDITAMOUNT", Func: "sum"}},
		Filter:  dates,
	}, func(row []string) error {
		if row[3] == "true" {
			return nil
		}
		s := sums[row[0]]
		if s == nil {
			s = &accountSum{title: row[1], opening: amountOf("0"), debit: amountOf("0"), credit: amountOf("0")}
			sums[row[0]] = s
		}
		s.add(row[2] < from, amountOf(row[4]), amountOf(row[5]))
		return nil
	})
	if problem != nil {
		return nil, problem
	}
	all := make([]Balance, 0, len(sums))
	for account, s := range sums {
		all = append(all, Balance{
			Account: account, Title: s.title, Opening: s.opening.String(), Debit: s.debit.String(), Credit: s.credit.String(),
			Closing: s.opening.add(s.debit).sub(s.credit).String(),
		})
	}
	slices.SortFunc(all, func(a, b Balance) int { return cmp.Compare(a.Account, b.Account) })
	return all, nil
}

type accountSum struct {
	title                  string
	opening, debit, credit amount
}

func (s *accountSum) add(before bool, debit, credit amount) {
	if before {
		s.opening = s.opening.add(debit).sub(credit)
		return
	}
	s.debit, s.credit = s.debit.add(debit), s.credit.add(credit)
}
