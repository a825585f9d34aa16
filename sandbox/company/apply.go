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
