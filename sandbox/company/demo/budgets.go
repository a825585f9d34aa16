package demo

// budgets are of the second fiscal year and, abandoned, of the first.
var budgets = []struct {
	id, description, login string
	year                   int
	standard, inactive     bool
}{
	{"FY2026", "Budget FY2026, approved by the board", "mokafor", 1, true, false},
	{"FY2025", "Budget FY2025", "mokafor", 0, false, false},
	{"FY2026-DRAFT", "First draft <superseded>", "admin", 1, false, true},
}

func (b *Books) budgetTable() *Table {
	return simple("GLBUDGETHEADER", len(budgets), setUp+30_000,
		at("BUDGETID", func(place int) string { return budgets[place].id }),
		at("DESCRIPTION", func(place int) string { return budgets[place].description }),
		at("USER", func(place int) string { return budgets[place].login }),
		at("DEFAULT_BUDGET", func(place int) string { return truth(budgets[place].standard) }),
		status(func(place *int) bool { return budgets[*place].inactive }),
		fixed[int]("SYSTEMGENERATED", "F"),
		fixed[int]("CURRENCY", "USD"),
		fixed[int]("ISCONSOLIDATED", "false"),
		fixed[int]("ISPABUDGET", "false"),
		fixed[int]("ISPCNBUDGET", "false"))
}

// planned is the budget of an account for a month, in an entity's currency.
type planned struct {
	budget  int
	account int16
	entity  int8
	month   int
	amount  cents
}

// plan budgets what an entity earned and spent in a month, to the nearest
// hundred and a little too hopefully. The draft holds no lines.
func (b *Books) plan() []planned {
	actual := make([]cents, len(chart)*len(entities)*24)
	at := func(account int16, entity int8, month int) *cents {
		return &actual[(int(account)*len(entities)+int(entity))*24+month]
	}
	for i := range b.ledger.batches {
		j := &b.ledger.batches[i]
		for _, e := range b.ledger.entriesOf(j) {
			*at(e.account, j.entity, j.on.month()) += cents(e.sign) * e.base
		}
	}
	var all []planned
	for budget := range 2 {
		for account := range chart {
			if chart[account].kind != income {
				continue
			}
			for _, entity := range []int8{boston, chicago} {
				for month := range 12 {
					amount := *at(int16(account), entity, budgets[budget].year*12+month)
					if chart[account].credit {
						amount = -amount.share(10_400)
					}
					if amount = amount / 10_000 * 10_000; amount != 0 {
						all = append(all, planned{budget, int16(account), entity, budgets[budget].year*12 + month, amount})
					}
				}
			}
		}
	}
	return all
}

func (b *Books) budgetLineTable() *Table {
	all, months := b.plan(), periods()
	of := func(name string, show func(p *planned) string) column[int] {
		return at(name, func(place int) string { return show(&all[place]) })
	}
	ofAccount := func(name string, show func(a *account) string) column[int] {
		return of(name, func(p *planned) string { return show(&chart[p.account]) })
	}
	during := func(name string, show func(m *period) string) column[int] {
		return of(name, func(p *planned) string { return show(&months[p.month]) })
	}
	return tabulate("GLBUDGETITEM", numbered(len(all)), []column[int]{
		recordNo(),
		of("BUDGETKEY", func(p *planned) string { return number(p.budget + 1) }),
		of("BUDGETID", func(p *planned) string { return budgets[p.budget].id }),
		of("CURRENCY", func(p *planned) string { return entities[p.entity].currency }),
		fixed[int]("SYSTEMGENERATED", "F"),
		of("ACCOUNTKEY", func(p *planned) string { return number(p.account + 1) }),
		ofAccount("ACCT_NO", func(a *account) string { return a.no }),
		ofAccount("ACCTTITLE", func(a *account) string { return a.title }),
		ofAccount("ACCOUNT_TYPE", func(a *account) string { return a.kind }),
		ofAccount("NORMALBALANCE", func(a *account) string { return side(a.credit, "1", "-1") }),
		fixed[int]("STATISTICAL", "F"),
		of("AMOUNT", func(p *planned) string { return p.amount.String() }),
		fixed[int]("BASEDON", "Actual"),
		fixed[int]("GROWBY", "4"),
		fixed[int]("PERPERIOD", "Percentage"),
		of("NOTE", func(p *planned) string { return only(p.amount > 50_000_000, "Check with <Sales>") }),
		of("PERIODKEY", func(p *planned) string { return number(p.month + 1) }),
		during("PERIODNAME", func(m *period) string { return m.name }),
		during("REPORTINGPERIODNAME", func(m *period) string { return m.name }),
		during("PSTARTDATE", func(m *period) string { return m.start.String() }),
		during("PENDDATE", func(m *period) string { return m.end.String() }),
		of("LOCATIONKEY", func(p *planned) string { return number(entities[p.entity].place + 1) }),
		of("LOCATION_NO", func(p *planned) string { return entities[p.entity].id }),
		of("LOCATIONTITLE", func(p *planned) string { return entities[p.entity].name }),
	}, owner(func(*int) int8 { return shared }), settled(setUp+30_000, func(place *int) int { return all[*place].budget })) // saved with their budget
}
