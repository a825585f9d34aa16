package demo

// deal is an order that became an invoice or a bill: the order, and for sales
// also the invoice document that order entry keeps next to the invoice of
// receivables. Its lines are those of the document it became, but for tax.
type deal struct {
	self    ref
	source  int32 // place of the invoice or bill
	invoice bool  // it is the second document
	kind    string
	number  string
	on      day
	first   int32 // its lines
	count   int32
}

// dealLine is a line of an order.
type dealLine struct {
	deal   ref
	source int32 // place of the line it became
	no     int16
}

// orders are the documents of order entry or of purchasing.
type orders struct {
	deals    []deal
	lines    []dealLine
	keys     *serial
	lineKeys *serial
	from     *register
}

// salesOrders follow from the invoices: an order some days before, and the
// invoice document of the same day.
func (b *Books) salesOrders() *orders {
	o := &orders{keys: newSerial(7_001), lineKeys: newSerial(15_001), from: b.invoices}
	for i := range b.invoices.docs {
		d := &b.invoices.docs[i]
		o.add(int32(i), false, "Sales Order", d.reference, d.on-day(1+i%9))
		if i%31 == 17 {
			o.keys.skip() // an order that was cancelled and deleted
		}
		o.add(int32(i), true, "Sales Invoice", d.number, d.on)
	}
	return o
}

// purchaseOrders are those that bills refer to.
func (b *Books) purchaseOrders() *orders {
	o := &orders{keys: newSerial(5_001), lineKeys: newSerial(12_001), from: b.bills}
	for i := range b.bills.docs {
		if d := &b.bills.docs[i]; d.reference != "" {
			o.add(int32(i), false, "Purchase Order", d.reference, d.on-day(4+i%11))
		}
	}
	return o
}

func (o *orders) add(source int32, invoice bool, kind, number string, on day) {
	from := &o.from.docs[source]
	d := deal{self: o.keys.issue(), source: source, invoice: invoice, kind: kind, number: number, on: on, first: int32(len(o.lines))}
	for i := from.first; i < from.first+from.count; i++ {
		if l := &o.from.lines[i]; l.item != 0 {
			o.lineKeys.issue()
			o.lines = append(o.lines, dealLine{d.self, i, int16(d.count)})
			d.count++
		}
	}
	o.deals = append(o.deals, d)
}

func (o *orders) source(d *deal) *document { return &o.from.docs[d.source] }

// subtotal is what the lines of an order come to; tax is the rest.
func (o *orders) subtotal(d *deal, base bool) cents {
	var sum cents
	for _, n := range o.lines[d.first : d.first+d.count] {
		if l := &o.from.lines[n.source]; base {
			sum += l.base
		} else {
			sum += l.amount
		}
	}
	return sum
}

// state of an order: it was converted; an invoice is posted.
func (d *deal) state() string {
	if d.invoice {
		return "Posted"
	}
	return "Converted"
}

func (d *deal) class() string {
	if d.invoice {
		return "Invoice"
	}
	return "Order"
}

// id is the name of a document: its kind and number.
func (d *deal) id(e edition) string { return d.kind + "-" + e.mark(d.number) }
