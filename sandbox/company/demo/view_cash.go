package demo

import "strconv"

// bankTable is the checking or the savings accounts.
func bankTable(object string, saving bool) func(*Books) *Table {
	return func(*Books) *Table {
		var places []int
		for place := range bankAccounts {
			if bankAccounts[place].savings == saving {
				places = append(places, place)
			}
		}
		of := func(name string, show func(a *bankAccount) string) column[int] {
			return at(name, func(place int) string { return show(&bankAccounts[place]) })
		}
		columns := []column[int]{
			recordNo(),
			of("BANKACCOUNTID", func(a *bankAccount) string { return a.id }),
			of("BANKACCOUNTNO", func(a *bankAccount) string { return a.number }),
			of("BANKNAME", func(a *bankAccount) string { return a.bank }),
			of("ROUTINGNO", func(a *bankAccount) string { return a.routing }),
			of("GLACCOUNTNO", func(a *bankAccount) string { return a.account }),
			of("CURRENCY", func(a *bankAccount) string { return a.currency }),
			of("LOCATIONID", func(a *bankAccount) string { return entities[a.entity].id }),
			fixed[int]("DEPARTMENTID", departments[finance].id),
			of("DESCRIPTION", func(a *bankAccount) string { return a.bank + ", " + a.currency }),
			status(func(place *int) bool { return bankAccounts[*place].inactive }),
		}
		if !saving {
			columns = append(columns,
				fixed[int]("BANKACCOUNTTYPE", "checking"),
				of("BANKCURRENCY", func(a *bankAccount) string { return a.currency }),
				of("COMPANYNAME", func(a *bankAccount) string { return entities[a.entity].legal }),
				of("GLACCOUNTTITLE", func(a *bankAccount) string { return chart[accountAt(a.account)].title }),
				of("LOCATIONNAME", func(a *bankAccount) string { return entities[a.entity].name }))
		}
		return tabulate(object, places, columns, owner(func(place *int) int8 { return bankAccounts[*place].entity }), settled(setUp+21_000, placeOf))
	}
}

func (b *Books) cardTable() *Table {
	of := func(name string, show func(c *creditCard) string) column[int] {
		return at(name, func(place int) string { return show(&creditCards[place]) })
	}
	return tabulate("CREDITCARD", numbered(len(creditCards)), []column[int]{
		recordNo(),
		of("CARDID", func(c *creditCard) string { return c.id }),
		of("DESCRIPTION", func(c *creditCard) string { return c.description }),
		of("CARDTYPE", func(c *creditCard) string { return c.kind }),
		of("EXP_MONTH", func(c *creditCard) string { return number(c.month) }),
		of("EXP_YEAR", func(c *creditCard) string { return number(c.year) }),
		fixed[int]("COMMCARD", "true"),
		active(),
		fixed[int]("LIABILITYTYPE", "Credit"),
		fixed[int]("ACCOUNTNO", cardPayable),
		fixed[int]("GLACCOUNTNO", cardPayable),
		fixed[int]("OUTSOURCECARD", "false"),
		of("DEPT", func(c *creditCard) string { return departments[c.department].id }),
		of("DEPARTMENTID", func(c *creditCard) string { return departments[c.department].id }),
		of("LOCATION", func(c *creditCard) string { return entities[c.entity].id }),
		of("LOCATIONID", func(c *creditCard) string { return entities[c.entity].id }),
		of("CURRENCY", func(c *creditCard) string { return entities[c.entity].currency }),
	}, owner(func(place *int) int8 { return creditCards[*place].entity }), settled(setUp+22_000, placeOf))
}

func (b *Books) chargeTable(scale int) *Table {
	r := b.charges
	zero := func(*document) cents { return 0 }
	return tabulate("CCTRANSACTION", r.docs, []column[document]{
		key("RECORDNO", r.keys, func(d *document) ref { return d.self }),
		marked("RECORDID", func(d *document) string { return d.number }),
		fixed[document]("RECORDTYPE", "cctransaction"),
		text("WHENCREATED", func(d *document) string { return d.on.String() }),
		text("WHENPAID", func(d *document) string { return d.paidOn.String() }),
		text("DESCRIPTION", func(d *document) string { return d.memo }),
		text("PAYEE", func(d *document) string { return d.memo }),
		text("FINANCIALENTITY", func(d *document) string { return creditCards[d.party].id }),
		key("PRBATCHKEY", r.batched, func(d *document) ref { return d.batch }),
		text("STATE", func(d *document) string { return d.state }),
		text("RAWSTATE", func(d *document) string { return rawStates[d.state] }),
		text("CLEARED", func(d *document) string { return letter(d.state == paid) }),
		text("TRX_ENTITYDUE", func(d *document) string { return d.open().String() }),
		fixed[document]("INCLUSIVETAX", "false"),
	}, money("TOTALENTERED", func(d *document) cents { return d.base }, func(d *document) cents { return d.total }),
		money("TOTALPAID", func(d *document) cents { return d.baseSaved }, func(d *document) cents { return d.settled }),
		money("TOTALDUE", (*document).baseOpen, (*document).open),
		money("TOTALSELECTED", zero, zero),
		currencyColumns(func(d *document) (int8, string, rate, day) { return d.entity, d.currency, d.rate, d.on }),
		owner(func(d *document) int8 { return d.entity }),
		stamps("AUWHENCREATED", func(d *document) *trail { return &d.trail })).times(scale, r.owner)
}

func (b *Books) chargeLineTable(scale int) *Table {
	r := b.charges
	places := placesOf(len(r.lines))
	of := func(name string, show func(l *line) string) column[int32] {
		return text(name, func(place *int32) string { return show(&r.lines[*place]) })
	}
	amount := func(name string, base, foreign func(l *line) cents) []column[int32] {
		return money(name, func(place *int32) cents { return base(&r.lines[*place]) }, func(place *int32) cents { return foreign(&r.lines[*place]) })
	}
	return tabulate("CCTRANSACTIONENTRY", places, []column[int32]{
		key("RECORDNO", r.lineKeys, func(place *int32) ref { return ref(*place + 1) }),
		key("RECORDKEY", r.keys, func(place *int32) ref { return r.lines[*place].doc }),
		fixed[int32]("RECORDTYPE", "cctransaction"),
		of("LINE_NO", func(l *line) string { return strconv.Itoa(int(l.no) + 1) }),
		fixed[int32]("LINEITEM", "T"),
		of("ACCOUNTKEY", func(l *line) string { return number(l.account + 1) }),
		of("ACCOUNTNO", func(l *line) string { return chart[l.account].no }),
		of("ACCOUNTTITLE", func(l *line) string { return chart[l.account].title }),
		of("DESCRIPTION", func(l *line) string { return l.memo }),
		fixed[int32]("STATUS", "active"),
		of("CURRENCY", func(l *line) string { return r.at(l.doc).currency }),
		of("BASECURR", func(l *line) string { return r.at(l.doc).currency }),
	}, named("DEPARTMENTKEY", "DEPARTMENTID", "DEPARTMENTNAME", func(place *int32) int16 { return r.lines[*place].department }, departmentID, departmentName),
		named("LOCATIONKEY", "LOCATIONID", "LOCATIONNAME", func(place *int32) int16 { return r.lines[*place].location }, locationID, locationName),
		dimension("CLASS", func(place *int32) int16 { return r.lines[*place].class }, classID, className),
		amount("AMOUNT", func(l *line) cents { return l.base }, func(l *line) cents { return l.amount }),
		amount("TOTALPAID", func(l *line) cents { return l.baseSaved }, func(l *line) cents { return l.settled }),
		stamps("WHENCREATED", func(place *int32) *trail { return &r.lines[*place].trail })).times(scale, r.lineOwner)
}

// placesOf are the places of a list of transactions.
func placesOf(count int) []int32 {
	places := make([]int32, count)
	for i := range places {
		places[i] = int32(i)
	}
	return places
}

func (b *Books) depositTable(scale int) *Table {
	amount := func(d *deposit) string { return d.total.String() }
	return tabulate("DEPOSIT", b.deposits, []column[deposit]{
		key("RECORDNO", b.depositKeys, func(d *deposit) ref { return d.self }),
		text("BANKACCOUNTID", func(d *deposit) string { return bankAccounts[bankOf(d.entity)].id }),
		text("FINANCIALENTITY", func(d *deposit) string { return bankAccounts[bankOf(d.entity)].id }),
		text("DEPOSITDATE", func(d *deposit) string { return d.on.String() }),
		text("WHENCREATED", func(d *deposit) string { return d.on.String() }),
		marked("DEPOSITID", func(d *deposit) string { return "DEP-" + entities[d.entity].id + "-" + d.on.String() }),
		text("DESCRIPTION", func(d *deposit) string { return number(d.count) + " checks" }),
		fixed[deposit]("STATE", "Posted"),
		text("CURRENCY", func(d *deposit) string { return entities[d.entity].currency }),
		text("TOTALENTERED", amount),
		text("TRX_TOTALENTERED", amount),
	}, owner(func(d *deposit) int8 { return d.entity }), stamps("AUWHENCREATED", func(d *deposit) *trail { return &d.trail })).
		times(scale, func(place int) int8 { return b.deposits[place].entity })
}

// depositEntryTable has a line for every check.
func (b *Books) depositEntryTable(scale int) *Table {
	var checks []ref
	for i := range b.receipts.payments {
		if b.receipts.payments[i].deposit != 0 {
			checks = append(checks, ref(i+1))
		}
	}
	places, keys := placesOf(len(checks)), serialOf(2_001, len(checks))
	of := func(name string, show func(p *payment) string) column[int32] {
		return text(name, func(place *int32) string { return show(b.receipts.at(checks[*place])) })
	}
	return tabulate("DEPOSITENTRY", places, []column[int32]{
		key("RECORDNO", keys, func(place *int32) ref { return ref(*place + 1) }),
		key("RECORDKEY", b.depositKeys, func(place *int32) ref { return b.receipts.at(checks[*place]).deposit }),
		fixed[int32]("ACCOUNTNO", undeposited),
		of("AMOUNT", func(p *payment) string { return p.base.String() }),
		of("TRX_AMOUNT", func(p *payment) string { return p.base.String() }),
		of("DESCRIPTION", func(p *payment) string { return p.number + " " + b.customerName(int(p.party)) }),
	}, stamps("WHENCREATED", func(place *int32) *trail { return &b.receipts.at(checks[*place]).trail })).
		times(scale, func(place int) int8 { return b.receipts.at(checks[place]).entity })
}
