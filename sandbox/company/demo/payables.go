package demo

import (
	"fmt"
	"time"
)

// weights say how often bills come from vendors of a trade; the regular ones
// send theirs on a day of the month instead.
var weights = map[int8]int{
	instrumentMaker: 4, consumableMaker: 5, carrier: 4, subcontractor: 3, agency: 2, adviser: 1, officeSupplier: 2, travelAgent: 2, repairShop: 1, staffing: 2, trainer: 1,
}

var regular = map[int8][]int{
	landlord: {1}, telecomCarrier: {8}, utility: {12}, softwareHouse: {5, 20}, insurer: {3},
}

// weighTrade sets out who the company buys from and sells to, the frequent ones several times.
func (b *Books) weighTrade() {
	for place := range vendors {
		v := &vendors[place]
		if v.inactive || v.entity == shared {
			continue
		}
		times := weights[v.trade]
		if v.entity == london {
			times = min(times, 1)
		}
		for range times {
			b.payouts = append(b.payouts, int16(place))
		}
	}
	for place := range b.customers {
		c := &b.customers[place]
		times := [...]int{university: 3, hospital: 3, biotech: 4, industry: 2, government: 2}[c.kind]
		switch {
		case c.gone:
			times = 0
		case c.inactive || c.entity == london:
			times = 1
		}
		for range times {
			b.buyers = append(b.buyers, int16(place))
		}
	}
}

// receiveBills enters the bills of the day and posts them, entity by entity.
func (b *Books) receiveBills() {
	if b.day.weekend() {
		return
	}
	var came []int16
	for place := range vendors {
		if v := &vendors[place]; !v.inactive && v.entity != shared && b.regularly(v) {
			came = append(came, int16(place))
		}
	}
	for range 2 {
		came = append(came, pick(&b.dice, b.payouts))
	}
	for entity := range entities {
		var today []ref
		for _, place := range came {
			if int(vendors[place].entity) != entity {
				continue
			}
			if bill := b.receiveBill(int(place)); b.bills.at(bill).state != draft {
				today = append(today, bill)
			}
		}
		b.postBills(int8(entity), today)
	}
}

// regularly reports whether a vendor's monthly bill is due today; one due on a
// weekend comes on Monday.
func (b *Books) regularly(v *vendor) bool {
	if v.trade == insurer && b.day.month()%3 != 0 {
		return false
	}
	today := b.day.date()
	for _, on := range regular[v.trade] {
		back := 1
		if today.Weekday() == time.Monday {
			back = 3
		}
		if today.Day() >= on && today.Day()-back < on {
			return true
		}
	}
	return false
}

func (b *Books) receiveBill(place int) ref {
	v, by := &vendors[place], b.entered(payablesClerk)
	trade := &trades[v.trade]
	if b.bills.keys.next%83 == 0 {
		b.bills.lose(by)
	}
	entity := &entities[v.entity]
	doc := document{
		entity: v.entity, party: int16(place), on: b.day, term: termNamed(trade.term), currency: v.currency, state: posted, trail: by,
		rate: exchange(v.currency, entity.currency, b.day), number: b.billNumber(trade.form, place), memo: trade.name,
	}
	doc.due = b.day + day(terms[doc.term].days)
	doc.reference = b.reference(place)
	if b.day > lastDay-12 && b.dice.chance(14) {
		doc.state = draft
	}
	doc.hold = b.dice.chance(1)
	if b.day >= goLive && len(b.bills.docs)%19 == 0 {
		b.attachments++
		doc.attachment = b.attachments
	}
	var lines []line
	for range 1 + b.dice.below(trade.lines) {
		lines = append(lines, b.billLine(place, trade))
	}
	odd(&doc, lines, int(b.bills.keys.next))
	return b.bills.write(doc, lines...)
}

// billNumber is the vendor's own number for a bill: it rises with time.
func (b *Books) billNumber(form string, place int) string {
	return fmt.Sprintf(form, 10_000+place*531+int(b.day)*7+len(b.bills.docs)%7)
}

// reference is the purchase order a bill names, if it does.
func (b *Books) reference(place int) string {
	if vendors[place].trade > consumableMaker || b.dice.chance(35) {
		return ""
	}
	return "PO" + number(4000+len(b.bills.docs))
}

func (b *Books) billLine(place int, t *trade) line {
	v := &vendors[place]
	l := line{account: accountAt(pick(&b.dice, t.accounts)), memo: pick(&b.dice, t.memos)}
	l.vendor = int16(place) + 1
	l.department = int16(pick(&b.dice, t.departments)) + 1
	l.location = int16(pick(&b.dice, entities[v.entity].sites)) + 1
	l.class = overhead + 1
	local := exchange(entities[v.entity].currency, v.currency, b.day)
	switch v.trade {
	case instrumentMaker, consumableMaker:
		b.buyStock(&l, v, t, local)
		return l
	case landlord:
		l.amount = cents(410_000 + place%7*131_500)
		if b.day >= goLive {
			l.amount += l.amount.share(300)
		}
		l.memo = "Rent " + b.day.date().Format("January 2006")
		return l
	case subcontractor:
		l.class = services + 1
		if l.project = b.projectOf(v.entity, none); l.project != 0 {
			l.customer, l.billable = b.projects[l.project-1].customer+1, b.dice.chance(60)
			l.task, l.grant = (l.project-1)*int16(len(taskNames))+3, grantOf(l.project)
		}
	}
	l.amount = whole(local.of(cents(b.dice.between(t.low*100, t.high*100))), v.currency)
	if b.dice.chance(12) {
		l.amount = whole(l.amount/50*50, v.currency)
	}
	return l
}

// buyStock makes a line for goods: so many of an item at its cost.
func (b *Books) buyStock(l *line, v *vendor, t *trade, local rate) {
	choice, class := b.goods[lineInstruments], int16(instruments)
	if v.trade == consumableMaker {
		choice, class = b.goods[lineConsumables], consumables
	}
	place := pick(&b.dice, choice)
	i := &items[place]
	cost := cents(i.price * i.cost)
	quantity := max(1, b.shortage(v.entity)*b.dice.between(t.low*100, t.high*100)/int(cost))
	l.item, l.class, l.quantity = place+1, class+1, int16(quantity)
	l.warehouse = warehouseOf(v.entity)
	l.memo = number(quantity) + " × " + i.name
	l.amount = whole(local.of(cost*cents(quantity)), v.currency)
	b.stock[v.entity] += cost * cents(quantity)
}

// shortage says how many times the usual to buy, so that stock lasts.
func (b *Books) shortage(entity int8) int {
	short := stockWanted[entity] - b.stock[entity]
	return 1 + int(max(0, min(short/5_000_000, 24)))
}

func warehouseOf(entity int8) int16 {
	switch entity {
	case boston:
		return 1
	case chicago:
		return 2
	}
	return 4
}

// postBills posts a day's bills of an entity as one journal entry.
func (b *Books) postBills(entity int8, bills []ref) {
	if len(bills) == 0 {
		return
	}
	by := b.entered(payablesClerk)
	title := "Bills: " + b.day.String() + " Batch"
	summary := b.bills.gather(title, b.day, entity, bills, by)
	p := b.ledger.open(payablesJournal, entity, b.day, title, by)
	p.batch.summary = summary
	for _, bill := range bills {
		b.postDocument(p, b.bills, bill, payables, 1)
	}
	p.close()
}

// postDocument posts the lines of a document on one side and its total to the
// control account on the other.
func (b *Books) postDocument(p *posting, r *register, which ref, control string, sign int8) {
	d := r.at(which)
	for i := range r.linesOf(d) {
		l := &r.linesOf(d)[i]
		p.enter(entry{
			sign: sign, account: l.account, amount: l.amount, base: l.base, currency: d.currency, rate: d.rate, memo: l.memo, document: d.number, dims: l.dims,
		})
	}
	e := entry{sign: -sign, account: accountAt(control), amount: d.total, base: d.base, currency: d.currency, rate: d.rate, document: d.number, memo: d.memo}
	if d.count > 0 {
		first := &r.linesOf(d)[0]
		e.vendor, e.customer = first.vendor, 0
		if r == b.invoices || r == b.memos {
			e.vendor, e.customer = 0, first.customer
		}
	}
	p.enter(e)
}
