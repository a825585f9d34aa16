package demo

import "strconv"

// orderColumns are what sales and purchases have in common.
func (b *Books) orderColumns(o *orders, party func(place int) (id, name string), contact func(place int) int32) []column[deal] {
	of := func(name string, show func(d *document) string) column[deal] {
		return text(name, func(d *deal) string { return show(o.source(d)) })
	}
	who := func(d *document) string { return b.contactName(contact(int(d.party))) }
	due := func(show func(d *document) cents) func(*deal) string {
		return func(d *deal) string { return only(d.invoice, show(o.source(d)).String()) }
	}
	columns := []column[deal]{
		key("RECORDNO", o.keys, func(d *deal) ref { return d.self }),
		marked("DOCNO", func(d *deal) string { return d.number }),
		{"DOCID", func(e edition, d *deal) string { return d.id(e) }},
		text("DOCPARID", func(d *deal) string { return d.kind }),
		text("DOCPARCLASS", (*deal).class),
		text("STATE", (*deal).state),
		text("WHENCREATED", func(d *deal) string { return d.on.String() }),
		text("WHENPOSTED", func(d *deal) string { return only(d.invoice, d.on.String()) }),
		of("WHENDUE", func(d *document) string { return d.due.String() }),
		of("CUSTVENDID", func(d *document) string { id, _ := party(int(d.party)); return id }),
		of("CUSTVENDNAME", func(d *document) string { _, name := party(int(d.party)); return name }),
		of("TERM.NAME", func(d *document) string { return terms[d.term].name }),
		of("MESSAGE", func(d *document) string { return d.memo }),
		of("CURRENCY", func(d *document) string { return d.currency }),
		of("BASECURR", func(d *document) string { return entities[d.entity].currency }),
		of("EXCHRATE", func(d *document) string { return only(d.rate != par, d.rate.String()) }),
		of("EXCHRATEDATE", func(d *document) string { return only(d.rate != par, d.on.String()) }),
		of("EXCHRATETYPES.NAME", func(d *document) string { return only(d.rate != par, dailyRate) }),
		text("SUBTOTAL", func(d *deal) string { return o.subtotal(d, true).String() }),
		text("TRX_SUBTOTAL", func(d *deal) string { return o.subtotal(d, false).String() }),
		of("TOTAL", func(d *document) string { return d.base.String() }),
		of("TRX_TOTAL", func(d *document) string { return d.total.String() }),
		text("TRX_TOTALENTERED", due(func(d *document) cents { return d.total })),
		text("TRX_TOTALPAID", due(func(d *document) cents { return d.settled })),
		text("TRX_TOTALDUE", due((*document).open)),
		{"CREATEDFROM", func(e edition, d *deal) string {
			if !d.invoice {
				return ""
			}
			return "Sales Order-" + e.mark(o.source(d).reference)
		}},
		of("CONTACT.CONTACTNAME", who),
		of("BILLTO.CONTACTNAME", who),
		of("SHIPTO.CONTACTNAME", who),
		of("USERID", func(d *document) string { return login(d.by) }),
		of("CREATEDUSERID", func(d *document) string { return login(d.by) }),
		text("PRINTED", func(d *deal) string { return truth(d.invoice) }),
	}
	columns = append(columns, owner(func(d *deal) int8 { return o.source(d).entity })...)
	return append(columns, stamps("AUWHENCREATED", func(d *deal) *trail { return &o.source(d).trail })...)
}

func (b *Books) salesTable(scale int) *Table {
	o := b.salesOrders()
	address := func(prefix string) []column[deal] {
		of := func(name string, show func(c *contact) string) column[deal] {
			return text(prefix+name, func(d *deal) string { return show(&b.contacts[b.customerContact(int(o.source(d).party))-1]) })
		}
		return []column[deal]{
			of(".PRINTAS", (*contact).printAs),
			of(".EMAIL1", func(c *contact) string { return c.email }),
			of(".MAILADDRESS.ADDRESS1", func(c *contact) string { return c.address }),
			of(".MAILADDRESS.CITY", func(c *contact) string { return c.city }),
			of(".MAILADDRESS.STATE", func(c *contact) string { return c.state }),
			of(".MAILADDRESS.ZIP", func(c *contact) string { return c.zip }),
			of(".MAILADDRESS.COUNTRYCODE", func(c *contact) string { return countryCodes[c.country] }),
		}
	}
	party := func(place int) (id, name string) { return b.customerID(place), b.customerName(place) }
	return tabulate("SODOCUMENT", o.deals, b.orderColumns(o, party, b.customerContact), address("BILLTO"), address("SHIPTO"), []column[deal]{
		key("PRRECORDKEY", b.invoices.keys, func(d *deal) ref {
			if !d.invoice {
				return 0
			}
			return o.source(d).self
		}),
		text("CUSTREC", func(d *deal) string { return number(o.source(d).party + 1) }),
		text("PONUMBER", func(d *deal) string { return "PO-" + number(90_000+int(d.source)*7) }),
		text("DELIVERY_SLOT", func(d *deal) string {
			return only(!d.invoice, []string{"Morning", "Afternoon", "", "Evening <by appointment>"}[d.source%4])
		}),
	}).times(scale, func(place int) int8 { return o.source(&o.deals[place]).entity })
}

func (b *Books) purchaseTable(scale int) *Table {
	o := b.purchaseOrders()
	party := func(place int) (id, name string) { return vendorID(place), vendorName(place) }
	return tabulate("PODOCUMENT", o.deals, b.orderColumns(o, party, b.vendorContact), []column[deal]{
		text("VENDORID", func(d *deal) string { return vendorID(int(o.source(d).party)) }),
		text("VENDORNAME", func(d *deal) string { return vendorName(int(o.source(d).party)) }),
		fixed[deal]("UPDATES_INV", "No"),
		marked("PONUMBER", func(d *deal) string { return d.number }),
		text("VENDORDOCNO", func(d *deal) string { return o.source(d).number }),
	}).times(scale, func(place int) int8 { return o.source(&o.deals[place]).entity })
}

// orderLineTable is the lines of either side.
func (b *Books) orderLineTable(object string, o *orders, scale int, more ...column[int32]) *Table {
	header := func(place *int32) *deal { return &o.deals[o.lines[*place].deal-1] }
	of := func(name string, show func(l *line) string) column[int32] {
		return text(name, func(place *int32) string { return show(&o.from.lines[o.lines[*place].source]) })
	}
	price := func(amount cents, l *line) string {
		return decimal(int64(divide(int64(amount)*100, int64(max(l.quantity, 1)))), 4)
	}
	quantity := func(l *line) string { return strconv.Itoa(int(max(l.quantity, 1))) }
	dim := func(place *int32) *dims { return &o.from.lines[o.lines[*place].source].dims }
	columns := append([]column[int32]{
		key("RECORDNO", o.lineKeys, func(place *int32) ref { return ref(*place + 1) }),
		key("DOCHDRNO", o.keys, func(place *int32) ref { return o.lines[*place].deal }),
		{"DOCHDRID", func(e edition, place *int32) string { return header(place).id(e) }},
		marked("DOCNO", func(place *int32) string { return header(place).number }),
		text("LINE_NO", func(place *int32) string { return strconv.Itoa(int(o.lines[*place].no)) }),
		text("WHENCREATED", func(place *int32) string { return header(place).on.String() }),
		of("ITEMDESC", func(l *line) string { return itemName(int(l.item) - 1) }),
		of("MEMO", func(l *line) string { return l.memo }),
		of("UNIT", func(l *line) string { return items[l.item-1].unit }),
		of("QUANTITY", quantity),
		of("UIQTY", quantity),
		of("QTY_CONVERTED", quantity),
		fixed[int32]("QTY_REMAINING", "0"),
		fixed[int32]("MULTIPLIER", "1"),
		of("PRICE", func(l *line) string { return price(l.base, l) }),
		of("UIPRICE", func(l *line) string { return price(l.base, l) }),
		of("TRX_PRICE", func(l *line) string { return price(l.amount, l) }),
		of("TOTAL", func(l *line) string { return l.base.String() }),
		of("UIVALUE", func(l *line) string { return l.base.String() }),
		of("TRX_VALUE", func(l *line) string { return l.amount.String() }),
		of("WAREHOUSE.LOCATION_NO", func(l *line) string {
			if l.warehouse == 0 {
				return ""
			}
			return warehouseID(int(l.warehouse) - 1)
		}),
		of("CURRENCY", func(l *line) string { return o.from.at(l.doc).currency }),
		of("BASECURR", func(l *line) string { return entities[o.from.at(l.doc).entity].currency }),
	}, more...)
	return tabulate(object, placesOf(len(o.lines)), columns,
		named("", "DEPARTMENTID", "DEPARTMENTNAME", func(place *int32) int16 { return dim(place).department }, departmentID, departmentName)[1:],
		named("", "LOCATIONID", "LOCATIONNAME", func(place *int32) int16 { return dim(place).location }, locationID, locationName)[1:],
		dimension("ITEM", func(place *int32) int16 { return dim(place).item }, itemID, itemName)[1:],
		dimension("CLASS", func(place *int32) int16 { return dim(place).class }, classID, className)[1:],
		dimension("CUSTOMER", func(place *int32) int16 { return dim(place).customer }, b.customerID, b.customerName)[1:],
		dimension("VENDOR", func(place *int32) int16 { return dim(place).vendor }, vendorID, vendorName)[1:],
		projectColumns(b, dim), stamps("AUWHENCREATED", func(place *int32) *trail { return &o.source(header(place)).trail })).
		times(scale, func(place int) int8 { return o.from.lineOwner(int(o.lines[place].source)) })
}

func (b *Books) salesLineTable(scale int) *Table {
	return b.orderLineTable("SODOCUMENTENTRY", b.salesOrders(), scale, fixed[int32]("SALE_PUR_TRANS", "Sale"))
}

func (b *Books) purchaseLineTable(scale int) *Table {
	return b.orderLineTable("PODOCUMENTENTRY", b.purchaseOrders(), scale)
}

// salesSubtotalTable is the taxes of the sales documents.
func (b *Books) salesSubtotalTable(scale int) *Table {
	o := b.salesOrders()
	var taxed []int32
	for i := range o.deals {
		if d := o.source(&o.deals[i]); b.taxOf(d) != nil {
			taxed = append(taxed, int32(i))
		}
	}
	keys := serialOf(9_001, len(taxed))
	tax := func(place *int32) *line { return b.taxOf(o.source(&o.deals[taxed[*place]])) }
	return tabulate("SODOCUMENTSUBTOTALS", placesOf(len(taxed)), []column[int32]{
		key("RECORDNO", keys, func(place *int32) ref { return ref(*place + 1) }),
		key("DOCHDRNO", o.keys, func(place *int32) ref { return o.deals[taxed[*place]].self }),
		text("DESCRIPTION", func(place *int32) string { return tax(place).memo }),
		text("TOTAL", func(place *int32) string { return tax(place).base.String() }),
		text("TRX_TOTAL", func(place *int32) string { return tax(place).amount.String() }),
		text("ABSVAL", func(place *int32) string { return tax(place).amount.String() }),
		text("PERCENTVAL", func(place *int32) string { return side(tax(place).account == accountAt(valueAddedTax), "6.25", "19") }),
	}, stamps("WHENCREATED", func(place *int32) *trail { return &o.source(&o.deals[taxed[*place]]).trail })).
		times(scale, func(place int) int8 { return o.source(&o.deals[taxed[place]]).entity })
}

// taxOf is the tax line of an invoice, if it has one.
func (b *Books) taxOf(d *document) *line {
	lines := b.invoices.linesOf(d)
	for i := range lines {
		if lines[i].tax {
			return &lines[i]
		}
	}
	return nil
}

// purchaseSubtotalTable is the freight that vendors added to every other order.
func (b *Books) purchaseSubtotalTable(scale int) *Table {
	o := b.purchaseOrders()
	keys := serialOf(6_001, len(o.deals))
	return tabulate("PODOCUMENTSUBTOTALS", placesOf(len(o.deals)), []column[int32]{
		key("RECORDNO", keys, func(place *int32) ref { return ref(*place + 1) }),
		key("DOCHDRNO", o.keys, func(place *int32) ref { return o.deals[*place].self }),
		fixed[int32]("DESCRIPTION", "Freight (included)"),
		fixed[int32]("TOTAL", "0"),
		fixed[int32]("TRX_TOTAL", "0"),
	}, stamps("WHENCREATED", func(place *int32) *trail { return &o.source(&o.deals[*place]).trail })).
		times(scale, func(place int) int8 { return o.source(&o.deals[place]).entity })
}
