package demo

// account is a line of the chart of accounts.
type account struct {
	no, title, kind, category string
	credit                    bool // its normal balance
	control                   bool // only subledgers post to it
	statistical               bool
	inactive                  bool
}

// The accounts that postings name. The rest are found through vendors' and items' categories.
const (
	cashBoston      = "1010"
	cashChicago     = "1020"
	cashMunich      = "1030"
	cashLondon      = "1040"
	savings         = "1060"
	undeposited     = "1090"
	receivables     = "1200"
	inventory       = "1300"
	prepaid         = "1400"
	equipment       = "1500"
	leasedFleet     = "1520"
	depreciation    = "1590"
	dueFromGroup    = "1700"
	payables        = "2000"
	cardPayable     = "2010"
	expensesPayable = "2020"
	accruals        = "2050"
	salesTax        = "2200"
	valueAddedTax   = "2210"
	payrollTax      = "2300"
	deferredRevenue = "2400"
	loan            = "2600"
	dueToGroup      = "2700"
	commonStock     = "3000"
	paidInCapital   = "3100"
	retained        = "3900"
	salesInstrument = "4000"
	salesConsumable = "4010"
	salesService    = "4100"
	salesContract   = "4110"
	salesRental     = "4200"
	groupIncome     = "4800"
	creditsGiven    = "4900"
	costOfGoods     = "5000"
	freightIn       = "5100"
	subcontract     = "5200"
	salaries        = "6000"
	benefits        = "6010"
	employerTax     = "6020"
	temporaryLabor  = "6050"
	rentExpense     = "6300"
	utilities       = "6310"
	telecom         = "6320"
	software        = "6400"
	marketing       = "6500"
	legalFees       = "6600"
	auditFees       = "6610"
	insurance       = "6650"
	officeSupplies  = "6700"
	repairs         = "6720"
	training        = "6740"
	travel          = "6800"
	meals           = "6810"
	mileage         = "6820"
	bankFees        = "6900"
	depreciationExp = "6950"
	groupCharges    = "6980"
	interestIncome  = "7000"
	interestExpense = "7100"
	exchangeGain    = "7300"
	incomeTax       = "8000"
	headcount       = "S100"
	floorSpace      = "S200"
	serviceCalls    = "S300"
)

const (
	balanceSheet = "balancesheet"
	income       = "incomestatement"
)

// chart is sorted by number; an account's key is its place in it plus one.
var chart = []account{
	{no: cashBoston, title: "Cash - First Charles Bank, Operating", kind: balanceSheet, category: "Bank Accounts"},
	{no: cashChicago, title: "Cash - Lakeshore National, Field Services", kind: balanceSheet, category: "Bank Accounts"},
	{no: cashMunich, title: "Bank - Isar Bank München", kind: balanceSheet, category: "Bank Accounts"},
	{no: cashLondon, title: "Bank - Thames & Tyne plc", kind: balanceSheet, category: "Bank Accounts"},
	{no: savings, title: "Savings - First Charles Money Market", kind: balanceSheet, category: "Bank Accounts"},
	{no: "1080", title: "Petty Cash", kind: balanceSheet, category: "Cash"},
	{no: undeposited, title: "Undeposited Funds", kind: balanceSheet, category: "Cash"},
	{no: receivables, title: "Accounts Receivable", kind: balanceSheet, category: "Accounts Receivable", control: true},
	{no: "1250", title: "Allowance for Doubtful Accounts", kind: balanceSheet, category: "Accounts Receivable", credit: true},
	{no: inventory, title: "Inventory", kind: balanceSheet, category: "Inventory"},
	{no: prepaid, title: "Prepaid Expenses", kind: balanceSheet, category: "Prepaid Expenses"},
	{no: equipment, title: "Furniture & Equipment", kind: balanceSheet, category: "Fixed Assets"},
	{no: leasedFleet, title: "Instruments on Lease", kind: balanceSheet, category: "Fixed Assets"},
	{no: depreciation, title: "Accumulated Depreciation", kind: balanceSheet, category: "Accumulated Depreciation", credit: true},
	{no: dueFromGroup, title: "Due from Group Companies", kind: balanceSheet, category: "Intercompany Receivables"},
	{no: payables, title: "Accounts Payable", kind: balanceSheet, category: "Accounts Payable", credit: true, control: true},
	{no: cardPayable, title: "Credit Cards Payable", kind: balanceSheet, category: "Credit Cards", credit: true},
	{no: expensesPayable, title: "Employee Expenses Payable", kind: balanceSheet, category: "Employee Expenses", credit: true, control: true},
	{no: accruals, title: "Accrued Expenses", kind: balanceSheet, category: "Accrued Liabilities", credit: true},
	{no: salesTax, title: "Sales Tax Payable", kind: balanceSheet, category: "Sales Tax Payable", credit: true},
	{no: valueAddedTax, title: "VAT Payable / Umsatzsteuer", kind: balanceSheet, category: "Sales Tax Payable", credit: true},
	{no: payrollTax, title: "Payroll Taxes Payable", kind: balanceSheet, category: "Payroll Taxes Payable", credit: true},
	{no: deferredRevenue, title: "Deferred Revenue", kind: balanceSheet, category: "Deferred Revenue", credit: true},
	{no: loan, title: "Term Loan - First Charles Bank", kind: balanceSheet, category: "Long Term Debt", credit: true},
	{no: dueToGroup, title: "Due to Group Companies", kind: balanceSheet, category: "Intercompany Payables", credit: true},
	{no: commonStock, title: "Common Stock", kind: balanceSheet, category: "Common Stock", credit: true},
	{no: paidInCapital, title: "Additional Paid-in Capital", kind: balanceSheet, category: "Paid In Capital", credit: true},
	{no: retained, title: "Retained Earnings", kind: balanceSheet, category: "Retained Earnings", credit: true},
	{no: salesInstrument, title: "Sales - Instruments", kind: income, category: "Sales Revenue", credit: true},
	{no: salesConsumable, title: "Sales - Consumables", kind: income, category: "Sales Revenue", credit: true},
	{no: salesService, title: "Service - Calibration & Repair", kind: income, category: "Service Revenue", credit: true},
	{no: salesContract, title: "Service - Maintenance Contracts", kind: income, category: "Service Revenue", credit: true},
	{no: salesRental, title: "Rental - Leased Instruments", kind: income, category: "Other Revenue", credit: true},
	{no: groupIncome, title: "Management Fees from Group", kind: income, category: "Intercompany Revenue", credit: true},
	{no: creditsGiven, title: "Returns & Allowances", kind: income, category: "Sales Returns and Allowances"},
	{no: costOfGoods, title: "Cost of Goods Sold", kind: income, category: "Cost of Goods Sold"},
	{no: freightIn, title: "Freight & Customs", kind: income, category: "Cost of Goods Sold"},
	{no: subcontract, title: "Subcontractors", kind: income, category: "Cost of Services Revenue"},
	{no: salaries, title: "Salaries & Wages", kind: income, category: "Salaries and Wages"},
	{no: benefits, title: "Health & Retirement Benefits", kind: income, category: "Employee Benefits"},
	{no: employerTax, title: "Employer Payroll Taxes", kind: income, category: "Payroll Taxes"},
	{no: temporaryLabor, title: "Temporary Labor", kind: income, category: "Contract Services"},
	{no: rentExpense, title: "Rent", kind: income, category: "Rent"},
	{no: utilities, title: "Utilities", kind: income, category: "Utilities"},
	{no: telecom, title: "Telephone & Internet", kind: income, category: "Telephone"},
	{no: software, title: "Software & Subscriptions", kind: income, category: "Dues and Subscriptions"},
	{no: marketing, title: "Marketing & Trade Shows", kind: income, category: "Advertising and Promotion"},
	{no: legalFees, title: "Legal Fees", kind: income, category: "Professional Fees"},
	{no: auditFees, title: "Audit & Tax Advice", kind: income, category: "Professional Fees"},
	{no: insurance, title: "Insurance", kind: income, category: "Insurance"},
	{no: officeSupplies, title: "Office Supplies", kind: income, category: "Office Supplies"},
	{no: repairs, title: "Repairs & Maintenance", kind: income, category: "Repairs and Maintenance"},
	{no: training, title: "Training & Certification", kind: income, category: "Training"},
	{no: travel, title: "Travel & Lodging", kind: income, category: "Travel"},
	{no: meals, title: "Meals & Entertainment", kind: income, category: "Meals and Entertainment"},
	{no: mileage, title: "Mileage & Fuel", kind: income, category: "Auto"},
	{no: "6890", title: "Miscellaneous (do not use)", kind: income, category: "Other Expense", inactive: true},
	{no: bankFees, title: "Bank & Card Fees", kind: income, category: "Bank Fees"},
	{no: depreciationExp, title: "Depreciation", kind: income, category: "Depreciation Expense"},
	{no: groupCharges, title: "Management Fees to Group", kind: income, category: "Intercompany Expense"},
	{no: interestIncome, title: "Interest Income", kind: income, category: "Interest Revenue", credit: true},
	{no: interestExpense, title: "Interest Expense", kind: income, category: "Interest Expense"},
	{no: exchangeGain, title: "Exchange Gains & Losses", kind: income, category: "Other Revenue", credit: true},
	{no: incomeTax, title: "Income Tax", kind: income, category: "Income Tax"},
	{no: headcount, title: "Headcount", kind: "forperiod", statistical: true},
	{no: floorSpace, title: "Floor Space (sq ft)", kind: "cumulative", statistical: true},
	{no: serviceCalls, title: "Service Calls", kind: "forperiod", statistical: true},
}

// accountAt finds an account's place in the chart.
func accountAt(no string) int16 {
	low, high := 0, len(chart)
	for low < high {
		middle := (low + high) / 2
		if chart[middle].no < no {
			low = middle + 1
		} else {
			high = middle
		}
	}
	if low == len(chart) || chart[low].no != no {
		panic("no account " + no)
	}
	return int16(low)
}
