package demo

import (
	"cmp"
	"fmt"
	"slices"
)

// event is a row of the audit trail.
type event struct {
	no                int
	object, key, mode string
	at                stamp
	by                int8
}

// auditTrail is what people did since the company went live: records made,
// changed and deleted. Imports left no trail. The trail names most records by
// their number with a suffix, some by the bare number, some by name.
func (b *Books) auditTrail(scale int) []event {
	var all []event
	add := func(object, key, mode string, at stamp, by int8) {
		all = append(all, event{object: object, key: key, mode: mode, at: at, by: by})
	}
	for _, r := range []struct {
		object string
		*register
	}{{"apbill", b.bills}, {"apadjustment", b.credits}, {"arinvoice", b.invoices}, {"aradjustment", b.memos}} {
		for i := range r.docs {
			d := &r.docs[i]
			if d.on < goLive {
				continue
			}
			add(r.object, number(r.keys.keys[i])+"--REC", "Create", d.created, d.by)
			if d.modified > d.created {
				add(r.object, number(r.keys.keys[i])+"--REC", "Modify", d.modified, d.editor)
			}
		}
		for _, gone := range r.lost {
			if gone.at > nightImport {
				add(r.object, number(gone.key)+"--REC", "Delete", gone.at+1800, gone.by)
			}
		}
	}
	for i := range b.cheques.payments {
		if p := &b.cheques.payments[i]; p.on >= goLive {
			add("appymt", number(b.cheques.keys.keys[i])+"--REC", "Create", p.created, p.by)
		}
	}
	for i := range b.ledger.batches {
		if j := &b.ledger.batches[i]; j.on >= goLive && j.journal == general {
			add("glbatch", b.ledger.keys.key(edition{0, scale}, j.self)+"--REC", "Create", j.created, j.by)
		}
	}
	b.auditParties(add)
	slices.SortStableFunc(all, func(x, y event) int { return cmp.Compare(x.at, y.at) })
	for i := range all {
		all[i].no = i
	}
	return all
}

// auditParties tells of vendors, customers, projects, contacts and tasks, some
// of which are there no more.
func (b *Books) auditParties(add func(object, key, mode string, at stamp, by int8)) {
	changed := func(object string, count int, since stamp, key func(place int) string, gone func(place int) bool) {
		for place := range count {
			if t := partyTrail(place, since); t.created > nightImport && !gone(place) {
				add(object, key(place), "Create", t.created, t.by)
				if t.modified > t.created {
					add(object, key(place), "Modify", t.modified, t.editor)
				}
			}
		}
	}
	record := func(place int) string { return number(place+1) + "--REC" }
	changed("vendor", len(vendors), setUp+200_000, record, func(place int) bool { return vendors[place].gone })
	changed("customer", len(b.customers), setUp+300_000, record, func(place int) bool { return b.customers[place].gone })
	changed("project", len(b.projects), setUp+400_000, projectID, func(int) bool { return false })
	at := goLive.at(60 * 86_400)
	deleted := func(object, key string, by int8) {
		add(object, key, "Delete", at, by)
		at += 11*86_400 + 61
	}
	for place := range vendors {
		if vendors[place].gone {
			deleted("vendor", record(place), controller+1)
			deleted("contact", b.contactName(b.vendorContact(place)), payablesClerk+1)
		}
	}
	for place := range b.customers {
		if b.customers[place].gone {
			deleted("customer", record(place), controller+1)
			deleted("contact", b.contactName(b.customerContact(place)), receivablesClerk+1)
		}
	}
	for place := range b.tasks {
		if taskGone(place) {
			deleted("task", number(place+1), controller+1)
		}
	}
	deleted("project", "P-9001", controller+1)
	deleted("project", "P-9002", controller+1)
}

func (b *Books) auditTable(scale int) *Table {
	return tabulate("AUDITHISTORY", b.auditTrail(scale), []column[event]{
		text("ID", func(e *event) string { return fmt.Sprintf("%020d", e.no+1) }),
		text("OBJECTTYPE", func(e *event) string { return e.object }),
		text("OBJECTKEY", func(e *event) string { return e.key }),
		text("ACCESSMODE", func(e *event) string { return e.mode }),
		text("ACCESSTIME", func(e *event) string { return e.at.String() }),
		text("USERID", func(e *event) string { return login(e.by) }),
		fixed[event]("SOURCE", "ui"),
	})
}
