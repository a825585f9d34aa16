package company

import "strings"

// posting is what a subledger writes into the ledger: a journal entry of its
// own, balanced in every entity.
type posting struct {
	journal, module, date, title, link string
	entity                             string // the MEGAENTITYID of the document
	entries                            []entry
}

// entry is one line of a posting. Positive amounts debit the account.
type entry struct {
	account   string
	base, trx amount
	from      *draft            // the line it comes from: dimensions and currencies
	values    map[string]string // fields that overrule it
}

// post writes the posting of a document and links the two.
func (k *documentKind) post(d *draft) *Problem {
	if k.control(d) == "" {
		return nil
	}
	link, problem := d.tx.post(k.posting(d, 1))
	if problem == nil && d.get("PRBATCHKEY") != link {
		row := d.table.full(ref{id: d.id, row: d.row})
		d.row = row
		d.set("PRBATCHKEY", link)
		d.set("PRBATCH", k.title+": "+firstOf(d.get("WHENPOSTED"), d.get("WHENCREATED")))
		d.tx.write(d.table, d.id, row)
	}
	return problem
}

// posting builds the entries of a document: its lines against the control
// account, by entity. direction -1 is the opposite posting.
func (k *documentKind) posting(d *draft, direction int) posting {
	p := d.tx.c.profile
	out := posting{
		journal: k.journal(p), module: k.module, date: firstOf(d.get("WHENPOSTED"), d.get("WHENCREATED")), link: d.get("PRBATCHKEY"),
		title: strings.TrimSpace(k.title + " " + d.get("RECORDID")), entity: d.get("MEGAENTITYID"),
	}
	control := map[string]*entry{}
	var order []string
	for _, line := range d.lines(k.element) {
		base, trx := line.amount("AMOUNT"), line.amount("TRX_AMOUNT")
		if k.sign*direction < 0 {
			base, trx = base.neg(), trx.neg()
		}
		out.entries = append(out.entries, entry{account: line.get("ACCOUNTNO"), base: base, trx: trx, from: line})
		entity := d.tx.c.entityOf(firstOf(line.get("LOCATIONID"), line.get("LOCATION")))
		against := control[entity]
		if against == nil {
			against = &entry{account: k.control(d), base: amountOf("0"), trx: amountOf("0"), from: line, values: controlValues(entity)}
			control[entity] = against
			order = append(order, entity)
		}
		against.base, against.trx = against.base.sub(base), against.trx.sub(trx)
	}
	for _, entity := range order {
		out.entries = append(out.entries, *control[entity])
	}
	return out
}

// controlValues keeps the entity of a control line and drops the dimensions
// of the line it stands against.
func controlValues(entity string) map[string]string {
	return map[string]string{
		"LOCATION": entity, "DEPARTMENT": "", "CLASSID": "", "PROJECTID": "", "ITEMID": "", "DESCRIPTION": "", "TASKID": "",
	}
}

// post writes a posting and returns the number that links it to its document.
func (t *Tx) post(p posting) (link string, problem *Problem) {
	batches, ok := t.c.table("GLBATCH")
	if !ok || len(p.entries) == 0 {
		return p.link, nil
	}
	d := t.newDraft(batches, nil)
	for field, value := range map[string]string{
		"JOURNAL": p.journal, "BATCH_DATE": p.date, "BATCH_TITLE": p.title, "MODULE": p.module, "STATE": statePosted,
	} {
		d.set(field, value)
	}
	if e, ok := t.c.entity(p.entity); ok {
		d.set("MEGAENTITYID", e.ID)
		d.set("MEGAENTITYNAME", e.Name)
		d.set("MEGAENTITYKEY", e.RecordNo)
	}
	if problem := d.resolveReferences(); problem != nil {
		return "", problem
	}
	link = firstOf(p.link, formatID(batches.next))
	d.set("PRBATCHKEY", link)
	d.numberJournal()
	d.store()
	n := 0
	for _, e := range p.entries {
		if e.base.sign() == 0 && e.trx.sign() == 0 {
			continue
		}
		n++
		if problem := t.postEntry(d, e, n); problem != nil {
			return "", problem
		}
	}
	return link, nil
}

// copiedToEntries are the fields that a line and its entry share.
var copiedToEntries = map[string]string{
	"LOCATION": "LOCATIONID", "DEPARTMENT": "DEPARTMENTID", "CLASSID": "CLASSID", "PROJECTID": "PROJECTID",
	"ITEMID": "ITEMID", "CUSTOMERID": "CUSTOMERID", "VENDORID": "VENDORID", "EMPLOYEEID": "EMPLOYEEID",
	"TASKID": "TASKID", "DESCRIPTION": "ENTRYDESCRIPTION", "CURRENCY": "CURRENCY", "BASECURR": "BASECURR",
	"EXCHANGE_RATE": "EXCHANGE_RATE", "EXCH_RATE_DATE": "EXCH_RATE_DATE", "EXCH_RATE_TYPE_ID": "EXCH_RATE_TYPE_ID",
}

func (t *Tx) postEntry(batch *draft, e entry, n int) *Problem {
	entries, ok := t.c.table(entryObject)
	if !ok {
		return nil
	}
	d := t.newDraft(entries, nil)
	d.header = batch
	for field, from := range copiedToEntries {
		d.set(field, firstOf(e.from.get(from), e.from.get(field)))
	}
	for field, value := range e.values {
		d.set(field, value)
	}
	d.set("ACCOUNTNO", e.account)
	d.set("LINE_NO", formatID(int64(n)))
	d.setSides(e.base, e.trx)
	d.fromBatch(batch)
	if problem := d.resolveReferences(); problem != nil {
		return problem
	}
	d.store()
	return nil
}

// setSides stores signed amounts as a side and absolute amounts.
func (d *draft) setSides(base, trx amount) {
	d.set("TR_TYPE", "1")
	if base.sign() < 0 || base.sign() == 0 && trx.sign() < 0 {
		d.set("TR_TYPE", "-1")
		base, trx = base.neg(), trx.neg()
	}
	d.setAmount("AMOUNT", base)
	d.setAmount("TRX_AMOUNT", trx)
}

// unpost takes a document's posting out of the ledger. When it shares a
// summary posting with others, the opposite is posted instead.
func (k *documentKind) unpost(d *draft) {
	batches, ok := d.tx.c.table("GLBATCH")
	link := d.was("PRBATCHKEY")
	if !ok || link == "" {
		return
	}
	batch, ok := batches.findValue(batches.object.Ordinal("PRBATCHKEY"), link)
	if !ok {
		return
	}
	if len(d.table.children(d.object.Ordinal("PRBATCHKEY"), link)) > 1 {
		_, _ = d.tx.post(k.posting(d.asItWas(k.element), -1))
		return
	}
	d.tx.removeBatch(batches, batch)
}

// asItWas is a draft and its lines with their stored values.
func (d *draft) asItWas(element string) *draft {
	old := &draft{tx: d.tx, table: d.table, object: d.object, id: d.id, row: d.old, old: d.old}
	for _, set := range d.sets {
		if set.owned.Element != element {
			continue
		}
		before := &lineSet{owned: set.owned, table: set.table}
		for _, line := range set.lines {
			if line.old != nil {
				before.lines = append(before.lines, &draft{tx: d.tx, table: line.table, object: line.object, id: line.id, row: line.old, old: line.old, header: old})
			}
		}
		old.sets = append(old.sets, before)
	}
	return old
}

// removeBatch takes a journal entry and its lines away.
func (t *Tx) removeBatch(batches *table, batch ref) {
	if entries, ok := t.c.table(entryObject); ok {
		for _, e := range entries.children(entries.object.Ordinal("BATCHNO"), batches.key(batch)) {
			t.write(entries, e.id, nil)
		}
	}
	t.write(batches, batch.id, nil)
}

// entityOf is the entity that a location belongs to, found by its parents.
func (c *Company) entityOf(location string) string {
	locations, ok := c.table("LOCATION")
	for range 32 { // deeper trees are loops
		if location == "" {
			return ""
		}
		if _, is := c.entity(location); is || !ok {
			return location
		}
		r, found := locations.findValue(locations.object.Ordinal("LOCATIONID"), location)
		if !found {
			return ""
		}
		location = locations.text(r, "PARENTID")
	}
	return ""
}
