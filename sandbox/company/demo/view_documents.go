package demo

import "strconv"

// kind is what sets the documents of one register apart when shown.
type kind struct {
	object, lineObject string
	recordType, module string
	party              string // VENDOR or CUSTOMER
	control            string // account
	offset             string // its title
	register           *register
	partyID, partyName func(place int) string
	contact            func(place int) int32
}

func (b *Books) billKind() *kind {
	return &kind{"APBILL", "APBILLITEM", "apbill", "3.AP", "VENDOR", payables, "Accounts Payable", b.bills, vendorID, vendorName, b.vendorContact}
}

func (b *Books) creditKind() *kind {
	return &kind{"APADJUSTMENT", "APADJUSTMENTITEM", "apadjustment", "3.AP", "VENDOR", payables, "Accounts Payable", b.credits, vendorID, vendorName, b.vendorContact}
}

func (b *Books) invoiceKind() *kind {
	return &kind{
		"ARINVOICE", "ARINVOICEITEM", "arinvoice", "4.AR", "CUSTOMER", receivables, "Accounts Receivable",
		b.invoices, b.customerID, b.customerName, b.customerContact,
	}
}

func (b *Books) memoKind() *kind {
	return &kind{
		"ARADJUSTMENT", "ARADJUSTMENTITEM", "aradjustment", "4.AR", "CUSTOMER", receivables, "Accounts Receivable",
		b.memos, b.customerID, b.customerName, b.customerContact,
	}
}

// documentColumns are what bills, invoices and their adjustments have in common.
func (b *Books) documentColumns(k *kind) []column[document] {
	r := k.register
	contact := func(d *document) string { return b.contactName(k.contact(int(d.party))) }
	contactKey := func(d *document) string { return number(k.contact(int(d.party))) }
	columns := []column[document]{
		key("RECORDNO", r.keys, func(d *document) ref { return d.self }),
		fixed[document]("RECORDTYPE", k.recordType),
		marked("RECORDID", func(d *document) string { return d.number }),
		text("STATE", func(d *document) string { return d.state }),
		text("RAWSTATE", func(d *document) string { return rawStates[d.state] }),
		text(k.party+"ID", func(d *document) string { return k.partyID(int(d.party)) }),
		text(k.party+"NAME", func(d *document) string { return k.partyName(int(d.party)) }),
		text("DOCNUMBER", func(d *document) string { return d.reference }),
		text("DESCRIPTION", func(d *document) string { return d.memo }),
		text("WHENCREATED", func(d *document) string { return d.on.String() }),
		text("WHENPOSTED", func(d *document) string { return only(d.state != draft, d.on.String()) }),
		text("WHENPAID", func(d *document) string { return d.paidOn.String() }),
		text("TRX_ENTITYDUE", func(d *document) string { return d.open().String() }),
		text("BILLTOPAYTOCONTACTNAME", contact),
		text("SHIPTORETURNTOCONTACTNAME", contact),
		text("BILLTOPAYTOKEY", contactKey),
		text("SHIPTORETURNTOKEY", contactKey),
		text("PRBATCH", func(d *document) string {
			if d.batch == 0 {
				return ""
			}
			return r.batches[d.batch-1].title
		}),
		key("PRBATCHKEY", r.batched, func(d *document) ref { return d.batch }),
		fixed[document]("MODULEKEY", k.module),
	}
	zero := func(*document) cents { return 0 }
	columns = append(columns, money("TOTALENTERED", func(d *document) cents { return d.base }, func(d *document) cents { return d.total })...)
	columns = append(columns, money("TOTALPAID", func(d *document) cents { return d.baseSaved }, func(d *document) cents { return d.settled })...)
	columns = append(columns, money("TOTALDUE", (*document).baseOpen, (*document).open)...)
	columns = append(columns, money("TOTALSELECTED", zero, zero)...)
	columns = append(columns, currencyColumns(func(d *document) (int8, string, rate, day) { return d.entity, d.currency, d.rate, d.on })...)
	columns = append(columns, owner(func(d *document) int8 { return d.entity })...)
	return append(columns, stamps("AUWHENCREATED", func(d *document) *trail { return &d.trail })...)
}

// termColumns are of documents that fall due.
func termColumns() []column[document] {
	return []column[document]{
		text("TERMNAME", func(d *document) string { return terms[d.term].name }),
		text("TERMKEY", func(d *document) string { return number(d.term + 1) }),
		text("TERMVALUE", func(d *document) string { return terms[d.term].packed() }),
		text("WHENDUE", func(d *document) string { return d.due.String() }),
		text("WHENDISCOUNT", func(d *document) string {
			if t := &terms[d.term]; t.discount != 0 {
				return (d.on + day(t.discountDays)).String()
			}
			return ""
		}),
		text("DUE_IN_DAYS", func(d *document) string { return only(d.paidOn == never, strconv.Itoa(int(d.due-lastDay))) }),
		fixed[document]("SYSTEMGENERATED", "F"),
		text("SUPDOCID", supportingDocument),
		fixed[document]("RETAINAGERELEASED", "false"),
	}
}

// supportingDocument is the id of the files that are attached, if any are.
func supportingDocument(d *document) string {
	return only(d.attachment != 0, "ATT-"+number(int(d.attachment)))
}

func (b *Books) billTable(scale int) *Table {
	return tabulate("APBILL", b.bills.docs, b.documentColumns(b.billKind()), termColumns(), billCustom(), []column[document]{
		text("ONHOLD", func(d *document) string { return truth(d.hold) }),
		text("PAYMENTPRIORITY", func(d *document) string { return side(d.hold, "normal", "low") }),
		text("RECPAYMENTDATE", func(d *document) string { return d.due.String() }),
		fixed[document]("INCLUSIVETAX", "false"),
		text("FORM1099TYPE", func(d *document) string { return only(trades[vendors[d.party].trade].form1099, "NEC") }),
		text("FORM1099BOX", func(d *document) string { return only(trades[vendors[d.party].trade].form1099, "1") }),
		text("USERID", func(d *document) string { return login(d.by) }),
		text("CREATEDUSERID", func(d *document) string { return login(d.by) }),
	}).times(scale, b.bills.owner)
}

func (b *Books) invoiceTable(scale int) *Table {
	k := b.invoiceKind()
	address := func(prefix string) []column[document] {
		of := func(name string, show func(c *contact) string) column[document] {
			return text(prefix+name, func(d *document) string { return show(&b.contacts[k.contact(int(d.party))-1]) })
		}
		return []column[document]{
			of(".CONTACTNAME", func(c *contact) string { return c.name }),
			of(".FIRSTNAME", func(c *contact) string { return c.first }),
			of(".LASTNAME", func(c *contact) string { return c.last }),
			of(".PRINTAS", (*contact).printAs),
			of(".EMAIL1", func(c *contact) string { return c.email }),
			of(".MAILADDRESS.ADDRESS1", func(c *contact) string { return c.address }),
			of(".MAILADDRESS.CITY", func(c *contact) string { return c.city }),
			of(".MAILADDRESS.STATE", func(c *contact) string { return c.state }),
			of(".MAILADDRESS.ZIP", func(c *contact) string { return c.zip }),
			of(".MAILADDRESS.COUNTRY", func(c *contact) string { return c.country }),
		}
	}
	return tabulate("ARINVOICE", b.invoices.docs, b.documentColumns(k), termColumns(), address("CONTACT"), address("BILLTO"), address("SHIPTO"), []column[document]{
		text("CUSTEMAILOPTIN", func(d *document) string { return truth(d.party%2 == 0) }),
		text("DELIVERY_OPTIONS", func(d *document) string { return []string{"Print", "E-Mail", "Print#~#E-Mail"}[d.party%3] }),
		text("DUNNINGCOUNT", func(d *document) string { return only(d.paidOn == never && d.due < lastDay-30, "1") }),
		fixed[document]("HASPOSTEDREVREC", "F"),
		text("ENTITY", func(d *document) string { return "C" + number(d.party+1) }),
	}).times(scale, b.invoices.owner)
}

// lineTable is the lines of a register.
func (b *Books) lineTable(k *kind, scale int, more ...column[int32]) *Table {
	r := k.register
	places := placesOf(len(r.lines))
	of := func(name string, show func(l *line) string) column[int32] {
		return text(name, func(place *int32) string { return show(&r.lines[*place]) })
	}
	header := func(l *line) *document { return r.at(l.doc) }
	dim := func(place *int32) *dims { return &r.lines[*place].dims }
	amount := func(name string, base, foreign func(l *line) cents) []column[int32] {
		return money(name, func(place *int32) cents { return base(&r.lines[*place]) }, func(place *int32) cents { return foreign(&r.lines[*place]) })
	}
	zero := func(*line) cents { return 0 }
	columns := []column[int32]{
		key("RECORDNO", r.lineKeys, func(place *int32) ref { return ref(*place + 1) }),
		key("RECORDKEY", r.keys, func(place *int32) ref { return r.lines[*place].doc }),
		fixed[int32]("RECORDTYPE", k.recordType),
		of("LINE_NO", func(l *line) string { return strconv.Itoa(int(l.no) + 1) }),
		of("LINEITEM", func(*line) string { return "T" }),
		of("ACCOUNTKEY", func(l *line) string { return number(l.account + 1) }),
		of("ACCOUNTNO", func(l *line) string { return chart[l.account].no }),
		of("ACCOUNTTITLE", func(l *line) string { return chart[l.account].title }),
		fixed[int32]("OFFSETGLACCOUNTNO", k.control),
		fixed[int32]("OFFSETGLACCOUNTTITLE", k.offset),
		of("ENTRY_DATE", func(l *line) string { return header(l).on.String() }),
		of("ENTRYDESCRIPTION", func(l *line) string { return l.memo }),
		of("STATE", func(l *line) string { return header(l).state }),
		of("BASELOCATION", func(l *line) string { return number(entities[header(l).entity].place + 1) }),
	}
	columns = append(columns, more...)
	columns = append(columns, amount("AMOUNT", func(l *line) cents { return l.base }, func(l *line) cents { return l.amount })...)
	columns = append(columns, amount("TOTALPAID", func(l *line) cents { return l.baseSaved }, func(l *line) cents { return l.settled })...)
	columns = append(columns, amount("TOTALSELECTED", zero, zero)...)
	return tabulate(k.lineObject, places, columns,
		named("DEPARTMENTKEY", "DEPARTMENTID", "DEPARTMENTNAME", func(place *int32) int16 { return dim(place).department }, departmentID, departmentName)[1:],
		named("LOCATIONKEY", "LOCATIONID", "LOCATIONNAME", func(place *int32) int16 { return dim(place).location }, locationID, locationName)[1:],
		dimensionColumns(b, dim), projectColumns(b, dim),
		currencyColumns(func(place *int32) (int8, string, rate, day) {
			d := header(&r.lines[*place])
			return d.entity, d.currency, d.rate, d.on
		}),
		stamps("WHENCREATED", func(place *int32) *trail { return &r.lines[*place].trail })).times(scale, r.lineOwner, "ENTRY_DATE")
}

func (b *Books) billLineTable(scale int) *Table {
	lines := b.bills.lines
	return b.lineTable(b.billKind(), scale, grantColumn(func(place *int32) *dims { return &lines[*place].dims }),
		text("BILLABLE", func(place *int32) string { return truth(lines[*place].billable) }),
		fixed[int32]("BILLED", "false"),
		fixed[int32]("RELEASETOPAY", "true"),
		text("FORM1099", func(place *int32) string {
			return only(trades[vendors[lines[*place].vendor-1].trade].form1099, "true")
		}),
		fixed[int32]("PARTIALEXEMPT", "false"),
		fixed[int32]("IS_ASSET", "false"))
}

func (b *Books) invoiceLineTable(scale int) *Table {
	lines := b.invoices.lines
	return b.lineTable(b.invoiceKind(), scale, grantColumn(func(place *int32) *dims { return &lines[*place].dims }),
		text("SUBTOTAL", func(place *int32) string { return only(lines[*place].tax, "T") }),
		text("DEFERREVENUE", func(place *int32) string { return truth(lines[*place].account == accountAt(deferredRevenue)) }),
		fixed[int32]("ISSUMMARIZED", "false"))
}

func (b *Books) paymentTable(scale int) *Table {
	book := b.cheques
	contact := func(p *payment) string { return b.contactName(b.vendorContact(int(p.party))) }
	columns := []column[payment]{
		key("RECORDNO", book.keys, func(p *payment) ref { return p.self }),
		fixed[payment]("RECORDTYPE", "appayment"),
		fixed[payment]("STATE", "Posted"),
		fixed[payment]("RAWSTATE", "C"),
		key("PRBATCHKEY", book.batched, func(p *payment) ref { return p.batch }),
		text("PRBATCH", func(p *payment) string { return book.batches[p.batch-1].title }),
		text("FINANCIALENTITY", func(p *payment) string { return bankAccounts[p.bank].id }),
		fixed[payment]("FINANCIALENTITYTYPE", "ba"),
		text("FINANCIALACCOUNTNAME", func(p *payment) string { return bankAccounts[p.bank].bank }),
		text("FINANCIALACCOUNTCURRENCY", func(p *payment) string { return bankAccounts[p.bank].currency }),
		text("PAYMENTMETHOD", func(p *payment) string { return p.method }),
		text("ENTITY", func(p *payment) string { return "V" + number(p.party+1) }),
		text("VENDORID", func(p *payment) string { return vendorID(int(p.party)) }),
		text("VENDORNAME", func(p *payment) string { return vendorName(int(p.party)) }),
		marked("DOCNUMBER", func(p *payment) string { return p.number }),
		text("DESCRIPTION", func(p *payment) string { return p.memo }),
		text("WHENCREATED", func(p *payment) string { return p.on.String() }),
		text("WHENPAID", func(p *payment) string { return p.on.String() }),
		text("WHENPOSTED", func(p *payment) string { return p.on.String() }),
		text("BILLTOPAYTOCONTACTNAME", contact),
		text("BILLTOPAYTOKEY", func(p *payment) string { return number(b.vendorContact(int(p.party))) }),
		text("CLEARED", func(p *payment) string { return letter(p.cleared != never) }),
		text("CLRDATE", func(p *payment) string { return p.cleared.String() }),
	}
	base, total := func(p *payment) cents { return p.base }, func(p *payment) cents { return p.total }
	zero := func(*payment) cents { return 0 }
	return tabulate("APPYMT", book.payments, columns,
		money("TOTALENTERED", base, total), money("TOTALPAID", base, total), money("TOTALDUE", zero, zero), money("TOTALSELECTED", zero, zero),
		currencyColumns(func(p *payment) (int8, string, rate, day) { return p.entity, p.currency, p.rate, p.on }),
		owner(func(p *payment) int8 { return p.entity }),
		stamps("AUWHENCREATED", func(p *payment) *trail { return &p.trail })).times(scale, book.owner)
}

// detailTable is what payments cover, or the credits applied with them.
func (b *Books) detailTable(object string, book *paybook, r, credits *register, scale int, more ...column[int32]) *Table {
	places := placesOf(len(book.details))
	of := func(name string, show func(d *detail) string) column[int32] {
		return text(name, func(place *int32) string { return show(&book.details[*place]) })
	}
	paid := func(d *detail, amount cents) string { return only(d.credit == 0, amount.String()) }
	credited := func(d *detail, amount cents) string { return only(d.credit != 0, amount.String()) }
	columns := append([]column[int32]{
		key("RECORDNO", book.detailKeys, func(place *int32) ref { return ref(*place + 1) }),
		key("PAYMENTKEY", book.keys, func(place *int32) ref { return book.details[*place].payment }),
		key("RECORDKEY", r.keys, func(place *int32) ref { return book.details[*place].doc }),
		key("ENTRYKEY", r.lineKeys, func(place *int32) ref { return book.details[*place].line }),
		key("ADJUSTMENTKEY", credits.keys, func(place *int32) ref { return book.details[*place].credit }),
		key("ADJUSTMENTENTRYKEY", credits.lineKeys, func(place *int32) ref { return book.details[*place].creditLine }),
		of("PAYMENTDATE", func(d *detail) string { return book.at(d.payment).on.String() }),
		of("CURRENCY", func(d *detail) string { return book.at(d.payment).currency }),
		fixed[int32]("STATE", "Posted"),
		of("PAYMENTAMOUNT", func(d *detail) string { return paid(d, d.base) }),
		of("TRX_PAYMENTAMOUNT", func(d *detail) string { return paid(d, d.amount) }),
		of("ADJUSTMENTAMOUNT", func(d *detail) string { return credited(d, d.base) }),
		of("TRX_ADJUSTMENTAMOUNT", func(d *detail) string { return credited(d, d.amount) }),
	}, more...)
	return tabulate(object, places, columns, stamps("WHENCREATED", func(place *int32) *trail { return &book.details[*place].trail })).
		times(scale, func(place int) int8 { return book.at(book.details[place].payment).entity })
}

func (b *Books) paymentDetailTable(scale int) *Table {
	return b.detailTable("APPYMTDETAIL", b.cheques, b.bills, b.credits, scale, fixed[int32]("MODULEKEY", "3.AP"))
}
