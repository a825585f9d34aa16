package company

import (
	"fmt"
	"strings"
)

// store stamps a draft and writes its row. What the input alone may carry
// (ACTION and its like) is not kept.
func (d *draft) store() {
	if !d.changed() {
		return
	}
	if d.creating() {
		d.identify()
	}
	d.stamp()
	for i := range d.object.Fields {
		if d.object.Fields[i].WriteOnly {
			d.row[i] = ""
		}
	}
	d.tx.write(d.table, d.id, d.row)
}

// identify gives a new row its key.
func (d *draft) identify() {
	d.id = d.table.newID()
	if !d.table.textKey {
		d.row[d.table.keyOrd] = formatID(d.id)
	}
	d.fill("RECORD_URL", fmt.Sprintf("https://sandbox.intacct.com/ia/acct/ur.phtml?.r=%s.%d", strings.ToLower(d.object.Name), d.id))
}

// stamp says who and when. Where the object tells the time of the entry by
// AUWHENCREATED, its WHENCREATED is the date of the document.
func (d *draft) stamp() {
	now := d.tx.c.Now().Format(canonicalTime)
	c := d.tx.c
	if d.creating() {
		d.stampTime(now, "AUWHENCREATED", "WHENCREATED", "createdAt", "creationdate")
		d.stampUser("CREATEDBY", "createdBy", "createdby", "CREATEDUSERID", "CREATEDBYLOGINID")
		d.stampEntity()
	}
	if !d.creating() || !c.quiet[d.object.Name] {
		d.stampTime(now, "WHENMODIFIED", "updatedAt", "lastmodified", "MODIFIED")
		d.stampUser("MODIFIEDBY", "updatedBy", "lastmodifiedby", "MODIFIEDBYID", "MODIFIEDBYLOGINID")
	}
}

func (d *draft) stampTime(now string, fields ...string) {
	for _, name := range fields {
		f, ok := d.object.Field(name)
		switch {
		case !ok:
		case f.DataType == Timestamp:
			d.set(name, now)
		case f.DataType == Date && strings.ToLower(name) == name: // attachments keep days
			d.set(name, now[:len("2006-01-02")])
		}
	}
}

// stampUser writes the user's record number into numbers, the login elsewhere.
func (d *draft) stampUser(fields ...string) {
	u := d.tx.v.User
	if u == nil {
		return
	}
	for _, name := range fields {
		if f, ok := d.object.Field(name); ok {
			if f.DataType == Integer {
				d.set(name, u.RecordNo)
			} else {
				d.set(name, u.ID)
			}
		}
	}
}

func (d *draft) stampEntity() {
	e, ok := d.tx.c.entity(d.tx.v.Entity)
	if !ok {
		return
	}
	d.fill("MEGAENTITYID", e.ID)
	d.fill("MEGAENTITYNAME", e.Name)
	d.fill("MEGAENTITYKEY", e.RecordNo)
}

// auditObject keeps who did what; it is the only trace of a delete.
const auditObject = "AUDITHISTORY"

// audit adds a row of the audit trail: Create, Modify or Delete.
// A change is told by the field's name and its values.
func (t *Tx) audit(o *Object, row []string, mode string, change ...string) {
	form := t.c.auditForm
	if form == AuditDeclared || o.Audit == AuditNone {
		form = o.Audit
	}
	tb, ok := t.c.table(auditObject)
	if !ok || form == AuditNone {
		return
	}
	d := t.newDraft(tb, nil)
	for i, field := range []string{"FIELD_NAME", "FIELD_BEFORE", "FIELD_AFTER"} {
		if i < len(change) {
			d.set(field, change[i])
		}
	}
	d.id = tb.newID()
	d.set("ID", fmt.Sprintf("%020d", d.id))
	d.set("OBJECTTYPE", strings.ToLower(o.Name))
	d.set("OBJECTKEY", auditKey(o, row, form))
	if t.v.User != nil {
		d.set("USERID", t.v.User.ID)
	}
	d.set("ACCESSTIME", t.c.Now().Format(canonicalTime))
	d.set("ACCESSMODE", mode)
	d.set("SOURCE", "api")
	t.write(tb, d.id, d.row)
}

// auditChanges audits an update: one row, or one for each field that changes.
func (t *Tx) auditChanges(d *draft) {
	told := false
	for i, was := range d.old {
		f := &d.object.Fields[i]
		if t.c.choices.AuditFields && was != d.row[i] && f.DataType != Timestamp && !f.WriteOnly {
			t.audit(d.object, d.row, "Modify", f.ID, was, d.row[i])
			told = true
		}
	}
	if !told {
		t.audit(d.object, d.row, "Modify")
	}
}

func auditKey(o *Object, row []string, form AuditForm) string {
	key := row[o.Ordinal(o.Key)]
	switch {
	case form == AuditNatural && o.NaturalKey != "":
		return row[o.Ordinal(o.NaturalKey)]
	case form == AuditRecord:
		return key + "--REC"
	default:
		return key
	}
}
