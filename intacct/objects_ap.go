package intacct

// documentFields are those of a bill, an invoice, an adjustment or a payment
// that the gateway computes.
var documentFields = []string{
	"RECORDTYPE", "STATE", "RAWSTATE", "ENTITY", "TRX_ENTITYDUE", "CONTACTTAXGROUP", "TERMKEY", "TERMVALUE", "WHENPAID", "DUE_IN_DAYS",
	"TOTALENTERED", "TOTALSELECTED", "TOTALPAID", "TOTALDUE", "TRX_TOTALENTERED", "TRX_TOTALSELECTED", "TRX_TOTALPAID", "TRX_TOTALDUE",
	"TRX_TOTALRETAINED", "TRX_TOTALRELEASED", "TOTALRETAINED", "RETAINAGERELEASED", "RETAINAGEINVTYPE",
	"BILLTOPAYTOKEY", "SHIPTORETURNTOKEY", "PRBATCHKEY", "MODULEKEY", "SCHOPKEY", "SYSTEMGENERATED", "CLEARED", "CLRDATE",
	"USERID", "CREATEDUSERID", "TAXSOLUTIONKEY", "SHOWMULTILINETAX", "TAXMETHOD",
}

// lineFields are those of a line that the gateway computes.
var lineFields = []string{
	"RECORDKEY", "RECORDTYPE", "STATE", "LINEITEM", "LINE_NO", "ACCOUNTKEY", "ACCOUNTLABELKEY", "BASECURR", "BASELOCATION", "PARENTENTRY",
	"TOTALPAID", "TRX_TOTALPAID", "TOTALSELECTED", "TRX_TOTALSELECTED", "PAYMENTTAXCAPTURE",
	"CUSTOMERDIMKEY", "VENDORDIMKEY", "EMPLOYEEDIMKEY", "ITEMDIMKEY", "CLASSDIMKEY", "WAREHOUSEDIMKEY", "PROJECTDIMKEY", "CONTRACTDIMKEY", "TASKDIMKEY",
}

// submitted is how documents are entered that do not say otherwise.
//
// Source: Sage docs, XML API, "Bills".
var submitted = map[string]string{"ACTION": "Submit"}

var payables = []*Object{
	{
		// WHENCREATED is the bill's date.
		Name: "APBILL", Label: "Bill", WriteOnly: []WriteOnly{{Field{ID: "ACTION", DataType: "TEXT"}, ""}}, Due: &Due{Party: "VENDORID", Amount: "TRX_TOTALDUE"}, Dated: datedDocument, Files: DocumentFiles, Drafts: true, Derived: true, Posted: "STATE", Natural: []string{"VENDORID", "RECORDID"}, Created: "AUWHENCREATED", Curated: true, AuditKey: AuditRecord,
		NoQuery: []string{"ENTITY", "BBTEMPLATE_USEIET", "SOURCEMODULE", "BBRECORDKEY", "RETAINAGEINVTYPE"},
		System:  documentFields,
		Lines:   []OwnedLines{{"APBILLITEMS", "APBILLITEM", "APBILLITEM"}},
		Write:   generic("cud").reversible("reverse_bill", "description"), Identity: "DOCNUMBER", Usual: submitted,
		Hotglue: "accounts_payable_bills", Fivetran: "ap_bill",
	},
	{
		Name: "APBILLITEM", Label: "Bill line", Curated: true, System: lineFields, Parent: "APBILL", ParentKey: "RECORDKEY",
		Hotglue: "accounts_payable_bill_items", Fivetran: "ap_bill_item",
	},
	{Name: "APBILLBATCH", Label: "Bill summary", Fivetran: "ap_bill_batch"},
	{Name: "APBILLPAYMENT", Label: "Bill payment"},
	{
		// WHENCREATED is the payment's date.
		Name: "APPYMT", Label: "AP payment", Needs: []string{"VENDORID", "CURRENCY", "PAYMENTDATE"}, ReplacesLines: true, WriteOnly: []WriteOnly{{Field{ID: "ACTION", DataType: "TEXT"}, ""}, {Field{ID: "PAYMENTDATE", DataType: "DATE"}, "WHENCREATED"}}, Dated: &Dates{Decide: []string{"PAYMENTDATE"}}, Files: DocumentFiles, Drafts: true, Posted: "STATE", Created: "AUWHENCREATED", Curated: true, AuditKey: AuditRecord,
		System: append([]string{"FINANCIALENTITYTYPE", "FINANCIALACCOUNTNAME", "FINANCIALACCOUNTCURRENCY", "PAYMENTMETHODKEY"}, documentFields...),
		Lines:  []OwnedLines{{"APPYMTDETAILS", "APPYMTDETAIL", "APPYMTDETAIL"}},
		Write:  generic("cud").reversible("reverse_appayment", "description"), Identity: "DOCNUMBER", Usual: submitted,
		Hotglue: "accounts_payable_payments",
	},
	{
		Name: "APPYMTDETAIL", Label: "AP payment detail", Curated: true,
		System: []string{"PAYMENTKEY", "PAYMENTENTRYKEY", "PAYMENTDATE", "PAYMENTAMOUNT", "STATE", "PARENTPAYMENTKEY"},
		Parent: "APPYMT", ParentKey: "PAYMENTKEY", Hotglue: "accounts_payable_payment_details",
	},
	{Name: "APPAYMENTREQUEST", Label: "AP payment request", Created: "AUWHENCREATED", NoQuery: []string{"UISTATE"}, System: documentFields},
	{
		Name: "APADJUSTMENT", Label: "AP adjustment", Dated: datedDocument, Files: DocumentFiles, Drafts: true, Posted: "STATE", Created: "AUWHENCREATED", Curated: true, AuditKey: AuditRecord,
		NoQuery: []string{"ENTITY", "PRBATCH_OPEN", "PRBATCH_NOGL"},
		System:  documentFields,
		Lines:   []OwnedLines{{"APADJUSTMENTITEMS", "APADJUSTMENTITEM", "APADJUSTMENTITEM"}},
		Write: WriteRule{
			Create: legacy("create_apadjustment", createAPAdjustment),
			Update: legacyBy("update_apadjustment", "RECORDNO", updateAPAdjustment),
			Delete: Rule{Manner: GenericWrite},
		},
		Identity: "RECORDID", Usual: submitted, Hotglue: "accounts_payable_adjustments",
	},
	{
		Name: "APADJUSTMENTITEM", Label: "AP adjustment line", Curated: true, System: lineFields, Parent: "APADJUSTMENT", ParentKey: "RECORDKEY",
		Hotglue: "accounts_payable_adjustment_items",
	},
	{Name: "APADVANCE", Label: "AP advance", Files: DocumentFiles, Drafts: true, Created: "AUWHENCREATED", NoQuery: []string{"ENTITY"}, System: documentFields},
	{Name: "APADVANCEITEM", Label: "AP advance line", System: lineFields, Parent: "APADVANCE", ParentKey: "RECORDKEY"},
	{Name: "APRECURBILL", Label: "Recurring bill", Files: TemplateFiles, Created: "AUWHENCREATED", System: documentFields},
	{Name: "APRECURBILLENTRY", Label: "Recurring bill line", System: lineFields, Parent: "APRECURBILL", ParentKey: "RECORDKEY"},
	{Name: "APDETAIL", Label: "AP detail", Created: none},
	// Their times of change are dates: no cursor.
	{Name: "APRETAINAGERELEASE", Label: "AP retainage release", Cursor: none, Created: none},
	{Name: "APRETAINAGERELEASEENTRY", Label: "AP retainage release line", Parent: "APRETAINAGERELEASE", ParentKey: "RRKEY"},
	{Name: "APTERM", Label: "AP term", Natural: []string{"NAME"}, Curated: true, AuditKey: AuditRecord},
	{Name: "APACCOUNTLABEL", Label: "AP account label", Natural: []string{"ACCOUNTLABEL"}, Needs: []string{"ACCOUNTLABEL", "DESCRIPTION", "GLACCOUNTNO"}, Write: generic("cud")},
	{
		Name: "VENDOR", Label: "Vendor", Writes: []string{"FORM1099BOX"}, Called: &Called{By: "NAME", Refs: []string{"VENDORID"}, Names: []string{"VENDORNAME"}}, HotglueKey: "VENDORID", Files: OtherFiles, Common: 3, Natural: []string{"VENDORID"}, Curated: true, AuditKey: AuditNatural,
		System: []string{"ENTITY", "TOTALDUE"},
		Needs:  []string{"NAME"}, Write: generic("cud"), Hotglue: "accounts_payable_vendors",
	},
	{Name: "VENDTYPE", Label: "Vendor type", Natural: []string{"NAME"}},
	{Name: "VENDORGROUP", Label: "Vendor group", Natural: []string{"ID"}},
	{Name: "PROVIDERBANKACCOUNT", Label: "Payment provider bank account", AuditKey: AuditRecord, Needs: []string{"BANKACCOUNTID", "PROVIDERID", "STATUS"}, Write: generic("cu"), Hotglue: "accounts_payable_bank_accounts"},
}
