package company

import (
	"math/rand/v2"
	"strconv"
	"testing"
	"time"
)

// player does random things to a company and keeps count of what must be in
// its audit trail.
type player struct {
	c      *Company
	random *rand.Rand
	audit  map[string]int // by type, key and mode
	bills  []string
	paid   []string
	books  []string
}

func (p *player) amount() string {
	return strconv.Itoa(1+p.random.IntN(900)) + "." + strconv.Itoa(p.random.IntN(100))
}

func (p *player) pick(keys []string) string {
	if len(keys) == 0 {
		return "1"
	}
	return keys[p.random.IntN(len(keys))]
}

func (p *player) lines() []Input {
	var lines []Input
	for range 1 + p.random.IntN(3) {
		lines = append(lines, input("", "ACCOUNTNO", []string{"6000", "6100"}[p.random.IntN(2)], "TRX_AMOUNT", p.amount(),
			"LOCATIONID", []string{"100", "110", "200"}[p.random.IntN(3)]))
	}
	return lines
}

// play does one thing, which may be refused; then it must have done nothing.
func (p *player) play(t *testing.T) {
	t.Helper()
	tx := p.c.Begin(Viewer{})
	defer tx.Rollback()
	done := p.act(tx)
	if p.random.IntN(10) == 0 {
		tx.Rollback()
		return
	}
	commit(t, tx)
	if done != nil {
		done()
	}
}

func (p *player) act(tx *Tx) (done func()) {
	switch p.random.IntN(9) {
	case 0, 1:
		return p.saved("APBILL", "Create", &p.bills)(tx.Create(bill("1", "ACTION", p.action()).with("APBILLITEMS", p.lines()...)))
	case 2:
		return p.saved("APBILL", "Modify", nil)(tx.Update(input("APBILL", "RECORDNO", p.pick(p.bills), "ACTION", p.action()).with("APBILLITEMS", p.lines()...)))
	case 3:
		return p.removed("APBILL", p.pick(p.bills), tx)
	case 4, 5:
		return p.saved("APPYMT", "Create", &p.paid)(tx.Create(payment(p.pick(p.bills), p.amount(), "ACTION", p.action())))
	case 6:
		object, key := "APPYMT", p.pick(p.paid)
		if p.random.IntN(2) == 0 {
			object, key = "APBILL", p.pick(p.bills)
		}
		return p.saved(object, "Modify", nil)(tx.Reverse(object, key, "2026-04-30", ""))
	case 7:
		sum := p.amount()
		return p.saved("GLBATCH", "Create", &p.books)(tx.Create(journal(sum, sum)))
	default:
		return p.removed([]string{"APPYMT", "GLBATCH"}[p.random.IntN(2)], p.pick(p.books), tx)
	}
}

func (p *player) action() string { return []string{"Submit", "Draft", ""}[p.random.IntN(3)] }

func (p *player) saved(object, mode string, keys *[]string) func(Saved, *Problem) func() {
	return func(s Saved, problem *Problem) func() {
		if problem != nil {
			return nil
		}
		return func() {
			p.audit[lower(object)+" "+s.Key+"--REC "+mode]++
			if keys != nil {
				*keys = append(*keys, s.Key)
			}
		}
	}
}

func (p *player) removed(object, key string, tx *Tx) func() {
	if tx.Delete(object, key) != nil {
		return nil
	}
	return func() { p.audit[lower(object)+" "+key+"--REC Delete"]++ }
}

// Whatever is done, refused or rolled back, the trial balance is zero in every
// entity, bills know what is due, and the audit trail has every deed.
func TestLedgerHoldsUnderRandomWork(t *testing.T) {
	for seed := range uint64(4) {
		c, clock := newCompany(t)
		p := &player{c: c, random: rand.New(rand.NewPCG(seed, 9)), audit: map[string]int{}}
		for range 250 {
			p.play(t)
			clock.advance(time.Second)
		}
		wantBalanced(t, c)
		wantEntitiesBalanced(t, c)
		p.checkBills(t)
		p.checkAudit(t)
		if len(p.bills) < 20 || len(p.paid) < 5 {
			t.Errorf("seed %d did too little: %d bills, %d payments", seed, len(p.bills), len(p.paid))
		}
	}
}

func (p *player) checkBills(t *testing.T) {
	t.Helper()
	open := amountOf("0")
	for _, b := range p.c.Rows("APBILL") {
		due := amountOf(b["TRX_TOTALENTERED"]).sub(amountOf(b["TRX_TOTALPAID"]))
		switch b["STATE"] {
		case stateDraft, stateReversed:
			continue
		case statePaid:
			if due.sign() != 0 {
				t.Errorf("bill %s is paid but %s is due", b["RECORDNO"], due)
			}
		}
		if due.cmp(amountOf(b["TRX_TOTALDUE"])) != 0 {
			t.Errorf("bill %s: TRX_TOTALDUE = %s, want %s", b["RECORDNO"], b["TRX_TOTALDUE"], due)
		}
		open = open.add(due)
		p.checkLines(t, b)
	}
	if got := amountOf(row(t, p.c, "VENDOR", "V1")["TOTALDUE"]); got.cmp(open) != 0 {
		t.Errorf("the vendor is owed %s, open bills are %s", got, open)
	}
	payable := amountOf(account(t, p.c, "2000"))
	journals := amountOf("0")
	for _, d := range p.c.Rows("GLDETAIL") {
		if d["SYMBOL"] == "GJ" && d["ACCOUNTNO"] == "2000" {
			journals = journals.add(amountOf(d["AMOUNT"]))
		}
	}
	if payable.sub(journals).add(open).sign() != 0 {
		t.Errorf("payable is %s, open bills are %s", payable.sub(journals), open)
	}
}

func (p *player) checkLines(t *testing.T, b map[string]string) {
	t.Helper()
	entered, paid := amountOf("0"), amountOf("0")
	for _, line := range p.c.Rows("APBILLITEM") {
		if line["RECORDKEY"] == b["RECORDNO"] {
			entered, paid = entered.add(amountOf(line["TRX_AMOUNT"])), paid.add(amountOf(line["TRX_TOTALPAID"]))
		}
	}
	if entered.cmp(amountOf(b["TRX_TOTALENTERED"])) != 0 || paid.cmp(amountOf(b["TRX_TOTALPAID"])) != 0 {
		t.Errorf("bill %s: lines say %s entered, %s paid; header %s and %s", b["RECORDNO"], entered, paid, b["TRX_TOTALENTERED"], b["TRX_TOTALPAID"])
	}
}

func (p *player) checkAudit(t *testing.T) {
	t.Helper()
	found := map[string]int{}
	for _, a := range p.c.Rows("AUDITHISTORY") {
		found[a["OBJECTTYPE"]+" "+a["OBJECTKEY"]+" "+a["ACCESSMODE"]]++
	}
	for deed, n := range p.audit {
		if found[deed] < n { // payments modify bills besides
			t.Errorf("audit trail: %q %d times, want %d", deed, found[deed], n)
		}
	}
}
