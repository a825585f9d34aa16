package unified

// Parts that many tables share.

var (
	vendors     = Target{Object: "VENDOR", Key: "RECORDNO", ID: "VENDORID", Titles: []string{"NAME"}, Holds: "VENDORID"}
	customers   = Target{Object: "CUSTOMER", Key: "RECORDNO", ID: "CUSTOMERID", Titles: []string{"NAME"}, Holds: "CUSTOMERID"}
	accounts    = Target{Object: "GLACCOUNT", Key: "RECORDNO", ID: "ACCOUNTNO", Titles: []string{"TITLE"}, Holds: "ACCOUNTNO"}
	classes     = Target{Object: "CLASS", Key: "RECORDNO", ID: "CLASSID", Titles: []string{"NAME"}, Holds: "CLASSID"}
	departments = Target{Object: "DEPARTMENT", Key: "RECORDNO", ID: "DEPARTMENTID", Titles: []string{"TITLE"}, Holds: "DEPARTMENTID"}
	locations   = Target{Object: "LOCATION", Key: "RECORDNO", ID: "LOCATIONID", Titles: []string{"NAME"}, Holds: "LOCATIONID"}
	projects    = Target{Object: "PROJECT", Key: "RECORDNO", ID: "PROJECTID", Titles: []string{"NAME"}, Holds: "PROJECTID"}
	items       = Target{Object: "ITEM", Key: "RECORDNO", ID: "ITEMID", Titles: []string{"NAME"}, Holds: "ITEMID"}
	employees   = Target{Object: "EMPLOYEE", Key: "RECORDNO", ID: "EMPLOYEEID", Titles: []string{"PERSONALINFO.CONTACTNAME"}, Holds: "EMPLOYEEID"}
	entities    = Target{Object: "LOCATIONENTITY", Key: "RECORDNO", ID: "LOCATIONID", Titles: []string{"NAME"}, Holds: "LOCATIONID"}
)

func toVendor(key string) Reference {
	return Reference{
		Name: "vendor", ID: []string{"vendorId"}, Number: []string{"vendorNumber", "vendorNum", "supplierNumber", "supplierCode"},
		Title: []string{"vendorName", "supplierName"}, To: []Target{vendors}, Field: "VENDORID", Key: key, Label: "VENDORNAME", Sure: Seen,
	}
}

// toSupplier is toVendor in the purchase invoices of the first generation,
// whose supplierId is a record number and never an id.
func toSupplier(r Reference) Reference {
	r.ID = append(r.ID, "supplierId")
	return r
}

func toCustomer(key string) Reference {
	return Reference{
		Name: "customer", ID: []string{"customerId"}, Number: []string{"customerNumber"}, Title: []string{"customerName"},
		To: []Target{customers}, Field: "CUSTOMERID", Key: key, Label: "CUSTOMERNAME", Sure: Seen,
	}
}

// toAccount: account numbers look like record numbers, so accountId is always
// the latter.
func toAccount() Reference {
	return Reference{
		Name: "account", ID: []string{"accountId"}, Number: []string{"accountNumber"}, Title: []string{"accountName"},
		To: []Target{accounts}, Field: "ACCOUNTNO", Key: "ACCOUNTKEY", Label: "ACCOUNTTITLE", Strict: true, Sure: Seen,
	}
}

func toClass() Reference {
	return Reference{
		Name: "class", ID: []string{"classId"}, Number: []string{"classNumber"}, Title: []string{"className", "class"},
		To: []Target{classes}, Field: "CLASSID", Key: "CLASSDIMKEY", Label: "CLASSNAME", Sure: Seen,
	}
}

func toDepartment(field, key, label string) Reference {
	return Reference{
		Name: "department", ID: []string{"departmentId"}, Number: []string{"departmentNumber"}, Title: []string{"departmentName", "department"},
		To: []Target{departments}, Field: field, Key: key, Label: label, Sure: Seen,
	}
}

func toLocation(field, key string) Reference {
	return Reference{
		Name: "location", ID: []string{"locationId"}, Number: []string{"locationNumber"}, Title: []string{"locationName", "location"},
		To: []Target{locations}, Field: field, Key: key, Label: "LOCATIONNAME", Sure: Seen,
	}
}

func toProject(key string) Reference {
	return Reference{
		Name: "project", ID: []string{"projectId"}, Number: []string{"projectNumber"}, Title: []string{"projectName", "project"},
		To: []Target{projects}, Field: "PROJECTID", Key: key, Label: "PROJECTNAME", Sure: Seen,
	}
}

// toItem: productId is an id, itemId a record number.
func toItem(key string) Reference {
	return Reference{
		Name: "item", ID: []string{"itemId"}, Number: []string{"itemNumber", "productId", "productSku"}, Title: []string{"itemName", "productName"},
		To: []Target{items}, Field: "ITEMID", Key: key, Label: "ITEMNAME", Sure: Seen,
	}
}

func toEmployee(key string) Reference {
	return Reference{
		Name: "employee", ID: []string{"employeeId"}, Number: []string{"employeeNumber"}, Title: []string{"employeeName"},
		To: []Target{employees}, Field: "EMPLOYEEID", Key: key, Label: "EMPLOYEENAME", Sure: Seen,
	}
}

// entityField names the entity that a record is in.
const entityField = "MEGAENTITYID"

// toSubsidiary decides in which entity a record is written.
func toSubsidiary() Reference {
	return Reference{
		Name: "subsidiary", ID: []string{"subsidiaryId"}, Number: []string{"subsidiaryNumber"}, Title: []string{"subsidiaryName", "subsidiary"},
		To: []Target{entities}, Field: entityField, Key: "MEGAENTITYKEY", Label: "MEGAENTITYNAME", Sure: Seen,
	}
}

// toParent is the record above another of the same kind.
func toParent(to Target) Reference {
	return Reference{
		Name: "parent", ID: []string{"parentId"}, Number: []string{"parentNumber"}, Title: []string{"parentName"},
		To: []Target{to}, Field: "PARENTID", Key: "PARENTKEY", Label: "PARENTNAME", Sure: Ours,
	}
}

// ofLines makes a header's references those of its lines.
func ofLines(references ...Reference) []Reference {
	for i := range references {
		references[i].Lines = true
	}
	return references
}

// lineReferences are the dimensions of a line in the sub-ledgers.
func lineReferences() []Reference {
	return []Reference{
		toAccount(), toItem("ITEMDIMKEY"), toVendor("VENDORDIMKEY"), toCustomer("CUSTOMERDIMKEY"), toClass(), toDepartment("DEPARTMENTID", "", "DEPARTMENTNAME"),
		toLocation("LOCATIONID", ""), toProject(""), toEmployee("EMPLOYEEDIMKEY"),
	}
}

var (
	idField     = Field{Name: "id", Intacct: "RECORDNO", Sure: Published}
	activeField = Field{
		Name: "isActive", Aliases: []string{"active"}, Kind: Boolean, Intacct: "STATUS", Sure: Published,
		Codes:   []Code{{"true", "active"}, {"false", "inactive"}},
		Reading: []Code{{"false", "inactive"}, {"true", other}},
	}
	createdField = Field{Name: "createdAt", Kind: Timestamp, Intacct: "WHENCREATED", Computed: true, Sure: Seen}
	// bookedField is createdAt of documents, whose WHENCREATED is their date.
	bookedField  = Field{Name: "createdAt", Kind: Timestamp, Intacct: "AUWHENCREATED", Computed: true, Sure: Seen}
	updatedField = Field{Name: "updatedAt", Kind: Timestamp, Intacct: "WHENMODIFIED", Computed: true, Sure: Seen}
	currencyOf   = Field{Name: "currency", Beside: []string{"currencyId", "currencyName"}, Intacct: "CURRENCY", Sure: Seen}
	rateField    = Field{Name: "exchangeRate", Kind: Number, Intacct: "EXCHANGE_RATE", Sure: Seen}
	// draftField is an action in Intacct, which posts a draft and never makes one
	// of what is posted; so it is not compared.
	draftField = Field{
		Name: "isDraft", Kind: Boolean, Intacct: "ACTION", From: []string{"STATE"}, Once: true, Sure: Seen,
		Codes: []Code{{"true", "Draft"}, {"false", "Submit"}}, Reading: []Code{{"true", "Draft"}, {"false", other}},
	}
	statusField = Field{
		Name: "status", Intacct: "ACTION", From: []string{"STATE"}, Once: true, Sure: Published,
		Codes: []Code{{"draft", "Draft"}, {other, "Submit"}}, Reading: []Code{},
	}
	totalField   = Field{Name: "totalAmount", Aliases: []string{"total"}, Kind: Number, Intacct: "TRX_TOTALENTERED", Computed: true, Sure: Seen}
	balanceField = Field{Name: "balance", Aliases: []string{"amountDue"}, Kind: Number, Intacct: "TRX_TOTALDUE", Computed: true, Sure: Published}
)

// contact are the spreads of an object's contact.
func contact(prefix string) []Spread {
	return []Spread{
		{
			Name: "phoneNumbers", Aliases: []string{"phones"}, Kinds: []string{"type"}, Sure: Seen,
			Cases: []Case{
				{[]string{"primary", "unknown", "main", "work"}, prefix + "PHONE1"},
				{[]string{"secondary"}, prefix + "PHONE2"},
				{[]string{"mobile", "cell"}, prefix + "CELLPHONE"},
				{[]string{"fax"}, prefix + "FAX"},
			},
			Parts: []Field{{Name: "phoneNumber", Aliases: []string{"number"}, Sure: Seen}},
		},
		{
			Name: "addresses", Aliases: []string{"address"}, Kinds: []string{"addressType", "type"}, Sure: Seen,
			Cases: []Case{{[]string{"billing", "main", "primary"}, prefix + "MAILADDRESS."}},
			Parts: []Field{
				{Name: "line1", Intacct: "ADDRESS1", Sure: Seen},
				{Name: "line2", Intacct: "ADDRESS2", Sure: Seen},
				{Name: "line3", Intacct: "ADDRESS3", Sure: Seen},
				{Name: "city", Intacct: "CITY", Sure: Seen},
				{Name: "state", Intacct: "STATE", Sure: Seen},
				{Name: "postalCode", Intacct: "ZIP", Sure: Seen},
				{Name: "country", Intacct: "COUNTRY", Sure: Seen},
			},
		},
	}
}

// person are the fields of an object's contact.
func person(prefix string) []Field {
	return []Field{
		{Name: "prefix", Intacct: prefix + "PREFIX", Sure: Seen},
		{Name: "firstName", Intacct: prefix + "FIRSTNAME", Sure: Seen},
		{Name: "middleName", Intacct: prefix + "INITIAL", Sure: Seen},
		{Name: "lastName", Intacct: prefix + "LASTNAME", Sure: Seen},
		{Name: "email", Aliases: []string{"emailAddress"}, Intacct: prefix + "EMAIL1", Sure: Seen},
		{Name: "website", Intacct: prefix + "URL1", Sure: Seen},
		{Name: "checkName", Intacct: prefix + "PRINTAS", Sure: Seen},
	}
}

func fields(lists ...[]Field) []Field {
	var all []Field
	for _, list := range lists {
		all = append(all, list...)
	}
	return all
}
