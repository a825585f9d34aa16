package intacct

// Content models of the legacy functions (api.xsd 3.0), with the elements that
// were added later in the places where Sage's documentation shows them.

// Parts that many functions share.
const (
	// The rate's type is demanded as soon as there is a currency; this is the
	// type that every company has.
	exchangeRate = `((exchratedate=EXCH_RATE_DATE/EXCHRATEDATE?, exchratetype=EXCH_RATE_TYPE_ID/EXCHRATETYPE'Intacct Daily Rate')
		| exchrate=EXCHANGE_RATE/EXCHRATE)`
	currencyOnCreate = `(basecurr?, currency, ` + exchangeRate + `)?`
	currencyOnUpdate = `(currency, ` + exchangeRate + `)?`
	taxSolution      = `inclusivetax?, taxsolutionid?`
	taxEntries       = `taxentries{taxentry{detailid, trx_tax}+}?`
	workDimensions   = `projectid?, taskid?, costtypeid?, customerid?, vendorid?, employeeid?`
	dimensions       = workDimensions + `, itemid?, classid?, contractid?, warehouseid?`
)

// Lines of invoices and adjustments.
const (
	lineBody = `offsetglaccountno?, amount=TRX_AMOUNT/AMOUNT`
	lineRest = `memo=ENTRYDESCRIPTION/MEMO?, locationid?, departmentid?, item1099=FORM1099?, form1099type?, form1099box?`
	lineTail = `customfields?, revrectemplate?, defrevaccount=DEFERREDREVACCTNO?, revrecstartdate?, revrecenddate?, ` +
		dimensions + `, billable?, ` + taxEntries
	lineAccount    = `(accountlabel | glaccountno=ACCOUNTNO/GLACCOUNTNO)`
	lineItem       = `lineitem{` + lineAccount + `, ` + lineBody + `, allocationid=ALLOCATION/ALLOCATIONID?, ` + lineRest + `, key?, ` + lineTail + `}`
	updateLineItem = `updatelineitem@line_num{` + lineAccount + `?, ` + lineBody + `?, ` + lineRest + `, ` + lineTail + `}`
	changedLines   = `(` + updateLineItem + ` | ` + lineItem + `)+`
)

// Accounts payable.
const (
	createAPAdjustment = `vendorid, datecreated=WHENCREATED, dateposted=WHENPOSTED?, batchkey=PRBATCHKEY?, adjustmentno=RECORDID?,
		action?, billno=DOCNUMBER?, description?, externalid?, ` + currencyOnCreate + `, nogl?, customfields?, ` + taxSolution + `,
		apadjustmentitems{` + lineItem + `+}`
	updateAPAdjustment = `vendorid?, datecreated=WHENCREATED?, dateposted=WHENPOSTED?, adjustmentno=RECORDID?,
		action?, billno=DOCNUMBER?, description?, ` + currencyOnUpdate + `, ` + taxSolution + `,
		updateapadjustmentitems=APADJUSTMENTITEMS{` + changedLines + `}?`
)

// Accounts receivable.
const (
	createInvoice = `customerid, datecreated=WHENCREATED, dateposted=WHENPOSTED?, datedue=WHENDUE?, termname?, batchkey=PRBATCHKEY?,
		action?, invoiceno=RECORDID?, ponumber=DOCNUMBER?, description?, externalid?,
		billto{contactname=BILLTOPAYTOCONTACTNAME}?, shipto{contactname=SHIPTORETURNTOCONTACTNAME}?, ` + currencyOnCreate + `,
		nogl?, supdocid?, customfields?, ` + taxSolution + `, invoiceitems=ARINVOICEITEMS{` + lineItem + `+}`
	updateInvoice = `customerid?, datecreated=WHENCREATED?, dateposted=WHENPOSTED?, datedue=WHENDUE?, termname?,
		action?, invoiceno=RECORDID?, ponumber=DOCNUMBER?, description?,
		payto{contactname=BILLTOPAYTOCONTACTNAME}?, returnto{contactname=SHIPTORETURNTOCONTACTNAME}?, ` + currencyOnUpdate + `,
		supdocid?, customfields?, ` + taxSolution + `, updateinvoiceitems=ARINVOICEITEMS{` + changedLines + `}?`
	createARAdjustment = `customerid, datecreated=WHENCREATED, dateposted=WHENPOSTED?, batchkey=PRBATCHKEY?, adjustmentno=RECORDID?,
		action?, invoiceno=DOCNUMBER?, description?, externalid?, ` + currencyOnCreate + `, nogl?, ` + taxSolution + `,
		aradjustmentitems{` + lineItem + `+}`
	updateARAdjustment = `customerid?, datecreated=WHENCREATED?, dateposted=WHENPOSTED?, adjustmentno=RECORDID?,
		action?, invoiceno=DOCNUMBER?, description?, ` + currencyOnUpdate + `, ` + taxSolution + `,
		updatearadjustmentitems=ARADJUSTMENTITEMS{` + changedLines + `}?`
)

// Documents of purchasing, order entry and inventory.
const (
	warehouse    = `warehouseid=WAREHOUSEID/WAREHOUSE.LOCATION_NO`
	itemDetails  = `itemdetails{itemdetail{componentid?, quantity?, (serialno | lotno)?, aisle?, row?, bin?, itemexpiration?}+}?`
	itemQuantity = `quantity=UIQTY/QUANTITY`
	itemPrice    = `price=UIPRICE/TRX_PRICE/PRICE?`
	subtotal     = `subtotal{description, total=TRX_TOTAL/TOTAL, absval?, percentval?, locationid?, departmentid?, projectid?, customerid?,
		vendorid?, employeeid?, classid?, itemid?, contractid?, customfields?}`
	subtotals       = `subtotals{` + subtotal + `+}?`
	changeSubtotals = `updatesubtotals=SUBTOTALS{updatesubtotal{description, total=TRX_TOTAL/TOTAL, absval?, percentval?, locationid?, departmentid?,
		projectid?, customerid?, vendorid?, employeeid?, classid?, itemid?, contractid?, customfields?}+}?`

	poItemHead = `itemdesc?, taxable?, ` + warehouse + `?`
	poItemTail = `locationid?, departmentid?, memo?, ` + itemDetails + `, form1099?, form1099type?, form1099box?, customfields?, ` +
		workDimensions + `, classid?, contractid?, billable?`
	poItem = `potransitem{itemid, ` + poItemHead + `, ` + itemQuantity + `, unit?, linelevelsimpletaxtype?, ` + itemPrice + `,
		sourcelinekey=SOURCE_DOCLINEKEY?, overridetaxamount?, deliverto{contactname=DELIVERTO.CONTACTNAME}?, tax?, ` + poItemTail + `,
		relateddockey?, relateddoclinekey?}`
	updatePOItem = `updatepotransitem@line_num{itemid?, ` + poItemHead + `, ` + itemQuantity + `?, unit?, linelevelsimpletaxtype?, ` + itemPrice + `,
		deliverto{contactname=DELIVERTO.CONTACTNAME}?, ` + poItemTail + `}`

	// returnto and payto are demanded; empty they mean the vendor's usual.
	createPOTransaction = `transactiontype=TRANSACTIONTYPE/DOCPARID, datecreated=WHENCREATED, dateposted=WHENPOSTED?, createdfrom?, vendorid=VENDORID/CUSTVENDID,
		documentno=DOCNO?, referenceno=PONUMBER?, vendordocno?, termname=TERMNAME/TERM.NAME?, datedue=WHENDUE, message?, shippingmethod=SHIPVIA?,
		returnto{contactname=SHIPTO.CONTACTNAME}, payto{contactname=BILLTO.CONTACTNAME}, deliverto{contactname=DELIVERTO.CONTACTNAME}?,
		supdocid?, externalid?, ` + currencyOnCreate + `, customfields?, state?, potransitems=PODOCUMENTENTRIES{` + poItem + `+}, ` + subtotals
	updatePOTransaction = `datecreated=WHENCREATED?, dateposted=WHENPOSTED?, referenceno=PONUMBER?, vendordocno?, termname=TERMNAME/TERM.NAME?, datedue=WHENDUE?,
		message?, shippingmethod=SHIPVIA?, returnto{contactname=SHIPTO.CONTACTNAME}?, payto{contactname=BILLTO.CONTACTNAME}?,
		deliverto{contactname=DELIVERTO.CONTACTNAME}?, supdocid?, externalid?, ` + currencyOnCreate + `, customfields?, state?,
		updatepotransitems=PODOCUMENTENTRIES{(` + updatePOItem + ` | ` + poItem + `)+}?, ` + changeSubtotals

	soItemHead = `itemdesc?, taxable?, ` + warehouse + `?`
	soItemTail = `locationid?, departmentid?, memo?, ` + itemDetails + `, customfields?, revrectemplate?, revrecstartdate?, revrecenddate?, renewalmacro?, ` +
		workDimensions + `, classid?, contractid?, fulfillmentstatus?, taskno?, billingtemplate?, dropship?, shipto{contactname=SHIPTO.CONTACTNAME}?`
	soItem = `sotransitem{bundlenumber?, itemid, ` + soItemHead + `, ` + itemQuantity + `, unit?, linelevelsimpletaxtype?, discountpercent?, ` + itemPrice + `,
		sourcelinekey=SOURCE_DOCLINEKEY?, discsurchargememo?, ` + soItemTail + `}`
	updateSOItem = `updatesotransitem@line_num{bundlenumber?, itemid?, ` + soItemHead + `, ` + itemQuantity + `?, unit?, linelevelsimpletaxtype?,
		discountpercent?, ` + itemPrice + `, discsurchargememo?, ` + soItemTail + `}`

	createSOTransaction = `transactiontype=TRANSACTIONTYPE/DOCPARID, datecreated=WHENCREATED, dateposted=WHENPOSTED?, createdfrom?, customerid=CUSTOMERID/CUSTVENDID,
		documentno=DOCNO?, origdocdate?, referenceno=PONUMBER?, termname=TERMNAME/TERM.NAME?, datedue=WHENDUE?, message?, shippingmethod=SHIPVIA?,
		shipto{contactname=SHIPTO.CONTACTNAME}?, billto{contactname=BILLTO.CONTACTNAME}?, supdocid?, externalid?, ` + currencyOnCreate + `,
		vsoepricelist?, customfields?, state?, projectid?, sotransitems=SODOCUMENTENTRIES{` + soItem + `+}, ` + subtotals
	updateSOTransaction = `datecreated=WHENCREATED?, dateposted=WHENPOSTED?, referenceno=PONUMBER?, termname=TERMNAME/TERM.NAME?, datedue=WHENDUE?, origdocdate?,
		message?, shippingmethod=SHIPVIA?, shipto{contactname=SHIPTO.CONTACTNAME}?, billto{contactname=BILLTO.CONTACTNAME}?, supdocid?, externalid?, ` +
		currencyOnCreate + `, vsoepricelist?, customfields?, state?, projectid?,
		updatesotransitems=SODOCUMENTENTRIES{(` + updateSOItem + ` | ` + soItem + `)+}?, ` + changeSubtotals

	icItem = `ictransitem{itemid, itemdesc?, ` + warehouse + `, ` + itemQuantity + `, unit?, cost=UICOST/COST?, sourcelinekey=SOURCE_DOCLINEKEY?,
		locationid?, departmentid?, ` + itemDetails + `, customfields?, ` + workDimensions + `, classid?, contractid?}`
	createICTransaction = `transactiontype=TRANSACTIONTYPE/DOCPARID, datecreated=WHENCREATED, createdfrom?, documentno=DOCNO?, referenceno=PONUMBER?, message?,
		externalid?, basecurr?, customfields?, state?, ictransitems=INVDOCUMENTENTRIES{` + icItem + `+}, ` + subtotals
)

// Expenses and charge cards.
const (
	expenseBody = `amount?, currency?, trx_amount?, exchratedate=EXCH_RATE_DATE?, exchratetype=EXCH_RATE_TYPE_ID?, exchrate=EXCHANGE_RATE?,
		expensedate=ENTRY_DATE?, memo=ENTRYDESCRIPTION/MEMO?, form1099?, form1099type?, form1099box?, paidfor?, locationid?, departmentid?, customfields?, ` +
		dimensions + `, billable?, exppmttype=EXPENSEPAYMENTTYPE?, quantity?, rate?`
	expense       = `expense{(expensetype=EXPENSETYPE/ACCOUNTLABEL | glaccountno=ACCOUNTNO/GLACCOUNTNO), ` + expenseBody + `}`
	updateExpense = `updateexpense@line_num{(expensetype=EXPENSETYPE/ACCOUNTLABEL | glaccountno=ACCOUNTNO/GLACCOUNTNO)?, ` + expenseBody + `}`

	createExpenseReport = `employeeid & datecreated=WHENCREATED & dateposted=WHENPOSTED? & batchkey=PRBATCHKEY? & expensereportno=RECORDID? & state? & description?
		& memo? & externalid? & basecurr? & currency? & customfields? & supdocid? & expenses=EEXPENSESITEMS{` + expense + `+}`
	updateExpenseReport = `employeeid? & datecreated=WHENCREATED? & dateposted=WHENPOSTED? & expensereportno=RECORDID? & state? & description?
		& memo? & basecurr? & currency? & customfields? & supdocid? & updateexpenses=EEXPENSESITEMS{(` + updateExpense + ` | ` + expense + `)+}?`

	ccDimensions = `departmentid?, locationid?, customerid?, vendorid?, employeeid?, projectid?, itemid?, classid?, contractid?, warehouseid?, customfields?`
	ccAccount    = `(glaccountno=ACCOUNTNO/GLACCOUNTNO | accountlabel)`
	ccItem       = `ccpayitem{` + ccAccount + `, description?, paymentamount=TRX_AMOUNT/AMOUNT, ` + ccDimensions + `}`
	updateCCItem = `updateccpayitem@line_num{` + ccAccount + `?, description?, paymentamount=TRX_AMOUNT/AMOUNT?, ` + ccDimensions + `}`

	recordCCTransaction = `chargecardid=FINANCIALENTITY, paymentdate=WHENCREATED, referenceno=RECORDID?, payee=PAYEE/DESCRIPTION2?, description?, supdocid?, ` +
		currencyOnUpdate + `, customfields?, ccpayitems=CCTRANSACTIONENTRIES{` + ccItem + `+}`
	updateCCTransaction = `paymentdate=WHENCREATED?, referenceno=RECORDID?, payee=PAYEE/DESCRIPTION2?, description?, supdocid?, ` +
		currencyOnUpdate + `, customfields?, updateccpayitems=CCTRANSACTIONENTRIES{(` + updateCCItem + ` | ` + ccItem + `)+}?`
)

// Cash management.
const (
	recordOtherReceipt = `paymentdate=WHENPOSTED/WHENCREATED, payee=PAYEE/DESCRIPTION2, receiveddate=RECEIPTDATE/WHENCREATED, paymentmethod=PAYMENTMETHOD/PAYMETHOD,
		(undepglaccountno=UNDEPOSITEDACCOUNTNO/UNDEPGLACCOUNTNO | (bankaccountid=FINANCIALENTITY, depositdate?)), refid=DOCNUMBER?, description?, supdocid?, ` +
		currencyOnUpdate + `, customfields?, ` + taxSolution + `, receiptitems=OTHERRECEIPTSENTRIES{` + lineItem + `+}`
	recordDeposit = `bankaccountid=FINANCIALENTITY, depositdate=WHENCREATED, depositid=DOCNUMBER, receiptkeys{receiptkey+}, description?, supdocid?, customfields?`
)

// Attachments. Their elements are lower case in replies too.
const (
	attachments  = `attachments{attachment{attachmentname, attachmenttype, attachmentdata}+}?`
	supdoc       = `supdocid, supdocname?, supdocfoldername=SUPDOCFOLDERNAME/FOLDER?, supdocdescription=SUPDOCDESCRIPTION/DESCRIPTION?, ` + attachments
	supdocFolder = `supdocfoldername=SUPDOCFOLDERNAME/NAME, supdocfolderdescription=SUPDOCFOLDERDESCRIPTION/DESCRIPTION?, supdocparentfoldername=SUPDOCPARENTFOLDERNAME/PARENTFOLDER?`
)
