package demo

import "strconv"

// simple is the table of a list that came with the set-up.
func simple(object string, count int, since stamp, columns ...column[int]) *Table {
	return tabulate(object, numbered(count), append([]column[int]{recordNo()}, columns...), settled(since, placeOf))
}

func active() column[int] { return fixed[int]("STATUS", "active") }

func (b *Books) statisticalAccountTable() *Table {
	var places []int
	for place := range chart {
		if chart[place].statistical {
			places = append(places, place)
		}
	}
	return tabulate("STATACCOUNT", places, []column[int]{
		recordNo(),
		at("ACCOUNTNO", func(place int) string { return chart[place].no }),
		at("TITLE", func(place int) string { return chart[place].title }),
		at("ACCOUNTTYPE", func(place int) string { return chart[place].kind }),
		fixed[int]("CATEGORY", "Statistical"),
		active(),
		at("REQUIREDEPT", func(place int) string { return truth(chart[place].no == headcount) }),
		fixed[int]("REQUIRELOC", "true"),
	}, settled(setUp+11_000, placeOf))
}

// period is a reporting period.
type period struct {
	name       string
	start, end day
	budgeting  bool
}

// periods are the months of the ledger, its quarters and its years.
func periods() []period {
	var all []period
	for month := range 24 {
		start := startOfMonth(month)
		all = append(all, period{"Month Ended " + start.date().Format("January 2006"), start, startOfMonth(month+1) - 1, true})
	}
	for quarter := range 8 {
		start := startOfMonth(quarter * 3)
		all = append(all, period{"Q" + number(quarter%4+1) + " FY" + number(2025+quarter/4), start, startOfMonth(quarter*3+3) - 1, false})
	}
	for year := range 2 {
		all = append(all, period{"Fiscal Year " + number(2025+year), startOfMonth(year * 12), startOfMonth(year*12+12) - 1, false})
	}
	return all
}

func (b *Books) periodTable() *Table {
	all := periods()
	return simple("REPORTINGPERIOD", len(all), setUp+12_000,
		at("NAME", func(place int) string { return all[place].name }),
		at("HEADER1", func(place int) string { return all[place].name }),
		at("HEADER2", func(place int) string { return "to " + all[place].end.String() }),
		at("START_DATE", func(place int) string { return all[place].start.String() }),
		at("END_DATE", func(place int) string { return all[place].end.String() }),
		at("BUDGETING", func(place int) string { return truth(all[place].budgeting) }),
		active())
}

// termTable is the terms of one side; the two sides have the same ones.
func termTable(object string) func(*Books) *Table {
	of := func(show func(t *term) string) func(int) string {
		return func(place int) string { return show(&terms[place]) }
	}
	return func(*Books) *Table {
		return simple(object, len(terms), setUp+13_000,
			at("NAME", of(func(t *term) string { return t.name })),
			at("DESCRIPTION", of(func(t *term) string { return t.description })),
			active(),
			at("DUEDATE", of(func(t *term) string { return strconv.Itoa(t.days) })),
			fixed[int]("DUEFROM", "from invoice/bill date"),
			at("DISCDATE", of(func(t *term) string { return number(t.discountDays) })),
			at("DISCFROM", of(func(t *term) string { return only(t.discount != 0, "from invoice/bill date") })),
			at("DISCAMOUNT", of(func(t *term) string { return number(t.discount) })),
			at("DISCPERCAMN", of(func(t *term) string { return only(t.discount != 0, "%") })),
			at("DISCCALCON", of(func(t *term) string { return only(t.discount != 0, "Line items total, excluding added charges") })))
	}
}

// label is a word that documents may use instead of an account.
type label struct{ name, description, account string }

var payableLabels = []label{
	{"Stock", "Goods for stock", inventory},
	{"Freight", "Freight & customs", freightIn},
	{"Subcontractor", "Work by others", subcontract},
	{"Rent", "Rent", rentExpense},
	{"Software", "Software & subscriptions", software},
	{"Office", "Office supplies", officeSupplies},
	{"Travel", "Travel & lodging", travel},
}

var receivableLabels = []label{
	{"Instruments", "Instruments sold", salesInstrument},
	{"Consumables", "Consumables sold", salesConsumable},
	{"Service", "Service hours", salesService},
	{"Rental", "Rental income", salesRental},
	{"Sales tax", "Tax on sales", salesTax},
}

func labelTable(object string, labels []label, more ...column[int]) *Table {
	return simple(object, len(labels), setUp+14_000, append([]column[int]{
		at("ACCOUNTLABEL", func(place int) string { return labels[place].name }),
		at("DESCRIPTION", func(place int) string { return labels[place].description }),
		at("GLACCOUNTNO", func(place int) string { return labels[place].account }),
		active(),
		at("GLACCOUNTTITLE", func(place int) string { return chart[accountAt(labels[place].account)].title }),
	}, more...)...)
}

func (b *Books) payableLabelTable() *Table {
	return labelTable("APACCOUNTLABEL", payableLabels,
		fixed[int]("OFFSETGLACCOUNTNO", payables), fixed[int]("TAXABLE", "false"), fixed[int]("ISTAX", "false"), fixed[int]("SUBTOTAL", "false"))
}

func (b *Books) receivableLabelTable() *Table {
	isTax := func(place int) string { return truth(receivableLabels[place].account == salesTax) }
	return labelTable("ARACCOUNTLABEL", receivableLabels,
		fixed[int]("OFFSETGLACCOUNTNO", receivables), fixed[int]("TAXABLE", "true"), at("ISTAX", isTax), at("SUBTOTAL", isTax))
}

func (b *Books) expenseLabelTable() *Table {
	labels := make([]label, len(expenseTypes))
	for i := range expenseTypes {
		t := &expenseTypes[i]
		labels[i] = label{t.label, t.description, t.account}
	}
	return labelTable("EEACCOUNTLABEL", labels, fixed[int]("OFFSETGLACCOUNTNO", expensesPayable))
}

func (b *Books) vendorTypeTable() *Table {
	return simple("VENDTYPE", len(trades), setUp+15_000,
		at("NAME", func(place int) string { return trades[place].name }),
		active(),
		at("FORM1099TYPE", func(place int) string { return only(trades[place].form1099, "NEC") }),
		at("FORM1099BOX", func(place int) string { return only(trades[place].form1099, "1") }))
}

func (b *Books) customerTypeTable() *Table {
	return simple("CUSTTYPE", len(customerTypes), setUp+16_000, at("NAME", func(place int) string { return customerTypes[place] }), active())
}

func (b *Books) currencyTable() *Table {
	return tabulate("TRXCURRENCIES", numbered(len(currencies)), []column[int]{
		recordNo(),
		at("CODE", func(place int) string { return currencies[place] }),
		active(),
		at("WHENCREATED", func(place int) string { return (setUp + stamp(place)).String() }),
		at("WHENMODIFIED", func(place int) string { return (setUp + stamp(place)).String() }),
	})
}

// pair is two currencies with a rate between them.
type pair struct{ from, to string }

func pairs() []pair {
	var all []pair
	for _, to := range []string{"USD", "EUR", "GBP"} {
		for _, from := range currencies {
			if from != to {
				all = append(all, pair{from, to})
			}
		}
	}
	return all
}

func (b *Books) exchangeTable() *Table {
	all := pairs()
	return simple("EXCHANGERATE", len(all), setUp+17_000,
		fixed[int]("TYPENAME", dailyRate),
		at("FROM_CURRENCY", func(place int) string { return all[place].from }),
		at("TO_CURRENCY", func(place int) string { return all[place].to }))
}

// exchangeEntryTable has a rate for every month and pair.
func (b *Books) exchangeEntryTable() *Table {
	all := pairs()
	at := func(place int) rate {
		p := all[place/24]
		return exchange(p.from, p.to, startOfMonth(place%24))
	}
	return tabulate("EXCHANGERATEENTRY", numbered(len(all)*24), []column[int]{
		recordNo(),
		text("EXCHANGERATEKEY", func(place *int) string { return number(*place/24 + 1) }),
		text("EFFECTIVE_START_DATE", func(place *int) string { return startOfMonth(*place % 24).String() }),
		text("EXCHANGE_RATE", func(place *int) string { return at(*place).String() }),
		text("RECIPROCAL_RATE", func(place *int) string {
			return rate(divide(int64(par)*int64(par), int64(at(*place)))).String()
		}),
	}, settled(setUp+18_000, placeOf))
}

func (b *Books) productLineTable() *Table {
	return simple("PRODUCTLINE", len(productLines), setUp+19_000,
		at("PRODUCTLINEID", func(place int) string { return productLines[place].id }),
		at("DESCRIPTION", func(place int) string { return productLines[place].id + ", " + productLines[place].kind }),
		active())
}

func (b *Books) itemGroupTable() *Table {
	return simple("ITEMGLGROUP", len(productLines), setUp+19_500, at("NAME", func(place int) string { return productLines[place].id }), active())
}

func (b *Books) warehouseTable() *Table {
	site := func(place int) string { return locations[warehouses[place].location].id }
	return simple("WAREHOUSE", len(warehouses), setUp+20_500,
		at("WAREHOUSEID", warehouseID),
		at("NAME", warehouseName),
		active(),
		at("LOCATIONID", site),
		at("LOC.LOCATIONID", site),
		at("LOCATIONNAME", func(place int) string { return locations[warehouses[place].location].name }),
		at("MANAGERID", func(int) string { return b.employeeID(7) }),
		fixed[int]("USEDINGL", "true"),
		fixed[int]("ENABLENEGATIVEINV", "false"),
		fixed[int]("ENABLE_REPLENISHMENT", "true"))
}

func (b *Books) userTable() *Table {
	of := func(show func(u *user) string) func(int) string {
		return func(place int) string { return show(&users[place]) }
	}
	return simple("USERINFO", len(users), setUp,
		at("LOGINID", of(func(u *user) string { return u.login })),
		at("DESCRIPTION", of(func(u *user) string { return u.name })),
		active(),
		at("USERTYPE", of(func(u *user) string { return side(u.admin, "business user", "admin user") })),
		at("ADMIN", of(func(u *user) string { return truth(u.admin) })),
		at("CONTACTINFO.CONTACTNAME", of(func(u *user) string { return u.name })),
		at("CONTACTINFO.PRINTAS", of(func(u *user) string { return u.name })),
		at("CONTACTINFO.EMAIL1", of(func(u *user) string { return u.email })),
		fixed[int]("LOGINDISABLED", "false"),
		fixed[int]("SSO_ENABLED", "false"),
		at("PWDNEVEREXPIRES", func(place int) string { return truth(place == importer) }))
}
