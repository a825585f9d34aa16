package demo

// addressColumns are a contact under one of the names that vendors and
// customers know contacts by.
func (b *Books) addressColumns(prefix string, key func(place int) int32) []column[int] {
	of := func(name string, show func(c *contact) string) column[int] {
		return at(prefix+"."+name, func(place int) string { return show(&b.contacts[key(place)-1]) })
	}
	return []column[int]{
		of("CONTACTNAME", func(c *contact) string { return c.name }),
		of("COMPANYNAME", func(c *contact) string { return c.company }),
		of("FIRSTNAME", func(c *contact) string { return c.first }),
		of("LASTNAME", func(c *contact) string { return c.last }),
		of("PRINTAS", (*contact).printAs),
		of("EMAIL1", func(c *contact) string { return c.email }),
		of("PHONE1", func(c *contact) string { return c.phone }),
		of("MAILADDRESS.ADDRESS1", func(c *contact) string { return c.address }),
		of("MAILADDRESS.CITY", func(c *contact) string { return c.city }),
		of("MAILADDRESS.STATE", func(c *contact) string { return c.state }),
		of("MAILADDRESS.ZIP", func(c *contact) string { return c.zip }),
		of("MAILADDRESS.COUNTRY", func(c *contact) string { return c.country }),
		of("MAILADDRESS.COUNTRYCODE", func(c *contact) string { return countryCodes[c.country] }),
	}
}

// partyTrail is when a vendor or customer was entered: most with the set-up,
// some in the time after, a few without any stamp from the oldest import.
func partyTrail(place int, since stamp) trail {
	switch {
	case place%29 == 3:
		return trail{by: importer + 1}
	case place%7 == 5:
		entered := (goLive + day(place*29%330)).at(14*3600 + place*61)
		return trail{created: entered, modified: entered + stamp(place%3*400_000), by: controller + 1, editor: controller + 1}
	}
	return trail{created: since, modified: since + stamp(place%11*3600), by: importer + 1, editor: importer + 1}
}

func (b *Books) vendorTable(scale int) *Table {
	of := func(show func(v *vendor) string) func(int) string {
		return func(place int) string { return show(&vendors[place]) }
	}
	kind := func(show func(t *trade) string) func(int) string {
		return func(place int) string { return show(&trades[vendors[place].trade]) }
	}
	due := b.owedTo(scale)
	contact := func(place int) string { return b.contacts[b.vendorContact(place)-1].name }
	contactKey := func(place int) string { return number(b.vendorContact(place)) }
	columns := []column[int]{
		recordNo(),
		at("VENDORID", vendorID),
		at("NAME", vendorName),
		status(func(place *int) bool { return vendors[*place].inactive }),
		at("VENDTYPE", kind(func(t *trade) string { return t.name })),
		at("VENDTYPEKEY", of(func(v *vendor) string { return number(v.trade + 1) })),
		at("TERMNAME", kind(func(t *trade) string { return t.term })),
		at("TERMVALUE", kind(func(t *trade) string { return terms[termNamed(t.term)].packed() })),
		at("TERMSKEY", kind(func(t *trade) string { return number(termNamed(t.term) + 1) })),
		at("PAYMETHODKEY", kind(func(t *trade) string { return t.method })),
		at("CURRENCY", of(func(v *vendor) string { return v.currency })),
		at("TOTALDUE", func(place int) string { return due[place].String() }),
		fixed[int]("APACCOUNT", payables),
		fixed[int]("APACCOUNTTITLE", "Accounts Payable"),
		fixed[int]("BILLINGTYPE", "openitem"),
		at("ENTITY", func(place int) string { return "V" + number(place+1) }),
		at("TAXID", func(place int) string { return "98-" + number(4_000_000+place*7_919) }),
		at("FORM1099TYPE", kind(func(t *trade) string { return only(t.form1099, "NEC") })),
		at("FORM1099BOX", kind(func(t *trade) string { return only(t.form1099, "1") })),
		at("NAME1099", func(place int) string { return only(trades[vendors[place].trade].form1099, vendors[place].name) }),
		at("VENDORACCOUNTNO", func(place int) string { return "FERN-" + number(8_800+place*3) }),
		at("CREDITLIMIT", func(place int) string { return []string{"", "50000", "250000", "0.5"}[place%4] }),
		at("COMMENTS", func(place int) string { return only(place%6 == 1, odds[place%len(odds)]) }),
		at("ONHOLD", func(place int) string { return truth(place == 29) }),
		fixed[int]("DONOTCUTCHECK", "false"),
		fixed[int]("ONETIME", "false"),
		fixed[int]("PAYMENTNOTIFY", "true"),
		at("MERGEPAYMENTREQ", func(place int) string { return truth(place%2 == 0) }),
		at("ISINDIVIDUAL", of(func(v *vendor) string { return truth(v.trade == subcontractor) })),
		at("ACHENABLED", kind(func(t *trade) string { return truth(t.method == "ACH") })),
		at("PYMTCOUNTRYCODE", of(func(v *vendor) string { return countryCodes[v.country] })),
		at("DISPLAYCONTACTKEY", contactKey),
		at("PRIMARYCONTACTKEY", contactKey),
		at("PAYTOKEY", contactKey),
		at("RETURNTOKEY", contactKey),
		at("CONTACTINFO.CONTACTNAME", contact),
		at("PAYTO.CONTACTNAME", contact),
		at("RETURNTO.CONTACTNAME", contact),
	}
	trails := trailsOf(len(vendors), setUp+200_000)
	return tabulate("VENDOR", without(len(vendors), func(place int) bool { return vendors[place].gone }), columns, vendorCustom(),
		b.addressColumns("DISPLAYCONTACT", b.vendorContact),
		owner(func(place *int) int8 { return b.vendorOwner(*place) }),
		stamps("WHENCREATED", trails))
}

// vendorOwner is shared for most: only the subsidiaries keep some to themselves.
func (b *Books) vendorOwner(place int) int8 {
	if v := &vendors[place]; v.entity == london || v.entity == munich && place%3 == 0 {
		return v.entity
	}
	return shared
}

func trailsOf(count int, since stamp) func(place *int) *trail {
	trails := make([]trail, count)
	for i := range trails {
		trails[i] = partyTrail(i, since)
	}
	return func(place *int) *trail { return &trails[*place] }
}

func only(is bool, value string) string {
	if is {
		return value
	}
	return ""
}

// owedTo is what each vendor is owed, in the currency of the entity that buys from it.
func (b *Books) owedTo(scale int) []cents {
	due := make([]cents, len(vendors))
	for _, r := range []*register{b.bills, b.credits} {
		for i := range r.docs {
			if d := &r.docs[i]; d.state != draft {
				due[d.party] += d.baseOpen() * cents(scale)
			}
		}
	}
	return due
}

// owedBy is what each customer owes.
func (b *Books) owedBy(scale int) []cents {
	due := make([]cents, len(b.customers))
	for _, r := range []*register{b.invoices, b.memos} {
		for i := range r.docs {
			due[r.docs[i].party] += r.docs[i].baseOpen() * cents(scale)
		}
	}
	return due
}

func (b *Books) customerTable(scale int) *Table {
	of := func(show func(c *customer) string) func(int) string {
		return func(place int) string { return show(&b.customers[place]) }
	}
	agreed := func(show func(t *term) string) func(int) string {
		return func(place int) string { return show(&terms[b.customers[place].term()]) }
	}
	parent := func(show func(place int) string) func(int) string {
		return of(func(c *customer) string {
			if c.parent == 0 {
				return ""
			}
			return show(int(c.parent) - 1)
		})
	}
	due, last := b.owedBy(scale), b.lastInvoices()
	contactKey := func(place int) string { return number(b.customerContact(place)) }
	columns := []column[int]{
		recordNo(),
		at("CUSTOMERID", b.customerID),
		at("NAME", b.customerName),
		status(func(place *int) bool { return b.customers[*place].inactive }),
		at("CUSTTYPE", of(func(c *customer) string { return customerTypes[c.kind] })),
		at("CUSTTYPEKEY", of(func(c *customer) string { return number(c.kind + 1) })),
		at("TERRITORYID", of(func(c *customer) string { return territories[c.territory].id })),
		at("TERRITORYNAME", of(func(c *customer) string { return territories[c.territory].name })),
		at("TERRITORYKEY", of(func(c *customer) string { return number(c.territory + 1) })),
		at("TERMNAME", agreed(func(t *term) string { return t.name })),
		at("TERMVALUE", agreed((*term).packed)),
		at("TERMSKEY", of(func(c *customer) string { return number(c.term() + 1) })),
		at("PARENTKEY", parent(func(place int) string { return number(place + 1) })),
		at("PARENTID", parent(b.customerID)),
		at("PARENTNAME", parent(b.customerName)),
		at("CURRENCY", of(func(c *customer) string { return c.currency })),
		at("TOTALDUE", func(place int) string { return due[place].String() }),
		at("LAST_INVOICEDATE", func(place int) string { return last[place].String() }),
		fixed[int]("ARACCOUNT", receivables),
		fixed[int]("ARACCOUNTTITLE", "Accounts Receivable"),
		at("ENTITY", func(place int) string { return "C" + number(place+1) }),
		at("CREDITLIMIT", func(place int) string { return []string{"250000", "", "75000", "1000000"}[place%4] }),
		at("DELIVERY_OPTIONS", func(place int) string { return []string{"Print", "E-Mail", "Print#~#E-Mail"}[place%3] }),
		at("RESALENO", func(place int) string { return only(place%9 == 0, "R-"+number(55_000+place)) }),
		at("COMMENTS", func(place int) string { return only(place%8 == 2, odds[place%len(odds)]) }),
		at("ONHOLD", of(func(c *customer) string { return truth(c.onHold) })),
		fixed[int]("ONETIME", "false"),
		fixed[int]("HIDEDISPLAYCONTACT", "false"),
		at("EMAILOPTIN", func(place int) string { return truth(place%2 == 0) }),
		fixed[int]("ENABLEONLINECARDPAYMENT", "false"),
		fixed[int]("ENABLEONLINEACHPAYMENT", "false"),
		fixed[int]("DISPLAYCONTACT.VISIBLE", "true"),
		fixed[int]("DISPLAYCONTACT.STATUS", "active"),
		at("DISPLAYCONTACTKEY", contactKey),
		at("CONTACTKEY", contactKey),
		at("SHIPTOKEY", contactKey),
		at("BILLTOKEY", contactKey),
	}
	trails := trailsOf(len(b.customers), setUp+300_000)
	return tabulate("CUSTOMER", without(len(b.customers), func(place int) bool { return b.customers[place].gone }), columns, customerCustom(),
		b.addressColumns("DISPLAYCONTACT", b.customerContact), b.addressColumns("CONTACTINFO", b.customerContact),
		b.addressColumns("BILLTO", b.customerContact), b.addressColumns("SHIPTO", b.customerContact),
		owner(func(place *int) int8 { return b.customerOwner(*place) }),
		stamps("WHENCREATED", trails))
}

func (b *Books) customerOwner(place int) int8 {
	if c := &b.customers[place]; c.entity == london || c.entity == munich && place%4 == 0 {
		return c.entity
	}
	return shared
}

func (b *Books) lastInvoices() []day {
	last := make([]day, len(b.customers))
	for i := range last {
		last[i] = never
	}
	for i := range b.invoices.docs {
		last[b.invoices.docs[i].party] = b.invoices.docs[i].on
	}
	return last
}
