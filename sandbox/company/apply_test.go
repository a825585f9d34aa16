package company

import (
	"strings"
	"testing"
)

// What a payment has left pays a further invoice, no more than that, and the
// books balance before and after, also when the payment is taken back.
func TestApply(t *testing.T) {
	c, _ := newCompany(t)
	invoice := func(amount string) string {
		return create(t, c, Viewer{}, legacy(input("ARINVOICE", "CUSTOMERID", "C1", "WHENCREATED", "03/05/2026", "WHENDUE", "04/04/2026")).
			with("ARINVOICEITEMS", input("", "ACCOUNTNO", "4000", "TRX_AMOUNT", amount, "LOCATIONID", "100")))
	}
	first, second := invoice("80"), invoice("50")
	key := create(t, c, Viewer{}, input("ARPYMT", "CUSTOMERID", "C1", "PAYMENTMETHOD", "Cash", "RECEIPTDATE", "04/02/2026",
		"CURRENCY", "USD", "TRX_AMOUNTTOPAY", "100").
		with("ARPYMTDETAILS", input("", "RECORDKEY", first, "TRX_PAYMENTAMOUNT", "80")))
	wantFields(t, c, "ARPYMT", key, map[string]string{"TRX_TOTALDUE": "20"})

	for amount, want := range map[string]string{"20.01": "exceeds what is left", "-1": "Payment amount", "x": "Payment amount"} {
		tx := c.Begin(Viewer{})
		_, problem := tx.Apply(key, "2026-04-10", []Application{{second, amount}})
		tx.Rollback()
		if problem == nil || !strings.Contains(problem.Description2, want) {
			t.Errorf("applying %s: %v", amount, problem)
		}
	}
	tx := c.Begin(Viewer{})
	if _, problem := tx.Apply(key, "2026-04-10", []Application{{second, "15"}}); problem != nil {
		t.Fatal(problem)
	}
	commit(t, tx)
	wantFields(t, c, "ARINVOICE", second, map[string]string{"STATE": "Posted", "TRX_TOTALPAID": "15", "TRX_TOTALDUE": "35"})
	wantFields(t, c, "ARPYMT", key, map[string]string{"TRX_TOTALPAID": "95", "TRX_TOTALDUE": "5"})
	wantBalanced(t, c)

	tx = c.Begin(Viewer{})
	if _, problem := tx.Reverse("ARPYMT", key, "2026-04-20", ""); problem != nil {
		t.Fatal(problem)
	}
	commit(t, tx)
	wantFields(t, c, "ARINVOICE", second, map[string]string{"TRX_TOTALDUE": "50"})
	wantBalanced(t, c)
	if cash := account(t, c, "1090"); cash != "0" {
		t.Errorf("undeposited is %s after the reversal", cash)
	}
}
