package unified

var (
	billLine = fields([]Field{
		{Name: "description", Intacct: "ENTRYDESCRIPTION", Aliases: []string{"memo"}, Sure: Published},
		{Name: "amount", Aliases: []string{"totalPrice", "totalAmount"}, Kind: Number, Intacct: "TRX_AMOUNT", Sure: Seen},
		{Name: "taskNumber", Aliases: []string{"taskId"}, Intacct: "TASKID", Sure: Seen},
		{Name: "lineNumber", Kind: Number, Intacct: "LINE_NO", Computed: true, Sure: Ours},
		idField,
	})
	// quantities are those that lines of a bill bring along and Intacct's bills
	// have no place for: only their product counts there. Nor is there one for
	// what is added to it or taken off, which would change the amount of the bill.
	quantities = []string{"quantity", "unitPrice", "taxCode", "orderId"}
	deductions = []string{"discount", "discountAmount", "taxAmount"}

	creditLine = func() []Field {
		list := fields(billLine)
		for i := range list {
			list[i].Negated = list[i].Intacct == "TRX_AMOUNT"
		}
		return list
	}()

	// banks are the accounts that payments go out of or come into.
	banks = []Target{
		{Object: "CHECKINGACCOUNT", Key: "RECORDNO", ID: "BANKACCOUNTID", Titles: []string{"BANKACCOUNTID", "BANKNAME"}, Holds: "BANKACCOUNTID"},
		{Object: "SAVINGSACCOUNT", Key: "RECORDNO", ID: "BANKACCOUNTID", Titles: []string{"BANKACCOUNTID", "BANKNAME"}, Holds: "BANKACCOUNTID"},
		{Object: "CREDITCARD", Key: "RECORDNO", ID: "CARDID", Titles: []string{"CARDID"}, Holds: "CARDID"},
	}
	fromBank = Reference{
		Name: "account", ID: []string{"accountId", "bankAccountId"}, Number: []string{"accountNumber"}, Title: []string{"accountName", "bankAccountName"},
		To: banks, Field: "FINANCIALENTITY", Label: "FINANCIALENTITY", Before: "--", Sure: Seen,
	}
	paymentFields = []Field{
		{Name: "transactionNumber", Aliases: []string{"paymentNumber"}, Intacct: "DOCNUMBER", Sure: Seen},
		{Name: "description", Aliases: []string{"memo"}, Intacct: "DESCRIPTION", Sure: Ours},
		{Name: "paymentMethod", Intacct: "PAYMENTMETHOD", Sure: Seen},
		currencyOf, rateField, statusField,
	}
	// paidAmount is left to what is due where a record does not say.
	paidAmount  = Field{Name: "amount", Aliases: []string{"totalAmount"}, Kind: Number, Intacct: "TRX_PAYMENTAMOUNT", Sure: Seen}
	paidInLists = []string{"lineItems", "lines", "appliedTo", "details"}
)

var documentTables = []Table{
	{
		Name: "Bills", Aliases: []string{"Bill", "PurchaseInvoices", "PurchaseInvoice"}, Objects: []Object{{Name: "APBILL"}},
		Match: []string{"VENDORID", "RECORDID"},
		Fields: []Field{
			idField,
			{Name: "billNumber", Aliases: []string{"invoiceNumber", "vendorBillNumber"}, Intacct: "RECORDID", Sure: Seen},
			{Name: "transactionNumber", Aliases: []string{"number"}, Intacct: "DOCNUMBER", Sure: Published},
			{Name: "description", Aliases: []string{"notes"}, Intacct: "DESCRIPTION", Sure: Published},
			{Name: "createdAt", Kind: Date, Intacct: "WHENCREATED", Sure: Published},
			{Name: "issueDate", Kind: Date, Intacct: "WHENPOSTED", Also: []string{"WHENCREATED"}, Sure: Published},
			{Name: "", Kind: Date, Intacct: "WHENCREATED", Default: today, Sure: Ours},
			{Name: "dueDate", Kind: Date, Intacct: "WHENDUE", Sure: Published},
			{Name: "paidDate", Kind: Date, Intacct: "RECPAYMENTDATE", From: []string{"WHENPAID"}, Sure: Published},
			currencyOf, rateField, draftField, statusField, totalField, balanceField, updatedField,
		},
		References: append([]Reference{toSupplier(toVendor("")), toSubsidiary()},
			ofLines(toDepartment("DEPARTMENTID", "", ""), toLocation("LOCATIONID", ""), toClass(), toProject(""))...),
		Lists: []List{
			{
				Name: "lineItems", Aliases: []string{"lines"}, Element: "APBILLITEMS", Object: "APBILLITEM", Needs: "ITEMID",
				Fields: billLine, References: lineReferences(), Ignored: quantities, Amounts: deductions, Sure: Published,
			},
			{Name: "expenses", Element: "APBILLITEMS", Object: "APBILLITEM", Fields: billLine, References: lineReferences(), Ignored: quantities, Amounts: deductions, Sure: Published},
		},
		Ignored: []string{"subTotal", "amountDue", "relatedPayments", "address", "addresses", "taxCode"},
		Amounts: []string{"totalDiscount", "totalTaxAmount", "taxAmount"},
		Notes: []string{
			"A bill that is paid keeps its lines: only its header is updated.",
			"Location, department, class and project of the header are those of lines without their own.",
			"Without createdAt the bill's date is issueDate, and without that the day of writing.",
		},
	},
	{
		Name: "BillPayments", Aliases: []string{"BillPayment"}, Objects: []Object{{Name: "APPYMT"}},
		Fields: fields([]Field{idField}, paymentFields, []Field{
			{Name: "paymentDate", Kind: Date, Intacct: "PAYMENTDATE", From: []string{"WHENPAID", "WHENCREATED"}, Once: true, Default: today, Sure: Seen},
			{Name: "amount", Aliases: []string{"totalAmount"}, Kind: Number, Intacct: "TRX_TOTALENTERED", Computed: true, Sure: Seen},
			bookedField, updatedField,
		}),
		References: []Reference{toVendor(""), fromBank, toSubsidiary()},
		Lists: []List{{
			Name: "bills", Aliases: append([]string{"billPayments", "relatedBills"}, paidInLists...), Element: "APPYMTDETAILS", Object: "APPYMTDETAIL", Flat: true, Sure: Ours,
			Needs:  "TRX_PAYMENTAMOUNT",
			Fields: []Field{paidAmount},
			References: []Reference{{
				Name: "bill", ID: []string{"billId"}, Number: []string{"billNumber", "invoiceNumber"}, Field: "RECORDKEY", Key: "RECORDKEY", Other: "APBILL.RECORDID", Strict: true, Narrow: "VENDORID", Sure: Seen,
				To: []Target{{Object: "APBILL", Key: "RECORDNO", ID: "RECORDID", Holds: "RECORDNO"}},
			}},
		}},
		Notes: []string{
			"One bill stands in the record itself (billId or billNumber, amount), several in the list bills.",
			"What a record leaves out comes from the bill: vendor, currency, and as amount what is due.",
			"What is read of a payment are the amounts paid; credits and discounts that were applied along with it are not in the list.",
		},
	},
	{
		Name: "Invoices", Aliases: []string{"Invoice"}, Objects: []Object{{Name: "ARINVOICE"}}, Match: []string{"RECORDID"},
		Fields: []Field{
			idField,
			{Name: "invoiceNumber", Intacct: "RECORDID", Sure: Published},
			{Name: "transactionNumber", Aliases: []string{"number", "referenceNumber"}, Intacct: "DOCNUMBER", Sure: Seen},
			{Name: "description", Aliases: []string{"notes"}, Intacct: "DESCRIPTION", Sure: Seen},
			{Name: "issueDate", Kind: Date, Intacct: "WHENCREATED", Default: today, Sure: Published},
			{Name: "dueDate", Kind: Date, Intacct: "WHENDUE", Sure: Published},
			{Name: "paidDate", Kind: Date, Intacct: "WHENPAID", Computed: true, Sure: Published},
			currencyOf, rateField, draftField, statusField, totalField, balanceField, bookedField, updatedField,
		},
		References: append([]Reference{toCustomer(""), toSubsidiary()},
			ofLines(toDepartment("DEPARTMENTID", "", ""), toLocation("LOCATIONID", ""), toClass(), toProject(""))...),
		Lists: []List{{
			Name: "lineItems", Aliases: []string{"lines"}, Element: "ARINVOICEITEMS", Object: "ARINVOICEITEM", Fields: billLine, References: lineReferences(),
			Ignored: quantities, Amounts: deductions, Sure: Published,
		}},
		Ignored: []string{"subTotal", "amountDue", "address", "addresses", "relatedPayments"},
		Amounts: []string{"totalDiscount", "totalTaxAmount", "taxAmount"},
	},
	{
		Name: "InvoicePayments", Aliases: []string{"InvoicePayment"}, Objects: []Object{{Name: "ARPYMT"}},
		Fields: fields([]Field{idField}, paymentFields, []Field{
			{Name: "paymentDate", Kind: Date, Intacct: "RECEIPTDATE", Once: true, Default: today, Sure: Ours},
			{Name: "amount", Aliases: []string{"totalAmount"}, Kind: Number, Intacct: "TRX_TOTALENTERED", Computed: true, Sure: Ours},
			bookedField, updatedField,
		}),
		References: []Reference{toCustomer(""), fromBank, toSubsidiary()},
		Lists: []List{{
			Name: "invoices", Aliases: append([]string{"invoicePayments", "relatedInvoices"}, paidInLists...), Element: "ARPYMTDETAILS", Object: "ARPYMTDETAIL", Flat: true, Sure: Ours,
			Needs:  "TRX_PAYMENTAMOUNT",
			Fields: []Field{paidAmount},
			References: []Reference{{
				Name: "invoice", ID: []string{"invoiceId"}, Number: []string{"invoiceNumber"}, Field: "RECORDKEY", Key: "RECORDKEY", Other: "ARINVOICE.RECORDID", Strict: true, Narrow: "CUSTOMERID", Sure: Ours,
				To: []Target{{Object: "ARINVOICE", Key: "RECORDNO", ID: "RECORDID", Holds: "RECORDNO"}},
			}},
		}},
		Notes: []string{"As BillPayments, with customers and invoices."},
	},
	{
		Name: "JournalEntries", Aliases: []string{"JournalEntry"}, Objects: []Object{{Name: "GLBATCH"}},
		Fields: []Field{
			idField,
			{Name: "journal", Aliases: []string{"type", "journalType"}, Intacct: "JOURNAL", Default: "GJ", Sure: Seen},
			{Name: "journalEntryNumber", Intacct: "REFERENCENO", Sure: Seen},
			{Name: "transactionDate", Kind: Date, Intacct: "BATCH_DATE", Sure: Seen},
			{Name: "description", Aliases: []string{"memo", "notes", "type", "journalEntryNumber"}, Intacct: "BATCH_TITLE", Sure: Seen},
			{Name: "", Intacct: "BATCH_TITLE", Default: "Journal entry", Sure: Ours},
			{Name: "sourceEntityId", Intacct: "BASELOCATION_NO", Sure: Seen},
			{Name: "currency", Beside: []string{"currencyId", "currencyName"}, Intacct: "CURRENCY", Lines: true, Sure: Seen},
			{Name: "exchangeRate", Kind: Number, Intacct: "EXCHANGE_RATE", Lines: true, Sure: Seen},
			{Name: "status", Intacct: "STATE", Computed: true, Sure: Ours},
			createdField, updatedField,
		},
		References: append([]Reference{toSubsidiary()}, ofLines(toDepartment("DEPARTMENT", "", ""), toLocation("LOCATION", ""), toClass())...),
		Lists: []List{{
			Name: "lineItems", Aliases: []string{"lines", "journalLines"}, Element: "ENTRIES", Object: "GLENTRY", Sides: true, Sure: Seen,
			Fields: []Field{
				idField,
				{Name: "description", Aliases: []string{"memo"}, Intacct: "DESCRIPTION", Sure: Seen},
				{Name: "currency", Beside: []string{"currencyId", "currencyName"}, Intacct: "CURRENCY", Sure: Seen},
				rateField,
				{Name: "taskNumber", Aliases: []string{"taskId"}, Intacct: "TASKID", Sure: Ours},
				{Name: "lineNumber", Kind: Number, Intacct: "LINE_NO", Computed: true, Sure: Ours},
			},
			References: []Reference{
				toAccount(), toItem("ITEMDIMKEY"), toVendor("VENDORDIMKEY"), toCustomer("CUSTOMERDIMKEY"), toClass(),
				toDepartment("DEPARTMENT", "DEPARTMENTKEY", "DEPARTMENTTITLE"), toLocation("LOCATION", "LOCATIONKEY"), toProject("PROJECTDIMKEY"),
				toEmployee("EMPLOYEEDIMKEY"),
			},
			Ignored: []string{"taxCode"}, Amounts: []string{"taxAmount"},
		}},
		Ignored: []string{"postingPeriod", "totalAmount"},
		Notes: []string{
			"A line's amount may come as amount with entryType or postingType, as debitAmount or creditAmount, or as an amount whose sign is the side: debits are positive. A negative amount changes the side.",
			"Debits and credits must be equal, currency by currency, before anything is sent.",
			"journal (or type) is the journal's symbol; without it GJ.",
		},
	},
	{
		Name: "PurchaseOrders", Aliases: []string{"PurchaseOrder"}, Objects: []Object{{Name: "PODOCUMENT"}}, Match: []string{"DOCPARID", "DOCNO"},
		Fields: []Field{
			idField,
			{Name: "transactionType", Intacct: "DOCPARID", Sure: Ours},
			{Name: "number", Aliases: []string{"purchaseOrderNumber", "transactionNumber"}, Intacct: "DOCNO", Sure: Seen},
			{Name: "referenceNumber", Intacct: "PONUMBER", Sure: Seen},
			{Name: "transactionDate", Aliases: []string{"issueDate"}, Kind: Date, Intacct: "WHENCREATED", Default: today, Sure: Seen},
			{Name: "dueDate", Kind: Date, Intacct: "WHENDUE", Sure: Seen},
			{Name: "terms", Aliases: []string{"paymentTerm"}, Intacct: "TERM.NAME", Sure: Seen},
			{Name: "description", Aliases: []string{"memo", "notes"}, Intacct: "MESSAGE", Sure: Seen},
			{Name: "currency", Beside: []string{"currencyId", "currencyName"}, Intacct: "CURRENCY", Sure: Seen},
			{Name: "exchangeRate", Kind: Number, Intacct: "EXCHRATE", Sure: Ours},
			{Name: "status", Intacct: "STATE", Computed: true, Sure: Ours},
			{Name: "totalAmount", Aliases: []string{"total"}, Kind: Number, Intacct: "TRX_TOTAL", Computed: true, Sure: Ours},
			bookedField, updatedField,
		},
		References: append([]Reference{purchaser(), toSubsidiary()}, ofLines(toDepartment("DEPARTMENTID", "", ""), toLocation("LOCATIONID", ""))...),
		Lists: []List{{
			Name: "lineItems", Aliases: []string{"lines"}, Element: "PODOCUMENTENTRIES", Object: "PODOCUMENTENTRY", Sure: Seen,
			Fields: []Field{
				idField,
				{Name: "quantity", Kind: Number, Intacct: "UIQTY", Sure: Seen},
				{Name: "unit", Intacct: "UNIT", Sure: Seen},
				{Name: "unitPrice", Aliases: []string{"price"}, Kind: Number, Intacct: "UIPRICE", From: []string{"TRX_PRICE", "UIPRICE"}, Sure: Seen},
				{Name: "taxAmount", Kind: Number, Intacct: "TAX", Sure: Seen},
				{Name: "description", Aliases: []string{"memo"}, Intacct: "MEMO", Sure: Seen},
				{Name: "warehouseId", Aliases: []string{"warehouse"}, Intacct: "WAREHOUSE.LOCATION_NO", Sure: Ours},
				{Name: "amount", Aliases: []string{"totalPrice"}, Kind: Number, Intacct: "TRX_VALUE", Computed: true, Sure: Ours},
			},
			References: []Reference{
				toItem(""), toDepartment("DEPARTMENTID", "", "DEPARTMENTNAME"), toLocation("LOCATIONID", ""), toProject(""), toEmployee(""),
				toClass().unkeyed(), toCustomer(""),
			},
			Ignored: []string{"taxCode"},
		}},
		Notes: []string{"The type of the document is the record's transactionType, else the configuration's po_transaction_type, else the company's own type of that name."},
	},
	{
		Name: "VendorCredits", Aliases: []string{"VendorCredit"}, Objects: []Object{{Name: "APADJUSTMENT"}}, Match: []string{"VENDORID", "RECORDID"},
		Fields: fields(adjustment, []Field{draftField, statusField, totalField.negated(), balanceField.negated(), bookedField, updatedField}),
		References: append([]Reference{toVendor(""), toSubsidiary()},
			ofLines(toDepartment("DEPARTMENTID", "", ""), toLocation("LOCATIONID", ""), toClass(), toProject(""))...),
		Lists: []List{
			{
				Name: "lineItems", Aliases: []string{"lines"}, Element: "APADJUSTMENTITEMS", Object: "APADJUSTMENTITEM", Needs: "ITEMID",
				Fields: creditLine, References: lineReferences(), Ignored: quantities, Amounts: deductions, Sure: Seen,
			},
			{Name: "expenses", Element: "APADJUSTMENTITEMS", Object: "APADJUSTMENTITEM", Fields: creditLine, References: lineReferences(), Ignored: quantities, Amounts: deductions, Sure: Seen},
		},
		Ignored: []string{"dueDate", "subTotal", "amountDue"},
		Amounts: []string{"totalDiscount", "totalTaxAmount", "taxAmount"},
		Notes:   []string{"A credit is positive here and negative in Intacct."},
	},
	{
		Name: "APAdjustment", Aliases: []string{"APAdjustments"}, WriteOnly: true, Objects: []Object{{Name: "APADJUSTMENT"}}, Match: []string{"VENDORID", "RECORDID"},
		Fields: fields(adjustment, []Field{{
			Name: "status", Intacct: "ACTION", From: []string{"STATE"}, Once: true, Sure: Seen,
			Codes: []Code{{"draft", "Draft"}, {other, "Submit"}}, Reading: []Code{},
		}, totalField, balanceField, bookedField, updatedField}),
		References: append([]Reference{toVendor(""), toSubsidiary()},
			ofLines(toDepartment("DEPARTMENTID", "", ""), toLocation("LOCATIONID", ""), toClass(), toProject(""))...),
		Lists: []List{{
			Name: "lineItems", Aliases: []string{"lines"}, Element: "APADJUSTMENTITEMS", Object: "APADJUSTMENTITEM",
			Fields: billLine, References: lineReferences(), Ignored: quantities, Amounts: deductions, Sure: Seen,
		}},
		Notes: []string{"The adjustments of the first generation: amounts have Intacct's own sign."},
	},
}

// adjustment are the fields of AP adjustments.
var adjustment = []Field{
	idField,
	{Name: "vendorCreditNumber", Aliases: []string{"adjustmentNumber"}, Intacct: "RECORDID", Sure: Seen},
	{Name: "billNumber", Intacct: "DOCNUMBER", Sure: Seen},
	{Name: "issueDate", Aliases: []string{"transactionDate"}, Kind: Date, Intacct: "WHENCREATED", Sure: Seen},
	{Name: "description", Aliases: []string{"notes"}, Intacct: "DESCRIPTION", Sure: Seen},
	{Name: "currency", Beside: []string{"currencyId", "currencyName"}, Intacct: "CURRENCY", Sure: Seen},
	rateField,
}

// purchaser is the vendor of a purchase order, whose field has another name.
func purchaser() Reference {
	r := toVendor("")
	r.Field, r.Label = "CUSTVENDID", "CUSTVENDNAME"
	return r
}

func (f Field) negated() Field {
	f.Negated = true
	return f
}
