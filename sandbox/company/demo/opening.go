package demo

// stockWanted is what the entities keep in stock; the books open with it.
var stockWanted = [...]cents{boston: 185_000_000, chicago: 24_000_000, munich: 51_000_000, london: 0}

// openBalances brings the balances of the old system into the books.
func (b *Books) openBalances() {
	b.day = firstDay
	b.clock.morning(firstDay)
	b.stock = stockWanted
	opening := [...][]struct {
		account string
		amount  int // in whole units; negative is a credit
	}{
		boston:  {{cashBoston, 1_840_000}, {savings, 750_000}, {inventory, 1_850_000}, {prepaid, 64_000}, {equipment, 1_210_000}, {leasedFleet, 640_000}, {depreciation, -702_000}, {accruals, -118_000}, {loan, -1_500_000}, {commonStock, -100_000}, {paidInCapital, -2_400_000}},
		chicago: {{cashChicago, 980_000}, {inventory, 240_000}, {equipment, 380_000}, {depreciation, -151_000}, {accruals, -36_000}, {commonStock, -50_000}},
		munich:  {{cashMunich, 420_000}, {inventory, 510_000}, {equipment, 190_000}, {depreciation, -88_000}, {accruals, -21_000}, {commonStock, -25_000}},
		london:  {{cashLondon, 980_000}, {equipment, 42_000}, {depreciation, -17_000}, {commonStock, -10_000}},
	}
	for entity, balances := range opening {
		p := b.ledger.open(general, int8(entity), firstDay, "Opening balances 2024-11-01", b.entered(importer))
		var rest cents
		for _, o := range balances {
			p.add(1, o.account, cents(o.amount*100), dims{}, "Opening balance")
			rest += cents(o.amount * 100)
		}
		p.add(-1, retained, rest, dims{}, "Opening balance")
		p.close()
	}
}
