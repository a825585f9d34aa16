package company

import (
	"strings"
	"sync"

	"airbyte-sage-intacct/sandbox/company/demo"
)

// Options of the demo company.
type Options struct {
	// Scale multiplies the transactions; 0 and 1 are the company as it is.
	Scale int
}

// The published credentials of the demo company. There is nothing behind them
// to protect.
const (
	DemoCompany        = "sandbox-demo"
	DemoSender         = "sandbox-sender"
	DemoSenderPassword = "sandbox-sender-password"
	DemoUser           = "demo"
	DemoUserPassword   = "sandbox-demo-password"
)

// Demo makes the demo company: the same, byte for byte, every time. Its rows
// are made when their table is first used.
func Demo(o Options) *Company {
	c := New(demoSchema())
	c.SetProfile(demoProfile())
	for _, e := range demo.Entities() {
		c.SetEntity(Entity{
			ID: e.ID, Name: e.Name, RecordNo: e.RecordNo, Currency: e.Currency, Private: e.Private,
			FirstFiscalMonth: "November", FirstTaxMonth: "November", WeekStart: "Monday",
		})
	}
	for _, u := range demoUsers() {
		c.SetUser(u)
	}
	// The first year is closed for good, the second up to the end of 2025.
	c.CloseBooks("", "2025-12-31")
	for _, object := range demo.Objects() {
		c.keepTable(object, o.Scale)
	}
	return c
}

// keepTable gives an object its rows: those to be stored when they are first
// used, those to be computed as they are.
func (c *Company) keepTable(object string, scale int) {
	o := c.tables[upper(object)].object
	table := sync.OnceValue(func() *demo.Table { return linkedTable(o, scale) })
	if scale > 1 {
		c.LoadLater(object, func() ([]string, [][]string) { return storedRows(table()) })
	} else {
		c.tables[upper(object)].adopt = demoRows[object]
	}
	if scale > 1 || demo.Runs(object) {
		if t := table(); t.Computed > 0 {
			c.SetComputed(object, computedRows(t))
		}
	}
}

// linkedTable is an object's table with the addresses of its records.
func linkedTable(o *Object, scale int) *demo.Table {
	t := demo.TableOf(o.Name, scale)
	if o.Ordinal("RECORD_URL") >= 0 {
		t.Link("RECORD_URL", "https://sandbox.intacct.com/ia/acct/ur.phtml?.r="+strings.ToLower(o.Name)+".")
	}
	return t
}

// booksSchema is the schema of the books, for what all companies share.
var booksSchema = sync.OnceValue(demoSchema)

// demoRows are the stored rows of the books as they are, without a scale, by
// object. They are made once, for all companies of the process: rows are only
// ever replaced.
var demoRows = func() map[string]func() [][]string {
	rows := map[string]func() [][]string{}
	for _, object := range demo.Objects() {
		rows[object] = sync.OnceValue(func() [][]string {
			o, _ := booksSchema().Object(object)
			columns, stored := storedRows(linkedTable(o, 0))
			return o.widen(columns, stored)
		})
	}
	return rows
}()

// storedRows writes the first part of a table out.
func storedRows(t *demo.Table) ([]string, [][]string) {
	width := len(t.Columns)
	values := make([]string, t.Stored*width)
	rows := make([][]string, t.Stored)
	for i := range rows {
		rows[i] = values[i*width : (i+1)*width : (i+1)*width]
		for column := range rows[i] {
			rows[i][column] = t.Value(i, column)
		}
	}
	return t.Columns, rows
}

// computedRows leaves the second part of a table where it is.
func computedRows(t *demo.Table) Computed {
	columns := make(map[string]func(int) string, len(t.Columns))
	for column, name := range t.Columns {
		columns[name] = func(row int) string { return t.Compute(row, column) }
	}
	var entities []string
	for _, e := range demo.Entities() {
		entities = append(entities, e.ID)
	}
	return Computed{Rows: t.Computed, First: t.First, Columns: columns, Sorted: t.Sorted, Entity: t.Owner, Entities: entities}
}

func demoProfile() Profile {
	return Profile{
		ID: DemoCompany, Title: "Fernhill Scientific (demo)", BaseCurrency: "USD", FirstFiscalMonth: "November", WeekStart: "Monday",
		Senders: []Sender{
			{ID: DemoSender, Password: DemoSenderPassword, Authorized: true},
			{ID: "sandbox-unauthorized", Password: DemoSenderPassword},
		},
		Accounts: ControlAccounts{Payable: "2000", Receivable: "1200", EmployeePayable: "2020", CardPayable: "2010", Undeposited: "1090"},
		Journals: Journals{Payable: "APJ", Receivable: "ARJ", Disbursement: "CDJ", Receipt: "CRJ", Expense: "EEJ", Card: "CCJ"},
	}
}

// demoUsers are the users of the books; those with a published password have
// the rights that their names promise. The others cannot sign in.
func demoUsers() []User {
	deny := map[string]map[string]Access{
		"readonly": {"*": CanWrite},
		"no_gl":    {"General Ledger": All},
		"no_audit": {"AUDITHISTORY": All, "ADVAUDITHISTORY": All},
		"tokyo":    {"*": CanWrite},
	}
	var all []User
	for _, u := range demo.Users() {
		user := User{
			ID: u.ID, RecordNo: u.RecordNo, Name: u.Name, Admin: u.Admin, Deny: deny[u.ID],
			Format: Format{Locale: "en_US", DateFormat: "/mdY", GMTOffset: "+00:00", Clock: "24"},
		}
		if u.ID == "tokyo" { // a reader whose dates look different
			user.Format.DateFormat, user.Format.GMTOffset = "/dmY", "+09:00"
		}
		if user.Deny != nil || u.ID == DemoUser {
			user.Password = "sandbox-" + u.ID + "-password"
		}
		all = append(all, user)
	}
	return all
}

// demoSchema is the standard schema with what this company has added to it.
func demoSchema() *Schema {
	s := StandardSchema()
	s.Add(grantObject())
	s.Add(leaseObject())
	for _, f := range demo.Fields() {
		s.AddField(f.Object, Field{
			ID: f.ID, Label: f.Label, DataType: DataType(f.Type), ValidValues: f.Values, DocPar: f.DocPar, Custom: true, Queryable: true,
		})
	}
	return s
}

// customObject is an object of the company's own making; the platform gives
// all of them the same five fields.
func customObject(name, label string, fields ...Field) Object {
	all := []Field{
		{ID: "id", Label: "ID", DataType: Integer, ReadOnly: true},
		{ID: "name", Label: label, DataType: Text, Required: true},
		{ID: "createdBy", Label: "Created by", DataType: Integer, ReadOnly: true},
		{ID: "createdAt", Label: "Created at", DataType: Timestamp, ReadOnly: true},
		{ID: "updatedBy", Label: "Updated by", DataType: Integer, ReadOnly: true},
		{ID: "updatedAt", Label: "Updated at", DataType: Timestamp, ReadOnly: true},
		{ID: "RECORD_URL", Label: "Record URL", DataType: Text, ReadOnly: true},
	}
	standard := len(all)
	all = append(all, fields...)
	for i := range all {
		all[i].Queryable = true
		all[i].Custom = i >= standard
	}
	return Object{
		Name: name, Label: label, Module: "Platform Services", Key: "id", NaturalKey: "name", Cursor: "updatedAt", Fields: all, Audit: AuditInteger, Custom: true,
	}
}

// grantObject holds the values of the dimension GLDIMGRANT.
func grantObject() Object { return customObject("grant", "Grant") }

func leaseObject() Object {
	o := customObject("equipment_lease", "Equipment lease",
		Field{ID: "instrument", Label: "Instrument", DataType: Text},
		Field{ID: "Serial_No", Label: "Serial number", DataType: Text},
		Field{ID: "Rcustomer", Label: "Customer", DataType: Integer},
		Field{ID: "customer_id", Label: "Customer ID", DataType: Text},
		Field{ID: "lease_begin", Label: "Begin", DataType: Date},
		Field{ID: "lease_end", Label: "End", DataType: Date},
		Field{ID: "monthly_rate", Label: "Monthly rate", DataType: Currency},
		Field{ID: "status", Label: "Status", DataType: Enum, ValidValues: []string{"active", "returned", "in repair"}},
		Field{ID: "options", Label: "Options", DataType: Text},
		Field{ID: "insured", Label: "Insured", DataType: Boolean},
		Field{ID: "notes", Label: "Notes", DataType: Text},
	)
	o.Relations = []Relation{{Path: "Rcustomer", Object: "CUSTOMER", Via: "Rcustomer", Label: "Customer"}}
	return o
}
