package demo

import "time"

// payment is money that left for a vendor or came from a customer.
type payment struct {
	self         ref
	entity       int8
	party        int16
	bank         int8 // place among the bank accounts
	method       string
	number, memo string
	on           day
	currency     string
	rate         rate
	total, base  cents // base at the rate of the day of payment
	first, count int32 // its details
	batch        ref
	deposit      ref
	cleared      day
	trail
}

// detail is the part of a payment, or of a credit, that covers one line of a document.
type detail struct {
	payment      ref
	doc, line    ref
	credit       ref // the adjustment that was applied instead of money
	creditLine   ref
	amount, base cents
	trail
}

// paybook is the payments of one kind.
type paybook struct {
	payments   []payment
	details    []detail
	keys       *serial
	detailKeys *serial
	batches    []summary
	batched    *serial
}

func newPaybook(start int32, size int) *paybook {
	return &paybook{
		payments: make([]payment, 0, size), details: make([]detail, 0, 3*size),
		keys: newSerial(start), detailKeys: newSerial(start * 3), batched: newSerial(start/4 + 1),
	}
}

func (p *paybook) at(which ref) *payment { return &p.payments[which-1] }

func (p *paybook) owner(place int) int8 { return p.payments[place].entity }

// cover settles what is asked of a document's open lines, in order, and books
// the details; it returns what that was worth in the entity's currency. Lines
// that give something back come first: they add to what the others can get.
func (p *paybook) cover(r *register, pay *payment, which ref, amount cents) cents {
	d := r.at(which)
	var worth cents
	for _, giving := range []bool{true, false} {
		for i := range r.linesOf(d) {
			l := &r.linesOf(d)[i]
			part := l.amount - l.settled
			if part < 0 != giving {
				continue
			}
			if part = min(part, amount); part == 0 {
				continue
			}
			amount -= part
			base := r.settle(l, part, pay.on, pay.trail)
			worth += base
			p.detail(detail{payment: pay.self, doc: which, line: ref(int(d.first) + i + 1), amount: part, base: base, trail: pay.trail})
		}
	}
	return worth
}

func (p *paybook) detail(d detail) {
	p.detailKeys.issue()
	p.details = append(p.details, d)
}

// payBills pays what falls due before the next run. Runs are on every other Thursday.
func (b *Books) payBills() {
	if b.day.date().Weekday() != time.Thursday || b.day/7%2 == 1 {
		return
	}
	b.returnGoods()
	for entity := range entities {
		var parties []int16
		due := map[int16][]ref{}
		for i := b.payFrom; i < len(b.bills.docs); i++ {
			d := &b.bills.docs[i]
			if int(d.entity) != entity || d.open() == 0 || d.hold || d.state == draft || d.due > b.day+9 {
				continue
			}
			if due[d.party] == nil {
				parties = append(parties, d.party)
			}
			due[d.party] = append(due[d.party], d.self)
		}
		b.payRun(int8(entity), parties, due)
	}
	b.forgetPaid()
}

// forgetPaid moves the start of the next search past the bills that are paid.
func (b *Books) forgetPaid() {
	for b.payFrom < len(b.bills.docs) && b.bills.docs[b.payFrom].open() == 0 {
		b.payFrom++
	}
}

// payRun pays each vendor once and posts the payments as one journal entry.
func (b *Books) payRun(entity int8, parties []int16, due map[int16][]ref) {
	if len(parties) == 0 {
		return
	}
	by := b.entered(payablesClerk)
	title := "Payments: " + bankAccounts[bankOf(entity)].id + " " + b.day.String() + " Batch"
	b.cheques.batches = append(b.cheques.batches, summary{title: title, on: b.day, entity: entity, trail: by})
	summary := b.cheques.batched.issue()
	p := b.ledger.open(disbursements, entity, b.day, title, by)
	p.batch.summary = summary
	for _, party := range parties {
		b.payVendor(p, summary, party, due[party])
	}
	p.close()
	b.cheques.batches[summary-1].total = p.turnover()
}

func (b *Books) payVendor(p *posting, summary ref, party int16, bills []ref) {
	v := &vendors[party]
	own := &entities[v.entity]
	pay := payment{
		self: b.cheques.keys.issue(), entity: v.entity, party: party, bank: bankOf(v.entity), method: trades[v.trade].method, on: b.day,
		currency: v.currency, rate: exchange(v.currency, own.currency, b.day), batch: summary, trail: b.entered(payablesClerk),
		first: int32(len(b.cheques.details)), cleared: b.clearing(3),
	}
	pay.number = b.paymentNumber(pay.method, pay.bank)
	b.cheques.apply(&pay, b.bills, b.credits, bills)
	var atBill cents
	for _, which := range bills {
		d := b.bills.at(which)
		amount := d.open()
		if d.total > 1_200_000 && d.settled == 0 && b.dice.chance(25) {
			amount = whole(amount/2, d.currency)
		}
		pay.total += amount
		atBill += b.cheques.cover(b.bills, &pay, which, amount)
	}
	pay.count = int32(len(b.cheques.details)) - pay.first
	pay.base = pay.rate.of(pay.total)
	b.cheques.payments = append(b.cheques.payments, pay)
	b.postPayment(p, &pay, payables, atBill, 1, dims{vendor: party + 1})
}

// postPayment moves the money: the control account at the rate of the
// documents, the bank at the rate of the day, the rest is exchange difference.
func (b *Books) postPayment(p *posting, pay *payment, control string, atDocument cents, sign int8, party dims) {
	bank := bankAccounts[pay.bank].account
	if pay.deposit != 0 || sign < 0 && undepositedFirst(pay) {
		bank = undeposited
	}
	p.enter(entry{sign: sign, account: accountAt(control), amount: pay.total, base: atDocument, currency: pay.currency, rate: pay.rate, document: pay.number, dims: party})
	p.enter(entry{sign: -sign, account: accountAt(bank), amount: pay.total, base: pay.base, currency: pay.currency, rate: pay.rate, document: pay.number, dims: party})
	p.add(sign, exchangeGain, pay.base-atDocument, party, "Exchange difference "+pay.number)
}

func (p *posting) turnover() cents {
	var sum cents
	for _, e := range p.ledger.entriesOf(p.batch) {
		if e.sign > 0 {
			sum += e.base
		}
	}
	return sum
}

// clearing is the day the bank shows a payment, if that is still in the books.
func (b *Books) clearing(days int) day {
	if on := b.day + day(days); on < lastDay-20 {
		return on
	}
	return never
}

func (b *Books) paymentNumber(method string, bank int8) string {
	b.cheque[bank]++
	if method == "Printed Check" {
		return number(10_200 + b.cheque[bank])
	}
	return "EFT-" + bankAccounts[bank].id[:3] + number(40_000+b.cheque[bank])
}
