package intacct

var receivables = []*Object{
	{
		// WHENCREATED is the invoice's date.
		Name: "ARINVOICE", Label: "Invoice", WriteOnly: []WriteOnly{{Field{ID: "ACTION", DataType: "TEXT"}, ""}}, Due: &Due{Party: "CUSTOMERID", Amount: "TRX_TOTALDUE"}, Dated: datedDocument, Files: DocumentFiles, Drafts: true, Derived: true, Posted: "STATE", Natural: []string{"RECORDID"}, Created: "AUWHENCREATED", Curated: true, AuditKey: AuditRecord,
		NoQuery: []string{"CUSTENTITY", "BBRECORDKEY", "RETAINAGEINVTYPE", "INVOICENO", "DATECREATED", "DATEPOSTED", "DATEDUE"},
		System:  append([]string{"CUSTENTITY", "TRX_TOTALDISCOUNTAPPLIED", "HASPOSTEDREVREC", "DUNNINGCOUNT"}, documentFields...),
		Lines:   []OwnedLines{{"ARINVOICEITEMS", "ARINVOICEITEM", "ARINVOICEITEM"}},
		Write: WriteRule{
			Create: legacy("create_invoice", createInvoice),
			Update: legacyBy("update_invoice", "RECORDNO", updateInvoice),
			Delete: Rule{Manner: GenericWrite},
		}.reversible("reverse_invoice", "description"),
		Identity: "DOCNUMBER", Usual: submitted, Hotglue: "invoices", Fivetran: "ar_invoice",
	},
	{
		Name: "ARINVOICEITEM", Label: "Invoice line", Curated: true, System: lineFields, Parent: "ARINVOICE", ParentKey: "RECORDKEY",
		Hotglue: "invoice_items", Fivetran: "ar_invoice_item",
	},
	{Name: "ARINVOICEBATCH", Label: "Invoice summary"},
	{Name: "ARINVOICEPAYMENT", Label: "Invoice payment"},
	{
		// WHENCREATED is the payment's date.
		Name: "ARPYMT", Label: "AR payment", Needs: []string{"PAYMENTMETHOD", "RECEIPTDATE", "CURRENCY"}, Dated: &Dates{Decide: []string{"RECEIPTDATE", "PAYMENTDATE"}}, Files: DocumentFiles, Drafts: true, Posted: "STATE", Created: "AUWHENCREATED", Curated: true,
		NoQuery: []string{"RAWSTATE", "CUSTENTITY"},
		System: append([]string{
			"FINANCIALENTITYTYPE", "FINANCIALACCOUNTNAME", "FINANCIALACCOUNTCURRENCY", "PAYMENTMETHODKEY", "DISPLAYSTATE", "CUSTENTITY",
			"PARENTPAYMENTKEY", "MULTIENTITYPYMTKEY",
		}, documentFields...),
		Lines: []OwnedLines{{"ARPYMTDETAILS", "ARPYMTDETAIL", "ARPYMTDETAIL"}},
		Write: generic("cud").reversible("reverse_arpayment", "description"), Identity: "DOCNUMBER", Usual: submitted,
	},
	{
		Name: "ARPYMTDETAIL", Label: "AR payment detail", Curated: true,
		NoQuery: []string{"DISCOUNTKEY", "DISCOUNTENTRYKEY", "DISCOUNTDATE", "TRX_DISCOUNTAMOUNT"},
		System:  []string{"PAYMENTKEY", "PAYMENTENTRYKEY", "PAYMENTDATE", "PAYMENTAMOUNT", "STATE", "PARENTPAYMENTKEY"},
		Parent:  "ARPYMT", ParentKey: "PAYMENTKEY",
	},
	{
		Name: "ARADJUSTMENT", Label: "AR adjustment", Dated: datedDocument, Files: DocumentFiles, Drafts: true, Posted: "STATE", Created: "AUWHENCREATED", Curated: true,
		NoQuery: []string{"ENTITY"},
		System:  documentFields,
		Lines:   []OwnedLines{{"ARADJUSTMENTITEMS", "ARADJUSTMENTITEM", "ARADJUSTMENTITEM"}},
		Write: WriteRule{
			Create: legacy("create_aradjustment", createARAdjustment),
			Update: legacyBy("update_aradjustment", "RECORDNO", updateARAdjustment),
			Delete: Rule{Manner: GenericWrite},
		},
		Identity: "RECORDID", Usual: submitted, Hotglue: "adjustments",
	},
	{
		Name: "ARADJUSTMENTITEM", Label: "AR adjustment line", Curated: true, NoQuery: []string{"DETAILID"}, System: lineFields,
		Parent: "ARADJUSTMENT", ParentKey: "RECORDKEY", Hotglue: "adjustment_items",
	},
	{
		Name: "ARADVANCE", Label: "AR advance", Writes: []string{"PRBATCHKEY"}, Dated: &Dates{Decide: []string{"RECEIPTDATE", "PAYMENTDATE"}}, Files: DocumentFiles, Drafts: true, Posted: "STATE", Created: "AUWHENCREATED", NoQuery: []string{"ENTITY"}, System: documentFields,
		Lines: []OwnedLines{{"ARADVANCEITEMS", "ARADVANCEITEM", "ARADVANCEITEM"}},
		Needs: []string{"PAYMENTMETHOD", "CUSTOMERID", "RECEIPTDATE", "PAYMENTDATE"}, Write: generic("cu"), Identity: "DOCNUMBER",
	},
	{Name: "ARADVANCEITEM", Label: "AR advance line", System: lineFields, Parent: "ARADVANCE", ParentKey: "RECORDKEY"},
	{Name: "ARRECURINVOICE", Label: "Recurring invoice", Files: TemplateFiles, Created: "AUWHENCREATED", System: documentFields},
	{Name: "ARRECURINVOICEENTRY", Label: "Recurring invoice line", System: lineFields, Parent: "ARRECURINVOICE", ParentKey: "RECORDKEY"},
	// Their times of change are dates: no cursor.
	{Name: "ARRETAINAGERELEASE", Label: "AR retainage release", Cursor: none, Created: none},
	{Name: "ARRETAINAGERELEASEENTRY", Label: "AR retainage release line", Parent: "ARRETAINAGERELEASE", ParentKey: "RRKEY"},
	{Name: "ARTERM", Label: "AR term", Natural: []string{"NAME"}, Curated: true},
	{Name: "ARACCOUNTLABEL", Label: "AR account label", Natural: []string{"ACCOUNTLABEL"}, Needs: []string{"ACCOUNTLABEL", "DESCRIPTION", "GLACCOUNTNO"}, Write: generic("cud")},
	{
		Name: "CUSTOMER", Label: "Customer", Called: &Called{By: "NAME", Refs: []string{"CUSTOMERID"}, Names: []string{"CUSTOMERNAME"}}, Files: OtherFiles, Common: 4, Natural: []string{"CUSTOMERID"}, Curated: true, AuditKey: AuditNatural,
		NoQuery: []string{"ACTIVATIONDATE"},
		System:  []string{"ENTITY", "TOTALDUE", "ACTIVATIONDATE"},
		Needs:   []string{"NAME"}, Write: generic("cud"), Hotglue: "customers",
	},
	{Name: "CUSTTYPE", Label: "Customer type", Natural: []string{"NAME"}},
	{Name: "CUSTOMERGROUP", Label: "Customer group", Natural: []string{"ID"}},
	{Name: "CUSTOMERVISIBILITY", Label: "Customer visibility", Cursor: none, Created: none},
}
