package company

import (
	"slices"
	"testing"
)

// journal is a journal entry of two lines.
func journal(debit, credit string, pairs ...string) Input {
	in := input("GLBATCH", append([]string{"JOURNAL", "GJ", "BATCH_DATE", "03/31/2026", "BATCH_TITLE", "Accrual"}, pairs...)...)
	return in.with("ENTRIES",
		input("", "ACCOUNTNO", "6000", "TR_TYPE", "1", "TRX_AMOUNT", debit, "LOCATION", "110", "DEPARTMENT", "D1", "DESCRIPTION", "memo"),
		input("", "ACCOUNTNO", "2000", "TR_TYPE", "-1", "AMOUNT", credit, "LOCATION", "100"))
}

func TestJournalEntry(t *testing.T) {
	c, _ := newCompany(t)
	key := create(t, c, Viewer{}, journal("1450.80", "1450.8"))
	wantFields(t, c, "GLBATCH", key, map[string]string{"STATE": "Posted", "MODULE": "2.GL", "BATCH_DATE": "2026-03-31"})
	wantFields(t, c, "GLENTRY", "1", map[string]string{
		"BATCHNO": key, "ENTRY_DATE": "2026-03-31", "AMOUNT": "1450.8", "TRX_AMOUNT": "1450.8", "TR_TYPE": "1", "LINE_NO": "1",
		"ACCOUNTTITLE": "Account 6000", "DEPARTMENTTITLE": "Sales", "LOCATIONNAME": "Branch", "CURRENCY": "USD", "STATE": "Posted",
	})
	got := selectAll(t, c, Selection{
		Object:  "GLDETAIL",
		Columns: fields("RECORDNO", "ACCOUNTNO", "AMOUNT", "DEBITAMOUNT", "CREDITAMOUNT", "SYMBOL", "BATCH_TITLE", "JOURNAL.SYMBOL", "BOOKID"),
		Order:   []Order{{Field: "GLENTRYKEY"}},
	})
	want := []string{"1-1-1--accrual 6000 1450.8 1450.8 0 GJ Accrual GJ ACCRUAL", "1-2-2--accrual 2000 -1450.8 0 1450.8 GJ Accrual GJ ACCRUAL"}
	if !slices.Equal(got, want) {
		t.Errorf("details %q, want %q", got, want)
	}
	wantBalanced(t, c)
}

func TestJournalRefusals(t *testing.T) {
	c, _ := newCompany(t)
	refuseCreate(t, c, journal("10", "9.99"), "do not balance")
	refuseCreate(t, c, journal("10", "10", "BATCH_DATE", "12/31/2025"), "Date must be on or after 01/01/2026")
	refuseCreate(t, c, journal("10", "10", "JOURNAL", "NOPE"), "Invalid Journal 'NOPE' specified.")
	refuseCreate(t, c, journal("10", "10", "BATCH_TITLE", ""), "is missing")
	refuseCreate(t, c, journal("-10", "-10"), "must not be negative")
	between := journal("10", "10")
	between.Lists[0].Lines[1] = input("", "ACCOUNTNO", "2000", "TR_TYPE", "-1", "TRX_AMOUNT", "10", "LOCATION", "200")
	refuseCreate(t, c, between, "do not balance for '")
	between.Fields = append(between.Fields, InField{"BASELOCATION_NO", "100"})
	create(t, c, Viewer{}, between)
	one := journal("10", "10")
	one.Lists[0].Lines = one.Lists[0].Lines[:1]
	refuseCreate(t, c, one, "at least two lines")
	none := journal("10", "10")
	none.Lists = nil
	refuseCreate(t, c, none, "is missing")
	bad := journal("10", "10")
	bad.Lists[0].Lines[0] = input("", "ACCOUNTNO", "7777", "TR_TYPE", "1", "TRX_AMOUNT", "10", "LOCATION", "100")
	refuseCreate(t, c, bad, "Invalid GL Account '7777' specified.")
	c.Change("GLACCOUNT", "6000", map[string]string{"REQUIREPROJECT": "true"})
	refuseCreate(t, c, journal("10", "10"), "This transaction is missing the Project dimension for the Account 6000.")
	c.Change("GLACCOUNT", "6000", map[string]string{"REQUIREPROJECT": "", "STATUS": "inactive"})
	refuseCreate(t, c, journal("10", "10"), "inactive")
}

func TestDraftJournalPostsLater(t *testing.T) {
	c, _ := newCompany(t)
	key := create(t, c, Viewer{}, journal("10", "9", "STATE", "Draft"))
	if n := c.Count("GLDETAIL"); n != 0 {
		t.Errorf("a draft has %d details", n)
	}
	refuseUpdate(t, c, input("GLBATCH", "RECORDNO", key, "STATE", "Posted"), "do not balance")
	update(t, c, input("GLBATCH", "RECORDNO", key, "STATE", "Posted").with("ENTRIES", input("", "RECORDNO", "2", "TRX_AMOUNT", "10")))
	if n := c.Count("GLDETAIL"); n != 2 {
		t.Errorf("%d details", n)
	}
	wantBalanced(t, c)
	refuseUpdate(t, c, input("GLBATCH", "RECORDNO", key, "STATE", "Draft"), "cannot become a draft")
	tx := c.Begin(Viewer{})
	if problem := tx.Delete("GLBATCH", key); problem != nil {
		t.Fatal(problem)
	}
	commit(t, tx)
	if c.Count("GLENTRY") != 0 || c.Count("GLDETAIL") != 0 {
		t.Error("entries or details outlive their journal entry")
	}
}

func TestReversingJournal(t *testing.T) {
	c, _ := newCompany(t)
	key := create(t, c, Viewer{}, journal("10", "10", "REVERSEDATE", "04/01/2026"))
	wantFields(t, c, "GLBATCH", key, map[string]string{"REVERSED": "2026-04-01", "REVERSEDKEY": "2", "REVERSEDATE": ""})
	wantFields(t, c, "GLBATCH", "2", map[string]string{"REVERSEDFROM": key, "BATCH_DATE": "2026-04-01", "BATCH_TITLE": "Reversed -- Accrual"})
	if got := account(t, c, "6000"); got != "0" {
		t.Errorf("account 6000 is %s", got)
	}
	refused(t, c, "Cannot reverse journal entry", func(tx *Tx) *Problem {
		_, problem := tx.Reverse("GLBATCH", key, "2026-04-02", "")
		return problem
	})
}

func TestStatisticalJournal(t *testing.T) {
	c, _ := newCompany(t)
	in := input("GLBATCH", "JOURNAL", "STAT", "BATCH_DATE", "03/31/2026", "BATCH_TITLE", "Heads")
	create(t, c, Viewer{}, in.with("ENTRIES", input("", "ACCOUNTNO", "9000", "TR_TYPE", "1", "TRX_AMOUNT", "47", "LOCATION", "100")))
	wantBalanced(t, c)
	wantFields(t, c, "GLENTRY", "1", map[string]string{"STATISTICAL": "true", "ACCOUNTTITLE": "Headcount"})
	refuseCreate(t, c, in.with("ENTRIES", input("", "ACCOUNTNO", "6000", "TR_TYPE", "1", "TRX_AMOUNT", "47", "LOCATION", "100")), "Invalid GL Account '6000'")
	refuseCreate(t, c, journal("1", "1").with("ENTRIES", input("", "ACCOUNTNO", "9000", "TR_TYPE", "1", "TRX_AMOUNT", "1", "LOCATION", "100")), "Invalid GL Account '9000'")
}
