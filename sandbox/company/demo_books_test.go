package company

import (
	"math/big"
	"testing"
)

func TestDemoTrialBalanceIsZeroInEveryEntity(t *testing.T) {
	eachScale(t, func(t *testing.T, c *Company) {
		sums := map[string]*big.Rat{}
		for _, row := range everything(t, c, "GLENTRY", "BASELOCATION_NO", "TR_TYPE", "AMOUNT", "STATISTICAL") {
			if row[3] == "true" {
				continue
			}
			if sums[row[0]] == nil {
				sums[row[0]] = new(big.Rat)
			}
			sums[row[0]].Add(sums[row[0]], new(big.Rat).Mul(exact(t, row[1]), exact(t, row[2])))
		}
		if len(sums) != 4 {
			t.Errorf("%d entities have postings, want 4", len(sums))
		}
		for entity, sum := range sums {
			if sum.Sign() != 0 {
				t.Errorf("entity %s is out by %s", entity, sum.FloatString(2))
			}
		}
	})
}

func TestDemoSubledgersTieToTheirControlAccounts(t *testing.T) {
	subledgers := []struct {
		account, sign string
		objects       []string
	}{
		{"2000", "-1", []string{"APBILL", "APADJUSTMENT"}},
		{"1200", "1", []string{"ARINVOICE", "ARADJUSTMENT"}},
		{"2020", "-1", []string{"EEXPENSES"}},
		{"2010", "-1", []string{"CCTRANSACTION"}},
	}
	eachScale(t, func(t *testing.T, c *Company) {
		ledger := everything(t, c, "GLENTRY", "BASELOCATION_NO", "ACCOUNTNO", "TR_TYPE", "AMOUNT")
		for _, s := range subledgers {
			balance := map[string]*big.Rat{}
			for _, e := range c.Entities() {
				balance[e.ID] = new(big.Rat)
			}
			for _, row := range ledger {
				if row[1] == s.account {
					balance[row[0]].Add(balance[row[0]], new(big.Rat).Mul(exact(t, row[2]), exact(t, row[3])))
				}
			}
			for _, object := range s.objects {
				for _, row := range everything(t, c, object, "MEGAENTITYID", "STATE", "TOTALDUE") {
					if row[1] != "Draft" {
						balance[row[0]].Sub(balance[row[0]], new(big.Rat).Mul(exact(t, s.sign), exact(t, row[2])))
					}
				}
			}
			for entity, rest := range balance {
				if rest.Sign() != 0 {
					t.Errorf("account %s of entity %s is %s more than its documents", s.account, entity, rest.FloatString(2))
				}
			}
		}
	})
}

func TestDemoPartiesOweWhatTheirDocumentsSay(t *testing.T) {
	eachScale(t, func(t *testing.T, c *Company) {
		for party, documents := range map[string][]string{"VENDOR": {"APBILL", "APADJUSTMENT"}, "CUSTOMER": {"ARINVOICE", "ARADJUSTMENT"}} {
			owed := map[string]*big.Rat{}
			for _, row := range everything(t, c, party, party+"ID", "TOTALDUE") {
				owed[row[0]] = exact(t, row[1])
			}
			for _, object := range documents {
				for _, row := range everything(t, c, object, party+"ID", "STATE", "TOTALDUE") {
					if row[1] != "Draft" {
						owed[row[0]].Sub(owed[row[0]], exact(t, row[2]))
					}
				}
			}
			for id, rest := range owed {
				if rest.Sign() != 0 {
					t.Errorf("TOTALDUE of %s is %s more than its documents", id, rest.FloatString(2))
				}
			}
		}
	})
}

// TestDemoDocumentsAddUp compares headers with lines, and both with what
// payments and credits cover.
func TestDemoDocumentsAddUp(t *testing.T) {
	for _, kind := range []struct{ header, line, detail string }{
		{"APBILL", "APBILLITEM", "APPYMTDETAIL"}, {"ARINVOICE", "ARINVOICEITEM", "ARPYMTDETAIL"},
	} {
		t.Run(kind.header, func(t *testing.T) {
			eachScale(t, func(t *testing.T, c *Company) {
				entered, covered := map[string]*big.Rat{}, map[string]*big.Rat{}
				add := func(to map[string]*big.Rat, key, value string) {
					if to[key] == nil {
						to[key] = new(big.Rat)
					}
					if value != "" {
						to[key].Add(to[key], exact(t, value))
					}
				}
				for _, row := range everything(t, c, kind.line, "RECORDKEY", "TRX_AMOUNT") {
					add(entered, row[0], row[1])
				}
				for _, row := range everything(t, c, kind.detail, "RECORDKEY", "TRX_PAYMENTAMOUNT", "TRX_ADJUSTMENTAMOUNT") {
					add(covered, row[0], row[1])
					add(covered, row[0], row[2])
				}
				states := map[string]int{}
				for _, row := range everything(t, c, kind.header, "RECORDNO", "TRX_TOTALENTERED", "TRX_TOTALPAID", "TRX_TOTALDUE", "STATE", "WHENPAID") {
					add(covered, row[0], "")
					due := new(big.Rat).Sub(exact(t, row[1]), exact(t, row[2]))
					switch {
					case entered[row[0]] == nil || entered[row[0]].Cmp(exact(t, row[1])) != 0:
						t.Errorf("%s %s enters %s, its lines %s", kind.header, row[0], row[1], entered[row[0]])
					case covered[row[0]].Cmp(exact(t, row[2])) != 0:
						t.Errorf("%s %s is paid %s, its details say %s", kind.header, row[0], row[2], covered[row[0]])
					case due.Cmp(exact(t, row[3])) != 0:
						t.Errorf("%s %s is due %s", kind.header, row[0], row[3])
					case (row[4] == "Paid") != (due.Sign() == 0) || (row[4] == "Paid") != (row[5] != ""):
						t.Errorf("%s %s is %s with %s due, paid on %q", kind.header, row[0], row[4], row[3], row[5])
					}
					states[row[4]]++
				}
				if states["Paid"] == 0 || states["Posted"] == 0 {
					t.Errorf("states: %v", states)
				}
			})
		})
	}
}
