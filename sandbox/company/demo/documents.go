package demo

// dims are the dimensions of a line or entry, each the place in its list plus
// one; zero is none.
type dims struct {
	department, location, class, project, task         int16
	customer, vendor, employee, item, warehouse, grant int16
}

// trail is who made and last changed a record, and when.
type trail struct {
	created, modified stamp
	by, editor        int8
}

// The states of documents, with the codes that the database keeps.
const (
	draft    = "Draft"
	posted   = "Posted"
	paid     = "Paid"
	reversed = "Reversed"
)

var rawStates = map[string]string{draft: "D", posted: "A", paid: "P", reversed: "V"}

// document is a bill, an invoice or an adjustment, a card charge or an expense report.
type document struct {
	self               ref
	entity             int8
	party              int16 // place of the vendor, customer, card or employee
	term               int8
	on, due, paidOn    day
	number, memo       string
	reference          string
	currency           string
	rate               rate
	state              string
	total, base        cents // in the currency of the document and of the entity
	settled, baseSaved cents // what payments have covered of them
	batch              ref
	first, count       int32 // its lines
	hold               bool
	attachment         int16
	trail
}

// line is a line of a document.
type line struct {
	doc                ref
	no                 int16
	account            int16
	amount, base       cents
	settled, baseSaved cents
	memo               string
	quantity           int16
	tax, billable      bool
	dims
	trail
}

// register is the documents of one kind with their lines.
type register struct {
	docs     []document
	lines    []line
	keys     *serial
	lineKeys *serial
	batches  []summary
	batched  *serial
	// lost are the keys of deleted documents.
	lost []deletion
}

func newRegister(start int32, size int) *register {
	return &register{
		docs: make([]document, 0, size), lines: make([]line, 0, 3*size),
		keys: newSerial(start), lineKeys: newSerial(start*2 + 7), batched: newSerial(start/3 + 1),
	}
}

// summary is a day's documents of one entity, posted to the ledger together.
type summary struct {
	title  string
	on     day
	entity int8
	total  cents
	trail
}

// deletion is a record that is no longer there.
type deletion struct {
	key int32
	at  stamp
	by  int8
}

// write makes a document of lines; their numbers and totals follow.
func (r *register) write(doc document, lines ...line) ref {
	doc.first, doc.count = int32(len(r.lines)), int32(len(lines))
	doc.paidOn = never
	doc.self = r.keys.issue()
	for i := range lines {
		l := lines[i]
		l.doc, l.no, l.trail = doc.self, int16(i), doc.trail
		l.base = doc.rate.of(l.amount)
		doc.total += l.amount
		doc.base += l.base
		r.lineKeys.issue()
		r.lines = append(r.lines, l)
	}
	r.docs = append(r.docs, doc)
	return doc.self
}

func (r *register) at(which ref) *document { return &r.docs[which-1] }

func (r *register) linesOf(d *document) []line { return r.lines[d.first : d.first+d.count] }

// owner and lineOwner are the entities of documents and lines, by place.
func (r *register) owner(place int) int8     { return r.docs[place].entity }
func (r *register) lineOwner(place int) int8 { return r.at(r.lines[place].doc).entity }

// open is what is still to pay.
func (d *document) open() cents { return d.total - d.settled }

func (d *document) baseOpen() cents { return d.base - d.baseSaved }

// settle covers a part of a line and says what that is in the entity's currency.
func (r *register) settle(l *line, amount cents, on day, by trail) cents {
	d := r.at(l.doc)
	base := d.rate.of(amount)
	if l.settled+amount == l.amount {
		base = l.base - l.baseSaved
	}
	l.settled, l.baseSaved = l.settled+amount, l.baseSaved+base
	d.settled, d.baseSaved = d.settled+amount, d.baseSaved+base
	if d.settled == d.total {
		d.state, d.paidOn = paid, on
	}
	if by.created > d.modified && d.modified != 0 || on >= goLive {
		d.modified, d.editor = by.created, by.by
		l.modified, l.editor = by.created, by.by
	}
	return base
}

// lose deletes the document that would have come next.
func (r *register) lose(at trail) {
	r.lost = append(r.lost, deletion{r.keys.skip(), at.created, at.by})
	r.lineKeys.skip()
	r.lineKeys.skip()
}

// gather closes a day's documents into a summary.
func (r *register) gather(title string, on day, entity int8, docs []ref, by trail) ref {
	s := summary{title: title, on: on, entity: entity, trail: by}
	which := r.batched.issue()
	for _, doc := range docs {
		d := r.at(doc)
		d.batch = which
		s.total += d.base
	}
	r.batches = append(r.batches, s)
	return which
}
