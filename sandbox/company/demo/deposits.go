package demo

// depositChecks takes the week's checks to the bank on Fridays.
func (b *Books) depositChecks() {
	if b.day.date().Weekday() != 5 {
		return
	}
	for entity := range entities {
		waiting := b.undeposited[entity]
		if len(waiting) == 0 {
			continue
		}
		b.undeposited[entity] = nil
		by := b.entered(receivablesClerk)
		d := deposit{self: b.depositKeys.issue(), entity: int8(entity), on: b.day, first: waiting[0], count: len(waiting), trail: by}
		p := b.ledger.open(receipts, int8(entity), b.day, "Deposit "+bankAccounts[bankOf(int8(entity))].id+" "+b.day.String(), by)
		for _, which := range waiting {
			pay := b.receipts.at(which)
			pay.deposit = d.self
			d.total += pay.base
			p.add(-1, undeposited, pay.base, dims{customer: pay.party + 1}, pay.number)
		}
		p.add(1, entities[entity].bank, d.total, dims{}, number(d.count)+" checks")
		p.close()
		b.deposits = append(b.deposits, d)
	}
}

// deposit is checks taken to the bank.
type deposit struct {
	self   ref
	entity int8
	on     day
	first  ref // the first of its receipts
	count  int
	total  cents
	trail
}
