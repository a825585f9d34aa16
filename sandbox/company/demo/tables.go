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
	{"VENDOR", (*Books).vendorTable},
	{"CUSTOMER", (*Books).customerTable},
	{"APBILL", (*Books).billTable},
	{"APBILLITEM", (*Books).billLineTable},
	{"APPYMT", (*Books).paymentTable},
	{"APPYMTDETAIL", (*Books).paymentDetailTable},
	{"ARINVOICE", (*Books).invoiceTable},
	{"ARINVOICEITEM", (*Books).invoiceLineTable},
	{"AUDITHISTORY", (*Books).auditTable},
	{"STATACCOUNT", static((*Books).statisticalAccountTable)},
	{"REPORTINGPERIOD", static((*Books).periodTable)},
	{"GLBUDGETHEADER", static((*Books).budgetTable)},
	{"GLBUDGETITEM", static((*Books).budgetLineTable)},
	{"APTERM", static(termTable("APTERM"))},
	{"ARTERM", static(termTable("ARTERM"))},
	{"APACCOUNTLABEL", static((*Books).payableLabelTable)},
	{"ARACCOUNTLABEL", static((*Books).receivableLabelTable)},
	{"EEACCOUNTLABEL", static((*Books).expenseLabelTable)},
	{"VENDTYPE", static((*Books).vendorTypeTable)},
	{"CUSTTYPE", static((*Books).customerTypeTable)},
	{"TRXCURRENCIES", static((*Books).currencyTable)},
	{"EXCHANGERATE", static((*Books).exchangeTable)},
	{"EXCHANGERATEENTRY", static((*Books).exchangeEntryTable)},
	{"PRODUCTLINE", static((*Books).productLineTable)},
	{"ITEMGLGROUP", static((*Books).itemGroupTable)},
	{"WAREHOUSE", static((*Books).warehouseTable)},
	{"USERINFO", static((*Books).userTable)},
	{"CHECKINGACCOUNT", static(bankTable("CHECKINGACCOUNT", false))},
	{"SAVINGSACCOUNT", static(bankTable("SAVINGSACCOUNT", true))},
	{"CREDITCARD", static((*Books).cardTable)},
	{"CCTRANSACTION", (*Books).chargeTable},
	{"CCTRANSACTIONENTRY", (*Books).chargeLineTable},
	{"DEPOSIT", (*Books).depositTable},
	{"DEPOSITENTRY", (*Books).depositEntryTable},
	{"APADJUSTMENT", (*Books).creditTable},
	{"APADJUSTMENTITEM", (*Books).creditLineTable},
	{"APBILLBATCH", summaryTable("APBILLBATCH", "apbill", func(b *Books) *register { return b.bills })},
	{"APDETAIL", (*Books).payableDetailTable},
	{"ARADJUSTMENT", (*Books).memoTable},
	{"ARADJUSTMENTITEM", (*Books).memoLineTable},
	{"ARINVOICEBATCH", summaryTable("ARINVOICEBATCH", "arinvoice", func(b *Books) *register { return b.invoices })},
	{"ARPYMT", (*Books).receiptTable},
	{"ARPYMTDETAIL", (*Books).receiptDetailTable},
	{"EEXPENSES", (*Books).reportTable},
	{"EEXPENSESITEM", (*Books).reportLineTable},
	{"EPPAYMENT", (*Books).refundTable},
	{"TASK", static((*Books).taskTable)},
	{"TIMESHEET", (*Books).sheetTable},
	{"TIMESHEETENTRY", (*Books).stintTable},
	{"CONTRACT", static((*Books).contractTable)},
	{"CONTRACTDETAIL", static((*Books).contractLineTable)},
	{"SODOCUMENT", (*Books).salesTable},
	{"SODOCUMENTENTRY", (*Books).salesLineTable},
	{"SODOCUMENTSUBTOTALS", (*Books).salesSubtotalTable},
	{"PODOCUMENT", (*Books).purchaseTable},
	{"PODOCUMENTENTRY", (*Books).purchaseLineTable},
	{"PODOCUMENTSUBTOTALS", (*Books).purchaseSubtotalTable},
	{"SUPDOC", static((*Books).attachmentTable)},
	{"SUPDOCATTACHMENT", static((*Books).attachmentFileTable)},
	{"equipment_lease", static((*Books).leaseTable)},
	{"grant", static((*Books).grantTable)},
}

// static is for objects that have the same rows at any scale.
func static(table func(b *Books) *Table) func(b *Books, scale int) *Table {
	return func(b *Books, _ int) *Table { return table(b) }
}

// books are kept once, when they are first needed. Nobody writes in them
// afterwards, so that all companies of a process share them.
var books = sync.OnceValue(Keep)

// Objects are the names of the objects with rows.
func Objects() []string {
	var names []string
	for i := range tables {
		names = append(names, tables[i].object)
	}
	for i := range lists {
		names = append(names, lists[i].object)
	}
	return names
}

// TableOf makes the table of an object, with scale times the transactions; nil
// when the company has no such records.
func TableOf(object string, scale int) *Table { return books().table(object, max(scale, 1)) }

func (b *Books) table(object string, scale int) *Table {
	for i := range tables {
		if tables[i].object == object {
			return tables[i].make(b, scale)
		}
	}
	for i := range lists {
		if lists[i].object == object {
			return lists[i].table()
		}
	}
	return nil
}

// Runs tells whether all rows of an object are to be computed, at any scale.
func Runs(object string) bool { return object == "GLBATCH" || object == "GLENTRY" }

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
