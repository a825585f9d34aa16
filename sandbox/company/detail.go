package company

import "strconv"

// detailObject is the general ledger detail: a row for every posted entry,
// with what its journal entry says. It follows from GLENTRY and GLBATCH by
// itself, stored rows and computed ones.
const detailObject = "GLDETAIL"

// Where the fields of the detail come from.
var (
	fromEntry = map[string]string{
		"GLENTRYKEY": "RECORDNO", "BATCHKEY": "BATCHNO", "ENTRY_DATE": "ENTRY_DATE", "BATCH_DATE": "ENTRY_DATE",
		"WHENCREATED": "ENTRY_DATE", "ENTRY_STATE": "STATE", "ACCOUNTNO": "ACCOUNTNO", "ACCOUNTTITLE": "ACCOUNTTITLE",
		"DEPARTMENTID": "DEPARTMENT", "DEPARTMENTTITLE": "DEPARTMENTTITLE", "LOCATIONID": "LOCATION", "LOCATIONNAME": "LOCATIONNAME",
		"DESCRIPTION": "DESCRIPTION", "ENTRYDESCRIPTION": "DESCRIPTION", "DOCUMENT": "DOCUMENT", "LINE_NO": "LINE_NO",
		"BASECURR": "BASECURR", "CURRENCY": "CURRENCY", "TR_TYPE": "TR_TYPE", "CLEARED": "CLEARED", "CLRDATE": "CLRDATE",
		"STATISTICAL": "STATISTICAL", "ADJ": "ADJ",
		"WHENMODIFIED": "WHENMODIFIED", "AUWHENCREATED": "WHENCREATED", "CREATEDBY": "CREATEDBY", "AUCREATEDBY": "CREATEDBY", "MODIFIEDBY": "MODIFIEDBY",
		"CUSTOMERID": "CUSTOMERID", "CUSTOMERNAME": "CUSTOMERNAME", "CUSTOMERDIMKEY": "CUSTOMERDIMKEY",
		"VENDORID": "VENDORID", "VENDORNAME": "VENDORNAME", "VENDORDIMKEY": "VENDORDIMKEY",
		"EMPLOYEEID": "EMPLOYEEID", "EMPLOYEENAME": "EMPLOYEENAME", "EMPLOYEEDIMKEY": "EMPLOYEEDIMKEY",
		"ITEMID": "ITEMID", "ITEMNAME": "ITEMNAME", "ITEMDIMKEY": "ITEMDIMKEY",
		"CLASSID": "CLASSID", "CLASSNAME": "CLASSNAME", "CLASSDIMKEY": "CLASSDIMKEY",
		"PROJECTID": "PROJECTID", "PROJECTNAME": "PROJECTNAME", "PROJECTDIMKEY": "PROJECTDIMKEY",
		"WAREHOUSEID": "WAREHOUSEID", "WAREHOUSENAME": "WAREHOUSENAME", "WAREHOUSEDIMKEY": "WAREHOUSEDIMKEY", "TASKID": "TASKID",
	}
	fromBatch = map[string]string{
		"BATCH_TITLE": "BATCH_TITLE", "BATCH_NO": "BATCHNO", "BATCH_STATE": "STATE", "SYMBOL": "JOURNAL",
		"REFERENCENO": "REFERENCENO", "MODULEKEY": "MODULE", "STATE": "STATE", "MODIFIED": "MODIFIED",
	}
	// signedAmounts are the amounts of the detail: of which amount of the
	// entry, and of which side ("" is both, credits negative).
	signedAmounts = map[string]struct{ from, side string }{
		"AMOUNT": {"AMOUNT", ""}, "TRX_AMOUNT": {"TRX_AMOUNT", ""},
		"DEBITAMOUNT": {"AMOUNT", "1"}, "CREDITAMOUNT": {"AMOUNT", "-1"},
		"TRX_DEBITAMOUNT": {"TRX_AMOUNT", "1"}, "TRX_CREDITAMOUNT": {"TRX_AMOUNT", "-1"},
	}
)

// bookID is the only book of the company.
const bookID = "ACCRUAL"

// detailKey is the composite key of a detail.
func detailKey(batch, entry string) string { return batch + "-" + entry + "-" + entry + "--accrual" }

// sided is an amount of an entry as one side of a detail shows it.
func sided(value, trType, side string) string {
	switch {
	case value == "" || side == trType:
		return value
	case side != "":
		return "0"
	case trType == "-1" && !isZero(value):
		return "-" + value
	}
	return value
}

// follow keeps the details in step with a write.
func (t *Tx) follow(tb *table, id int64) {
	switch tb.object.Name {
	case entryObject:
		t.followEntry(id)
	case "GLBATCH":
		entries, ok := t.c.table(entryObject)
		if !ok {
			return
		}
		for _, e := range entries.children(entries.object.Ordinal("BATCHNO"), formatID(id)) {
			t.followEntry(e.id)
		}
	}
}

func (t *Tx) followEntry(id int64) {
	details, ok := t.c.table(detailObject)
	if !ok {
		return
	}
	row := t.c.detailOf(id)
	if _, exists := details.find(id); row == nil && !exists {
		return
	}
	t.undo = append(t.undo, undone{details, id, details.put(id, cell{row: row})})
}

// detailPlan is where the fields of the detail come from, by ordinals.
type detailPlan struct {
	entry, batch [][2]int // to, from
	amounts      []signedPlan
	key, book    int
	batchKey     int
	side, state  int
}

type signedPlan struct {
	to, from int
	side     string
}

func (c *Company) planDetails() detailPlan {
	details, entries, batches := c.tables[detailObject].object, c.tables[entryObject].object, c.tables["GLBATCH"].object
	p := detailPlan{
		key: details.Ordinal("RECORDNO"), book: details.Ordinal("BOOKID"),
		batchKey: entries.Ordinal("BATCHNO"), side: entries.Ordinal("TR_TYPE"), state: entries.Ordinal("STATE"),
	}
	for to, from := range fromEntry {
		p.entry = append(p.entry, [2]int{mustOrdinal(details, to), mustOrdinal(entries, from)})
	}
	for to, from := range fromBatch {
		p.batch = append(p.batch, [2]int{mustOrdinal(details, to), mustOrdinal(batches, from)})
	}
	for to, a := range signedAmounts {
		p.amounts = append(p.amounts, signedPlan{mustOrdinal(details, to), mustOrdinal(entries, a.from), a.side})
	}
	return p
}

// detailOf builds the detail of an entry; nil unless it is posted.
func (c *Company) detailOf(id int64) []string {
	entries, _ := c.table(entryObject)
	batches, _ := c.table("GLBATCH")
	p := &c.details
	e, ok := entries.find(id)
	if !ok || entries.value(e, p.state) != statePosted {
		return nil
	}
	row := make([]string, len(c.tables[detailObject].object.Fields))
	for _, x := range p.entry {
		row[x[0]] = entries.value(e, x[1])
	}
	batch := entries.value(e, p.batchKey)
	if b, ok := batches.findKey(batch); ok {
		for _, x := range p.batch {
			row[x[0]] = batches.value(b, x[1])
		}
	}
	for _, a := range p.amounts {
		row[a.to] = sided(entries.value(e, a.from), entries.value(e, p.side), a.side)
	}
	row[p.book] = bookID
	row[p.key] = detailKey(batch, entries.key(e))
	return row
}

// deriveDetails fills the details from what is stored and computed of the
// entries, once, when somebody first asks for them.
func (c *Company) deriveDetails() {
	entries, ok := c.table(entryObject)
	if !ok {
		return
	}
	details := c.tables[detailObject]
	if s := entries.rows; s.count() > 0 {
		details.rows = newSegment(details.object, c.computedDetails(entries, s))
		for _, i := range entries.covered {
			details.cover(i, true)
		}
	}
	for _, r := range entries.records {
		if row := c.detailOf(r.id); row != nil {
			details.append(r.id, row)
		}
	}
}

// computedDetails makes the details of computed entries, which are all posted.
func (c *Company) computedDetails(entries *table, s *segment) Computed {
	batches, _ := c.table("GLBATCH")
	out := Computed{Rows: s.Rows, First: s.First, Entity: s.Entity, Entities: s.Entities, Columns: map[string]func(int) string{}}
	column := func(field string) func(int) string {
		if f := s.columns[entries.object.Ordinal(field)]; f != nil {
			return f
		}
		return func(int) string { return "" }
	}
	for field, from := range fromEntry {
		if f := s.columns[entries.object.Ordinal(from)]; f != nil {
			out.Columns[field] = f
			if s.sorted[entries.object.Ordinal(from)] && detailSortable(field) {
				out.Sorted = append(out.Sorted, field)
			}
		}
	}
	for field, from := range fromBatch {
		out.Columns[field] = batchColumn(batches, column("BATCHNO"), batches.object.Ordinal(from))
	}
	side := column("TR_TYPE")
	for field, a := range signedAmounts {
		value := column(a.from)
		out.Columns[field] = func(i int) string { return sided(value(i), side(i), a.side) }
	}
	batch := column("BATCHNO")
	out.Columns["BOOKID"] = func(int) string { return bookID }
	out.Columns["RECORDNO"] = func(i int) string { return detailKey(batch(i), strconv.FormatInt(s.First+int64(i), 10)) }
	return out
}

// detailSortable are the fields that keep the order of the entries and are
// compared in it.
func detailSortable(field string) bool {
	switch field {
	case "GLENTRYKEY", "BATCHKEY", "ENTRY_DATE", "BATCH_DATE", "WHENCREATED", "WHENMODIFIED", "AUWHENCREATED":
		return true
	}
	return false
}

// batchColumn follows an entry to its computed journal entry. What was edited
// since is stored with the details, so the computed one is what is wanted.
func batchColumn(batches *table, key func(int) string, ordinal int) func(int) string {
	return func(i int) string {
		id, err := strconv.ParseInt(key(i), 10, 64)
		if err != nil || ordinal < 0 {
			return ""
		}
		if n, ok := batches.rows.indexOf(id); ok {
			return batches.rows.value(n, ordinal)
		}
		return ""
	}
}
