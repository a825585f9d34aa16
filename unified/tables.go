package unified

import "strings"

// Tables are all kinds of records.
var Tables = join(masterTables, documentTables, reportTables)

func join(lists ...[]Table) []Table {
	var all []Table
	for _, list := range lists {
		all = append(all, list...)
	}
	return all
}

// Named finds the table of a stream: unified_vendors in any letter case, or
// Vendors in exactly this one, because others call raw streams vendors.
func Named(stream string) (*Table, bool) {
	short, prefixed := strings.CutPrefix(loose(stream), loose(Prefix))
	for i := range Tables {
		for _, name := range append([]string{Tables[i].Name}, Tables[i].Aliases...) {
			if name == stream || prefixed && loose(name) == short {
				return &Tables[i], true
			}
		}
	}
	return nil, false
}

// contactPrefix begins the fields of a vendor's or customer's own contact.
const contactPrefix = "DISPLAYCONTACT."

var masterTables = []Table{
	{
		Name: "Accounts", Aliases: []string{"Account"}, Objects: []Object{{Name: "GLACCOUNT"}}, Match: []string{"ACCOUNTNO"},
		Fields: []Field{
			idField,
			{Name: "accountNumber", Intacct: "ACCOUNTNO", Sure: Published},
			{Name: "name", Aliases: []string{"fullyQualifiedName"}, Intacct: "TITLE", Sure: Published},
			{Name: "type", Intacct: "ACCOUNTTYPE", Sure: Published},
			{Name: "category", Intacct: "CATEGORY", Sure: Published},
			{Name: "normalBalance", Intacct: "NORMALBALANCE", Sure: Ours},
			{Name: "closingType", Intacct: "CLOSINGTYPE", Sure: Ours},
			activeField, createdField, updatedField,
		},
		References: []Reference{toSubsidiary()},
		Ignored:    []string{"description", "parentId", "parentName", "currency", "currencyId", "currencyName", "isBankAccount", "tenant_id"},
		Notes:      []string{"Intacct's accounts have neither a description, nor a parent, nor a currency."},
	},
	{
		Name: "Classes", Aliases: []string{"Class"}, Objects: []Object{{Name: "CLASS"}}, Match: []string{"CLASSID"},
		Fields: []Field{
			idField,
			{Name: "classNumber", Aliases: []string{"number"}, Intacct: "CLASSID", Sure: Ours},
			{Name: "name", Aliases: []string{"className"}, Intacct: "NAME", Sure: Ours},
			{Name: "description", Intacct: "DESCRIPTION", Sure: Ours},
			activeField, createdField, updatedField,
		},
		References: []Reference{toParent(classes), toSubsidiary()},
	},
	{
		Name: "BankAccounts", Aliases: []string{"BankAccount"}, ReadOnly: true,
		Objects: []Object{{"CHECKINGACCOUNT", "checking"}, {"SAVINGSACCOUNT", "savings"}, {"CREDITCARD", "creditcard"}},
		Fields: []Field{
			idField,
			{Name: "name", Intacct: "BANKACCOUNTID", From: []string{"BANKACCOUNTID", "CARDID"}, Sure: Published},
			{Name: "bankName", Intacct: "BANKNAME", Sure: Seen},
			{Name: "accountNumber", Intacct: "GLACCOUNTNO", Sure: Ours},
			{Name: "description", Intacct: "DESCRIPTION", Sure: Published},
			{Name: "holderName", Intacct: "COMPANYNAME", Sure: Ours},
			currencyOf, activeField, createdField, updatedField,
		},
		References: []Reference{toLocation("LOCATIONID", ""), toSubsidiary()},
		Notes:      []string{"id is unique within a type only: Intacct keeps three lists of accounts."},
	},
	{
		Name: "Vendors", Aliases: []string{"Vendor", "Suppliers", "Supplier"}, Objects: []Object{{Name: "VENDOR"}}, Match: []string{"VENDORID"},
		Fields: fields([]Field{
			idField,
			{Name: "vendorNumber", Aliases: []string{"supplierNumber", "supplierCode"}, Intacct: "VENDORID", Sure: Seen},
			{Name: "vendorName", Aliases: []string{"supplierName", "fullName", "name"}, Intacct: "NAME", Sure: Seen},
			{Name: "contactName", Intacct: contactPrefix + "CONTACTNAME", Once: true, Sure: Seen},
		}, person(contactPrefix), []Field{
			currencyOf,
			{Name: "note", Aliases: []string{"notes"}, Intacct: "COMMENTS", Sure: Seen},
			{Name: "category", Aliases: []string{"categoryName"}, Beside: []string{"categoryId"}, Intacct: "VENDTYPE", Sure: Seen},
			{Name: "balance", Kind: Number, Intacct: "TOTALDUE", Computed: true, Sure: Seen},
			activeField, createdField, updatedField,
		}),
		References: []Reference{toParent(vendors), toSubsidiary()},
		Spreads:    contact(contactPrefix),
		Ignored:    []string{"suffix", "title", "isPerson", "subsidiaryRef"},
	},
	{
		Name: "Projects", Aliases: []string{"Project"}, Objects: []Object{{Name: "PROJECT"}}, Match: []string{"PROJECTID"},
		Fields: []Field{
			idField,
			{Name: "projectNumber", Aliases: []string{"number"}, Intacct: "PROJECTID", Sure: Ours},
			{Name: "name", Aliases: []string{"projectName"}, Intacct: "NAME", Sure: Seen},
			{Name: "description", Intacct: "DESCRIPTION", Sure: Ours},
			{Name: "category", Intacct: "PROJECTCATEGORY", Sure: Ours},
			{Name: "projectStatus", Intacct: "PROJECTSTATUS", Sure: Ours},
			{Name: "startDate", Kind: Date, Intacct: "BEGINDATE", Sure: Ours},
			{Name: "endDate", Kind: Date, Intacct: "ENDDATE", Sure: Ours},
			currencyOf, activeField, createdField, updatedField,
		},
		References: []Reference{
			toParent(projects), toCustomer("CUSTOMERKEY"), toDepartment("DEPARTMENTID", "PROJECTDEPTKEY", "DEPARTMENTNAME"),
			toLocation("LOCATIONID", "PROJECTLOCATIONKEY"), toSubsidiary(),
		},
	},
	{
		Name: "Departments", Aliases: []string{"Department"}, Objects: []Object{{Name: "DEPARTMENT"}}, Match: []string{"DEPARTMENTID"},
		Fields: []Field{
			idField,
			{Name: "departmentNumber", Aliases: []string{"number"}, Intacct: "DEPARTMENTID", Sure: Seen},
			{Name: "name", Aliases: []string{"departmentName"}, Intacct: "TITLE", Sure: Seen},
			activeField, createdField, updatedField,
		},
		References: []Reference{toParent(departments)},
		Ignored:    []string{"subsidiaryId", "subsidiaryNumber", "subsidiaryName"},
	},
	{
		Name: "Locations", Aliases: []string{"Location"}, Objects: []Object{{Name: "LOCATION"}}, Match: []string{"LOCATIONID"},
		Fields: []Field{
			idField,
			{Name: "locationNumber", Aliases: []string{"number"}, Intacct: "LOCATIONID", Sure: Seen},
			{Name: "name", Aliases: []string{"locationName"}, Intacct: "NAME", Sure: Seen},
			{Name: "subsidiaryNumber", Aliases: []string{"subsidiaryId", "subsidiaryName"}, Intacct: "ENTITY", Computed: true, Sure: Ours},
			currencyOf, activeField, createdField, updatedField,
		},
		References: []Reference{toParent(locations)},
	},
	{
		Name: "Customers", Aliases: []string{"Customer"}, Objects: []Object{{Name: "CUSTOMER"}}, Match: []string{"CUSTOMERID"},
		Fields: fields([]Field{
			idField,
			{Name: "customerNumber", Intacct: "CUSTOMERID", Sure: Seen},
			{Name: "companyName", Aliases: []string{"customerName", "fullName", "name"}, Intacct: "NAME", Sure: Seen},
			{Name: "contactName", Intacct: contactPrefix + "CONTACTNAME", Once: true, Sure: Seen},
		}, person(contactPrefix), []Field{
			currencyOf,
			{Name: "notes", Aliases: []string{"note"}, Intacct: "COMMENTS", Sure: Seen},
			{Name: "category", Aliases: []string{"categoryName"}, Beside: []string{"categoryId"}, Intacct: "CUSTTYPE", Sure: Ours},
			{Name: "salesRepId", Intacct: "CUSTREPID", Sure: Seen},
			{Name: "salesRepName", Intacct: "CUSTREPNAME", Computed: true, Sure: Seen},
			{Name: "taxable", Kind: Boolean, Intacct: contactPrefix + "TAXABLE", Sure: Seen},
			{Name: "balance", Kind: Number, Intacct: "TOTALDUE", Computed: true, Sure: Seen},
			activeField, createdField, updatedField,
		}),
		References: []Reference{toParent(customers), toSubsidiary()},
		Spreads:    contact(contactPrefix),
		Ignored:    []string{"suffix", "title", "balanceDate", "taxCode", "paymentMethod", "parentReference"},
	},
	{
		Name: "Items", Aliases: []string{"Item"}, Objects: []Object{{Name: "ITEM"}}, Match: []string{"ITEMID"},
		Fields: []Field{
			idField,
			{Name: "itemNumber", Aliases: []string{"sku"}, Intacct: "ITEMID", Sure: Seen},
			{Name: "displayName", Aliases: []string{"name", "fullyQualifiedName"}, Intacct: "NAME", Sure: Seen},
			{Name: "type", Aliases: []string{"itemType"}, Intacct: "ITEMTYPE", Sure: Seen},
			{Name: "description", Intacct: "EXTENDED_DESCRIPTION", Sure: Ours},
			{Name: "category", Intacct: "PRODUCTLINEID", Sure: Ours},
			{Name: "unitPrice", Kind: Number, Intacct: "BASEPRICE", Sure: Ours},
			{Name: "taxable", Kind: Boolean, Intacct: "TAXABLE", Sure: Seen},
			activeField, createdField, updatedField,
		},
		References: []Reference{toSubsidiary()},
		Ignored: []string{
			"accounts", "itemVendors", "quantityOnHand", "isBillItem", "billItem", "isInvoiceItem", "invoiceItem", "reorderPoint", "invStartDate", "taxCode",
		},
	},
	{
		Name: "Employees", Aliases: []string{"Employee"}, Objects: []Object{{Name: "EMPLOYEE"}}, Match: []string{"EMPLOYEEID"},
		Fields: fields([]Field{
			idField,
			{Name: "employeeNumber", Intacct: "EMPLOYEEID", Sure: Ours},
			{Name: "name", Aliases: []string{"employeeName", "contactName"}, Intacct: "PERSONALINFO.CONTACTNAME", Sure: Ours},
			{Name: "title", Intacct: "TITLE", Sure: Ours},
			{Name: "startDate", Kind: Date, Intacct: "STARTDATE", Sure: Ours},
			{Name: "endDate", Kind: Date, Intacct: "ENDDATE", Sure: Ours},
		}, person("PERSONALINFO."), []Field{currencyOf, activeField, createdField, updatedField}),
		References: []Reference{
			toDepartment("DEPARTMENTID", "", "DEPARTMENTTITLE"), toLocation("LOCATIONID", ""), toClass().unkeyed(), toSubsidiary(),
		},
		Spreads: contact("PERSONALINFO."),
	},
	{
		Name: "Subsidiaries", Aliases: []string{"Subsidiary"}, Objects: []Object{{Name: "LOCATIONENTITY"}}, ReadOnly: true, Match: []string{"LOCATIONID"},
		Fields: []Field{
			idField,
			{Name: "subsidiaryNumber", Aliases: []string{"number"}, Intacct: "LOCATIONID", Sure: Seen},
			{Name: "name", Aliases: []string{"subsidiaryName"}, Intacct: "NAME", Sure: Seen},
			currencyOf, activeField, createdField, updatedField,
		},
	},
}

var reportTables = []Table{{
	Name: "TrialBalance", Aliases: []string{"TrialBalances"}, Function: "get_trialbalance", ReadOnly: true,
	Fields: []Field{
		{Name: "period", Intacct: "PERIOD", Sure: Ours},
		{Name: "startDate", Kind: Date, Intacct: "STARTDATE", Sure: Ours},
		{Name: "endDate", Kind: Date, Intacct: "ENDDATE", Sure: Ours},
		{Name: "accountNumber", Intacct: "GLACCOUNTNO", Sure: Ours},
		{Name: "openingBalance", Kind: Number, Intacct: "STARTBALANCE", Sure: Ours},
		{Name: "debit", Kind: Number, Intacct: "DEBITS", Sure: Ours},
		{Name: "credit", Kind: Number, Intacct: "CREDITS", Sure: Ours},
		{Name: "adjustmentDebit", Kind: Number, Intacct: "ADJDEBITS", Sure: Ours},
		{Name: "adjustmentCredit", Kind: Number, Intacct: "ADJCREDITS", Sure: Ours},
		{Name: "closingBalance", Kind: Number, Intacct: "ENDBALANCE", Sure: Ours},
		{Name: "book", Intacct: "REPORTINGBOOK", Sure: Ours},
		{Name: "currency", Intacct: "CURRENCY", Sure: Ours},
	},
	Notes: []string{
		"What other products call this table's fields is not public: all of it is ours.",
		"One record for each account, reporting period, book and currency. It is read whole every time, and knows no deletes.",
		"The periods are those of balance_periods; without it, every month that has begun since the start date.",
	},
}}

func (r Reference) unkeyed() Reference {
	r.Key = ""
	return r
}
