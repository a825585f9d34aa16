package demo

import "strconv"

func (b *Books) accountTable() *Table {
	places := make([]int, 0, len(chart))
	for place := range chart {
		if !chart[place].statistical {
			places = append(places, place)
		}
	}
	of := func(show func(a *account) string) func(int) string {
		return func(place int) string { return show(&chart[place]) }
	}
	return tabulate("GLACCOUNT", places, []column[int]{
		recordNo(),
		at("ACCOUNTNO", of(func(a *account) string { return a.no })),
		at("TITLE", of(func(a *account) string { return a.title })),
		at("ACCOUNTTYPE", of(func(a *account) string { return a.kind })),
		at("NORMALBALANCE", of(func(a *account) string { return side(a.credit, "debit", "credit") })),
		at("CLOSINGTYPE", of(func(a *account) string { return side(a.kind == income, "non-closing account", "closing account") })),
		at("CLOSINGACCOUNTNO", of(func(a *account) string { return only(a.kind == income, retained) })),
		at("CLOSINGACCOUNTTITLE", of(func(a *account) string { return only(a.kind == income, "Retained Earnings") })),
		at("CLOSETOACCTKEY", of(func(a *account) string { return only(a.kind == income, number(accountAt(retained)+1)) })),
		status(func(place *int) bool { return chart[*place].inactive }),
		at("CATEGORY", of(func(a *account) string { return a.category })),
		at("CATEGORYKEY", func(place int) string { return number(300 + place*2) }),
		at("REQUIREDEPT", of(func(a *account) string { return truth(a.kind == income && a.no > "6") })),
		fixed[int]("REQUIRELOC", "true"),
		at("TAXABLE", of(func(a *account) string { return truth(a.no == salesInstrument || a.no == salesConsumable) })),
		at("SUBLEDGERCONTROLON", of(func(a *account) string { return truth(a.control) })),
		fixed[int]("ENABLE_GLMATCHING", "false"),
		fixed[int]("REQUIREPROJECT", "false"),
		fixed[int]("REQUIRECUSTOMER", "false"),
		fixed[int]("REQUIREVENDOR", "false"),
		fixed[int]("REQUIREEMPLOYEE", "false"),
		fixed[int]("REQUIREITEM", "false"),
		fixed[int]("REQUIRECLASS", "false"),
		fixed[int]("REQUIREWAREHOUSE", "false"),
	}, settled(setUp+10_000, placeOf))
}

func side(is bool, no, yes string) string {
	if is {
		return yes
	}
	return no
}

func (b *Books) journalTable() *Table {
	places := make([]int, 0, len(journals))
	for place := range journals {
		if !journals[place].statistical {
			places = append(places, place)
		}
	}
	return tabulate("GLJOURNAL", places, []column[int]{
		recordNo(),
		at("SYMBOL", func(place int) string { return journals[place].symbol }),
		at("TITLE", func(place int) string { return journals[place].title }),
		fixed[int]("STATUS", "active"),
		fixed[int]("START_DATE", firstDay.String()),
		fixed[int]("LAST_DATE", lastDay.String()),
		at("ADJ", func(place int) string { return truth(place == adjustments) }),
		fixed[int]("BOOKID", "ACCRUAL"),
		fixed[int]("BOOKTYPE", "ACCRUAL"),
		fixed[int]("BILLABLE", "false"),
		at("DISABLEDIRECTPOSTING", func(place int) string {
			return truth(place != general && place != adjustments && place != payrollJournal)
		}),
	}, settled(setUp+20_000, placeOf))
}

// summaryNames are the modules' words for their batches, by journal.
func (b *Books) summaryKeys(journal int8) *serial {
	switch journal {
	case payablesJournal:
		return b.bills.batched
	case disbursements:
		return b.cheques.batched
	case receivablesJournal:
		return b.invoices.batched
	case receipts:
		return b.receipts.batched
	}
	return nil
}

func (b *Books) batchTable(scale int) *Table {
	l := b.ledger
	columns := []column[batch]{
		key("RECORDNO", l.keys, func(j *batch) ref { return j.self }),
		text("BATCHNO", func(j *batch) string { return number(j.no) }),
		text("BATCH_TITLE", func(j *batch) string { return j.title }),
		text("BALANCE", func(*batch) string { return "0" }),
		text("JOURNAL", func(j *batch) string { return journals[j.journal].symbol }),
		text("JOURNALKEY", func(j *batch) string { return number(j.journal + 1) }),
		text("BATCH_DATE", func(j *batch) string { return j.on.String() }),
		text("MODULE", func(j *batch) string { return journals[j.journal].module }),
		text("STATE", func(j *batch) string { return j.state }),
		text("ADJ", func(j *batch) string { return truth(j.journal == adjustments) }),
		text("USERKEY", func(j *batch) string { return number(j.by) }),
		text("MODIFIEDBYID", func(j *batch) string { return login(j.editor) }),
		text("USERINFO.LOGINID", func(j *batch) string { return login(j.by) }),
		text("MODIFIED", func(j *batch) string { return j.modified.String() }),
		text("REFERENCENO", func(j *batch) string {
			return only(j.journal == general, "JE-"+j.on.date().Format("0601")+"-"+entities[j.entity].id)
		}),
		{"PRBATCHKEY", func(e edition, j *batch) string {
			if keys := b.summaryKeys(j.journal); keys != nil {
				return keys.key(e, j.summary)
			}
			return ""
		}},
		key("REVERSEDKEY", l.keys, func(j *batch) ref { return j.reversedBy }),
		text("REVERSED", func(j *batch) string {
			if j.reversedBy == 0 {
				return ""
			}
			return l.batches[j.reversedBy-1].on.String()
		}),
		key("REVERSEDFROM", l.keys, func(j *batch) ref { return j.reverses }),
		text("BASELOCATION", func(j *batch) string { return number(entities[j.entity].place + 1) }),
		text("BASELOCATION_NO", func(j *batch) string { return entities[j.entity].id }),
		text("BASELOCATION_NAME", func(j *batch) string { return entities[j.entity].name }),
	}
	return tabulate("GLBATCH", l.batches, columns, owner(func(j *batch) int8 { return j.entity }), stamps("WHENCREATED", func(j *batch) *trail { return &j.trail })).
		run(l.keys, scale, func(place int) int8 { return l.batches[place].entity })
}

func login(user int8) string {
	if user == 0 {
		return ""
	}
	return users[user-1].login
}

// entryRow is an entry with its place, which is all it needs to know its key.
func (b *Books) entryTable(scale int) *Table {
	l := b.ledger
	header := func(n *entry) *batch { return &l.batches[n.batch-1] }
	places := placesOf(len(l.entries))
	of := func(name string, show func(n *entry) string) column[int32] {
		return text(name, func(place *int32) string { return show(&l.entries[*place]) })
	}
	dim := func(place *int32) *dims { return &l.entries[*place].dims }
	// A large table is sorted by the time of the last change, so none is null or
	// before that of the entry before.
	inOrder := make([]stamp, len(l.entries))
	for place := range l.entries {
		when := header(&l.entries[place]).modified
		if when == 0 {
			when = trialImport
		}
		inOrder[place] = max(when, inOrder[max(place-1, 0)])
	}
	columns := []column[int32]{
		key("RECORDNO", l.entryKeys, func(place *int32) ref { return ref(*place + 1) }),
		key("BATCHNO", l.keys, func(place *int32) ref { return l.entries[*place].batch }),
		of("BATCH_NUMBER", func(n *entry) string { return number(header(n).no) }),
		of("BATCHTITLE", func(n *entry) string { return header(n).title }),
		of("BATCH_DATE", func(n *entry) string { return header(n).on.String() }),
		of("ENTRY_DATE", func(n *entry) string { return header(n).on.String() }),
		of("LINE_NO", func(n *entry) string { return strconv.Itoa(int(n.no) + 1) }),
		of("TR_TYPE", func(n *entry) string { return strconv.Itoa(int(n.sign)) }),
		of("USERNO", func(n *entry) string { return number(header(n).by) }),
		of("AMOUNT", func(n *entry) string { return n.base.String() }),
		of("TRX_AMOUNT", func(n *entry) string { return n.amount.String() }),
		of("ACCOUNTKEY", func(n *entry) string { return number(n.account + 1) }),
		of("ACCOUNTNO", func(n *entry) string { return chart[n.account].no }),
		of("ACCOUNTTITLE", func(n *entry) string { return chart[n.account].title }),
		of("STATISTICAL", func(n *entry) string { return truth(chart[n.account].statistical) }),
		of("DOCUMENT", func(n *entry) string { return n.document }),
		of("DESCRIPTION", func(n *entry) string { return n.memo }),
		of("STATE", func(n *entry) string { return header(n).state }),
		of("CLEARED", func(n *entry) string { return letter(n.cleared != never) }),
		of("CLRDATE", func(n *entry) string { return n.cleared.String() }),
		of("ADJ", func(n *entry) string { return letter(header(n).journal == adjustments) }),
		of("TIMEPERIOD", func(n *entry) string { return number(header(n).on.month() + 1) }),
		of("BILLABLE", func(n *entry) string { return only(n.project != 0, "true") }),
		of("BILLED", func(n *entry) string { return only(n.project != 0, "false") }),
		of("CREATEDBYLOGINID", func(n *entry) string { return login(header(n).by) }),
		of("MODIFIEDBYLOGINID", func(n *entry) string { return login(header(n).editor) }),
		of("BASELOCATION", func(n *entry) string { return number(entities[header(n).entity].place + 1) }),
		of("BASELOCATION_NO", func(n *entry) string { return entities[header(n).entity].id }),
		of("BASELOCATION_NAME", func(n *entry) string { return entities[header(n).entity].name }),
		{"WHENMODIFIED", func(e edition, place *int32) string {
			if e.of > 1 {
				return inOrder[*place].String()
			}
			return header(&l.entries[*place]).modified.String()
		}},
		of("WHENCREATED", func(n *entry) string { return header(n).created.String() }),
		of("CREATEDBY", func(n *entry) string { return number(header(n).by) }),
		of("MODIFIEDBY", func(n *entry) string { return number(header(n).editor) }),
	}
	t := tabulate("GLENTRY", places, columns,
		named("DEPARTMENTKEY", "DEPARTMENT", "DEPARTMENTTITLE", func(place *int32) int16 { return dim(place).department }, departmentID, departmentName),
		named("LOCATIONKEY", "LOCATION", "LOCATIONNAME", func(place *int32) int16 { return dim(place).location }, locationID, locationName),
		dimensionColumns(b, dim), projectColumns(b, dim), []column[int32]{grantColumn(dim)},
		currencyColumns(func(place *int32) (int8, string, rate, day) {
			n := &l.entries[*place]
			return header(n).entity, n.currency, n.rate, header(n).on
		}))
	sorted := []string{"BATCH_DATE", "ENTRY_DATE"}
	if scale > 1 {
		sorted = append(sorted, "WHENMODIFIED")
	}
	return t.run(l.entryKeys, scale, func(place int) int8 { return header(&l.entries[place]).entity }, sorted...)
}
