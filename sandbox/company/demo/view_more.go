package demo

func (b *Books) creditTable(scale int) *Table {
	return tabulate("APADJUSTMENT", b.credits.docs, b.documentColumns(b.creditKind()), []column[document]{fixed[document]("INCLUSIVETAX", "false")}).times(scale, b.credits.owner)
}

func (b *Books) creditLineTable(scale int) *Table { return b.lineTable(b.creditKind(), scale) }

func (b *Books) memoTable(scale int) *Table {
	return tabulate("ARADJUSTMENT", b.memos.docs, b.documentColumns(b.memoKind()), []column[document]{
		text("CUSTEMAILOPTIN", func(d *document) string { return truth(d.party%2 == 0) }),
	}).times(scale, b.memos.owner)
}

func (b *Books) memoLineTable(scale int) *Table { return b.lineTable(b.memoKind(), scale) }

// summaryTable is the daily batches of a module.
func summaryTable(object, recordType string, of func(b *Books) *register) func(b *Books, scale int) *Table {
	return func(b *Books, scale int) *Table {
		r := of(b)
		at := func(place *int32) *summary { return &r.batches[*place] }
		return tabulate(object, placesOf(len(r.batches)), []column[int32]{
			key("RECORDNO", r.batched, func(place *int32) ref { return ref(*place + 1) }),
			text("TITLE", func(place *int32) string { return at(place).title }),
			text("CREATED", func(place *int32) string { return at(place).on.String() }),
			fixed[int32]("STATUS", "active"),
			fixed[int32]("RECORDTYPE", recordType),
			text("TOTAL", func(place *int32) string { return at(place).total.String() }),
			text("OPEN", func(place *int32) string { return side(at(place).on > lastDay-31, "Closed", "Open") }),
			fixed[int32]("NOGL", "false"),
			fixed[int32]("AUTOCREATED", "T"),
			fixed[int32]("SYSTEMGENERATED", "T"),
		}, owner(func(place *int32) int8 { return at(place).entity }), stamps("WHENCREATED", func(place *int32) *trail { return &at(place).trail })).
			times(scale, func(place int) int8 { return r.batches[place].entity })
	}
}

func (b *Books) receiptTable(scale int) *Table {
	book := b.receipts
	contact := func(p *payment) string { return b.contactName(b.customerContact(int(p.party))) }
	date := func(p *payment) string { return p.on.String() }
	bank := func(p *payment, show func(a *bankAccount) string) string {
		return only(!undepositedFirst(p), show(&bankAccounts[p.bank]))
	}
	base, total := func(p *payment) cents { return p.base }, func(p *payment) cents { return p.total }
	zero := func(*payment) cents { return 0 }
	return tabulate("ARPYMT", book.payments, []column[payment]{
		key("RECORDNO", book.keys, func(p *payment) ref { return p.self }),
		fixed[payment]("RECORDTYPE", "arpayment"),
		fixed[payment]("STATE", "Posted"),
		fixed[payment]("RAWSTATE", "C"),
		fixed[payment]("DISPLAYSTATE", "Posted"),
		key("PRBATCHKEY", book.batched, func(p *payment) ref { return p.batch }),
		text("PRBATCH", func(p *payment) string { return book.batches[p.batch-1].title }),
		text("SUMMARYTITLE", func(p *payment) string { return book.batches[p.batch-1].title }),
		text("FINANCIALENTITY", func(p *payment) string { return bank(p, func(a *bankAccount) string { return a.id }) }),
		text("FINANCIALENTITYTYPE", func(p *payment) string { return only(!undepositedFirst(p), "ba") }),
		text("FINANCIALACCOUNTNAME", func(p *payment) string { return bank(p, func(a *bankAccount) string { return a.bank }) }),
		text("FINANCIALACCOUNTCURRENCY", func(p *payment) string { return bank(p, func(a *bankAccount) string { return a.currency }) }),
		text("UNDEPOSITEDACCOUNTNO", func(p *payment) string { return only(undepositedFirst(p), undeposited) }),
		text("PAYMENTMETHOD", func(p *payment) string { return p.method }),
		text("CUSTOMERID", func(p *payment) string { return b.customerID(int(p.party)) }),
		text("CUSTOMERNAME", func(p *payment) string { return b.customerName(int(p.party)) }),
		marked("DOCNUMBER", func(p *payment) string { return p.number }),
		text("DESCRIPTION", func(p *payment) string { return p.memo }),
		text("WHENCREATED", date),
		text("RECEIPTDATE", date),
		text("WHENPAID", date),
		text("BILLTOPAYTONAME", contact),
		text("BILLTOPAYTOKEY", func(p *payment) string { return number(b.customerContact(int(p.party))) }),
		text("CLEARED", func(p *payment) string { return letter(p.cleared != never) }),
		text("CLRDATE", func(p *payment) string { return p.cleared.String() }),
	}, money("TOTALENTERED", base, total), money("TOTALPAID", base, total), money("TOTALDUE", zero, zero),
		currencyColumns(func(p *payment) (int8, string, rate, day) { return p.entity, p.currency, p.rate, p.on }),
		owner(func(p *payment) int8 { return p.entity }),
		stamps("AUWHENCREATED", func(p *payment) *trail { return &p.trail })).times(scale, book.owner)
}

func (b *Books) receiptDetailTable(scale int) *Table {
	return b.detailTable("ARPYMTDETAIL", b.receipts, b.invoices, b.memos, scale)
}

func (b *Books) reportTable(scale int) *Table {
	r := b.reports
	return tabulate("EEXPENSES", r.docs, []column[document]{
		key("RECORDNO", r.keys, func(d *document) ref { return d.self }),
		marked("RECORDID", func(d *document) string { return d.number }),
		text("WHENCREATED", func(d *document) string { return d.on.String() }),
		text("WHENPOSTED", func(d *document) string { return d.on.String() }),
		text("WHENPAID", func(d *document) string { return d.paidOn.String() }),
		text("EMPLOYEEID", func(d *document) string { return b.employeeID(int(d.party)) }),
		text("EMPLOYEENAME", func(d *document) string { return b.employeeName(int(d.party)) }),
		text("DESCRIPTION", func(d *document) string { return d.memo }),
		text("STATE", func(d *document) string { return d.state }),
		text("CURRENCY", func(d *document) string { return d.currency }),
		text("BASECURR", func(d *document) string { return d.currency }),
	}, money("TOTALENTERED", func(d *document) cents { return d.base }, func(d *document) cents { return d.total }),
		money("TOTALPAID", func(d *document) cents { return d.baseSaved }, func(d *document) cents { return d.settled }),
		money("TOTALDUE", (*document).baseOpen, (*document).open),
		owner(func(d *document) int8 { return d.entity }),
		stamps("AUWHENCREATED", func(d *document) *trail { return &d.trail })).times(scale, r.owner)
}

func (b *Books) reportLineTable(scale int) *Table {
	r := b.reports
	of := func(name string, show func(l *line) string) column[int32] {
		return text(name, func(place *int32) string { return show(&r.lines[*place]) })
	}
	dim := func(place *int32) *dims { return &r.lines[*place].dims }
	return tabulate("EEXPENSESITEM", placesOf(len(r.lines)), []column[int32]{
		key("RECORDNO", r.lineKeys, func(place *int32) ref { return ref(*place + 1) }),
		key("RECORDKEY", r.keys, func(place *int32) ref { return r.lines[*place].doc }),
		of("ACCOUNTNO", func(l *line) string { return chart[l.account].no }),
		of("ACCOUNTTITLE", func(l *line) string { return chart[l.account].title }),
		of("ACCOUNTLABEL", func(l *line) string { return expenseTypes[l.quantity].label }),
		of("ENTRY_DATE", func(l *line) string { return r.at(l.doc).on.String() }),
		of("ENTRYDESCRIPTION", func(l *line) string { return l.memo }),
		of("STATE", func(l *line) string { return r.at(l.doc).state }),
		fixed[int32]("QUANTITY", "1"),
		of("RATE", func(l *line) string { return l.amount.String() }),
		of("AMOUNT", func(l *line) string { return l.base.String() }),
		of("TRX_AMOUNT", func(l *line) string { return l.amount.String() }),
		of("LINE_NO", func(l *line) string { return number(l.no + 1) }),
		of("BILLABLE", func(l *line) string { return truth(l.billable) }),
		of("CURRENCY", func(l *line) string { return r.at(l.doc).currency }),
		of("BASECURR", func(l *line) string { return r.at(l.doc).currency }),
	}, named("", "DEPARTMENTID", "DEPARTMENTNAME", func(place *int32) int16 { return dim(place).department }, departmentID, departmentName)[1:],
		named("", "LOCATIONID", "LOCATIONNAME", func(place *int32) int16 { return dim(place).location }, locationID, locationName)[1:],
		dimension("CLASS", func(place *int32) int16 { return dim(place).class }, classID, className)[1:],
		dimension("PROJECT", func(place *int32) int16 { return dim(place).project }, projectID, b.projectName)[1:],
		dimension("CUSTOMER", func(place *int32) int16 { return dim(place).customer }, b.customerID, b.customerName)[1:],
		dimension("EMPLOYEE", func(place *int32) int16 { return dim(place).employee }, b.employeeID, b.employeeName)[1:],
		stamps("WHENCREATED", func(place *int32) *trail { return &r.lines[*place].trail })).times(scale, r.lineOwner)
}

func (b *Books) refundTable(scale int) *Table {
	book := b.refunds
	return tabulate("EPPAYMENT", book.payments, []column[payment]{
		key("RECORDNO", book.keys, func(p *payment) ref { return p.self }),
		text("WHENCREATED", func(p *payment) string { return p.on.String() }),
		text("AUWHENCREATED", func(p *payment) string { return p.created.String() }),
		text("WHENMODIFIED", func(p *payment) string { return p.modified.String() }),
		marked("DESCRIPTION", func(p *payment) string { return p.number + " for " + p.memo }),
		text("WHENPAID", func(p *payment) string { return p.on.String() }),
		text("CURRENCY", func(p *payment) string { return p.currency }),
		text("TOTALENTERED", func(p *payment) string { return p.total.String() }),
		text("PAYMENTAMOUNT", func(p *payment) string { return p.total.String() }),
		text("PAYMENTTYPE", func(p *payment) string { return p.method }),
	}).times(scale, book.owner)
}

// payableDetailTable is the lines of the bills once more, as the reports see them.
func (b *Books) payableDetailTable(scale int) *Table {
	r := b.bills
	return tabulate("APDETAIL", placesOf(len(r.lines)), []column[int32]{
		key("RECORDNO", r.lineKeys, func(place *int32) ref { return ref(*place + 1) }),
		text("ACCOUNTNO", func(place *int32) string { return chart[r.lines[*place].account].no }),
		text("AMOUNT", func(place *int32) string { return r.lines[*place].base.String() }),
		text("VENDORID", func(place *int32) string { return vendorID(int(r.lines[*place].vendor) - 1) }),
	}).times(scale, r.lineOwner)
}
