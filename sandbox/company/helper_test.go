package company

import (
	"strings"
	"sync"
	"testing"
	"time"
)

// start is when test companies begin.
var start = time.Date(2026, 5, 4, 9, 0, 0, 0, time.UTC)

// testClock is a clock that tests move.
type testClock struct {
	mu sync.Mutex
	at time.Time
}

func (c *testClock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *testClock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

// newCompany is a small company with a ledger: two entities, one of them
// private, accounts, journals, parties and a bank.
func newCompany(t testing.TB) (*Company, *testClock) {
	t.Helper()
	c := New(StandardSchema())
	clock := &testClock{at: start}
	c.SetClock(clock.now)
	c.SetProfile(Profile{
		ID: "test", BaseCurrency: "USD",
		Accounts: ControlAccounts{Payable: "2000", Receivable: "1200", EmployeePayable: "2020", CardPayable: "2010", Undeposited: "1090"},
		Journals: Journals{Payable: "APJ", Receivable: "ARJ", Disbursement: "CDJ", Receipt: "CRJ", Expense: "EEJ", Card: "CCJ"},
	})
	c.SetEntity(Entity{ID: "100", Name: "North", RecordNo: "1", Currency: "USD"})
	c.SetEntity(Entity{ID: "200", Name: "South", RecordNo: "2", Currency: "USD", Private: true})
	c.SetUser(User{ID: "clerk", RecordNo: "11"})
	c.CloseBooks("", "2025-12-31")
	for _, no := range []string{"1010", "1090", "1200", "2000", "2010", "2020", "4000", "6000", "6100"} {
		c.Put("GLACCOUNT", map[string]string{"ACCOUNTNO": no, "TITLE": "Account " + no, "STATUS": "active"})
	}
	c.Put("STATACCOUNT", map[string]string{"ACCOUNTNO": "9000", "TITLE": "Headcount"})
	for _, symbol := range []string{"GJ", "APJ", "ARJ", "CDJ", "CRJ", "EEJ", "CCJ"} {
		c.Put("GLJOURNAL", map[string]string{"SYMBOL": symbol})
	}
	c.Put("STATJOURNAL", map[string]string{"SYMBOL": "STAT"})
	for _, id := range []string{"100", "200"} {
		c.Put("LOCATION", map[string]string{"LOCATIONID": id, "NAME": "Place " + id})
	}
	c.Put("LOCATION", map[string]string{"LOCATIONID": "110", "NAME": "Branch", "PARENTID": "100"})
	c.Put("DEPARTMENT", map[string]string{"DEPARTMENTID": "D1", "TITLE": "Sales"})
	c.Put("APTERM", map[string]string{"NAME": "N30", "DUEDATE": "30"})
	c.Put("VENDOR", map[string]string{"VENDORID": "V1", "NAME": "Acme & Söhne", "STATUS": "active", "CURRENCY": "USD"})
	c.Put("VENDOR", map[string]string{"VENDORID": "V2", "NAME": "Brook", "STATUS": "inactive"})
	c.Put("CUSTOMER", map[string]string{"CUSTOMERID": "C1", "NAME": "Dana Ltd", "STATUS": "active"})
	c.Put("CHECKINGACCOUNT", map[string]string{"BANKACCOUNTID": "BA1", "BANKNAME": "First Bank", "GLACCOUNTNO": "1010"})
	c.Baseline()
	return c, clock
}

func fields(names ...string) []Column {
	columns := make([]Column, len(names))
	for i, name := range names {
		columns[i].Field = name
	}
	return columns
}

// selectAll are the rows of a selection, each as its values with blanks between.
func selectAll(t testing.TB, c *Company, q Selection) []string {
	t.Helper()
	return selectAs(t, c, Viewer{ShowPrivate: true}, q)
}

func selectAs(t testing.TB, c *Company, v Viewer, q Selection) []string {
	t.Helper()
	var rows []string
	_, problem, err := c.Select(v, q, func(row []string) error {
		rows = append(rows, strings.Join(row, " "))
		return nil
	})
	if problem != nil || err != nil {
		t.Fatalf("select %s: %s %v", q.Object, problem, err)
	}
	return rows
}

// input makes an Input from pairs of names and values.
func input(object string, pairs ...string) Input {
	in := Input{Object: object}
	for i := 0; i < len(pairs); i += 2 {
		in.Fields = append(in.Fields, InField{pairs[i], pairs[i+1]})
	}
	return in
}

// with adds a list of lines to an Input.
func (in Input) with(element string, lines ...Input) Input {
	in.Lists = append(in.Lists, InList{element, lines})
	return in
}

func legacy(in Input) Input {
	in.Legacy = true
	return in
}

// create makes one record and commits.
func create(t testing.TB, c *Company, v Viewer, in Input) string {
	t.Helper()
	tx := c.Begin(v)
	defer tx.Rollback()
	saved, problem := tx.Create(in)
	if problem != nil {
		t.Fatalf("create %s: %s", in.Object, problem)
	}
	commit(t, tx)
	return saved.Key
}

func update(t testing.TB, c *Company, in Input) {
	t.Helper()
	tx := c.Begin(Viewer{})
	defer tx.Rollback()
	if _, problem := tx.Update(in); problem != nil {
		t.Fatalf("update %s: %s", in.Object, problem)
	}
	commit(t, tx)
}

func commit(t testing.TB, tx *Tx) {
	t.Helper()
	if err := tx.Commit(); err != nil {
		t.Fatal(err)
	}
}

// refused runs one call that must be refused with a text.
func refused(t testing.TB, c *Company, want string, do func(*Tx) *Problem) {
	t.Helper()
	tx := c.Begin(Viewer{})
	defer tx.Rollback()
	problem := do(tx)
	if problem == nil || !strings.Contains(problem.String(), want) {
		t.Errorf("got %s, want %q", problem, want)
	}
	if len(tx.undo) != 0 {
		t.Errorf("a refused call left %d writes behind", len(tx.undo))
	}
}

func refuseCreate(t testing.TB, c *Company, in Input, want string) {
	t.Helper()
	refused(t, c, want, func(tx *Tx) *Problem {
		_, problem := tx.Create(in)
		return problem
	})
}

func refuseUpdate(t testing.TB, c *Company, in Input, want string) {
	t.Helper()
	refused(t, c, want, func(tx *Tx) *Problem {
		_, problem := tx.Update(in)
		return problem
	})
}

func refuseDelete(t testing.TB, c *Company, object, key, want string) {
	t.Helper()
	refused(t, c, want, func(tx *Tx) *Problem { return tx.Delete(object, key) })
}

// bill is a bill over one amount on one line.
func bill(amount string, pairs ...string) Input {
	in := input("APBILL", append([]string{"VENDORID", "V1", "WHENCREATED", "03/01/2026", "WHENDUE", "03/31/2026"}, pairs...)...)
	return in.with("APBILLITEMS", input("", "ACCOUNTNO", "6000", "TRX_AMOUNT", amount, "LOCATIONID", "100", "DEPARTMENTID", "D1"))
}

// payment pays a bill.
func payment(bill, amount string, pairs ...string) Input {
	in := input("APPYMT", append([]string{"FINANCIALENTITY", "BA1", "PAYMENTMETHOD", "EFT", "VENDORID", "V1", "PAYMENTDATE", "04/01/2026"}, pairs...)...)
	return in.with("APPYMTDETAILS", input("", "RECORDKEY", bill, "TRX_PAYMENTAMOUNT", amount))
}

// row is a row that must be there.
func row(t testing.TB, c *Company, object, key string) map[string]string {
	t.Helper()
	r, ok := c.Row(object, key)
	if !ok {
		t.Fatalf("no %s %s", object, key)
	}
	return r
}

// wantFields compares some fields of a row.
func wantFields(t testing.TB, c *Company, object, key string, want map[string]string) {
	t.Helper()
	got := row(t, c, object, key)
	for field, value := range want {
		if got[field] != value {
			t.Errorf("%s %s: %s = %q, want %q", object, key, field, got[field], value)
		}
	}
}

// wantBalanced checks that the trial balance is zero.
func wantBalanced(t testing.TB, c *Company) {
	t.Helper()
	balances, problem := c.TrialBalance(Viewer{ShowPrivate: true}, "2000-01-01", "2100-01-01")
	if problem != nil {
		t.Fatal(problem)
	}
	sum := amountOf("0")
	for _, b := range balances {
		sum = sum.add(amountOf(b.Closing))
	}
	if sum.sign() != 0 {
		t.Fatalf("the trial balance is %s: %+v", sum, balances)
	}
}

// account is the closing balance of an account.
func account(t testing.TB, c *Company, number string) string {
	t.Helper()
	balances, problem := c.TrialBalance(Viewer{ShowPrivate: true}, "2000-01-01", "2100-01-01")
	if problem != nil {
		t.Fatal(problem)
	}
	for _, b := range balances {
		if b.Account == number {
			return b.Closing
		}
	}
	return "0"
}
