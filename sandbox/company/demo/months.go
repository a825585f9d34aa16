package demo

// monthly is what a month has gathered for its end.
type monthly struct {
	cost cents // of the goods sold
}

// recognition is revenue of a contract, earned month by month.
type recognition struct {
	entity    int8
	monthly   cents
	remaining int
	dims
}

// cost gathers what the goods of an invoice cost, and the contracts whose
// revenue is still to be earned.
func (b *Books) cost(entity int8, lines []line) {
	for i := range lines {
		l := &lines[i]
		if l.item == 0 {
			continue
		}
		if sold := &items[l.item-1]; sold.stocked() {
			cost := l.base.share(sold.cost * 100)
			b.months[entity].cost += cost
			b.stock[entity] -= cost
		}
		if l.account == accountAt(deferredRevenue) {
			b.waiting = append(b.waiting, recognition{entity, l.base / 12, 12, l.dims})
		}
	}
}

// closeMonth does on the last day of a month what a bookkeeper does then.
func (b *Books) closeMonth() {
	if !b.day.endOfMonth() {
		return
	}
	for entity := range entities {
		e := int8(entity)
		b.payPeople(e)
		b.routine(e)
		b.remitTaxes(e)
		b.settleCards(e)
		b.accrue(e)
		b.count(e)
		b.months[entity] = monthly{}
	}
	b.chargeGroup()
}

// payPeople books the payroll: a line a department, the rest from the bank.
func (b *Books) payPeople(entity int8) {
	by := b.entered(controller)
	p := b.ledger.open(payrollJournal, entity, b.day, "Payroll "+b.month(), by)
	var net cents
	for place := range departments {
		var gross cents
		var heads int
		for i := range b.employees {
			if e := &b.employees[i]; e.entity == entity && int(e.department) == place && e.at(b.day) {
				gross, heads = gross+e.salary, heads+1
			}
		}
		if heads == 0 {
			continue
		}
		d := dims{department: int16(place) + 1, class: overhead + 1}
		social, health := gross.share(765), gross.share(940)
		p.add(1, salaries, gross, d, number(heads)+" people")
		p.add(1, employerTax, social, d, "")
		p.add(1, benefits, health, d, "")
		p.add(-1, payrollTax, gross.share(2100)+social, d, "")
		net += gross - gross.share(2100) + health
	}
	p.add(-1, entities[entity].bank, net, dims{}, "Net pay & benefits "+b.month())
	p.close()
}

func (b *Books) month() string { return b.day.date().Format("January 2006") }

// routine books what follows from other books: cost of goods, depreciation,
// earned contracts, bank fees and interest.
func (b *Books) routine(entity int8) {
	by := b.entered(controller)
	p := b.ledger.open(general, entity, b.day, "Month-end "+b.month(), by)
	goods := dims{department: logistics + 1, class: instruments + 1}
	p.add(1, costOfGoods, b.months[entity].cost, goods, "Goods sold "+b.month())
	p.add(-1, inventory, b.months[entity].cost, goods, "Goods sold "+b.month())
	admin := dims{department: finance + 1, class: overhead + 1}
	wear := [...]cents{boston: 1_987_550, chicago: 612_025, munich: 268_075, london: 51_050}[entity]
	p.add(1, depreciationExp, wear, admin, "Straight line")
	p.add(-1, depreciation, wear, admin, "Straight line")
	fee := cents(4_150 + b.dice.below(9_000))
	p.add(1, bankFees, fee, admin, odds[int(b.day)%len(odds)])
	p.add(-1, entities[entity].bank, fee, admin, "")
	b.earn(p, entity)
	if entity == boston {
		b.payLoan(p, admin)
	}
	p.close()
}

// earn moves a month's part of the contracts from deferred to earned revenue.
func (b *Books) earn(p *posting, entity int8) {
	var earned cents
	for i := range b.waiting {
		w := &b.waiting[i]
		if w.entity == entity && w.remaining > 0 {
			w.remaining--
			earned += w.monthly
		}
	}
	d := dims{department: fieldService + 1, class: services + 1}
	p.add(1, deferredRevenue, earned, d, "Contracts earned "+b.month())
	p.add(-1, salesContract, earned, d, "Contracts earned "+b.month())
}

// payLoan pays an instalment of the term loan, and takes what the savings earned.
func (b *Books) payLoan(p *posting, admin dims) {
	left := 150_000_000 - cents(b.day.month())*2_000_000
	interest := left.share(650) / 12
	p.add(1, loan, 2_000_000, admin, "Instalment "+number(b.day.month()+1))
	p.add(1, interestExpense, interest, admin, "6.5 % p.a.")
	p.add(-1, cashBoston, 2_000_000+interest, admin, "Term loan")
	earned := cents(75_000_000).share(310) / 12
	p.add(1, savings, earned, admin, "Money market 3.1 %")
	p.add(-1, interestIncome, earned, admin, "Money market 3.1 %")
}

// remitTaxes pays the taxes that stood at the end of the month before.
func (b *Books) remitTaxes(entity int8) {
	p := b.ledger.open(general, entity, b.day, "Tax remittance "+b.month(), b.entered(controller))
	for _, no := range []string{salesTax, valueAddedTax, payrollTax} {
		owed := -b.ledger.balance(entity, no)
		p.add(1, no, owed, dims{}, "Remitted "+b.month())
		p.add(-1, entities[entity].bank, owed, dims{}, "Remitted "+b.month())
	}
	p.close()
}

// accrue books an expense whose bill is still to come and takes it back on
// the first day of the next month.
func (b *Books) accrue(entity int8) {
	by := b.entered(controller)
	amount := cents(120_000 + b.dice.below(900_000))
	d := dims{department: finance + 1, class: overhead + 1}
	title := "Accrual audit & utilities " + b.month()
	p := b.ledger.open(adjustments, entity, b.day, title, by)
	p.add(1, auditFees, amount, d, "Accrued")
	p.add(-1, accruals, amount, d, "Accrued")
	b.accrued = append(b.accrued, accrual{p.close(), entity, amount, title})
}

// accrual is an expense to be taken back tomorrow.
type accrual struct {
	batch  ref
	entity int8
	amount cents
	title  string
}

// takeBack reverses yesterday's accruals.
func (b *Books) takeBack() {
	d := dims{department: finance + 1, class: overhead + 1}
	for _, a := range b.accrued {
		p := b.ledger.open(adjustments, a.entity, b.day, "Reversed - "+a.title, b.entered(controller))
		p.add(1, accruals, a.amount, d, "Accrued")
		p.add(-1, auditFees, a.amount, d, "Accrued")
		p.batch.reverses = a.batch
		b.ledger.batches[a.batch-1].reversedBy = p.close()
	}
	b.accrued = nil
}

// count writes the statistics of the month: people, floor space, service calls.
func (b *Books) count(entity int8) {
	p := b.ledger.open(statistics, entity, b.day, "Statistics "+b.month(), b.entered(controller))
	for place := range departments {
		var heads cents
		for i := range b.employees {
			if e := &b.employees[i]; e.entity == entity && int(e.department) == place && e.at(b.day) {
				heads++
			}
		}
		p.add(1, headcount, heads*100, dims{department: int16(place) + 1}, "")
	}
	if entity == chicago {
		p.add(1, serviceCalls, cents(b.dice.between(60, 140)*100), dims{department: fieldService + 1}, "")
	}
	if b.day.month() == 0 {
		p.add(1, floorSpace, cents(4_200*100*(int(london)-int(entity)+1)), dims{}, "")
	}
	p.close()
}
