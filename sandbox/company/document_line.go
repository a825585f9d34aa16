package company

import "slices"

// completeLine values one line of a document.
func (k *documentKind) completeLine(d, line *draft) *Problem {
	if d.isDraft() && line.get("TRX_AMOUNT") == "" && line.get("AMOUNT") == "" {
		return nil
	}
	if problem := line.fillAccount(); problem != nil && !d.isDraft() {
		return problem
	}
	if line.get("TRX_AMOUNT") == "" {
		line.set("TRX_AMOUNT", firstOf(line.get("TOTALTRXAMOUNT"), line.get("AMOUNT")))
	}
	if line.get("TRX_AMOUNT") == "" {
		return missing("Amount")
	}
	if d.object.Name == "APBILL" && d.tx.c.choices.LineVendors && line.creating() && line.get("VENDORID") == "" {
		line.set("VENDORID", d.get("VENDORID"))
		if problem := line.resolveReferences(); problem != nil {
			return problem
		}
	}
	line.value(d)
	for field, value := range map[string]string{
		"ENTRY_DATE": d.get("WHENCREATED"), "RECORDTYPE": k.recordType, "STATE": d.get("STATE"),
		"LINEITEM": "T", "BILLABLE": "false", "TOTALPAID": "0", "TRX_TOTALPAID": "0", "TOTALSELECTED": "0", "TRX_TOTALSELECTED": "0",
	} {
		line.fill(field, value)
	}
	line.set("STATE", d.get("STATE"))
	return line.fillLocation()
}

func firstOf(values ...string) string {
	for _, v := range values {
		if v != "" {
			return v
		}
	}
	return ""
}

// value turns the amount in the transaction's currency into the base's.
func (line *draft) value(d *draft) {
	trx := line.amount("TRX_AMOUNT").in(d.get("CURRENCY"))
	line.setAmount("TRX_AMOUNT", trx)
	line.setAmount("AMOUNT", trx.mul(amountOf(firstOf(d.get("EXCHANGE_RATE"), "1"))).in(d.get("BASECURR")))
	for _, field := range []string{"CURRENCY", "BASECURR", "EXCHANGE_RATE", "EXCH_RATE_DATE", "EXCH_RATE_TYPE_ID"} {
		line.set(field, d.get(field))
	}
}

// fillAccount finds the account of a line: given by number, or by the label
// that stands for it, not by both.
func (line *draft) fillAccount() *Problem {
	number, label := line.get("ACCOUNTNO"), line.get("ACCOUNTLABEL")
	switch {
	case number == "" && label == "":
		return missing("Account number")
	case label != "" && line.named("ACCOUNTNO") && line.named("ACCOUNTLABEL") && number != "":
		return refuse("Provide either an account number or an account label, not both.")
	case number != "":
		return line.checkAccount(number)
	}
	for _, r := range line.table.references() {
		if r.field != "ACCOUNTLABEL" {
			continue
		}
		if labels, found, ok := line.tx.c.referent(&r, label); ok {
			if i := labels.object.Ordinal("GLACCOUNTNO"); i >= 0 {
				line.set("ACCOUNTNO", labels.value(found, i))
			}
		}
	}
	if problem := line.resolveReferences(); problem != nil {
		return problem
	}
	return line.checkAccount(line.get("ACCOUNTNO"))
}

// required are the switches of an account that ask for a dimension, with the
// fields that give it.
var required = []struct{ flag, label, field, other string }{
	{"REQUIREDEPT", "Department", "DEPARTMENTID", "DEPARTMENT"},
	{"REQUIRELOC", "Location", "LOCATIONID", "LOCATION"},
	{"REQUIREPROJECT", "Project", "PROJECTID", ""},
	{"REQUIRECUSTOMER", "Customer", "CUSTOMERID", ""},
	{"REQUIREVENDOR", "Vendor", "VENDORID", ""},
	{"REQUIREEMPLOYEE", "Employee", "EMPLOYEEID", ""},
	{"REQUIREITEM", "Item", "ITEMID", ""},
	{"REQUIRECLASS", "Class", "CLASSID", ""},
}

// checkAccount refuses inactive accounts and missing dimensions.
func (line *draft) checkAccount(number string) *Problem {
	accounts, ok := line.tx.c.table("GLACCOUNT")
	if !ok || !line.changed() {
		return nil
	}
	r, ok := accounts.findValue(accounts.object.Ordinal("ACCOUNTNO"), number)
	switch {
	case !ok:
		return nil // a statistical account, or refused as a reference
	case accounts.inactive(r):
		return refuse("The account number '%s' is inactive.", number)
	}
	for _, x := range required {
		flag := accounts.value(r, accounts.object.Ordinal(x.flag))
		if flag == "true" && firstOf(line.get(x.field), line.get(x.other)) == "" && line.object.Ordinal(x.field) >= 0 {
			return refuse("This transaction is missing the %s dimension for the Account %s.", x.label, number)
		}
	}
	return nil
}

// fillLocation makes the entity that one works in the location of its lines;
// at the top level of a company with entities a location must be given.
func (line *draft) fillLocation() *Problem {
	field := "LOCATIONID"
	if line.object.Ordinal(field) < 0 {
		field = "LOCATION"
	}
	if line.get(field) == "" && line.tx.v.Entity != "" {
		line.set(field, line.tx.v.Entity)
		return line.resolveReferences()
	}
	if line.get(field) == "" && len(line.tx.c.entities) > 0 && !line.isDraft() && line.changed() {
		return refuse("This transaction is missing the Location dimension for the Account %s.", line.get("ACCOUNTNO"))
	}
	return nil
}

// allocate replaces each new line that names an allocation by lines for the
// parts of it, whose dimensions they have.
func allocate(d *draft, element string) *Problem {
	for _, set := range d.sets {
		if set.owned.Element != element {
			continue
		}
		var lines []*draft
		for _, line := range set.lines {
			id := line.get("ALLOCATION")
			if id == "" || id == "Custom" || !line.creating() {
				lines = append(lines, line)
				continue
			}
			parts, problem := line.allocated(id)
			if problem != nil {
				return problem
			}
			lines = append(lines, parts...)
		}
		set.lines = lines
	}
	return nil
}

// allocated are the lines that an allocation makes of one. The last takes what
// rounding leaves.
func (line *draft) allocated(id string) ([]*draft, *Problem) {
	allocations, ok := line.tx.c.table("ALLOCATION")
	entries, known := line.tx.c.table("ALLOCATIONENTRY")
	if !ok || !known {
		return []*draft{line}, nil
	}
	r, found := allocations.findValue(allocations.object.Ordinal("ALLOCATIONID"), id)
	if !found || allocations.inactive(r) {
		return nil, invalidReference("Allocation", id)
	}
	shares := entries.children(entries.object.Ordinal("ALLOCATIONKEY"), allocations.key(r))
	whole, left := amountOf("0"), line.amount("TRX_AMOUNT")
	if left.sign() == 0 {
		left = line.amount("AMOUNT")
	}
	for _, share := range shares {
		whole = whole.add(amountOf(entries.text(share, "VALUE")))
	}
	total, parts := left, []*draft(nil)
	for i, share := range shares {
		part := line.tx.newDraft(line.table, nil)
		part.header, part.row, part.given = line.header, slices.Clone(line.row), slices.Clone(line.given)
		value := left
		if i < len(shares)-1 {
			value = total.mul(amountOf(entries.text(share, "VALUE"))).div(whole, 2)
		}
		left = left.sub(value)
		for _, field := range []string{"TRX_AMOUNT", "AMOUNT"} {
			if line.get(field) != "" {
				part.setAmount(field, value)
			}
		}
		part.dimensionsOf(entries, share)
		parts = append(parts, part)
		if problem := part.resolveReferences(); problem != nil {
			return nil, problem
		}
	}
	return parts, nil
}

// dimensionsOf gives a line the dimensions of a part of an allocation.
func (line *draft) dimensionsOf(entries *table, share ref) {
	for _, x := range required {
		value := entries.text(share, x.field)
		if value == "" {
			continue
		}
		line.set(x.field, value)
		if line.object.Ordinal(x.field) < 0 {
			line.set(x.other, value)
		}
	}
}
