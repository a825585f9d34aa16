package company

import "maps"

// after lets a draft select what it will pay, and a posted payment pay it.
func (k *paymentKind) after(d *draft) *Problem {
	if d.isDraft() {
		k.selectDetails(d, d.lines(k.element), 1)
		return nil
	}
	if problem := k.apply(d, d.lines(k.element), 1); problem != nil {
		return problem
	}
	return k.post(d, 1, firstOf(d.get("WHENPOSTED"), d.get("WHENCREATED")))
}

// remove takes drafts back; posted payments are reversed, not deleted.
func (k *paymentKind) remove(d *draft) *Problem {
	if !d.isDraft() {
		return refuse("Only draft payments can be deleted.").correctedBy("Void the payment instead.")
	}
	k.selectDetails(d, d.lines(k.element), -1)
	return nil
}

// oldDetails are the details as they are stored, also those that go.
func (d *draft) oldDetails(element string) []*draft {
	var old []*draft
	for _, set := range d.sets {
		if set.owned.Element != element {
			continue
		}
		for _, r := range set.gone {
			old = append(old, d.tx.newDraft(set.table, &r))
		}
		for _, line := range set.lines {
			if line.old != nil {
				old = append(old, &draft{tx: d.tx, table: line.table, object: line.object, id: line.id, row: line.old, old: line.old})
			}
		}
	}
	return old
}

// selectDetails marks amounts as about to be paid, or no longer.
func (k *paymentKind) selectDetails(d *draft, details []*draft, sign int) {
	for _, line := range details {
		k.change(d.tx, k.document, line.get("RECORDKEY"), map[string]amount{
			"TRX_TOTALSELECTED": signed(line.amount("TRX_PAYMENTAMOUNT"), sign),
			"TOTALSELECTED":     signed(line.amount("PAYMENTAMOUNT"), sign),
		}, "")
	}
}

func signed(a amount, sign int) amount {
	if sign < 0 {
		return a.neg()
	}
	return a
}

// apply pays documents and uses credits up; with sign -1 it takes both back.
func (k *paymentKind) apply(d *draft, details []*draft, sign int) *Problem {
	for _, line := range details {
		trx := signed(line.amount("TRX_PAYMENTAMOUNT").add(line.amount("TRX_ADJUSTMENTAMOUNT")), sign)
		base := signed(line.amount("PAYMENTAMOUNT").add(line.amount("ADJUSTMENTAMOUNT")), sign)
		k.change(d.tx, k.document, line.get("RECORDKEY"), map[string]amount{"TRX_TOTALPAID": trx, "TOTALPAID": base}, d.get("WHENCREATED"))
		k.spread(d.tx, line, trx, sign)
		if credit := line.amount("TRX_ADJUSTMENTAMOUNT"); credit.sign() != 0 {
			key := firstOf(line.get("ADJUSTMENTKEY"), line.get("POSADJKEY"))
			k.useCredit(d.tx, key, signed(credit, sign), signed(line.amount("ADJUSTMENTAMOUNT"), sign), d.get("WHENCREATED"))
		}
	}
	return nil
}

// useCredit moves an adjustment's paid amounts towards its own, which are
// negative for credits.
func (k *paymentKind) useCredit(t *Tx, key string, trx, base amount, date string) {
	adjustments, ok := t.c.table(k.adjustment)
	if !ok {
		return
	}
	if r, ok := adjustments.findKey(key); ok && amountOf(adjustments.text(r, "TRX_TOTALENTERED")).sign() < 0 {
		trx, base = trx.neg(), base.neg()
	}
	k.change(t, k.adjustment, key, map[string]amount{"TRX_TOTALPAID": trx, "TOTALPAID": base}, date)
}

// change adds to amounts of a document and settles what is due and the state.
func (k *paymentKind) change(t *Tx, object, key string, by map[string]amount, date string) {
	documents, ok := t.c.table(object)
	if !ok {
		return
	}
	r, ok := documents.findKey(key)
	if !ok {
		return
	}
	d := t.newDraft(documents, &r)
	for field, a := range by {
		d.setAmount(field, d.amount(field).add(a))
	}
	_ = d.refreshDue() // the amounts were checked
	switch {
	case d.amount("TRX_TOTALDUE").sign() == 0:
		d.setState(statePaid)
		d.set("WHENPAID", firstOf(date, d.get("WHENPAID")))
	case d.get("STATE") == statePaid:
		d.setState(statePosted)
		d.set("WHENPAID", "")
	}
	d.touch()
	d.store()
	t.audit(d.object, d.row, "Modify")
}

// spread puts a payment on the lines of the document: on the one that is
// named, or on all in their order until it is used up.
func (k *paymentKind) spread(t *Tx, line *draft, trx amount, sign int) {
	for _, entry := range k.entries(t, line) {
		if trx.sign() == 0 {
			return
		}
		room := entry.amount("TRX_AMOUNT").sub(entry.amount("TRX_TOTALPAID"))
		if sign < 0 {
			room = entry.amount("TRX_TOTALPAID").neg()
		}
		part := trx
		if signed(part, sign).cmp(signed(room, sign)) > 0 {
			part = room
		}
		if part.sign() == 0 {
			continue
		}
		trx = trx.sub(part)
		paid := entry.amount("TRX_TOTALPAID").add(part)
		entry.setAmount("TRX_TOTALPAID", paid)
		entry.setAmount("TOTALPAID", paid.mul(amountOf(firstOf(entry.get("EXCHANGE_RATE"), "1"))).in(entry.get("BASECURR")))
		entry.touch()
		entry.store()
	}
}

func (k *paymentKind) entries(t *Tx, line *draft) []*draft {
	if key := line.get("ENTRYKEY"); key != "" {
		if lines, r, ok := k.documentLine(t, key); ok {
			return []*draft{t.newDraft(lines, &r)}
		}
	}
	o, ok := t.c.schema.Object(k.document)
	if !ok {
		return nil
	}
	owned, ok := o.Line(k.documents.element)
	if !ok {
		return nil
	}
	lines, ok := t.c.table(owned.Object)
	if !ok {
		return nil
	}
	var all []*draft
	for _, r := range lines.children(lines.object.Ordinal(owned.ForeignKey), line.get("RECORDKEY")) {
		all = append(all, t.newDraft(lines, &r))
	}
	return all
}

// post writes the payment into the ledger: the control account against the
// bank, in the entities of what is paid. What is paid keeps the rate it was
// entered with, so that no exchange difference arises.
func (k *paymentKind) post(d *draft, direction int, date string) *Problem {
	p := d.tx.c.profile
	bank := d.bankAccount()
	if k.documents.account(p) == "" || bank == "" {
		return nil
	}
	out := posting{
		journal: k.journal(p), module: k.documents.module, date: date,
		title: k.title + " " + d.get("DOCNUMBER"), entity: d.get("MEGAENTITYID"),
	}
	add := func(from *draft, location string, base, trx amount) {
		if base.sign() == 0 && trx.sign() == 0 {
			return
		}
		base, trx = signed(base, k.sign*direction), signed(trx, k.sign*direction)
		values := maps.Clone(controlValues(location))
		values[k.party] = d.get(k.party)
		out.entries = append(out.entries,
			entry{account: k.documents.account(p), base: base, trx: trx, from: from, values: values},
			entry{account: bank, base: base.neg(), trx: trx.neg(), from: from, values: values})
	}
	for _, line := range d.lines(k.element) {
		header, location := k.payee(d, line)
		add(header, location, line.amount("PAYMENTAMOUNT"), line.amount("TRX_PAYMENTAMOUNT"))
	}
	add(d, d.get("MEGAENTITYID"), d.amount("TOTALDUE"), d.amount("TRX_TOTALDUE"))
	_, problem := d.tx.post(out)
	return problem
}

// payee is the paid document and the entity of its first line.
func (k *paymentKind) payee(d, line *draft) (header *draft, location string) {
	documents, ok := d.tx.c.table(k.document)
	if !ok {
		return d, ""
	}
	r, ok := documents.findKey(line.get("RECORDKEY"))
	if !ok {
		return d, ""
	}
	for _, entry := range k.entries(d.tx, line) {
		return d.tx.newDraft(documents, &r), d.tx.c.entityOf(entry.get("LOCATIONID"))
	}
	return d.tx.newDraft(documents, &r), ""
}

// bankAccount is the ledger account of the payment's bank account.
func (d *draft) bankAccount() string {
	for _, r := range d.table.references() {
		if r.field != "FINANCIALENTITY" && r.field != "BANKACCOUNTID" {
			continue
		}
		if bank, found, ok := d.tx.c.referent(&r, d.get(r.field)); ok {
			return firstOf(bank.text(found, "GLACCOUNTNO"), d.tx.c.profile.Accounts.CardPayable)
		}
	}
	return firstOf(d.get("UNDEPOSITEDACCOUNTNO"), d.get("UNDEPGLACCOUNTNO"), d.tx.c.profile.Accounts.Undeposited)
}
