package company

import (
	"strconv"
	"strings"
	"time"
)

// documentKind is a kind of document with lines that posts to the ledger:
// bills, invoices and their like differ only in what stands here.
type documentKind struct {
	element     string // of the lines
	party       string // who it is with
	partyObject string
	terms       string // the object of payment terms, "" when it has none
	needsDue    bool
	sign        int // what a positive line does to its account: 1 debits it
	recordType  string
	module      string
	title       string // of the posting
	account     func(Profile) string
	journal     func(Profile) string
	bank        bool // its control account is that of the bank account it names
}

// control is the account that the lines stand against.
func (k *documentKind) control(d *draft) string {
	if k.bank {
		return d.bankAccount()
	}
	return k.account(d.tx.c.profile)
}

var (
	bills = documentKind{
		element: "APBILLITEMS", party: "VENDORID", partyObject: "VENDOR", terms: "APTERM", needsDue: true,
		sign: 1, recordType: "apbill", module: "3.AP", title: "Bills",
		account: func(p Profile) string { return p.Accounts.Payable },
		journal: func(p Profile) string { return p.Journals.Payable },
	}
	payableAdjustments = documentKind{
		element: "APADJUSTMENTITEMS", party: "VENDORID", partyObject: "VENDOR",
		sign: 1, recordType: "apadjustment", module: "3.AP", title: "AP adjustments",
		account: bills.account, journal: bills.journal,
	}
	invoices = documentKind{
		element: "ARINVOICEITEMS", party: "CUSTOMERID", partyObject: "CUSTOMER", terms: "ARTERM", needsDue: true,
		sign: -1, recordType: "arinvoice", module: "4.AR", title: "Invoices",
		account: func(p Profile) string { return p.Accounts.Receivable },
		journal: func(p Profile) string { return p.Journals.Receivable },
	}
	receivableAdjustments = documentKind{
		element: "ARADJUSTMENTITEMS", party: "CUSTOMERID", partyObject: "CUSTOMER",
		sign: -1, recordType: "aradjustment", module: "4.AR", title: "AR adjustments",
		account: invoices.account, journal: invoices.journal,
	}
	expenseReports = documentKind{
		element: "EEXPENSESITEMS", party: "EMPLOYEEID", partyObject: "EMPLOYEE",
		sign: 1, recordType: "eexpense", module: "6.EE", title: "Expense reports",
		account: func(p Profile) string { return p.Accounts.EmployeePayable },
		journal: func(p Profile) string { return p.Journals.Expense },
	}
	expenseAdjustments = documentKind{
		element: "EXPENSEADJUSTMENTSITEMS", party: "EMPLOYEEID", partyObject: "EMPLOYEE",
		sign: 1, recordType: "eeadjustment", module: "6.EE", title: "Expense adjustments",
		account: expenseReports.account, journal: expenseReports.journal,
	}
	otherReceipts = documentKind{
		element: "RECEIPTITEMS", sign: -1, recordType: "cmotherreceipt", module: "11.CM", title: "Other receipts", bank: true,
		journal: func(p Profile) string { return p.Journals.Receipt },
	}
	cardTransactions = documentKind{
		element: "CCTRANSACTIONENTRIES", sign: 1, recordType: "cctransaction", module: "11.CM", title: "Charge cards",
		account: func(p Profile) string { return p.Accounts.CardPayable },
		journal: func(p Profile) string { return p.Journals.Card },
	}
)

func documentRule(k documentKind) rule {
	return rule{
		before:   k.before,
		complete: k.complete,
		after:    k.after,
		remove:   k.remove,
	}
}

// before moves the state and sees to the header.
func (k *documentKind) before(d *draft) *Problem {
	if problem := k.move(d); problem != nil {
		return problem
	}
	if strings.ContainsAny(d.get("RECORDID"), "&<>#?") {
		return illegalFormat(d.label("RECORDID"), d.get("RECORDID"))
	}
	k.fillHeader(d)
	if d.isDraft() {
		return nil
	}
	return k.checkHeader(d)
}

// move decides the state: ACTION says where a new document or a draft goes;
// what is posted only payments and reversals move.
func (k *documentKind) move(d *draft) *Problem {
	draft := strings.EqualFold(d.get("ACTION"), "Draft")
	switch was := d.was("STATE"); {
	case d.creating() && !d.named("ACTION") && d.get("STATE") == stateDraft:
	case d.creating() && draft:
		d.setState(stateDraft)
	case d.creating():
		d.setState(statePosted)
	case was == stateDraft && !draft && d.get("ACTION") != "":
		d.setState(statePosted)
	case was == stateDraft:
		d.setState(stateDraft)
	case draft:
		return refuse("A posted transaction cannot become a draft again.")
	default:
		d.setState(was)
		return k.checkPosted(d)
	}
	return nil
}

func (d *draft) setState(state string) {
	d.set("STATE", state)
	if f, ok := d.object.Field("STATE"); ok {
		d.set("RAWSTATE", f.Code(state))
	}
}

// checkPosted refuses changes that would make a paid document another one.
func (k *documentKind) checkPosted(d *draft) *Problem {
	if d.linesGiven(k.element) && d.get("STATE") != statePosted {
		return refuse("The line items of a transaction in state %s cannot be changed.", d.get("STATE"))
	}
	if amountOf(d.was("TRX_TOTALPAID")).sign() == 0 {
		return nil
	}
	for _, field := range []string{k.party, "CURRENCY", "EXCHANGE_RATE"} {
		if field != "" && d.get(field) != d.was(field) {
			return refuse("%s cannot be changed because a payment has been applied.", d.label(field))
		}
	}
	return nil
}

func (k *documentKind) fillHeader(d *draft) {
	d.fill("RECORDTYPE", k.recordType)
	d.fill("MODULEKEY", k.module)
	d.fill("SYSTEMGENERATED", "F")
	d.fill("ONHOLD", "false")
	d.fill("WHENPOSTED", d.get("WHENCREATED"))
	if party, found, ok := d.tx.party(k, d.get(k.party)); ok {
		for field, from := range map[string]string{"CURRENCY": "CURRENCY", "TERMNAME": "TERMNAME", "BILLTOPAYTOCONTACTNAME": "DISPLAYCONTACT.CONTACTNAME"} {
			if i := party.object.Ordinal(from); i >= 0 && d.creating() {
				d.fill(field, party.value(found, i))
			}
		}
	}
	d.fill("WHENDUE", k.dueDate(d))
}

func (t *Tx) party(k *documentKind, id string) (*table, ref, bool) {
	tb, ok := t.c.table(k.partyObject)
	if !ok || id == "" {
		return nil, ref{}, false
	}
	r, ok := tb.findValue(tb.object.Ordinal(tb.object.NaturalKey), id)
	return tb, r, ok
}

// dueDate is the date of the document plus the days of its term.
func (k *documentKind) dueDate(d *draft) string {
	terms, ok := d.tx.c.table(k.terms)
	at, err := time.Parse(time.DateOnly, d.get("WHENCREATED"))
	if !ok || err != nil {
		return ""
	}
	r, ok := terms.findValue(terms.object.Ordinal("NAME"), d.get("TERMNAME"))
	if !ok {
		return ""
	}
	days, err := strconv.Atoi(terms.value(r, terms.object.Ordinal("DUEDATE")))
	if err != nil {
		return ""
	}
	return at.AddDate(0, 0, days).Format(time.DateOnly)
}

func (k *documentKind) checkHeader(d *draft) *Problem {
	need := []string{k.party, "WHENCREATED"}
	if k.needsDue {
		need = append(need, "WHENDUE")
	}
	for _, field := range need {
		if field != "" && d.get(field) == "" {
			return missing(d.label(field))
		}
	}
	if party, found, ok := d.tx.party(k, d.get(k.party)); ok && d.creating() && party.inactive(found) {
		return refuse("%s '%s' specified is not valid.", party.object.Label, d.get(k.party)).
			correctedBy("Activate the " + lower(party.object.Label) + " " + d.get(k.party) + ", then try again.")
	}
	if problem := d.checkContacts("BILLTOPAYTOCONTACTNAME", "SHIPTORETURNTOCONTACTNAME"); problem != nil {
		return problem
	}
	if due := d.get("WHENDUE"); k.needsDue && due < d.get("WHENCREATED") && d.differs("WHENDUE", "WHENCREATED") {
		return refuse("The due date (%s) must not be before the date of the transaction (%s).", usDate(due), usDate(d.get("WHENCREATED")))
	}
	if d.hasNoLines(k.element) {
		return missing("Line item")
	}
	if d.linesGiven(k.element) || d.get("STATE") != d.was("STATE") || d.get("WHENPOSTED") != d.was("WHENPOSTED") {
		return d.checkOpen(k.element)
	}
	return nil
}

// complete values the lines and adds them up.
func (k *documentKind) complete(d *draft) *Problem {
	if problem := d.fillCurrency("WHENCREATED"); problem != nil {
		return problem
	}
	if problem := allocate(d, k.element); problem != nil {
		return problem
	}
	base, trx := amountOf("0"), amountOf("0")
	all := d.differs("STATE", "CURRENCY", "BASECURR", "EXCHANGE_RATE")
	for _, line := range d.lines(k.element) {
		if all || line.changed() {
			if problem := k.completeLine(d, line); problem != nil {
				return problem
			}
		}
		base, trx = base.add(line.amount("AMOUNT")), trx.add(line.amount("TRX_AMOUNT"))
	}
	d.setAmount("TOTALENTERED", base)
	d.setAmount("TRX_TOTALENTERED", trx)
	return d.refreshDue()
}

// refreshDue keeps what is due in step with what was entered and paid.
func (d *draft) refreshDue() *Problem {
	for _, prefix := range []string{"", "TRX_"} {
		for _, field := range []string{"TOTALPAID", "TOTALSELECTED"} {
			d.fill(prefix+field, "0")
		}
		due := d.amount(prefix + "TOTALENTERED").sub(d.amount(prefix + "TOTALPAID"))
		if due.sign()*d.amount(prefix+"TOTALENTERED").sign() < 0 {
			return refuse("The amount paid exceeds total amount due (%s)", d.get(prefix+"TOTALENTERED"))
		}
		d.setAmount(prefix+"TOTALDUE", due)
	}
	return nil
}

// after posts what is posted; an edited document is posted anew.
func (k *documentKind) after(d *draft) *Problem {
	if d.get("STATE") != statePosted || !d.creating() && d.was("STATE") == statePosted && !k.moved(d) {
		return nil
	}
	if d.was("STATE") == statePosted {
		k.unpost(d)
	}
	return k.post(d)
}

// moved reports whether an update changes the posting.
func (k *documentKind) moved(d *draft) bool {
	for _, line := range d.lines(k.element) {
		if line.creating() || line.changed() {
			return true
		}
	}
	return d.get("WHENPOSTED") != d.was("WHENPOSTED")
}

// remove lets only what nobody has paid or selected be deleted.
func (k *documentKind) remove(d *draft) *Problem {
	switch {
	case d.get("STATE") == stateDraft:
		return nil
	case d.get("STATE") != statePosted || d.amount("TRX_TOTALPAID").sign() != 0 || d.amount("TRX_TOTALSELECTED").sign() != 0:
		return refuse("Cannot delete %s '%s' because it is in state %s or payments have been applied to it.",
			lower(d.object.Label), d.get(d.object.Key), d.get("STATE"))
	}
	if problem := d.checkOpen(k.element); problem != nil {
		return problem
	}
	k.unpost(d)
	return nil
}
