package intacct

var payables = []*Object{
	{
		Name: "APBILL", Label: "AP Bill", Module: "Accounts Payable", Key: "RECORDNO",
		Cursor: "WHENMODIFIED", Created: "AUWHENCREATED", Curated: true, AuditKey: AuditRecord,
		Lines:    []OwnedLines{{"APBILLITEMS", "APBILLITEM", "APBILLITEM"}},
		Write:    WriteRule{Create: Rule{Manner: GenericWrite}, Update: Rule{Manner: GenericWrite}, Delete: Rule{Manner: GenericWrite}},
		Identity: "DOCNUMBER", Hotglue: "accounts_payable_bills", Fivetran: "ap_bill",
	},
	{
		Name: "APBILLITEM", Label: "AP Bill Line", Module: "Accounts Payable", Key: "RECORDNO",
		Cursor: "WHENMODIFIED", Created: "WHENCREATED", Curated: true,
		Parent: "APBILL", ParentKey: "RECORDKEY",
		Hotglue: "accounts_payable_bill_items", Fivetran: "ap_bill_item",
	},
	{
		Name: "VENDOR", Label: "Vendor", Module: "Accounts Payable", Key: "RECORDNO", Natural: []string{"VENDORID"},
		Cursor: "WHENMODIFIED", Created: "WHENCREATED", Curated: true, AuditKey: AuditNatural,
		Write:   WriteRule{Create: Rule{Manner: GenericWrite}, Update: Rule{Manner: GenericWrite}, Delete: Rule{Manner: GenericWrite}},
		Hotglue: "accounts_payable_vendors",
	},
}
