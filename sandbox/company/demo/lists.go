package demo

import "strings"

// list is a small table of the set-up, written out. Its record numbers count
// from one, as a rule, and but for the bare ones its records have the stamps of the set-up.
type list struct {
	object  string
	columns string   // separated by blanks
	rows    []string // values separated by |
	bare    bool
	after   int // the record number before the first
}

// lists are the tables that the company filled in once, when it was set up.
var lists = []list{
	{object: "STATJOURNAL", after: statistics, columns: "SYMBOL TITLE STATUS START_DATE LAST_DATE ADJ", rows: []string{"STJ|Statistical Journal|active|2024-11-01|2026-10-31|false"}},
	{object: "SAVEDREPORT", bare: true, columns: "NAME KIND OBJECT FIELDS CONDITIONS", rows: []string{
		"Open bills|interactive|APBILL|RECORDNO,VENDORID,VENDORNAME,RECORDID,WHENDUE,TRX_TOTALDUE,CURRENCY|TRX_TOTALDUE > 0",
		"Customers and what they owe|original|CUSTOMER|CUSTOMERID,NAME,TOTALDUE,CREDITLIMIT|",
	}},
	{object: "SAVEDVIEW", bare: true, columns: "NAME OBJECT FIELDS CONDITIONS", rows: []string{
		"VENDOR#1001@sandbox-demo|VENDOR|VENDORID,NAME,TOTALDUE,CREDITLIMIT|STATUS = 'active'",
	}},
	{object: "CONTRACTREVENUETEMPLATE", columns: "NAME STATUS", rows: []string{"Straight line 12|active"}},
	{object: "PROJECTSTATUS", columns: "NAME DESCRIPTION STATUS", rows: []string{
		"Not Started|Agreed but not begun|active", "In Progress|Work is being done|active", "On Hold|Waiting for the customer|active", "Completed|Handed over|active", "Cancelled|Will not be done|inactive",
	}},
	{object: "PROJECTTYPE", columns: "NAME STATUS", rows: []string{"Laboratory fit-out|active", "Validation|active", "Relocation|active", "Service contract|active", "Internal|inactive"}},
	{object: "EMPLOYEETYPE", columns: "NAME STATUS", rows: []string{"Full Time|active", "Part Time|active", "Contractor|active", "Intern|inactive"}},
	{object: "EARNINGTYPE", columns: "NAME METHOD", rows: []string{"Salary|Salary", "Hourly|Hourly", "Overtime 1.5|Hourly"}},
	{object: "TIMETYPE", columns: "NAME ACCOUNTNO STATUS", rows: []string{"Regular|6000|active", "Overtime|6000|active", "Travel|6000|active", "Paid time off|6010|active"}},
	{object: "EXPENSEPAYMENTTYPE", columns: "NAME DESCRIPTION NONREIMBURSABLE OFFSETACCTNO OFFSETACCTTITLE STATUS", rows: []string{
		"Own money|Paid by the employee|false|2020|Employee Expenses Payable|active", "Company card|Paid with a company card|true|2010|Credit Cards Payable|active",
	}},
	{object: "LOCATIONGROUP", columns: "ID NAME", rows: []string{"US|United States", "EUROPE|Europe", "ALL|All & everything"}},
	{object: "DEPARTMENTGROUP", columns: "ID NAME DESCRIPTION", rows: []string{"SELL|Sales & marketing|Who brings the orders", "MAKE|Operations|Who fulfils them", "RUN|Administration|"}},
	{object: "CLASSGROUP", columns: "ID NAME DESCRIPTION", rows: []string{"GOODS|Goods|Instruments and consumables", "WORK|Work|Services and rentals"}},
	{object: "VENDORGROUP", columns: "ID NAME DESCRIPTION", rows: []string{"1099|1099 vendors|Reported to the tax office", "STOCK|Stock suppliers|"}},
	{object: "UOM", columns: "NAME INVTYPE STATUS", rows: []string{"Each|I|active", "Case|I|active", "Hour|T|active", "Day|T|active", "Month|T|active"}},
	{object: "UOMDETAIL", columns: "UNIT GRPKEY", rows: []string{"Each|1", "Case|2", "Each|2", "Hour|3", "Day|4", "Hour|4", "Month|5"}},
	{object: "EXCHANGERATETYPES", columns: "ID NAME ISDEFAULT", rows: []string{"-1|Intacct Daily Rate|true", "1|Month-end closing rate|false"}},
	{object: "TAXSOLUTION", columns: "TAXSOLUTIONID SOLUTIONID DESCRIPTION TAXMETHOD STATUS TYPE STARTDATE SHOWMULTILINETAX GLACCOUNTSALE GLACCOUNTSALETITLE", rows: []string{
		"US Sales Tax|US Sales Tax|Sales tax by ship-to address|Simple tax|active|Custom|2024-11-01|false|2200|Sales Tax Payable",
		"Germany - VAT|Germany - VAT|Umsatzsteuer|VAT|active|Standard|2024-11-01|true|2210|VAT Payable / Umsatzsteuer",
	}},
	{object: "TAXDETAIL", columns: "DETAILID TAXUID DESCRIPTION TAXTYPE VALUE TAXRATE GLACCOUNT TAXAUTHORITY STATUS REVERSECHARGE INCLUDE TAXSOLUTIONID SYSGENERATED WHENCREATED WHENMODIFIED", bare: true, rows: []string{
		"MA Sales Tax|MA.S|Massachusetts 6.25 %|Sale|6.25|6.25|2200|Commonwealth of Massachusetts|active|false|false|US Sales Tax|false|2024-10-15T08:00:00Z|2024-10-15T08:00:00Z",
		"IL Sales Tax|IL.S|Illinois 6.25 %|Sale|6.25|6.25|2200|State of Illinois|active|false|false|US Sales Tax|false|2024-10-15T08:01:00Z|2024-10-15T08:01:00Z",
		"DE USt 19|DE.S.19|Umsatzsteuer 19 %|Sale|19|19|2210|Finanzamt München|active|false|false|Germany - VAT|true|2024-10-15T08:02:00Z|2024-10-15T08:02:00Z",
		"DE USt 7|DE.S.7|Umsatzsteuer ermäßigt|Sale|7|7|2210|Finanzamt München|active|false|false|Germany - VAT|true|2024-10-15T08:03:00Z|2026-01-02T09:30:00Z",
		"DE IG 0|DE.IG|Innergemeinschaftliche Lieferung|Sale|0|0|2210|Finanzamt München|active|true|false|Germany - VAT|true|2024-10-15T08:04:00Z|",
	}},
	{object: "ALLOCATION", columns: "ALLOCATIONID STATUS DESCRIPTION TYPE", rows: []string{
		"RENT-SQFT|active|Rent by floor space|Percentage", "IT-HEADS|active|IT cost by head count|Percentage", "FREIGHT-50|inactive|Freight, half and half|Percentage",
	}},
	{object: "ALLOCATIONENTRY", columns: "ALLOCATIONKEY ALLOCATIONID LINE_NO LOCATIONID DEPARTMENTID VALUE", rows: []string{
		"1|RENT-SQFT|0|110|100|22.5", "1|RENT-SQFT|1|110|300|31", "1|RENT-SQFT|2|120|410|46.5", "2|IT-HEADS|0|110|200|0.5", "2|IT-HEADS|1|110|300|33.5", "2|IT-HEADS|2|120|410|66", "3|FREIGHT-50|0|110|310|50", "3|FREIGHT-50|1|120|410|50",
	}},
	{object: "ROLES", columns: "NAME DESCRIPTION TYPE", rows: []string{
		"Administrator|Everything|Standard", "Controller|Ledger, closing & reports|Custom", "Payables|Bills and payments|Custom", "Receivables|Invoices and receipts|Custom", "API read|For programs that only read|Custom", "API full|For programs that read and write|Custom",
	}},
	{object: "ROLEUSERS", columns: "USERLOGINID ROLENAME ROLEKEY USERKEY", bare: true, rows: []string{
		"admin|Administrator|1|1", "import|API full|6|2", "mokafor|Controller|2|3", "jreyes|Payables|3|4", "tnguyen|Receivables|4|5", "demo|API full|6|6", "readonly|API read|5|7", "no_gl|API full|6|8", "no_audit|API full|6|9", "tokyo|API read|5|10",
	}},
	{object: "USERROLES", columns: "USERID USERLOGINID ROLENAME", bare: true, rows: []string{
		"admin|admin|Administrator", "import|import|API full", "mokafor|mokafor|Controller", "jreyes|jreyes|Payables", "tnguyen|tnguyen|Receivables", "demo|demo|API full", "readonly|readonly|API read", "no_gl|no_gl|API full", "no_audit|no_audit|API full", "tokyo|tokyo|API read",
	}},
	{object: "COMPANYPREF", columns: "APPLICATION PREFERENCE PREFVALUE", bare: true, rows: []string{
		"GEN|COMPANYNAME|Fernhill Scientific", "GEN|BASECURR|USD", "GEN|WEEKSTART|1", "ME|MULTIENTITY|T", "GL|FIRSTFISCALMONTH|11", "GL|ENABLEDRAFT|T", "AP|BILLDATEPOSTING|T", "AR|INVOICENUMBERING|T", "PO|COSTINGMETHOD|Standard", "SO|ENABLEDROPSHIP|F",
	}},
	{object: "SODOCUMENTPARAMS", columns: "DOCID DOCCLASS DESCRIPTION CATEGORY SEQUENCE STATUS", rows: []string{
		"Sales Quote|Quote|Quotation|Quotes|SQ|active", "Sales Order|Order|Order from a customer|Orders|SO|active", "Sales Invoice|Invoice|Invoice, posts to receivables|Invoices|SI|active", "Sales Return|Adjustment|Goods taken back|Returns|SR|active",
	}},
	{object: "PODOCUMENTPARAMS", columns: "DOCID DOCCLASS DESCRIPTION CATEGORY SEQUENCE STATUS IN_OUT", rows: []string{
		"Purchase Requisition|Quote|Wish of a department|Quotes|PR|inactive|Increase", "Purchase Order|Order|Order to a vendor|Orders|PO|active|Increase", "Receiver|Receipt|Goods received|Receipts|RC|active|Increase", "Vendor Invoice|Invoice|Invoice, posts to payables|Invoices|VI|active|Increase",
	}},
	{object: "INVDOCUMENTPARAMS", columns: "DOCID DOCCLASS DESCRIPTION CATEGORY SEQUENCE STATUS", rows: []string{"Inventory Adjustment Increase|Adjustment|Found|Adjustments|IA|active", "Inventory Adjustment Decrease|Adjustment|Lost or broken|Adjustments|ID|active"}},
	{object: "AFFILIATEENTITY", columns: "AFFILIATEENTITYID NAME STATUS", rows: []string{"AE-100|Fernhill Scientific Inc.|active", "AE-200|Fernhill Field Services LLC|active", "AE-300|Fernhill Laborbedarf GmbH|active"}},
	{object: "FIXEDASSET", columns: "ASSETID NAME DESCRIPTION CATEGORY STATUS PURCHASEDATE INSERVICEDATE COST SALVAGEVALUE USEFULLIFE LOCATIONID DEPARTMENTID MEGAENTITYKEY MEGAENTITYID MEGAENTITYNAME", rows: []string{
		"FA-0001|Forklift, electric|Dock 2|Vehicles|active|2022-03-14|2022-04-01|38250|4000|96|120|410|1|100|Fernhill Scientific Inc.",
		"FA-0002|Pallet racking|Aisles A–F|Equipment|active|2021-06-02|2021-07-01|121400.5|0|120|120|410|1|100|Fernhill Scientific Inc.",
		"FA-0003|Service van #7|Denver|Vehicles|active|2024-12-09|2025-01-01|46780|9000|60|220|420|2|200|Fernhill Field Services LLC",
		"FA-0004|Messeausstattung „Analytica“|Standbau|Equipment|active|2025-03-18|2025-04-01|18900|0|48|310|500|3|300|Fernhill Laborbedarf GmbH",
		"FA-0005|Telephone system|Scrapped|IT|inactive|2015-01-20|2015-02-01|9400|0|60|110|600|1|100|Fernhill Scientific Inc.",
	}},
	{object: "PROVIDERBANKACCOUNT", columns: "BANKACCOUNTID PROVIDERID STATUS CHECKSTARTNO ISREBATEACCOUNT", rows: []string{"CHK-BOS|CSI|active|10201|false", "CHK-CHI|CSI|active|20201|false", "CHK-OLD|CSI|inactive|1|true"}},
	{object: "SUPDOCFOLDER", columns: "name description parentfolder creationdate createdby status", bare: true, rows: []string{"Bills|Scanned bills||2024-10-14|admin|active", "Contracts|Signed contracts||2024-10-14|admin|active", "Bills 2026|This year|Bills|2026-01-02|jreyes|active"}},
}

// table writes the list as a table.
func (l *list) table() *Table {
	key := "RECORDNO"
	names := strings.Fields(l.columns)
	if names[0] == strings.ToLower(names[0]) {
		key = "recordno"
	}
	columns := []column[int]{at(key, func(place int) string { return number(l.after + place + 1) })}
	cells := make([][]string, len(l.rows))
	for i, row := range l.rows {
		cells[i] = strings.Split(row, "|")
	}
	for i, name := range names {
		columns = append(columns, at(name, func(place int) string { return cells[place][i] }))
	}
	if l.bare {
		return tabulate(l.object, numbered(len(l.rows)), columns)
	}
	return tabulate(l.object, numbered(len(l.rows)), columns, settled(setUp+stamp(len(l.object)*3600), placeOf))
}
