package destination_test

import (
	"strings"
	"testing"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/sandbox"
)

const unifiedJournal = `{"transactionDate":"2026-11-15","memo":"Twice","lineItems":[
	{"accountNumber":"6600","entryType":"Debit","amount":"100.10","departmentNumber":"100","locationNumber":"110"},
	{"accountNumber":"2700","entryType":"Credit","amount":"100.10","departmentNumber":"100","locationNumber":"110"}]}`

// entries are the journals of a title, each checked to be complete.
func (p *place) entries(t *testing.T, title string) int {
	t.Helper()
	rows := p.rows("GLBATCH", "BATCH_TITLE", title)
	for _, row := range rows {
		lines := p.rows("GLENTRY", "BATCHNO", row["RECORDNO"])
		if len(lines) != 2 || lines[0]["TRX_AMOUNT"] != "100.1" || lines[1]["TRX_AMOUNT"] != "100.1" || lines[0]["TR_TYPE"] == lines[1]["TR_TYPE"] || row["STATE"] != "Posted" {
			t.Errorf("the journal %v has the lines %v", row, lines)
		}
	}
	return len(rows)
}

// TestTheSameJournalTwice: within one input the second may be a real one, so it
// is rejected and told; in the next run the first is known, and the second is
// rejected again. With keys, or where identical records are allowed, both are
// there, complete, and stay two.
func TestTheSameJournalTwice(t *testing.T) {
	t.Parallel()
	p := newPlace(sandbox.Settings{})
	twice := (&input{}).record("JournalEntries", oneLine(unifiedJournal)).record("JournalEntries", oneLine(unifiedJournal)).state("JournalEntries").String()
	catalog := catalogOf(stream("JournalEntries", airbyte.Append))
	for _, want := range []string{"1 created, 1 rejected", "1 already there, 1 rejected"} {
		r := p.write(t, nil, catalog, twice)
		if r.err == nil || !strings.Contains(r.stdout, want) || !strings.Contains(r.err.Error(), "equals an earlier one of this input") || len(r.states(t)) != 0 {
			t.Errorf("want %s: %v\n%s", want, r.err, r.stdout)
		}
		if n := p.entries(t, "Twice"); n != 1 {
			t.Errorf("%d journals", n)
		}
	}
	for _, want := range []string{"1 created, 1 already there", "2 already there"} {
		if r := p.write(t, settings{"allow_identical": true}, catalog, twice); r.err != nil || !strings.Contains(r.stdout, want) {
			t.Errorf("want %s: %v\n%s", want, r.err, r.stdout)
		}
		if n := p.entries(t, "Twice"); n != 2 {
			t.Errorf("%d journals", n)
		}
	}
	keyed := &input{}
	for _, id := range []string{"1", "2"} {
		keyed.record("JournalEntries", strings.Replace(`{"externalId":"`+id+`",`+oneLine(unifiedJournal)[1:], "Twice", "Keyed", 1))
	}
	for _, want := range []string{"2 created", "2 already there"} {
		r := p.write(t, nil, catalogOf(stream("JournalEntries", airbyte.Append, "externalId")), keyed.String())
		if r.err != nil || !strings.Contains(r.stdout, want) {
			t.Errorf("want %s: %v\n%s", want, r.err, r.stdout)
		}
		if n := p.entries(t, "Keyed"); n != 2 {
			t.Errorf("%d journals", n)
		}
	}
}
