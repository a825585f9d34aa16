package company

import "fmt"

// Transactions of order entry, purchasing and inventory have a definition, a
// number of their own and priced lines. They do not post to the ledger in
// this simulation.

// beforeOrder sees to the definition and the number of a document.
func beforeOrder(d *draft) *Problem {
	if problem := d.checkDefinition(); problem != nil {
		return problem
	}
	d.fill("WHENCREATED", d.tx.c.today())
	d.fill("WHENPOSTED", d.get("WHENCREATED"))
	d.fill("STATE", "Pending")
	if d.was("STATE") == stateConverted {
		return refuse("The transaction '%s' cannot be changed because it is in state %s.", d.get("DOCID"), stateConverted)
	}
	if d.old != nil && d.was("STATE") == "Closed" && len(d.sets) > 0 && d.sets[0].given {
		return refuse("The line items of a transaction in state Closed cannot be changed.")
	}
	if _, problem := d.source(); problem != nil {
		return problem
	}
	if problem := d.checkContacts("BILLTO.CONTACTNAME", "SHIPTO.CONTACTNAME"); problem != nil {
		return problem
	}
	if d.creating() && d.get("DOCNO") == "" {
		d.set("DOCNO", d.nextDocument())
	}
	d.set("DOCID", d.get("DOCPARID")+"-"+d.get("DOCNO"))
	if _, has := d.object.Field("CUSTVENDID"); has && d.get("CUSTVENDID") == "" {
		return missing(map[string]string{"PODOCUMENT": "Vendor ID"}[d.object.Name] + map[string]string{"SODOCUMENT": "Customer ID"}[d.object.Name])
	}
	d.fill("BASECURR", d.tx.c.baseCurrency(d.tx.v.Entity))
	d.fill("CURRENCY", d.get("BASECURR"))
	if len(d.sets) > 0 && len(d.sets[0].lines) == 0 {
		return missing("Line item")
	}
	return d.checkOrderOpen()
}

// checkOrderOpen refuses documents in closed books whose definition posts to a
// ledger; quotes and orders do not.
func (d *draft) checkOrderOpen() *Problem {
	if class := d.get("DOCPARCLASS"); class == "Quote" || class == "Order" || d.isDraft() {
		return nil
	}
	return d.checkOpen(d.object.Owned[0].Element)
}

// checkDefinition refuses transaction definitions the company does not have.
func (d *draft) checkDefinition() *Problem {
	id := d.get("DOCPARID")
	if id == "" {
		return missing("Transaction definition")
	}
	definitions, ok := d.tx.c.table(d.object.Name + "PARAMS")
	if !ok || definitions.isEmpty() {
		return nil
	}
	r, ok := definitions.findValue(definitions.object.Ordinal("DOCID"), id)
	if !ok {
		return refuse("Invalid Transaction Definition '%s' specified.", id)
	}
	d.set("DOCPARCLASS", definitions.text(r, "DOCCLASS"))
	return nil
}

// nextDocument is the next number of a definition that is free.
func (d *draft) nextDocument() string {
	for n := d.table.next; ; n++ {
		no := fmt.Sprintf("%05d", n)
		if _, taken := d.table.findValue(d.object.Ordinal("DOCID"), d.get("DOCPARID")+"-"+no); !taken {
			return no
		}
	}
}

// completeOrder prices the lines and adds them up, with the subtotals.
func completeOrder(d *draft) *Problem {
	total := amountOf("0")
	for i, set := range d.sets {
		for _, line := range set.lines {
			if i == 0 {
				if problem := checkQuantity(line); problem != nil {
					return problem
				}
				priceLine(d, line)
			} else {
				line.set("TOTAL", firstOf(line.get("ABSVAL"), percentOf(d.get("SUBTOTAL"), line.get("PERCENTVAL")), line.get("TOTAL")))
				line.set("TRX_TOTAL", line.get("TOTAL"))
			}
			total = total.add(line.amount("TOTAL"))
		}
		if i == 0 {
			d.setAmount("SUBTOTAL", total)
			d.setAmount("TRX_SUBTOTAL", total)
		}
	}
	for _, field := range []string{"TOTAL", "TRX_TOTAL", "TRX_TOTALENTERED", "TRX_TOTALDUE"} {
		d.setAmount(field, total)
	}
	d.fill("TRX_TOTALPAID", "0")
	return nil
}

// percentOf is a percentage of an amount, null when there is none.
func percentOf(of, percent string) string {
	if percent == "" {
		return ""
	}
	return amountOf(of).mul(amountOf(percent)).div(amountOf("100"), 2).String()
}

// priceLine values a line by its own price, or by its item's.
func priceLine(d, line *draft) {
	quantity := line.latest("QUANTITY", "UIQTY")
	line.set("QUANTITY", quantity)
	line.set("UIQTY", quantity)
	price := firstOf(line.latest("TRX_PRICE", "PRICE", "UIPRICE"), line.itemText("BASEPRICE"), "0")
	value := amountOf(price).mul(line.amount("QUANTITY")).in(d.get("CURRENCY"))
	for _, field := range []string{"PRICE", "UIPRICE", "TRX_PRICE"} {
		line.set(field, price)
	}
	for _, field := range []string{"UIVALUE", "TRX_VALUE", "TOTAL"} {
		line.setAmount(field, value)
	}
	line.fill("ITEMDESC", line.itemText("NAME"))
	line.fill("UNIT", "Each")
	line.fill("QTY_CONVERTED", "0")
	line.setAmount("QTY_REMAINING", line.amount("QUANTITY").sub(line.amount("QTY_CONVERTED")))
	line.set("DOCHDRID", d.get("DOCID"))
	line.set("DOCNO", d.get("DOCNO"))
	line.set("WHENCREATED", d.get("WHENCREATED"))
	if line.object.Name == "INVDOCUMENTENTRY" {
		line.fill("COST", line.get("UIPRICE"))
	}
	line.fill("CURRENCY", d.get("CURRENCY"))
	line.fill("BASECURR", d.get("BASECURR"))
}

// latest is the value of fields that mean the same: what the input says wins
// over what is stored.
func (d *draft) latest(fields ...string) string {
	for _, field := range fields {
		if d.named(field) && d.get(field) != "" {
			return d.get(field)
		}
	}
	for _, field := range fields {
		if v := d.get(field); v != "" {
			return v
		}
	}
	return ""
}

// itemText is a field of the line's item.
func (d *draft) itemText(field string) string {
	items, ok := d.tx.c.table("ITEM")
	if !ok {
		return ""
	}
	r, ok := items.findValue(items.object.Ordinal("ITEMID"), d.get("ITEMID"))
	if !ok {
		return ""
	}
	return items.text(r, field)
}

// The states of a source as it is converted.
const (
	stateConverted          = "Converted"
	statePartiallyConverted = "Partially Converted"
)

// source finds the document that a new one is made from.
func (d *draft) source() (*draft, *Problem) {
	id := d.get("CREATEDFROM")
	if id == "" || !d.creating() {
		return nil, nil
	}
	r, ok := d.table.findValue(d.object.Ordinal("DOCID"), id)
	if !ok || !d.tx.sees(d.table, r) {
		return nil, invalidReference("Source Document", id)
	}
	source := d.tx.newDraft(d.table, &r)
	if state := source.get("STATE"); state == stateConverted || state == "Closed" {
		return nil, refuse("Cannot convert the transaction '%s' because it is in state %s.", id, state)
	}
	return source, source.takeLines(Input{})
}

// convert takes the quantities of a new document off the lines of its source,
// item by item, and moves the state of the source.
func convert(d *draft) *Problem {
	source, problem := d.source()
	if source == nil || problem != nil {
		return problem
	}
	for _, line := range d.sets[0].lines {
		left := line.amount("QUANTITY")
		for _, from := range source.sets[0].lines {
			open := from.amount("QUANTITY").sub(from.amount("QTY_CONVERTED"))
			if from.get("ITEMID") != line.get("ITEMID") || open.sign() <= 0 || left.sign() <= 0 {
				continue
			}
			part := left
			if part.cmp(open) > 0 {
				part = open
			}
			left = left.sub(part)
			from.setAmount("QTY_CONVERTED", from.amount("QTY_CONVERTED").add(part))
			from.setAmount("QTY_REMAINING", open.sub(part))
			from.touch()
			from.store()
		}
	}
	state := stateConverted
	for _, from := range source.sets[0].lines {
		if from.amount("QUANTITY").cmp(from.amount("QTY_CONVERTED")) > 0 {
			state = statePartiallyConverted
		}
	}
	source.set("STATE", state)
	source.touch()
	source.store()
	d.tx.audit(source.object, source.row, "Modify")
	return nil
}

// checkQuantity refuses lines of nothing, and of units that no group has.
func checkQuantity(line *draft) *Problem {
	if !line.changed() {
		return nil
	}
	if amountOf(firstOf(line.latest("QUANTITY", "UIQTY"), "0")).sign() == 0 {
		return refuse("The quantity of item '%s' must not be zero.", line.get("ITEMID"))
	}
	unit := line.get("UNIT")
	if unit == "" || unit == line.was("UNIT") || unit == line.itemText("BASEUOM") {
		return nil
	}
	units, ok := line.tx.c.table("UOMDETAIL")
	if !ok || units.isEmpty() {
		return nil
	}
	if _, known := units.findValue(units.object.Ordinal("UNIT"), unit); !known {
		return invalidReference("Unit of Measure", unit)
	}
	return nil
}

func removeOrder(d *draft) *Problem {
	switch d.get("STATE") {
	case stateConverted, statePartiallyConverted:
		return refuse("Cannot delete %s '%s' because it is in state %s.", lower(d.object.Label), d.get("DOCID"), d.get("STATE"))
	}
	if d.get("PRRECORDKEY") != "" || d.get("STATE") == "Closed" {
		return refuse("Cannot delete %s '%s' because it is in state %s.", lower(d.object.Label), d.get("DOCID"), d.get("STATE"))
	}
	return nil
}
