package demo

import "time"

// cardPurchases are what the cards are used for, with the account of each.
var cardPurchases = []struct {
	merchant, account string
	low, high         int // in whole units
}{
	{"Corner Hardware", repairs, 12, 180},
	{"Skyline Airlines", travel, 140, 720},
	{"Hotel Meridiana", travel, 110, 460},
	{"Ristorante Da Vinci & Figli", meals, 28, 310},
	{"Bagel <Express>", meals, 6, 45},
	{"Fuel Stop 24h", mileage, 22, 95},
	{"App Marketplace", software, 9, 240},
	{"Bürobedarf am Eck", officeSupplies, 8, 150},
	{"Conference Registration", training, 190, 1400},
}

// useCards enters the charges of the company cards, every Wednesday.
func (b *Books) useCards() {
	if b.day.date().Weekday() != time.Wednesday {
		return
	}
	for place := range creditCards {
		if !b.dice.chance(45) {
			continue
		}
		which := b.charge(place)
		card, by := &creditCards[place], b.charges.at(which).trail
		title := "Charge card transactions: " + card.id + " " + b.day.String()
		summary := b.charges.gather(title, b.day, card.entity, []ref{which}, by)
		p := b.ledger.open(cardJournal, card.entity, b.day, title, by)
		p.batch.summary = summary
		b.postDocument(p, b.charges, which, cardPayable, 1)
		p.close()
	}
}

func (b *Books) charge(place int) ref {
	card := &creditCards[place]
	doc := document{
		entity: card.entity, party: int16(place), on: b.day, due: b.day, currency: entities[card.entity].currency, rate: par, state: posted,
		number: "CC" + number(70_001+len(b.charges.docs)), trail: b.entered(controller),
	}
	var lines []line
	for range b.dice.between(1, 3) {
		bought := pick(&b.dice, cardPurchases)
		l := line{account: accountAt(bought.account), memo: bought.merchant, amount: cents(b.dice.between(bought.low*100, bought.high*100))}
		l.department, l.class = int16(card.department)+1, overhead+1
		l.location = int16(entities[card.entity].sites[0]) + 1
		lines = append(lines, l)
	}
	doc.memo = lines[0].memo
	odd(&doc, lines, int(b.charges.keys.next))
	return b.charges.write(doc, lines...)
}

// settleCards pays the cards' statements at the end of the month.
func (b *Books) settleCards(entity int8) {
	by := b.entered(controller)
	var total cents
	for i := range b.charges.docs {
		d := &b.charges.docs[i]
		if d.entity != entity || d.open() == 0 {
			continue
		}
		total += d.open()
		for n := range b.charges.linesOf(d) {
			l := &b.charges.linesOf(d)[n]
			b.charges.settle(l, l.amount-l.settled, b.day, by)
		}
	}
	if total == 0 {
		return
	}
	p := b.ledger.open(general, entity, b.day, "Card statements "+b.month(), by)
	p.add(1, cardPayable, total, dims{}, "Statements "+b.month())
	p.add(-1, entities[entity].bank, total, dims{}, "Statements "+b.month())
	p.close()
}
