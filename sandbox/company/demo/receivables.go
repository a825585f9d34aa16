package demo

// invoiceCustomers writes the invoices of the day and posts them, entity by entity.
func (b *Books) invoiceCustomers() {
	if b.day.weekend() {
		return
	}
	today := [len(entityCount)][]ref{}
	for range 1 + b.dice.below(3) {
		place := pick(&b.dice, b.buyers)
		c := &b.customers[place]
		if c.inactive && b.day > 200 || c.onHold && b.day > 330 {
			continue
		}
		today[c.entity] = append(today[c.entity], b.invoice(int(place)))
	}
	for entity := range entities {
		b.postInvoices(int8(entity), today[entity])
	}
}

func (b *Books) invoice(place int) ref {
	c, by := &b.customers[place], b.entered(receivablesClerk)
	if b.invoices.keys.next%71 == 0 {
		b.invoices.lose(by)
	}
	own := &entities[c.entity]
	doc := document{
		entity: c.entity, party: int16(place), on: b.day, term: c.term(), currency: c.currency, state: posted, trail: by,
		rate:      exchange(c.currency, own.currency, b.day),
		number:    own.id[:1] + "-SI" + number(10_001+len(b.invoices.docs)),
		reference: "SO" + number(20_001+len(b.invoices.docs)),
	}
	doc.due = b.day + day(terms[doc.term].days)
	lines := b.order(place, &doc)
	if tax := b.taxLine(place, lines); tax.amount != 0 {
		lines = append(lines, tax)
	}
	odd(&doc, lines, int(b.invoices.keys.next))
	which := b.invoices.write(doc, lines...)
	b.cost(doc.entity, b.invoices.linesOf(b.invoices.at(which)))
	b.expect(which)
	return which
}

// order is what a customer buys: goods mostly, or service, or a contract.
func (b *Books) order(place int, doc *document) []line {
	c := &b.customers[place]
	kind, count, most := int8(lineConsumables), 1+b.dice.below(4), 80
	switch roll := b.dice.below(100); {
	case c.entity == london:
		kind, count, most = lineService, 1, 6
	case roll < 27:
		kind, count, most = lineInstruments, 1+b.dice.below(3), 5
	case roll < 46:
		kind, count, most = lineService, 1+b.dice.below(2), 40
	case roll < 52:
		kind, count, most = lineContracts, 1, 4
	case roll < 60:
		kind, count, most = lineRental, 1, 3
	}
	doc.memo = productLines[kind].id
	var lines []line
	for range count {
		lines = append(lines, b.orderLine(place, pick(&b.dice, b.goods[kind]), 1+b.dice.below(most)))
	}
	return lines
}

func (b *Books) orderLine(place int, which int16, quantity int) line {
	c, i := &b.customers[place], &items[which]
	sold := &productLines[i.line]
	account := sold.revenue
	if i.line == lineContracts {
		account = deferredRevenue
	}
	local := exchange(entities[c.entity].currency, c.currency, b.day)
	l := line{account: accountAt(account), quantity: int16(quantity), memo: i.name, amount: whole(local.of(cents(i.price*quantity*100)), c.currency)}
	l.customer, l.item = int16(place)+1, which+1
	l.class, l.department = int16(sold.class)+1, int16(sold.department)+1
	l.location = int16(pick(&b.dice, entities[c.entity].sites)) + 1
	if i.stocked() {
		l.warehouse = warehouseOf(c.entity)
	}
	if i.line == lineService {
		if l.project = b.projectOf(c.entity, place); l.project != 0 {
			l.task, l.grant = (l.project-1)*int16(len(taskNames))+3, grantOf(l.project)
		}
	}
	return l
}

// taxLine is sales tax on goods for those who pay it, VAT within Germany.
func (b *Books) taxLine(place int, lines []line) line {
	c := &b.customers[place]
	bips, account, memo := 0, salesTax, "Sales tax 6.25%"
	switch {
	case c.country == "Germany":
		bips, account, memo = 1900, valueAddedTax, "USt. 19 %"
	case c.country == "United States" && (c.kind == biotech || c.kind == industry):
		bips = 625
	}
	var goods cents
	for i := range lines {
		if account == valueAddedTax || items[lines[i].item-1].stocked() {
			goods += lines[i].amount
		}
	}
	tax := line{account: accountAt(account), amount: goods.share(bips), memo: memo, tax: true}
	tax.location, tax.customer = lines[0].location, lines[0].customer
	return tax
}

// postInvoices posts a day's invoices of an entity as one journal entry.
func (b *Books) postInvoices(entity int8, invoices []ref) {
	if len(invoices) == 0 {
		return
	}
	by := b.entered(receivablesClerk)
	title := "Invoices: " + b.day.String() + " Batch"
	summary := b.invoices.gather(title, b.day, entity, invoices, by)
	p := b.ledger.open(receivablesJournal, entity, b.day, title, by)
	p.batch.summary = summary
	for _, invoice := range invoices {
		b.postDocument(p, b.invoices, invoice, receivables, -1)
	}
	p.close()
}

// expect decides on which day an invoice will be paid.
func (b *Books) expect(which ref) {
	d := b.invoices.at(which)
	if b.customers[d.party].onHold && d.on > 200 {
		return // it will never be
	}
	on := d.due + day(b.dice.between(-3, 18))
	if b.dice.chance(6) {
		on += day(b.dice.between(20, 75))
	}
	for on.weekend() {
		on++
	}
	if on <= lastDay {
		b.calls[on] = append(b.calls[on], which)
	}
}

// receivePayments takes the customers' payments of the day.
func (b *Books) receivePayments() {
	b.depositChecks()
	for entity := range entities {
		var parties []int16
		open := map[int16][]ref{}
		for _, which := range b.calls[b.day] {
			d := b.invoices.at(which)
			if int(d.entity) != entity {
				continue
			}
			if open[d.party] == nil {
				parties = append(parties, d.party)
			}
			open[d.party] = append(open[d.party], which)
		}
		b.receipt(int8(entity), parties, open)
	}
}

func (b *Books) receipt(entity int8, parties []int16, open map[int16][]ref) {
	if len(parties) == 0 {
		return
	}
	by := b.entered(receivablesClerk)
	title := "Receipts: " + bankAccounts[bankOf(entity)].id + " " + b.day.String() + " Batch"
	b.receipts.batches = append(b.receipts.batches, summary{title: title, on: b.day, entity: entity, trail: by})
	summary := b.receipts.batched.issue()
	p := b.ledger.open(receipts, entity, b.day, title, by)
	p.batch.summary = summary
	for _, party := range parties {
		b.receive(p, summary, party, open[party])
	}
	p.close()
	b.receipts.batches[summary-1].total = p.turnover()
}

func (b *Books) receive(p *posting, summary ref, party int16, invoices []ref) {
	c := &b.customers[party]
	pay := payment{
		self: b.receipts.keys.issue(), entity: c.entity, party: party, bank: bankOf(c.entity), method: receiptMethod(c, &b.dice), on: b.day,
		currency: c.currency, rate: exchange(c.currency, entities[c.entity].currency, b.day), batch: summary, trail: b.entered(receivablesClerk),
		first: int32(len(b.receipts.details)), cleared: b.clearing(2),
	}
	pay.number = "R" + number(50_001+len(b.receipts.payments))
	b.receipts.apply(&pay, b.invoices, b.memos, invoices)
	var atInvoice cents
	for _, which := range invoices {
		d := b.invoices.at(which)
		amount := d.open()
		if d.settled == 0 && d.total > 500_000 && b.dice.chance(7) {
			amount = whole(amount.share(6000), d.currency)
			if later := b.day + 33; later <= lastDay {
				b.calls[later] = append(b.calls[later], which)
			}
		}
		pay.total += amount
		atInvoice += b.receipts.cover(b.invoices, &pay, which, amount)
	}
	pay.count = int32(len(b.receipts.details)) - pay.first
	pay.base = pay.rate.of(pay.total)
	if undepositedFirst(&pay) {
		b.undeposited[c.entity] = append(b.undeposited[c.entity], pay.self)
	}
	b.receipts.payments = append(b.receipts.payments, pay)
	b.postPayment(p, &pay, receivables, atInvoice, -1, dims{customer: party + 1})
}

func receiptMethod(c *customer, d *dice) string {
	switch {
	case c.country != "United States":
		return "EFT"
	case d.chance(55):
		return "Printed Check"
	case d.chance(70):
		return "EFT"
	}
	return "Credit Card"
}

// undepositedFirst reports whether a receipt waits for a deposit: checks do.
func undepositedFirst(pay *payment) bool { return pay.method == "Printed Check" }
