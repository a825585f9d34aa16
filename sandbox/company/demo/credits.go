package demo

// returnGoods enters a vendor's credit now and then.
func (b *Books) returnGoods() {
	if !b.dice.chance(60) {
		return
	}
	place := pick(&b.dice, b.payouts)
	v, t := &vendors[place], &trades[vendors[place].trade]
	if v.currency != entities[v.entity].currency || v.trade > consumableMaker && v.trade != carrier {
		return
	}
	l := b.billLine(int(place), t)
	if l.item != 0 {
		b.stock[v.entity] -= l.amount // it was no purchase
	}
	l.quantity = 0
	l.amount, l.memo = -min(l.amount/5+50, 90_000), "Credit: "+l.memo
	if l.item != 0 {
		b.stock[v.entity] += l.amount
	}
	b.credit(b.credits, document{
		entity: v.entity, party: place, on: b.day, due: b.day, currency: v.currency, rate: par, state: posted, trail: b.entered(payablesClerk),
		number: "CM-" + number(700+len(b.credits.docs)), memo: "Goods returned",
	}, l, "AP", payablesJournal, payables, 1)
}

// allowPrice gives a customer money back now and then.
func (b *Books) allowPrice() {
	if b.day.weekend() || !b.dice.chance(7) {
		return
	}
	place := pick(&b.dice, b.buyers)
	c := &b.customers[place]
	if c.currency != entities[c.entity].currency || c.inactive {
		return
	}
	l := line{account: accountAt(creditsGiven), amount: -cents(b.dice.between(2_500, 180_000)), memo: pick(&b.dice, allowances)}
	l.customer, l.department, l.class = place+1, insideSales+1, consumables+1
	l.location = int16(pick(&b.dice, entities[c.entity].sites)) + 1
	b.credit(b.memos, document{
		entity: c.entity, party: place, on: b.day, due: b.day, currency: c.currency, rate: par, state: posted, trail: b.entered(receivablesClerk),
		number: "CR-" + number(3_000+len(b.memos.docs)), memo: "Allowance",
	}, l, "AR", receivablesJournal, receivables, -1)
}

var allowances = []string{"Price adjustment", "Damaged in transit", "Returned unopened", "Late delivery"}

// credit writes an adjustment and posts it.
func (b *Books) credit(r *register, doc document, l line, module string, journal int8, control string, sign int8) {
	which := r.write(doc, l)
	title := module + " Adjustments: " + b.day.String() + " Batch"
	summary := r.gather(title, b.day, doc.entity, []ref{which}, doc.trail)
	p := b.ledger.open(journal, doc.entity, b.day, title, doc.trail)
	p.batch.summary = summary
	b.postDocument(p, r, which, control, sign)
	p.close()
}

// apply covers lines of documents with the open credits of the party. Both
// are in the same account, so nothing is posted.
func (p *paybook) apply(pay *payment, r, credits *register, docs []ref) {
	for i := range credits.docs {
		c := &credits.docs[i]
		if c.party != pay.party || c.open() == 0 || i%4 == 3 {
			continue
		}
		for _, which := range docs {
			if p.applyOne(pay, r, credits, c, which) {
				break
			}
		}
	}
}

func (p *paybook) applyOne(pay *payment, r, credits *register, c *document, which ref) bool {
	d, amount := r.at(which), -c.open()
	for i := range r.linesOf(d) {
		l := &r.linesOf(d)[i]
		if l.amount-l.settled < amount {
			continue
		}
		base := r.settle(l, amount, pay.on, pay.trail)
		credits.settle(&credits.linesOf(c)[0], -amount, pay.on, pay.trail)
		p.detail(detail{
			payment: pay.self, doc: which, line: ref(int(d.first) + i + 1), credit: c.self, creditLine: ref(c.first + 1), amount: amount, base: base, trail: pay.trail,
		})
		return true
	}
	return false
}
