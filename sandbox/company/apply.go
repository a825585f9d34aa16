package company

import "slices"

// An Application pays an amount of an invoice with what a payment has left.
type Application struct{ Invoice, Amount string }

// Apply pays invoices with what a customer's payment was not used for, as of a
// date. The ledger has the money already, so nothing is posted.
func (t *Tx) Apply(key, date string, items []Application) (saved Saved, problem *Problem) {
	tb, problem := t.mayWrite("ARPYMT", CanUpdate, legacyReach)
	if problem != nil {
		return Saved{}, problem
	}
	problem = t.attempt(func() *Problem {
		saved, problem = t.applyPayment(tb, key, date, items)
		return problem
	})
	if problem != nil {
		return Saved{}, problem.wrapped(tb.object, "apply")
	}
	return saved, nil
}

func (t *Tx) applyPayment(tb *table, key, date string, items []Application) (Saved, *Problem) {
	r, ok := tb.findKey(key)
	if !ok || !t.sees(tb, r) {
		return Saved{}, noRecord(tb.object, key, "apply")
	}
	d := t.newDraft(tb, &r)
	if problem := d.takeLines(Input{}); problem != nil {
		return Saved{}, problem
	}
	if d.get("STATE") != statePosted {
		return Saved{}, refuse("Cannot apply %s '%s' because it is in state %s.", lower(tb.object.Label), key, d.get("STATE"))
	}
	k := customerPayments
	if problem := t.c.checkDate(date, d.entities(k.element)); problem != nil {
		return Saved{}, problem
	}
	for _, item := range items {
		if problem := k.applyItem(d, item, date); problem != nil {
			return Saved{}, problem
		}
	}
	d.touch()
	d.store()
	t.audit(d.object, d.row, "Modify")
	return d.saved(), nil
}

// applyItem pays one invoice and takes the amount from what the payment has
// left.
func (k *paymentKind) applyItem(d *draft, item Application, date string) *Problem {
	line := k.newDetail(d)
	line.set("RECORDKEY", item.Invoice)
	line.set("TRX_PAYMENTAMOUNT", item.Amount)
	if problem := k.completeDetail(d, line, map[string]amount{}); problem != nil {
		return problem
	}
	trx, base := line.amount("TRX_PAYMENTAMOUNT"), line.amount("PAYMENTAMOUNT")
	if left := d.amount("TRX_TOTALDUE"); trx.cmp(left) > 0 {
		return refuse("The amount %s exceeds what is left of the payment with key %s (%s)", trx, d.get(d.object.Key), left)
	}
	line.set("PAYMENTDATE", date)
	line.store()
	k.change(d.tx, k.document, item.Invoice, map[string]amount{"TRX_TOTALPAID": trx, "TOTALPAID": base}, date)
	k.spread(d.tx, line, trx, 1)
	for field, by := range map[string]amount{
		"TRX_TOTALDUE": trx.neg(), "TRX_TOTALPAID": trx, "TOTALDUE": base.neg(), "TOTALPAID": base,
	} {
		d.setAmount(field, d.amount(field).add(by))
	}
	return nil
}

// newDetail is a further detail of a payment that is stored already.
func (k *paymentKind) newDetail(d *draft) *draft {
	at := slices.IndexFunc(d.sets, func(s *lineSet) bool { return s.owned.Element == k.element })
	set := d.sets[at]
	line := d.tx.newDraft(set.table, nil)
	line.header = d
	line.set(set.owned.ForeignKey, d.headerKey(set.owned))
	return line
}

// A Deposit takes receipts of customers to the bank.
type Deposit struct {
	Fields   []InField // of the record of DEPOSIT
	Receipts []string  // keys of payments that no bank account has yet
}

// Deposit enters a deposit with a line for each receipt, and moves the money from
// undeposited funds to the bank.
func (t *Tx) Deposit(in Deposit) (saved Saved, problem *Problem) {
	tb, problem := t.mayWrite("DEPOSIT", CanCreate, legacyReach)
	if problem != nil {
		return Saved{}, problem
	}
	problem = t.attempt(func() *Problem {
		saved, problem = t.deposit(tb, in)
		return problem
	})
	if problem != nil {
		return Saved{}, problem.wrapped(tb.object, "create")
	}
	return saved, nil
}

func (t *Tx) deposit(tb *table, in Deposit) (Saved, *Problem) {
	d := t.newDraft(tb, nil)
	if problem := d.apply(Input{Effect: true, Fields: in.Fields}); problem != nil {
		return Saved{}, problem
	}
	if problem := d.takeLines(Input{}); problem != nil {
		return Saved{}, problem
	}
	if problem := d.resolveReferences(); problem != nil {
		return Saved{}, problem
	}
	date := d.get("DEPOSITDATE")
	d.set("WHENCREATED", date)
	d.set("FINANCIALENTITY", d.get("BANKACCOUNTID"))
	d.setState(statePosted)
	out := posting{
		journal: t.c.profile.Journals.Receipt, module: "11.CM", date: date, title: "Deposit " + d.get("DEPOSITID"),
	}
	total := amountOf("0")
	entities := map[string]bool{}
	for _, key := range in.Receipts {
		receipt, problem := t.takeToBank(d, key)
		if problem != nil {
			return Saved{}, problem
		}
		base, trx := receipt.amount("TOTALENTERED"), receipt.amount("TRX_TOTALENTERED")
		total = total.add(base)
		entities[receipt.get("MEGAENTITYID")] = true
		values := controlValues(receipt.get("MEGAENTITYID"))
		undeposited := firstOf(receipt.get("UNDEPOSITEDACCOUNTNO"), t.c.profile.Accounts.Undeposited)
		out.entries = append(out.entries,
			entry{account: d.bankAccount(), base: base, trx: trx, from: receipt, values: values},
			entry{account: undeposited, base: base.neg(), trx: trx.neg(), from: receipt, values: values})
	}
	for entity := range entities {
		if problem := t.c.checkDate(date, []string{entity}); problem != nil {
			return Saved{}, problem
		}
	}
	d.setAmount("TOTALENTERED", total)
	d.setAmount("TRX_TOTALENTERED", total)
	d.store()
	d.writeLines()
	t.audit(d.object, d.row, "Create")
	_, problem := t.post(out)
	return d.saved(), problem
}

// takeToBank gives a receipt the deposit's bank account, and the deposit a line.
func (t *Tx) takeToBank(d *draft, key string) (*draft, *Problem) {
	receipts, ok := t.c.table("ARPYMT")
	if !ok {
		return nil, unknownObject("ARPYMT")
	}
	r, ok := receipts.findKey(key)
	if !ok || !t.sees(receipts, r) {
		return nil, noRecord(receipts.object, key, "deposit")
	}
	receipt := t.newDraft(receipts, &r)
	if receipt.get("STATE") == stateReversed || receipt.get("FINANCIALENTITY") != "" {
		return nil, refuse("Cannot deposit %s '%s' because it is in state %s %s.", lower(receipts.object.Label), key,
			receipt.get("STATE"), receipt.get("FINANCIALENTITY"))
	}
	receipt.set("FINANCIALENTITY", d.get("BANKACCOUNTID"))
	receipt.touch()
	receipt.store()
	for _, set := range d.sets {
		line := t.newDraft(set.table, nil)
		line.header = d
		line.set("ACCOUNTNO", firstOf(receipt.get("UNDEPOSITEDACCOUNTNO"), t.c.profile.Accounts.Undeposited))
		line.set("AMOUNT", receipt.get("TOTALENTERED"))
		line.set("TRX_AMOUNT", receipt.get("TRX_TOTALENTERED"))
		line.set("DESCRIPTION", receipt.get("DOCNUMBER")+" "+receipt.get("CUSTOMERNAME"))
		set.lines = append(set.lines, line)
	}
	return receipt, nil
}

// A Reimbursement pays an employee's expense reports.
type Reimbursement struct {
	Employee, Bank, Date string
	Fields               []InField // of the record of EPPAYMENT
	Items                []Application
}

// reimbursements pay expense reports as payments pay bills.
var reimbursements = paymentKind{document: "EEXPENSES", documents: expenseReports, party: "EMPLOYEEID"}

// Reimburse pays expense reports from a bank account.
func (t *Tx) Reimburse(in Reimbursement) (saved Saved, problem *Problem) {
	tb, problem := t.mayWrite("EPPAYMENT", CanCreate, legacyReach)
	if problem != nil {
		return Saved{}, problem
	}
	problem = t.attempt(func() *Problem {
		saved, problem = t.reimburse(tb, in)
		return problem
	})
	if problem != nil {
		return Saved{}, problem.wrapped(tb.object, "create")
	}
	return saved, nil
}

func (t *Tx) reimburse(tb *table, in Reimbursement) (Saved, *Problem) {
	banks, ok := t.c.table("CHECKINGACCOUNT")
	if !ok {
		return Saved{}, unknownObject("CHECKINGACCOUNT")
	}
	bank, ok := banks.findValue(banks.object.Ordinal("BANKACCOUNTID"), in.Bank)
	if !ok {
		return Saved{}, invalidReference("Bank Account", in.Bank)
	}
	out := posting{
		journal: t.c.profile.Journals.Disbursement, module: "6.EE", date: in.Date, title: "Reimbursement " + in.Employee,
	}
	total := amountOf("0")
	for _, item := range in.Items {
		report, problem := t.reimbursed(in.Employee, item, in.Date)
		if problem != nil {
			return Saved{}, problem
		}
		paid := amountOf(item.Amount)
		total = total.add(paid)
		values := controlValues(report.get("MEGAENTITYID"))
		out.entries = append(out.entries,
			entry{account: t.c.profile.Accounts.EmployeePayable, base: paid, trx: paid, from: report, values: values},
			entry{account: banks.text(bank, "GLACCOUNTNO"), base: paid.neg(), trx: paid.neg(), from: report, values: values})
	}
	d := t.newDraft(tb, nil)
	if problem := d.apply(Input{Effect: true, Fields: in.Fields}); problem != nil {
		return Saved{}, problem
	}
	for field, value := range map[string]string{
		"EMPLOYEEID": in.Employee, "WHENPAID": in.Date, "TOTALENTERED": total.String(), "PAYMENTAMOUNT": total.String(),
		"FINANCIALACCOUNT": in.Bank, "CURRENCY": t.c.profile.BaseCurrency, "STATE": statePosted,
	} {
		d.set(field, value)
	}
	d.store()
	t.audit(d.object, d.row, "Create")
	_, problem := t.post(out)
	return d.saved(), problem
}

// reimbursed pays one expense report.
func (t *Tx) reimbursed(employee string, item Application, date string) (*draft, *Problem) {
	reports, ok := t.c.table("EEXPENSES")
	if !ok {
		return nil, unknownObject("EEXPENSES")
	}
	r, ok := reports.findKey(item.Invoice)
	if !ok || reports.text(r, "EMPLOYEEID") != employee {
		return nil, noRecord(reports.object, item.Invoice, "reimburse")
	}
	d := t.newDraft(reports, &r)
	paid, ok := parseAmount(item.Amount)
	switch due := d.amount("TRX_TOTALDUE"); {
	case !ok || paid.sign() <= 0:
		return nil, missing("Payment amount")
	case d.get("STATE") != statePosted:
		return nil, refuse("Cannot reimburse expense report '%s' because it is in state %s.", item.Invoice, d.get("STATE"))
	case paid.cmp(due) > 0:
		return nil, refuse("The payment amount %s for the expense report with key %s exceeds total amount due (%s)", paid, item.Invoice, due)
	}
	if problem := t.c.checkDate(date, []string{d.get("MEGAENTITYID")}); problem != nil {
		return nil, problem
	}
	reimbursements.change(t, "EEXPENSES", item.Invoice, map[string]amount{"TRX_TOTALPAID": paid, "TOTALPAID": paid}, date)
	return d, nil
}
