package demo

import "time"

// expenseType is a kind of expense that employees claim; its key is its place in the list plus one.
type expenseType struct {
	label, description, account string
	low, high                   int
}

var expenseTypes = []expenseType{
	{"Airfare", "Air travel", travel, 120, 680},
	{"Lodging", "Hotel nights", travel, 95, 420},
	{"Meals", "Meals on the road", meals, 9, 85},
	{"Mileage", "Own car, by the mile", mileage, 14, 130},
	{"Parking & tolls", "Parking & tolls", mileage, 4, 38},
	{"Training", "Courses and certificates", training, 45, 350},
}

// claimExpenses enters the expense reports of those who travel, on Mondays,
// and pays them on Fridays.
func (b *Books) claimExpenses() {
	switch b.day.date().Weekday() {
	case time.Monday:
		for range 2 {
			b.claim(b.traveller())
		}
	case time.Friday:
		for entity := range entities {
			b.reimburse(int8(entity))
		}
	}
}

// traveller is somebody from the field.
func (b *Books) traveller() int {
	for {
		place := b.dice.below(len(b.employees))
		if e := &b.employees[place]; (e.department == fieldSales || e.department == fieldService) && e.at(b.day) {
			return place
		}
	}
}

func (b *Books) claim(place int) {
	e := &b.employees[place]
	by := b.entered(controller)
	if b.reports.keys.next%47 == 0 {
		b.reports.lose(by)
	}
	doc := document{
		entity: e.entity, party: int16(place), on: b.day, due: b.day + 4, currency: entities[e.entity].currency, rate: par, state: posted, trail: by,
		number: "EXP-" + number(1001+len(b.reports.docs)), memo: "Week of " + (b.day - 7).String(),
	}
	var lines []line
	for range b.dice.between(1, 4) {
		kind := b.dice.below(len(expenseTypes))
		t := &expenseTypes[kind]
		l := line{account: accountAt(t.account), memo: t.description, quantity: int16(kind), amount: cents(b.dice.between(t.low*100, t.high*100))}
		l.employee, l.department, l.location = int16(place)+1, int16(e.department)+1, int16(e.location)+1
		l.class = overhead + 1
		if e.department == fieldService {
			if l.project = b.projectOf(e.entity, none); l.project != 0 {
				l.customer, l.billable = b.projects[l.project-1].customer+1, true
			}
		}
		lines = append(lines, l)
	}
	odd(&doc, lines, int(b.reports.keys.next))
	which := b.reports.write(doc, lines...)
	title := "Expense reports: " + b.day.String() + " " + doc.number
	summary := b.reports.gather(title, b.day, e.entity, []ref{which}, by)
	p := b.ledger.open(expenseJournal, e.entity, b.day, title, by)
	p.batch.summary = summary
	b.postDocument(p, b.reports, which, expensesPayable, 1)
	p.close()
}

// reimburse pays the open reports of an entity, one transfer each.
func (b *Books) reimburse(entity int8) {
	for i := b.reimbursed; i < len(b.reports.docs); i++ {
		d := &b.reports.docs[i]
		if d.entity != entity || d.open() == 0 || d.due > b.day {
			continue
		}
		pay := payment{
			self: b.refunds.keys.issue(), entity: entity, party: d.party, bank: bankOf(entity), method: "EFT", on: b.day, currency: d.currency, rate: par,
			number: "REIMB-" + number(1+len(b.refunds.payments)), memo: d.number, trail: b.entered(controller), first: int32(len(b.refunds.details)), cleared: b.clearing(2),
		}
		pay.total, pay.base = d.open(), d.open()
		b.refunds.cover(b.reports, &pay, d.self, d.open())
		pay.count = int32(len(b.refunds.details)) - pay.first
		p := b.ledger.open(expenseJournal, entity, b.day, "Reimbursement "+pay.number, pay.trail)
		b.postPayment(p, &pay, expensesPayable, pay.base, 1, dims{employee: d.party + 1})
		p.close()
		b.refunds.payments = append(b.refunds.payments, pay)
	}
	for b.reimbursed < len(b.reports.docs) && b.reports.docs[b.reimbursed].open() == 0 {
		b.reimbursed++
	}
}
