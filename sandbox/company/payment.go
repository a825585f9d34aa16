package company

import "strings"

// paymentKind is a kind of payment: to vendors for bills, or of customers for
// invoices.
type paymentKind struct {
	element     string // of the details
	party       string
	document    string // what is paid
	documents   documentKind
	adjustment  string // what may be applied as a credit
	date        string // the field with the date of payment
	recordType  string
	title       string
	sign        int // what the payment does to the control account: 1 debits it
	needsDetail bool
	voided      string
	journal     func(Profile) string
}

var (
	vendorPayments = paymentKind{
		element: "APPYMTDETAILS", party: "VENDORID", document: "APBILL", documents: bills, adjustment: "APADJUSTMENT",
		date: "PAYMENTDATE", recordType: "appayment", title: "AP payments", sign: 1, needsDetail: true, voided: stateVoided,
		journal: func(p Profile) string { return p.Journals.Disbursement },
	}
	customerPayments = paymentKind{
		element: "ARPYMTDETAILS", party: "CUSTOMERID", document: "ARINVOICE", documents: invoices, adjustment: "ARADJUSTMENT",
		date: "RECEIPTDATE", recordType: "arpayment", title: "AR payments", sign: -1, voided: stateReversed,
		journal: func(p Profile) string { return p.Journals.Receipt },
	}
)

func paymentRule(k paymentKind) rule {
	return rule{
		before:   k.before,
		complete: k.complete,
		after:    k.after,
		remove:   k.remove,
	}
}

// before moves the state: a draft may still change, a posted payment only be
// reversed.
func (k *paymentKind) before(d *draft) *Problem {
	if d.old != nil && d.was("STATE") != stateDraft {
		return refuse("Only draft payments can be updated.")
	}
	action := lower(d.get("ACTION"))
	switch {
	case action == "draft", action == "" && d.old != nil:
		d.setState(stateDraft)
	default:
		d.setState(statePosted)
	}
	d.set("WHENCREATED", firstOf(d.get(k.date), d.get("PAYMENTDATE"), d.get("WHENCREATED")))
	d.fill("RECEIPTDATE", d.get("WHENCREATED"))
	d.fill("RECORDTYPE", k.recordType)
	d.fill("CLEARED", "F")
	d.fill("WHENPOSTED", d.get("WHENCREATED"))
	for _, field := range []string{k.party, "WHENCREATED"} {
		if d.get(field) == "" {
			return missing(firstOf(map[string]string{"WHENCREATED": "Payment date"}[field], d.label(field)))
		}
	}
	if k.needsDetail && len(d.lines(k.element)) == 0 {
		return missing("Payment detail")
	}
	account := d.get("FINANCIALENTITY")
	if !k.needsDetail { // receipts may wait for their deposit
		account = firstOf(account, d.get("UNDEPOSITEDACCOUNTNO"), d.tx.c.profile.Accounts.Undeposited)
	}
	if account == "" && !k.byCreditsAlone(d) {
		return missing("Bank account")
	}
	if problem := d.fillCurrency("WHENCREATED"); problem != nil {
		return problem
	}
	return d.checkOpen(k.element)
}

// byCreditsAlone reports whether no money moves: credits pay all.
func (k *paymentKind) byCreditsAlone(d *draft) bool {
	for _, line := range d.lines(k.element) {
		if line.amount("TRX_PAYMENTAMOUNT").sign() != 0 {
			return false
		}
	}
	return len(d.lines(k.element)) > 0
}

// complete checks each detail against what is due and adds them up.
func (k *paymentKind) complete(d *draft) *Problem {
	d.fillBank()
	if d.old != nil && d.was("STATE") == stateDraft {
		k.selectDetails(d, d.oldDetails(k.element), -1)
	}
	trx, base := amountOf("0"), amountOf("0")
	paying := map[string]amount{} // by document: what this payment alone takes
	for _, line := range d.lines(k.element) {
		if problem := k.completeDetail(d, line, paying); problem != nil {
			return problem
		}
		trx, base = trx.add(line.amount("TRX_PAYMENTAMOUNT")), base.add(line.amount("PAYMENTAMOUNT"))
	}
	unapplied := amountOf(firstOf(d.get("TRX_AMOUNTTOPAY"), d.get("AMOUNTOPAY"), "0")).in(d.get("CURRENCY")).sub(trx)
	if k.needsDetail || unapplied.sign() < 0 {
		unapplied = amountOf("0")
	}
	rate := amountOf(firstOf(d.get("EXCHANGE_RATE"), "1"))
	free := unapplied.mul(rate).in(d.get("BASECURR"))
	for field, sum := range map[string]amount{
		"TRX_TOTALENTERED": trx.add(unapplied), "TRX_TOTALPAID": trx, "TRX_TOTALDUE": unapplied, "TRX_TOTALSELECTED": amountOf("0"),
		"TOTALENTERED": base.add(free), "TOTALPAID": base, "TOTALDUE": free, "TOTALSELECTED": amountOf("0"),
	} {
		d.setAmount(field, sum)
	}
	d.set("WHENPAID", d.get("WHENCREATED"))
	return nil
}

// fillBank copies what a payment shows of its bank account.
func (d *draft) fillBank() {
	for _, r := range d.table.references() {
		if r.field != "FINANCIALENTITY" {
			continue
		}
		bank, found, ok := d.tx.c.referent(&r, d.get("FINANCIALENTITY"))
		if !ok {
			continue
		}
		d.fill("FINANCIALENTITYTYPE", map[string]string{"CREDITCARD": "cc"}[bank.object.Name])
		d.fill("FINANCIALENTITYTYPE", "ba")
		d.fill("FINANCIALACCOUNTNAME", firstOf(bank.text(found, "BANKNAME"), bank.text(found, "DESCRIPTION")))
		d.fill("FINANCIALACCOUNTCURRENCY", firstOf(bank.text(found, "BANKCURRENCY"), bank.text(found, "CURRENCY"), d.get("BASECURR")))
	}
}

// completeDetail checks one detail: the document, whose it is, and that no
// more is paid than is due.
func (k *paymentKind) completeDetail(d, line *draft, paying map[string]amount) *Problem {
	documents, r, problem := k.paid(d, line)
	if problem != nil {
		return problem
	}
	line.setAmount("TRX_PAYMENTAMOUNT", line.amount("TRX_PAYMENTAMOUNT").in(documents.text(r, "CURRENCY")))
	trx, credit := line.amount("TRX_PAYMENTAMOUNT"), line.amount("TRX_ADJUSTMENTAMOUNT")
	if total := trx.add(credit); trx.sign() < 0 || credit.sign() < 0 || total.sign() == 0 {
		return missing("Payment amount")
	}
	key := documents.key(r)
	sum := trx.add(credit)
	if before, ok := paying[key]; ok {
		sum = sum.add(before)
	}
	paying[key] = sum
	due := amountOf(documents.text(r, "TRX_TOTALDUE")).sub(amountOf(documents.text(r, "TRX_TOTALSELECTED")))
	if sum.cmp(due) > 0 {
		return k.tooMuch(key, sum, due)
	}
	if problem := k.checkCredit(d, line); problem != nil {
		return problem
	}
	rate := amountOf(firstOf(documents.text(r, "EXCHANGE_RATE"), "1"))
	line.setAmount("PAYMENTAMOUNT", trx.mul(rate).in(documents.text(r, "BASECURR")))
	line.set("CURRENCY", documents.text(r, "CURRENCY"))
	line.set("PAYMENTDATE", d.get("WHENCREATED"))
	line.set("STATE", d.get("STATE"))
	return nil
}

// paid finds the document a detail pays.
func (k *paymentKind) paid(d, line *draft) (*table, ref, *Problem) {
	documents, ok := d.tx.c.table(k.document)
	if !ok {
		return nil, ref{}, unknownObject(k.document)
	}
	key := line.get("RECORDKEY")
	r, ok := documents.findKey(key)
	switch {
	case key == "":
		return nil, ref{}, missing(line.label("RECORDKEY"))
	case !ok || documents.text(r, k.party) != d.get(k.party):
		return nil, ref{}, refuse("Oops, we can't find this transaction; enter a valid %s.", lower(documents.object.Label)).
			correctedBy("There is no record " + key + " of " + d.get(k.party) + ".")
	case documents.text(r, "STATE") != statePosted:
		return nil, ref{}, refuse("The %s with key %s is in state %s and cannot be paid.", lower(documents.object.Label), key, documents.text(r, "STATE"))
	case documents.text(r, "CURRENCY") != d.get("CURRENCY"):
		return nil, ref{}, refuse("The currency of the payment is not that of the %s with key %s.", lower(documents.object.Label), key)
	}
	return documents, r, k.checkEntry(d, line)
}

// checkEntry sees that a line that is paid belongs to the document.
func (k *paymentKind) checkEntry(d, line *draft) *Problem {
	entry := line.get("ENTRYKEY")
	if entry == "" {
		return nil
	}
	lines, r, ok := k.documentLine(d.tx, entry)
	if !ok || lines.text(r, "RECORDKEY") != line.get("RECORDKEY") {
		return refuse("Oops, we can't find this transaction; enter a valid line item.").correctedBy("There is no line " + entry + ".")
	}
	left := amountOf(lines.text(r, "TRX_AMOUNT")).sub(amountOf(lines.text(r, "TRX_TOTALPAID")))
	if line.amount("TRX_PAYMENTAMOUNT").cmp(left) > 0 {
		return k.tooMuch(line.get("RECORDKEY"), line.amount("TRX_PAYMENTAMOUNT"), left)
	}
	return nil
}

func (k *paymentKind) documentLine(t *Tx, key string) (*table, ref, bool) {
	o, ok := t.c.schema.Object(k.document)
	if !ok {
		return nil, ref{}, false
	}
	owned, ok := o.Line(k.documents.element)
	if !ok {
		return nil, ref{}, false
	}
	lines, ok := t.c.table(owned.Object)
	if !ok {
		return nil, ref{}, false
	}
	r, ok := lines.findKey(key)
	return lines, r, ok
}

func (k *paymentKind) tooMuch(key string, paying, due amount) *Problem {
	if k.document == "ARINVOICE" {
		return &Problem{Errno: "XL03000027", Description2: "The amount paid if greater than the amount due for invoice with key " + key}
	}
	return refuse("The payment amount %s for the bill with key %s exceeds total amount due (%s)", paying, key, due)
}

// openCredit is the first adjustment of the party that has an amount left.
func (k *paymentKind) openCredit(d *draft, adjustments *table, credit amount) string {
	for _, r := range adjustments.children(adjustments.object.Ordinal(k.party), d.get(k.party)) {
		due := amountOf(adjustments.text(r, "TRX_TOTALDUE"))
		if due.sign() < 0 && credit.cmp(due.neg()) <= 0 {
			return adjustments.key(r)
		}
	}
	return ""
}

// checkCredit sees that an adjustment that is applied has that much left.
func (k *paymentKind) checkCredit(d, line *draft) *Problem {
	credit := line.amount("TRX_ADJUSTMENTAMOUNT")
	key := firstOf(line.get("ADJUSTMENTKEY"), line.get("POSADJKEY"))
	if credit.sign() == 0 {
		return nil
	}
	adjustments, ok := d.tx.c.table(k.adjustment)
	if !ok {
		return unknownObject(k.adjustment)
	}
	if key == "" { // legacy functions name the amount alone
		key = k.openCredit(d, adjustments, credit)
		line.set("ADJUSTMENTKEY", key)
	}
	r, ok := adjustments.findKey(key)
	if !ok || adjustments.text(r, k.party) != d.get(k.party) {
		return refuse("Oops, we can't find this transaction; enter a valid adjustment.").correctedBy("There is no record " + key + ".")
	}
	left := strings.TrimPrefix(adjustments.text(r, "TRX_TOTALDUE"), "-")
	if credit.cmp(amountOf(left)) > 0 {
		return refuse("The credit amount %s exceeds total amount due (%s)", credit, left)
	}
	line.setAmount("ADJUSTMENTAMOUNT", credit.mul(amountOf(firstOf(adjustments.text(r, "EXCHANGE_RATE"), "1"))).in(adjustments.text(r, "BASECURR")))
	return nil
}
