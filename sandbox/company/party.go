package company

import (
	"strings"
)

// contactGroups are the nested contacts of a record; each names a record of
// CONTACT, which saving the record creates.
var contactGroups = []string{"DISPLAYCONTACT", "PERSONALINFO"}

func beforeVendor(d *draft) *Problem   { return beforeParty(d, "VENDORID", "V") }
func beforeCustomer(d *draft) *Problem { return beforeParty(d, "CUSTOMERID", "C") }

// beforeParty sees to what vendors and customers have in common.
func beforeParty(d *draft, id, prefix string) *Problem {
	if value := d.get(id); d.creating() && !isIdentifier(value) {
		return illegalFormat(d.label(id), value)
	}
	d.fill("ONHOLD", "false")
	d.fill("ONETIME", "false")
	d.set("TOTALDUE", firstOf(d.was("TOTALDUE"), "0"))
	d.fill("CURRENCY", d.tx.c.profile.BaseCurrency)
	if d.creating() {
		d.fill("DISPLAYCONTACT.PRINTAS", d.get("NAME"))
	}
	if problem := activeByDefault(d); problem != nil {
		return problem
	}
	if problem := d.checkNatural(); problem != nil {
		return problem
	}
	d.fill("ENTITY", prefix+d.get(id))
	d.fill("DISPLAYCONTACT.CONTACTNAME", d.get("NAME")+"("+prefix+d.get(id)+")")
	return nil
}

// isIdentifier accepts what ids of vendors and customers may be made of: up to
// 20 letters, digits, blanks and a few marks.
func isIdentifier(s string) bool {
	if len(s) > 20 {
		return false
	}
	const allowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 -_."
	return !strings.ContainsFunc(s, func(r rune) bool { return !strings.ContainsRune(allowed, r) })
}

func beforeEmployee(d *draft) *Problem {
	name := firstOf(d.get("PERSONALINFO.CONTACTNAME"), d.get("CONTACT.CONTACTNAME"))
	if d.creating() && name == "" {
		return refuse("Employee Contact info cannot be empty")
	}
	d.fill("PERSONALINFO.CONTACTNAME", name)
	d.set("CONTACT_NAME", name)
	d.set("EMPLOYEENAME", name)
	d.set("CONTACT.CONTACTNAME", name)
	return activeByDefault(d)
}

func beforeContact(d *draft) *Problem {
	d.fill("VISIBLE", "true")
	return activeByDefault(d)
}

// checkContacts refuses contacts that an input names and nobody has.
func (d *draft) checkContacts(fields ...string) *Problem {
	contacts, ok := d.tx.c.table("CONTACT")
	if !ok || contacts.isEmpty() {
		return nil
	}
	for _, field := range fields {
		name := d.get(field)
		if name == "" || !d.named(field) || name == d.was(field) {
			continue
		}
		if _, known := contacts.findValue(contacts.object.Ordinal("CONTACTNAME"), name); !known {
			return invalidReference("Contact", name)
		}
	}
	return nil
}

// saveContacts keeps the record of CONTACT that a nested contact names: it is
// created with the party, and follows it.
func saveContacts(d *draft) *Problem {
	contacts, ok := d.tx.c.table("CONTACT")
	if !ok {
		return nil
	}
	for _, group := range contactGroups {
		name := d.get(group + ".CONTACTNAME")
		if name == "" || !d.object.hasGroup(group) && d.object.Ordinal(group+".PRINTAS") < 0 {
			continue
		}
		contact := d.tx.newDraft(contacts, nil)
		if r, found := contacts.findValue(contacts.object.Ordinal("CONTACTNAME"), name); found {
			contact = d.tx.newDraft(contacts, &r)
		}
		if contact.follow(d, group) {
			contact.store()
		}
	}
	return nil
}

// follow copies a nested contact into its record; it reports whether there is
// anything to store.
func (d *draft) follow(party *draft, group string) bool {
	for i := range party.object.Fields {
		field, in := strings.CutPrefix(party.object.Fields[i].ID, group+".")
		if in && party.row[i] != "" {
			d.set(field, party.row[i])
		}
	}
	d.fill("PRINTAS", d.get("CONTACTNAME"))
	d.fill("STATUS", "active")
	return d.changed()
}
