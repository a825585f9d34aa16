package demo

// bankAccount is a bank account; its key is its place in the list plus one.
type bankAccount struct {
	id, number, bank, account, currency, routing string
	entity                                       int8
	savings                                      bool
	inactive                                     bool
}

var bankAccounts = []bankAccount{
	{"CHK-BOS", "4400917731", "First Charles Bank", cashBoston, "USD", "011000987", boston, false, false},
	{"CHK-CHI", "7710023348", "Lakeshore National Bank", cashChicago, "USD", "071000543", chicago, false, false},
	{"GIR-MUC", "DE89700500000004711815", "Isar Bank AG", cashMunich, "EUR", "70050000", munich, false, false},
	{"CUR-LON", "31926819", "Thames & Tyne plc", cashLondon, "GBP", "20-45-77", london, false, false},
	{"SAV-BOS", "4400917799", "First Charles Bank", savings, "USD", "011000987", boston, true, false},
	{"CHK-OLD", "1002003001", "Charter Oak Trust", "1080", "USD", "211170101", boston, false, true},
}

// bankOf is the account that an entity pays from.
func bankOf(entity int8) int8 { return entity }

// creditCard is a company card; its key is its place in the list plus one.
type creditCard struct {
	id, description, kind string
	entity, department    int8
	month, year           int
}

var creditCards = []creditCard{
	{"VISA-BOS", "Purchasing card, Cambridge", "Visa", boston, operations, 4, 2028},
	{"AMEX-EXEC", "Executive travel", "American Express", boston, executive, 11, 2027},
	{"MC-CHI", "Field service", "MasterCard", chicago, fieldService, 7, 2028},
	{"VISA-MUC", "Firmenkarte München", "Visa", munich, sales, 2, 2029},
}
