package demo

import "fmt"

// journal is a book of original entry; its key is its place in the list plus one.
type journal struct {
	symbol, title, module string
	statistical           bool
}

// The journals, by their place in the list.
const (
	general = iota
	payablesJournal
	disbursements
	receivablesJournal
	receipts
	cardJournal
	expenseJournal
	payrollJournal
	adjustments
	statistics
)

var journals = []journal{
	general:            {"GJ", "General Journal", "2.GL", false},
	payablesJournal:    {"APJ", "Accounts Payable Journal", "3.AP", false},
	disbursements:      {"CDJ", "Cash Disbursements Journal", "3.AP", false},
	receivablesJournal: {"ARJ", "Accounts Receivable Journal", "4.AR", false},
	receipts:           {"CRJ", "Cash Receipts Journal", "4.AR", false},
	cardJournal:        {"CCJ", "Charge Card Journal", "11.CM", false},
	expenseJournal:     {"EEJ", "Employee Expense Journal", "6.EE", false},
	payrollJournal:     {"PYRJ", "Payroll Journal", "2.GL", false},
	adjustments:        {"ADJ", "Adjusting Entries", "2.GL", false},
	statistics:         {"STJ", "Statistical Journal", "2.GL", true},
}

// batch is a journal entry: a header with entries that balance.
type batch struct {
	self         ref
	no           int32
	journal      int8
	entity       int8
	on           day
	title        string
	state        string
	summary      ref // the batch of the subledger
	reverses     ref // the journal entry it undoes
	reversedBy   ref
	first, count int32
	trail
}

// entry is a line of a journal entry.
type entry struct {
	batch        ref
	no           int16
	sign         int8 // 1 debit, -1 credit
	account      int16
	amount, base cents
	currency     string
	rate         rate
	document     string
	memo         string
	cleared      day
	dims
}

// ledger is everything posted.
type ledger struct {
	batches   []batch
	entries   []entry
	keys      *serial
	entryKeys *serial
	numbers   [statistics + 1]int32 // the last one of each journal
	balances  [len(entityCount)][]cents
}

func newLedger() *ledger {
	l := &ledger{
		batches: make([]batch, 0, 5_000), entries: make([]entry, 0, 26_000),
		keys: newRun(3_001), entryKeys: newRun(18_001),
	}
	for i := range l.balances {
		l.balances[i] = make([]cents, len(chart))
	}
	return l
}

// posting is a journal entry in the making.
type posting struct {
	ledger *ledger
	batch  *batch
	base   string
	sum    cents
}

// open begins a journal entry.
func (l *ledger) open(in int8, entity int8, on day, title string, by trail) *posting {
	l.numbers[in]++
	l.batches = append(l.batches, batch{
		self: l.keys.issue(), no: l.numbers[in], journal: in, entity: entity, on: on, title: title, state: posted,
		first: int32(len(l.entries)), trail: by,
	})
	return &posting{ledger: l, batch: &l.batches[len(l.batches)-1], base: entities[entity].currency}
}

// add writes one entry; a negative amount changes its side.
func (p *posting) add(sign int8, account string, amount cents, d dims, memo string) {
	p.enter(entry{sign: sign, account: accountAt(account), amount: amount, base: amount, currency: p.base, rate: par, memo: memo, dims: d})
}

func (p *posting) enter(e entry) {
	if e.amount == 0 && e.base == 0 {
		return
	}
	if e.base < 0 {
		e.sign, e.amount, e.base = -e.sign, -e.amount, -e.base
	}
	e.batch, e.no, e.cleared = p.batch.self, int16(p.batch.count), never
	if e.location == 0 {
		e.location = int16(entities[p.batch.entity].place) + 1
	}
	p.batch.count++
	p.sum += cents(e.sign) * e.base
	p.ledger.balances[p.batch.entity][e.account] += cents(e.sign) * e.base
	p.ledger.entryKeys.issue()
	p.ledger.entries = append(p.ledger.entries, e)
}

// close proves that the journal entry balances.
func (p *posting) close() ref {
	if p.sum != 0 && !journals[p.batch.journal].statistical {
		panic(fmt.Sprintf("journal entry %q of %s is out of balance by %s", p.batch.title, p.batch.on, p.sum))
	}
	return p.batch.self
}

func (l *ledger) entriesOf(b *batch) []entry { return l.entries[b.first : b.first+b.count] }

// balance is the balance of an account in an entity's books.
func (l *ledger) balance(entity int8, no string) cents { return l.balances[entity][accountAt(no)] }
