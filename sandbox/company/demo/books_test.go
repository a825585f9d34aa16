package demo

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"testing"
)

// fingerprint is the hash of every value of every table. Whoever changes the
// company changes it; nothing else may.
const fingerprint = "6bdc22fc6e90d5a4816a93c4"

func TestBooksAreTheSameEveryTime(t *testing.T) {
	sum := sha256.New()
	for _, object := range Objects() {
		table := TableOf(object, 2)
		sum.Write([]byte(object + strings.Join(table.Columns, ",")))
		var row []byte
		for i := range table.Stored {
			row = appendRow(row[:0], table, i, table.Value)
			sum.Write(row)
		}
		for i := range table.Computed {
			row = appendRow(row[:0], table, i, table.Compute)
			sum.Write(row)
		}
	}
	if got := hex.EncodeToString(sum.Sum(nil)[:12]); got != fingerprint {
		t.Errorf("the books are not those of old; if that is meant, their fingerprint is now %s", got)
	}
}

func appendRow(to []byte, table *Table, row int, value func(row, column int) string) []byte {
	for column := range table.Columns {
		to = append(append(to, value(row, column)...), 0)
	}
	return to
}

func TestJournalEntriesBalance(t *testing.T) {
	b := books()
	for i := range b.ledger.batches {
		j := &b.ledger.batches[i]
		var sum cents
		for _, e := range b.ledger.entriesOf(j) {
			if e.base <= 0 || e.sign != 1 && e.sign != -1 {
				t.Fatalf("%s of %s: an entry of %s on side %d", j.title, j.on, e.base, e.sign)
			}
			sum += cents(e.sign) * e.base
		}
		if sum != 0 && !journals[j.journal].statistical {
			t.Errorf("%s of %s is out by %s", j.title, j.on, sum)
		}
		if len(b.ledger.entriesOf(j)) < 2 && !journals[j.journal].statistical {
			t.Errorf("%s of %s has %d entries", j.title, j.on, len(b.ledger.entriesOf(j)))
		}
	}
}

func TestBanksAreNeverOverdrawn(t *testing.T) {
	b := books()
	for entity := range entities {
		var cash, lowest cents
		account := accountAt(entities[entity].bank)
		for i := range b.ledger.batches {
			j := &b.ledger.batches[i]
			if int(j.entity) != entity {
				continue
			}
			for _, e := range b.ledger.entriesOf(j) {
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

func TestCentsAndRatesAsText(t *testing.T) {
	for amount, want := range map[cents]string{0: "0", 50: "0.5", -50: "-0.5", 5: "0.05", 20_537_500: "205375", 145_080: "1450.8", -99_999: "-999.99"} {
		if got := amount.String(); got != want {
			t.Errorf("%d cents: %q, want %q", int64(amount), got, want)
		}
	}
	for r, want := range map[rate]string{par: "1", 1_082_000: "1.082", 6_560: "0.00656"} {
		if got := r.String(); got != want {
			t.Errorf("rate %d: %q, want %q", int64(r), got, want)
		}
	}
}

func TestStampsAsText(t *testing.T) {
	for _, text := range []string{"2025-11-01T02:14:07Z", "2024-10-14T09:00:00Z", "2024-11-01T00:00:00Z", "2024-10-31T23:59:59Z", "2031-01-02T03:04:05Z"} {
		if got := moment(text).String(); got != text {
			t.Errorf("%s comes back as %s", text, got)
		}
	}
	if got := stamp(0).String(); got != "" {
		t.Errorf("no moment is %q", got)
	}
}

func BenchmarkKeep(b *testing.B) {
	for b.Loop() {
		Keep()
	}
}
