package company

import "strings"

// Reverse undoes a posted bill, invoice, adjustment, payment or journal entry
// by an opposite posting on date (canonical text); memo becomes its
// description. What it answers is the record that was reversed, for journal
// entries the new one.
func (t *Tx) Reverse(object, key, date, memo string) (saved Saved, problem *Problem) {
	tb, problem := t.mayWrite(object, CanUpdate, legacyReach)
	if problem != nil {
		return Saved{}, problem
	}
	problem = t.attempt(func() *Problem {
		saved, problem = t.reverse(tb, key, date, memo)
		return problem
	})
	if problem != nil {
		return Saved{}, problem.wrapped(tb.object, "reverse")
	}
	return saved, nil
}

var (
	documentKinds = map[string]documentKind{
		"APBILL": bills, "APADJUSTMENT": payableAdjustments, "ARINVOICE": invoices, "ARADJUSTMENT": receivableAdjustments,
		"EEXPENSES": expenseReports, "CCTRANSACTION": cardTransactions, "EXPENSEADJUSTMENTS": expenseAdjustments,
		"OTHERRECEIPTS": otherReceipts,
	}
	paymentKinds = map[string]paymentKind{"APPYMT": vendorPayments, "ARPYMT": customerPayments}
)

func (t *Tx) reverse(tb *table, key, date, memo string) (Saved, *Problem) {
	r, ok := tb.findKey(key)
	if !ok || !t.sees(tb, r) {
		return Saved{}, noRecord(tb.object, key, "reverse")
	}
	d := t.newDraft(tb, &r)
	if problem := d.takeLines(Input{}); problem != nil {
		return Saved{}, problem
	}
	if date == "" {
		return Saved{}, missing("Reversal date")
	}
	if d.get("STATE") != statePosted || d.get("REVERSED") != "" {
		return Saved{}, refuse("Cannot reverse %s '%s' because it is in state %s.",
			lower(tb.object.Label), key, strings.TrimSpace(d.get("STATE")+" "+d.get("REVERSED")))
	}
	if k, is := documentKinds[tb.object.Name]; is {
		return d.saved(), k.reverse(d, date, memo)
	}
	if k, is := paymentKinds[tb.object.Name]; is {
		return d.saved(), k.reverse(d, date, memo)
	}
	if tb.object.Name == "GLBATCH" {
		return t.reverseJournal(d, date, memo)
	}
	return Saved{}, refuse("%s records cannot be reversed.", tb.object.Label)
}

func (k *documentKind) reverse(d *draft, date, memo string) *Problem {
	if d.amount("TRX_TOTALPAID").sign() != 0 || d.amount("TRX_TOTALSELECTED").sign() != 0 {
		return refuse("Cannot reverse %s '%s' because payments have been applied to it.", lower(d.object.Label), d.get(d.object.Key))
	}
	if problem := d.tx.c.checkDate(date, d.entities(k.element)); problem != nil {
		return problem
	}
	opposite := k.posting(d, -1)
	opposite.date, opposite.link = date, ""
	opposite.title = "Reversed -- " + opposite.title
	d.closeAs(stateReversed, memo)
	d.set("TOTALDUE", "0")
	d.set("TRX_TOTALDUE", "0")
	d.store()
	for _, line := range d.lines(k.element) {
		line.set("STATE", stateReversed)
		line.store()
	}
	d.tx.audit(d.object, d.row, "Modify")
	if k.control(d) == "" {
		return nil
	}
	_, problem := d.tx.post(opposite)
	return problem
}

func (d *draft) closeAs(state, memo string) {
	d.setState(state)
	if memo != "" {
		d.set("DESCRIPTION2", memo)
	}
	d.touch()
}

func (k *paymentKind) reverse(d *draft, date, memo string) *Problem {
	if problem := d.tx.c.checkDate(date, d.entities(k.element)); problem != nil {
		return problem
	}
	if problem := k.apply(d, d.lines(k.element), -1); problem != nil {
		return problem
	}
	if problem := k.post(d, -1, date); problem != nil {
		return problem
	}
	d.closeAs(k.voided, memo)
	d.store()
	for _, line := range d.lines(k.element) {
		line.set("STATE", k.voided)
		line.store()
	}
	d.tx.audit(d.object, d.row, "Modify")
	return nil
}

// reverseJournal writes the opposite journal entry and links the two.
func (t *Tx) reverseJournal(d *draft, date, memo string) (Saved, *Problem) {
	if problem := t.c.checkDate(date, d.entities("ENTRIES")); problem != nil {
		return Saved{}, problem
	}
	opposite := t.newDraft(d.table, nil)
	for _, field := range []string{"JOURNAL", "JOURNALKEY", "ADJ", "MODULE", "REFERENCENO", "MEGAENTITYID", "MEGAENTITYKEY", "MEGAENTITYNAME", "BASELOCATION_NO"} {
		opposite.set(field, d.get(field))
	}
	opposite.set("BATCH_TITLE", firstOf(memo, "Reversed -- "+d.get("BATCH_TITLE")))
	opposite.set("BATCH_DATE", date)
	opposite.set("STATE", statePosted)
	opposite.set("REVERSEDFROM", d.get("RECORDNO"))
	opposite.numberJournal()
	opposite.store()
	for i, line := range d.lines("ENTRIES") {
		t.reverseEntry(opposite, line, i+1)
	}
	t.audit(d.object, opposite.row, "Create")
	row := d.table.full(ref{id: d.id, row: d.row})
	d.row = row
	d.set("REVERSED", date)
	d.set("REVERSEDKEY", opposite.get("RECORDNO"))
	t.write(d.table, d.id, row)
	return opposite.saved(), nil
}

func (t *Tx) reverseEntry(batch, line *draft, n int) {
	entry := t.newDraft(line.table, nil)
	copy(entry.row, line.row)
	for _, field := range []string{"RECORDNO", "RECORD_URL", "WHENCREATED", "WHENMODIFIED", "CREATEDBY", "MODIFIEDBY", "BATCHNO"} {
		entry.set(field, "")
	}
	entry.set("LINE_NO", formatID(int64(n)))
	entry.set("TR_TYPE", amountOf(line.get("TR_TYPE")).neg().String())
	entry.fromBatch(batch)
	entry.store()
}
