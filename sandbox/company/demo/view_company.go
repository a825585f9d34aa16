package demo

import "strconv"

// setUp is when the company was set up in the system.
var setUp = moment("2024-10-14T09:00:00Z")

func (b *Books) departmentTable() *Table {
	parent := func(show func(place int) string) func(int) string {
		return func(place int) string {
			if up := departments[place].parent; up != none {
				return show(int(up))
			}
			return ""
		}
	}
	head := func(show func(place int) string) func(int) string {
		return func(place int) string {
			if who := departments[place].supervisor; who != none {
				return show(int(who))
			}
			return ""
		}
	}
	return tabulate("DEPARTMENT", numbered(len(departments)), []column[int]{
		recordNo(),
		at("DEPARTMENTID", departmentID),
		at("TITLE", departmentName),
		at("PARENTKEY", parent(func(place int) string { return number(place + 1) })),
		at("PARENTID", parent(departmentID)),
		at("PARENTNAME", parent(departmentName)),
		at("SUPERVISORKEY", head(func(place int) string { return number(place + 1) })),
		at("SUPERVISORID", head(b.employeeID)),
		at("SUPERVISORNAME", head(b.employeeName)),
		at("CUSTTITLE", departmentName),
		status(func(place *int) bool { return departments[*place].inactive }),
	}, settled(setUp, placeOf))
}

func (b *Books) locationTable() *Table {
	of := func(show func(l *location) string) func(int) string {
		return func(place int) string { return show(&locations[place]) }
	}
	parent := func(show func(place int) string) func(int) string {
		return func(place int) string {
			if up := locations[place].parent; up != none {
				return show(int(up))
			}
			return ""
		}
	}
	office := func(show func(c *contact) string) func(int) string {
		return func(place int) string { return show(&b.contacts[b.entityContact(int(locations[place].entity))-1]) }
	}
	return tabulate("LOCATION", numbered(len(locations)), []column[int]{
		recordNo(),
		at("LOCATIONID", locationID),
		at("NAME", locationName),
		at("REPORTPRINTAS", locationName),
		at("PARENTKEY", parent(func(place int) string { return number(place + 1) })),
		at("PARENTID", parent(locationID)),
		at("PARENTNAME", parent(locationName)),
		status(func(place *int) bool { return locations[*place].inactive }),
		at("CURRENCY", of(func(l *location) string { return entities[l.entity].currency })),
		at("ENTITY", of(func(l *location) string { return entities[l.entity].id })),
		at("ENTITYRECORDNO", of(func(l *location) string { return number(entities[l.entity].place + 1) })),
		at("ISROOT", of(func(l *location) string { return truth(l.parent == none) })),
		at("CONTACTKEY", func(place int) string { return number(b.entityContact(int(locations[place].entity))) }),
		at("CONTACTINFO.CONTACTNAME", office(func(c *contact) string { return c.name })),
		at("CONTACTINFO.PRINTAS", office(func(c *contact) string { return c.company })),
		at("CONTACTINFO.EMAIL1", office(func(c *contact) string { return c.email })),
		at("CONTACTINFO.MAILADDRESS.ADDRESS1", office(func(c *contact) string { return c.address })),
		at("CONTACTINFO.MAILADDRESS.CITY", office(func(c *contact) string { return c.city })),
		at("CONTACTINFO.MAILADDRESS.STATE", office(func(c *contact) string { return c.state })),
		at("CONTACTINFO.MAILADDRESS.ZIP", office(func(c *contact) string { return c.zip })),
		at("CONTACTINFO.MAILADDRESS.COUNTRY", office(func(c *contact) string { return c.country })),
		at("CONTACTINFO.MAILADDRESS.COUNTRYCODE", office(func(c *contact) string { return countryCodes[c.country] })),
		at("FEDERALID", of(func(l *location) string { return onlyEntity(l, entities[l.entity].federalID) })),
		at("FIRSTMONTH", of(func(l *location) string { return onlyEntity(l, "11") })),
		at("WEEKSTART", of(func(l *location) string { return onlyEntity(l, "1") })),
		at("STARTDATE", of(func(l *location) string { return dayZero.AddDate(-6, 2, 0).Format("2006-01-02") })),
		at("ENDDATE", of(func(l *location) string {
			if l.inactive {
				return dayOf(2025, 6, 30).String()
			}
			return ""
		})),
	}, settled(setUp+3600, placeOf))
}

func onlyEntity(l *location, value string) string {
	if l.parent == none {
		return value
	}
	return ""
}

func (b *Books) entityTable() *Table {
	of := func(show func(e *entity) string) func(int) string {
		return func(place int) string { return show(&entities[place]) }
	}
	return tabulate("LOCATIONENTITY", numbered(len(entities)), []column[int]{
		recordNo(),
		at("LOCATIONID", of(func(e *entity) string { return e.id })),
		at("NAME", of(func(e *entity) string { return e.name })),
		at("REPORTPRINTAS", of(func(e *entity) string { return e.legal })),
		at("CURRENCY", of(func(e *entity) string { return e.currency })),
		at("FEDERALID", of(func(e *entity) string { return e.federalID })),
		at("TAXID", of(func(e *entity) string { return e.federalID })),
		fixed[int]("FIRSTMONTH", "11"),
		fixed[int]("FIRSTMONTHTAX", "11"),
		fixed[int]("WEEKSTART", "1"),
		fixed[int]("STATUS", "active"),
		fixed[int]("HAS_IE_RELATION", "true"),
		fixed[int]("ENABLELEGALCONTACT", "true"),
		fixed[int]("STARTDATE", dayZero.AddDate(-6, 2, 0).Format("2006-01-02")),
		at("LEGALNAME", of(func(e *entity) string { return e.legal })),
		at("LEGALADDRESS1", of(func(e *entity) string { return e.address })),
		at("LEGALCITY", of(func(e *entity) string { return e.city })),
		at("LEGALSTATE", of(func(e *entity) string { return e.state })),
		at("LEGALZIPCODE", of(func(e *entity) string { return e.zip })),
		at("LEGALCOUNTRY", of(func(e *entity) string { return e.country })),
		at("OPCOUNTRY", of(func(e *entity) string { return e.country })),
		at("ADDRESSCOUNTRYDEFAULT", of(func(e *entity) string { return e.country })),
	}, settled(setUp+3600, placeOf))
}

func (b *Books) classTable() *Table {
	parent := func(show func(place int) string) func(int) string {
		return func(place int) string {
			if up := classes[place].parent; up != none {
				return show(int(up))
			}
			return ""
		}
	}
	return tabulate("CLASS", numbered(len(classes)), []column[int]{
		recordNo(),
		at("CLASSID", classID),
		at("NAME", className),
		at("DESCRIPTION", func(place int) string { return classes[place].description }),
		status(func(place *int) bool { return classes[*place].inactive }),
		at("PARENTKEY", parent(func(place int) string { return number(place + 1) })),
		at("PARENTID", parent(classID)),
		at("PARENTNAME", parent(className)),
	}, settled(setUp+7200, placeOf))
}

func (b *Books) contactTable() *Table {
	of := func(show func(c *contact) string) func(int) string {
		return func(place int) string { return show(&b.contacts[place]) }
	}
	return tabulate("CONTACT", without(len(b.contacts), func(place int) bool { return b.contacts[place].gone }), []column[int]{
		recordNo(),
		at("CONTACTNAME", of(func(c *contact) string { return c.name })),
		at("COMPANYNAME", of(func(c *contact) string { return c.company })),
		at("FIRSTNAME", of(func(c *contact) string { return c.first })),
		at("LASTNAME", of(func(c *contact) string { return c.last })),
		at("PRINTAS", of((*contact).printAs)),
		at("EMAIL1", of(func(c *contact) string { return c.email })),
		at("PHONE1", of(func(c *contact) string { return c.phone })),
		fixed[int]("STATUS", "active"),
		fixed[int]("VISIBLE", "true"),
		at("TAXABLE", of(func(c *contact) string { return truth(c.state != "") })),
		at("MAILADDRESS.ADDRESS1", of(func(c *contact) string { return c.address })),
		at("MAILADDRESS.CITY", of(func(c *contact) string { return c.city })),
		at("MAILADDRESS.STATE", of(func(c *contact) string { return c.state })),
		at("MAILADDRESS.ZIP", of(func(c *contact) string { return c.zip })),
		at("MAILADDRESS.COUNTRY", of(func(c *contact) string { return c.country })),
		at("MAILADDRESS.COUNTRYCODE", of(func(c *contact) string { return countryCodes[c.country] })),
	}, settled(setUp+86400, placeOf))
}

func (c *contact) printAs() string {
	if c.company != "" {
		return c.company
	}
	return c.first + " " + c.last
}

func (b *Books) employeeTable() *Table {
	of := func(show func(e *employee) string) func(int) string {
		return func(place int) string { return show(&b.employees[place]) }
	}
	person := func(show func(c *contact) string) func(int) string {
		return func(place int) string { return show(&b.contacts[b.employeeContact(place)-1]) }
	}
	name := person(func(c *contact) string { return c.name })
	return tabulate("EMPLOYEE", numbered(len(b.employees)), []column[int]{
		recordNo(),
		at("EMPLOYEEID", b.employeeID),
		at("EMPLOYEENAME", b.employeeName),
		at("CONTACT_NAME", name),
		at("CONTACT.CONTACTNAME", name),
		at("PERSONALINFO.CONTACTNAME", name),
		at("CONTACTKEY", func(place int) string { return number(b.employeeContact(place)) }),
		at("TITLE", of(func(e *employee) string { return e.title })),
		at("DEPARTMENTID", of(func(e *employee) string { return departments[e.department].id })),
		at("DEPARTMENTTITLE", of(func(e *employee) string { return departments[e.department].title })),
		at("LOCATIONID", of(func(e *employee) string { return locations[e.location].id })),
		at("LOCATIONNAME", of(func(e *employee) string { return locations[e.location].name })),
		at("STARTDATE", of(func(e *employee) string { return e.hired.date().Format("2006-01-02") })),
		at("ENDDATE", of(func(e *employee) string { return e.left.String() })),
		status(func(place *int) bool { return b.employees[*place].left != never }),
		at("TERMINATIONTYPE", of(func(e *employee) string {
			if e.left != never {
				return "voluntary"
			}
			return ""
		})),
		fixed[int]("EMPLOYEETYPE", "Full Time"),
		at("CURRENCY", of(func(e *employee) string { return entities[e.entity].currency })),
		at("CONTACT.FIRSTNAME", of(func(e *employee) string { return e.first })),
		at("CONTACT.LASTNAME", of(func(e *employee) string { return e.last })),
		at("CONTACT.PRINTAS", b.employeeName),
		at("CONTACT.EMAIL1", person(func(c *contact) string { return c.email })),
		at("CONTACT.MAILADDRESS.CITY", person(func(c *contact) string { return c.city })),
		at("CONTACT.MAILADDRESS.COUNTRY", person(func(c *contact) string { return c.country })),
		at("PERSONALINFO.FIRSTNAME", of(func(e *employee) string { return e.first })),
		at("PERSONALINFO.LASTNAME", of(func(e *employee) string { return e.last })),
		at("PERSONALINFO.PRINTAS", b.employeeName),
		at("PERSONALINFO.EMAIL1", person(func(c *contact) string { return c.email })),
		fixed[int]("ACHENABLED", "false"),
		fixed[int]("MERGEPAYMENTREQ", "true"),
		fixed[int]("PAYMENTNOTIFY", "false"),
	}, owner(func(place *int) int8 { return b.employees[*place].entity }), settled(setUp+90000, placeOf))
}

func (b *Books) itemTable() *Table {
	of := func(show func(i *item) string) func(int) string {
		return func(place int) string { return show(&items[place]) }
	}
	return tabulate("ITEM", numbered(len(items)), []column[int]{
		recordNo(),
		at("ITEMID", itemID),
		at("NAME", itemName),
		fixed[int]("STATUS", "active"),
		at("EXTENDED_DESCRIPTION", of(func(i *item) string { return i.name + ", " + i.unit })),
		at("ITEMTYPE", of(func(i *item) string { return productLines[i.line].kind })),
		at("PRODUCTLINEID", of(func(i *item) string { return productLines[i.line].id })),
		at("GLGROUP", of(func(i *item) string { return productLines[i.line].id })),
		at("BASEPRICE", of(func(i *item) string { return strconv.Itoa(i.price) })),
		at("STANDARD_COST", of(func(i *item) string {
			if !i.stocked() {
				return ""
			}
			return cents(i.price * i.cost).String()
		})),
		at("COST_METHOD", of(func(i *item) string {
			if !i.stocked() {
				return ""
			}
			return "Standard"
		})),
		at("UOMGRP", of(func(i *item) string { return i.unit })),
		at("BASEUOM", of(func(i *item) string { return i.unit })),
		at("TAXABLE", of(func(i *item) string { return truth(i.stocked()) })),
		fixed[int]("INV_PRECISION", "2"),
		fixed[int]("PO_PRECISION", "2"),
		fixed[int]("SO_PRECISION", "2"),
		at("CONTRACTENABLED", of(func(i *item) string { return truth(i.line == lineContracts) })),
		at("SODESCRIPTION", itemName),
		fixed[int]("ENABLEFULFILLMENT", "false"),
	}, itemCustom(), settled(setUp+100000, placeOf))
}
