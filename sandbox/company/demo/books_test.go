package demo

import "testing"

var kept = Keep()

func TestBanksAreNeverOverdrawn(t *testing.T) {
	for entity := range entities {
		var cash, lowest cents
		account := accountAt(entities[entity].bank)
		for i := range kept.ledger.batches {
			j := &kept.ledger.batches[i]
			if int(j.entity) != entity {
				continue
			}
			for _, e := range kept.ledger.entriesOf(j) {
				if e.account == account {
					cash += cents(e.sign) * e.base
				}
			}
			lowest = min(lowest, cash)
		}
		if lowest < 0 {
			t.Errorf("%s overdraws its bank by %s", entities[entity].name, lowest)
		}
	}
}

func TestTrialBalanceIsZero(t *testing.T) {
	for entity := range entities {
		var sum cents
		for _, a := range chart {
			if !a.statistical {
				sum += kept.ledger.balance(int8(entity), a.no)
			}
		}
		if sum != 0 {
			t.Errorf("%s: %s", entities[entity].name, sum)
		}
	}
}

func TestSubledgersTieToTheirControlAccounts(t *testing.T) {
	for entity := range entities {
		for account, owed := range map[string]cents{
			payables:        -openOf(entity, kept.bills, kept.credits),
			receivables:     openOf(entity, kept.invoices, kept.memos),
			cardPayable:     -openOf(entity, kept.charges),
			expensesPayable: -openOf(entity, kept.reports),
		} {
			if got := kept.ledger.balance(int8(entity), account); got != owed {
				t.Errorf("%s: account %s is %s, the documents say %s", entities[entity].name, account, got, owed)
			}
		}
	}
}

func openOf(entity int, registers ...*register) cents {
	var sum cents
	for _, r := range registers {
		for i := range r.docs {
			if d := &r.docs[i]; int(d.entity) == entity && d.state != draft {
				sum += d.baseOpen()
			}
		}
	}
	return sum
}

func BenchmarkKeep(b *testing.B) {
	for b.Loop() {
		Keep()
	}
}
