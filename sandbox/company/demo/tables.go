package demo

import "sync"

// tables are the objects that have rows, with how their table is made.
var tables = []struct {
	object string
	make   func(b *Books, scale int) *Table
}{
	{"GLACCOUNT", static((*Books).accountTable)},
	{"GLJOURNAL", static((*Books).journalTable)},
	{"GLBATCH", (*Books).batchTable},
	{"GLENTRY", (*Books).entryTable},
	{"DEPARTMENT", static((*Books).departmentTable)},
	{"LOCATION", static((*Books).locationTable)},
	{"LOCATIONENTITY", static((*Books).entityTable)},
	{"CLASS", static((*Books).classTable)},
	{"CONTACT", static((*Books).contactTable)},
	{"EMPLOYEE", static((*Books).employeeTable)},
	{"ITEM", static((*Books).itemTable)},
	{"PROJECT", static((*Books).projectTable)},
	{"VENDOR", static((*Books).vendorTable)},
	{"CUSTOMER", static((*Books).customerTable)},
	{"APBILL", (*Books).billTable},
	{"APBILLITEM", (*Books).billLineTable},
	{"APPYMT", (*Books).paymentTable},
	{"APPYMTDETAIL", (*Books).paymentDetailTable},
	{"ARINVOICE", (*Books).invoiceTable},
	{"ARINVOICEITEM", (*Books).invoiceLineTable},
	{"AUDITHISTORY", static((*Books).auditTable)},
}

// static is for objects that have the same rows at any scale.
func static(table func(b *Books) *Table) func(b *Books, scale int) *Table {
	return func(b *Books, _ int) *Table { return table(b) }
}

// Company is the demo company as tables. Its books are kept when the first
// table is asked for.
type Company struct {
	scale int
	books func() *Books
}

// New makes the company with scale times the transactions.
func New(scale int) *Company { return &Company{max(scale, 1), sync.OnceValue(Keep)} }

// Objects are the names of the objects with rows.
func (c *Company) Objects() []string {
	names := make([]string, len(tables))
	for i := range tables {
		names[i] = tables[i].object
	}
	return names
}

// Table makes the table of an object.
func (c *Company) Table(object string) *Table {
	for i := range tables {
		if tables[i].object == object {
			return tables[i].make(c.books(), c.scale)
		}
	}
	return nil
}

// Entity is a legal entity with books of its own.
type Entity struct {
	ID, Name, RecordNo, Currency string
	Private                      bool
}

// Entities are the company's legal entities.
func Entities() []Entity {
	all := make([]Entity, len(entities))
	for i := range entities {
		e := &entities[i]
		all[i] = Entity{e.id, e.name, number(e.place + 1), e.currency, e.private}
	}
	return all
}

// User is somebody who may sign in.
type User struct {
	ID, RecordNo, Name string
	Admin              bool
}

// Users are the people and programs that have an account.
func Users() []User {
	all := make([]User, len(users))
	for i := range users {
		all[i] = User{users[i].login, number(i + 1), users[i].name, users[i].admin}
	}
	return all
}
