package demo

// chargeGroup books the head office's services to the other entities, in both
// books, each in its own currency.
func (b *Books) chargeGroup() {
	by := b.entered(controller)
	d := dims{department: executive + 1, class: overhead + 1}
	head := b.ledger.open(general, boston, b.day, "Group services "+b.month(), by)
	fees := map[int8]cents{chicago: 1_400_000, munich: 1_900_000, london: 150_000}
	for _, entity := range []int8{chicago, munich, london} {
		head.add(1, dueFromGroup, fees[entity], d, entities[entity].name)
	}
	head.add(-1, groupIncome, fees[chicago]+fees[munich]+fees[london], d, b.month())
	head.close()
	for _, entity := range []int8{chicago, munich, london} {
		own := entities[entity].currency
		r := exchange("USD", own, b.day)
		local := r.of(fees[entity])
		b.settleGroup(entity, fees[entity], local)
		p := b.ledger.open(general, entity, b.day, "Group services "+b.month(), by)
		p.enter(entry{sign: 1, account: accountAt(groupCharges), amount: fees[entity], base: local, currency: "USD", rate: r, memo: b.month(), dims: d})
		p.enter(entry{sign: -1, account: accountAt(dueToGroup), amount: fees[entity], base: local, currency: "USD", rate: r, memo: b.month(), dims: d})
		p.close()
	}
}

// settleGroup pays the head office the fee of the month before.
func (b *Books) settleGroup(entity int8, fee, local cents) {
	owed := b.groupDebt[entity]
	b.groupDebt[entity] = local
	if owed == 0 {
		return
	}
	by, title := b.entered(controller), "Group settlement "+b.month()
	p := b.ledger.open(general, entity, b.day, title, by)
	p.add(1, dueToGroup, owed, dims{}, title)
	p.add(-1, entities[entity].bank, local, dims{}, title)
	p.add(1, exchangeGain, local-owed, dims{}, title)
	p.close()
	p = b.ledger.open(general, boston, b.day, title, by)
	p.add(1, cashBoston, fee, dims{}, entities[entity].name)
	p.add(-1, dueFromGroup, fee, dims{}, entities[entity].name)
	p.close()
}
