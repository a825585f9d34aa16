package demo

// trade is what a vendor sells to the company: it decides the accounts of its
// bills, their size and their words.
type trade struct {
	name         string
	accounts     []string
	low, high    int // of a line, in whole units
	lines        int // at most
	departments  []int8
	memos        []string
	form         string // of the vendor's document numbers
	method, term string
	form1099     bool
}

// The trades, by their place in the list.
const (
	instrumentMaker = iota
	consumableMaker
	carrier
	subcontractor
	landlord
	utility
	telecomCarrier
	softwareHouse
	agency
	adviser
	insurer
	officeSupplier
	travelAgent
	repairShop
	staffing
	trainer
)

var trades = []trade{
	instrumentMaker: {"Instrument makers", []string{inventory}, 900, 9800, 6, []int8{logistics}, []string{"Stock", "Stock for order", "Demo unit"}, "INV-%d", "EFT", "2% 10, Net 30", false},
	consumableMaker: {"Consumables", []string{inventory}, 60, 1450, 9, []int8{logistics}, []string{"Stock", "Replenishment", "Back order"}, "%d", "ACH", "Net 30", false},
	carrier:         {"Freight & customs", []string{freightIn}, 45, 780, 6, []int8{logistics}, []string{"Inbound freight", "Outbound parcels", "Customs clearance", "Pallet delivery", "Cold chain surcharge"}, "F%d", "ACH", "Net 15", false},
	subcontractor:   {"Subcontractors", []string{subcontract}, 380, 4200, 5, []int8{fieldService}, []string{"Installation on site", "Electrical works", "Rigging & lifting", "Validation protocol IQ/OQ", "Ventilation works"}, "RE %d", "Printed Check", "Net 30", true},
	landlord:        {"Landlords", []string{rentExpense}, 9200, 9200, 1, []int8{finance}, []string{"Rent"}, "R-%d", "EFT", "Due on receipt", false},
	utility:         {"Utilities", []string{utilities}, 380, 1450, 3, []int8{operations, logistics}, []string{"Electricity", "Natural gas", "Water & sewer"}, "%d", "ACH", "Net 15", false},
	telecomCarrier:  {"Telecommunications", []string{telecom}, 120, 640, 4, []int8{technology}, []string{"Fibre line", "Mobile plan", "Voice over IP"}, "T%d", "ACH", "Net 15", false},
	softwareHouse:   {"Software", []string{software, software, prepaid}, 90, 2300, 4, []int8{technology, finance, sales}, []string{"Subscription", "Licences", "Support plan"}, "SUB-%d", "Credit Card", "Due on receipt", false},
	agency:          {"Marketing", []string{marketing}, 400, 5200, 4, []int8{marketingDept}, []string{"Trade show booth", "Search campaign", "Catalogue layout", "Photography"}, "M-%d", "EFT", "Net 30", false},
	adviser:         {"Advisers", []string{legalFees, auditFees}, 900, 7600, 3, []int8{executive, finance}, []string{"Professional services", "Retainer", "Review of contracts", "Audit, interim"}, "%d-A", "EFT", "Net 30", true},
	insurer:         {"Insurers", []string{insurance}, 1900, 5400, 3, []int8{finance}, []string{"Property", "General liability", "Cyber"}, "POL-%d", "EFT", "Net 30", false},
	officeSupplier:  {"Office", []string{officeSupplies}, 12, 310, 8, []int8{finance, sales, marketingDept, technology, executive}, []string{"Paper & toner", "Coffee", "Desk chairs", "Safety glasses", "Cleaning"}, "OS%d", "Printed Check", "Net 15", false},
	travelAgent:     {"Travel", []string{travel}, 140, 1900, 5, []int8{fieldSales, fieldService, executive}, []string{"Air fare", "Hotel", "Rental car", "Rail"}, "TRV%d", "Credit Card", "Net 15", false},
	repairShop:      {"Repairs", []string{repairs}, 80, 1700, 4, []int8{operations, logistics, fieldService}, []string{"Forklift service", "Van service", "Dock door repair", "HVAC filter change"}, "W/O %d", "Printed Check", "Net 30", true},
	staffing:        {"Staffing", []string{temporaryLabor}, 620, 2600, 4, []int8{logistics, insideSales}, []string{"Temp, week 1", "Temp, week 2", "Overtime", "Night shift"}, "ST-%d", "ACH", "Net 15", false},
	trainer:         {"Training", []string{training}, 250, 2900, 3, []int8{fieldService, sales, finance}, []string{"Course fee", "Certification", "Materials"}, "TR%d", "EFT", "Net 30", false},
}

// vendor is somebody who sends bills to one of the entities; its key is its
// place in the list plus one.
type vendor struct {
	name     string
	trade    int8
	entity   int8 // that buys from it
	currency string
	country  string
	inactive bool
	gone     bool // it was deleted: its number is left
}

var vendors = []vendor{
	{"Corvane Instruments AG", instrumentMaker, boston, "USD", "Switzerland", false, false},
	{"Aldous & Finch Optics, Inc.", instrumentMaker, boston, "USD", "United States", false, false},
	{"Hallmark Centrifuge Works", instrumentMaker, boston, "USD", "United States", false, false},
	{"株式会社 𠮷野計測", instrumentMaker, boston, "JPY", "Japan", false, false},
	{"Précision Laval Inc.", instrumentMaker, boston, "CAD", "Canada", false, false},
	{"Nordlys Måleteknikk A/S", instrumentMaker, boston, "EUR", "Denmark", false, false},
	{"Tamarack Spectra LLC", instrumentMaker, boston, "USD", "United States", false, false},
	{"Quillon Cryogenics", instrumentMaker, boston, "USD", "United States", false, false},
	{"Bright & Co. <Lab> Glass", consumableMaker, boston, "USD", "United States", false, false},
	{"Pipette World \"Direct\"", consumableMaker, boston, "USD", "United States", false, false},
	{"Osprey Plastics Corp.", consumableMaker, boston, "USD", "United States", false, false},
	{"Silverbrook Reagents, Inc.", consumableMaker, boston, "USD", "United States", false, false},
	{"O'Malley's Dry Ice & Gas", consumableMaker, boston, "USD", "United States", false, false},
	{"🧪 Benchtop Basics", consumableMaker, boston, "USD", "United States", false, false},
	{"Deleted vendor 1", officeSupplier, shared, "USD", "United States", true, true},
	{"Granite State Gloves", consumableMaker, boston, "USD", "United States", false, false},
	{"Old Colony Freight Lines", carrier, boston, "USD", "United States", false, false},
	{"Logan Customs Brokers", carrier, boston, "USD", "United States", false, false},
	{"Swiftwater Parcel", carrier, boston, "USD", "United States", false, false},
	{"Bay Colony Riggers", subcontractor, boston, "USD", "United States", false, false},
	{"J. Ferreira Electric", subcontractor, boston, "USD", "United States", false, false},
	{"Sidney Street Realty Trust", landlord, boston, "USD", "United States", false, false},
	{"Blackstone Valley Warehousing", landlord, boston, "USD", "United States", false, false},
	{"Guadalupe Office Park LP", landlord, boston, "USD", "United States", false, false},
	{"Commonwealth Light & Gas", utility, boston, "USD", "United States", false, false},
	{"Mystic River Water", utility, boston, "USD", "United States", false, false},
	{"Tremont Fiber", telecomCarrier, boston, "USD", "United States", false, false},
	{"Nimbuspool Hosting", softwareHouse, boston, "USD", "United States", false, false},
	{"Ledgerleaf Software", softwareHouse, boston, "USD", "United States", false, false},
	{"Quotewright CRM", softwareHouse, boston, "USD", "United States", false, false},
	{"Halfmoon Creative", agency, boston, "USD", "United States", false, false},
	{"LabExpo Events", agency, boston, "USD", "United States", false, false},
	{"Whitcomb, Pryce & Stone LLP", adviser, boston, "USD", "United States", false, false},
	{"Harlow Audit Partners", adviser, boston, "USD", "United States", false, false},
	{"Beacon Mutual Assurance", insurer, boston, "USD", "United States", false, false},
	{"Paperhouse Office Supply", officeSupplier, boston, "USD", "United States", false, false},
	{"Third Rail Coffee Service", officeSupplier, boston, "USD", "United States", false, false},
	{"Meridian Corporate Travel", travelAgent, boston, "USD", "United States", false, false},
	{"Worcester Lift & Dock", repairShop, boston, "USD", "United States", false, false},
	{"Labforce Staffing", staffing, boston, "USD", "United States", false, false},
	{"Tyler Safety Training", trainer, boston, "USD", "United States", false, false},
	{"Prairie Calibration Supply", instrumentMaker, chicago, "USD", "United States", false, false},
	{"Great Lakes Spare Parts", consumableMaker, chicago, "USD", "United States", false, false},
	{"Front Range Filters & Seals", consumableMaker, chicago, "USD", "United States", false, false},
	{"Calumet Cartage", carrier, chicago, "USD", "United States", false, false},
	{"Mile High Couriers", carrier, chicago, "USD", "United States", false, false},
	{"Kowalczyk & Sons Mechanical", subcontractor, chicago, "USD", "United States", false, false},
	{"Deleted vendor 2", officeSupplier, shared, "USD", "United States", true, true},
	{"Lakefront HVAC", subcontractor, chicago, "USD", "United States", false, false},
	{"Pueblo Lab Services", subcontractor, chicago, "USD", "United States", false, false},
	{"Fulton Market Properties", landlord, chicago, "USD", "United States", false, false},
	{"Stapleton Industrial Trust", landlord, chicago, "USD", "United States", false, false},
	{"Prairie State Electric", utility, chicago, "USD", "United States", false, false},
	{"Loop Wireless", telecomCarrier, chicago, "USD", "United States", false, false},
	{"Dispatchly", softwareHouse, chicago, "USD", "United States", false, false},
	{"Wacker Drive Legal PC", adviser, chicago, "USD", "United States", false, false},
	{"Midland Fleet Insurance", insurer, chicago, "USD", "United States", false, false},
	{"Windy City Stationers", officeSupplier, chicago, "USD", "United States", false, false},
	{"Routeplan Travel", travelAgent, chicago, "USD", "United States", false, false},
	{"Halsted Auto & Van Repair", repairShop, chicago, "USD", "United States", false, false},
	{"Techbench Staffing", staffing, chicago, "USD", "United States", false, false},
	{"National Metrology Institute School", trainer, chicago, "USD", "United States", false, false},
	{"Müller Präzisionstechnik GmbH", instrumentMaker, munich, "EUR", "Germany", false, false},
	{"Łódź Aparatura Sp. z o.o.", instrumentMaker, munich, "EUR", "Poland", false, false},
	{"Zürcher Waagen AG", instrumentMaker, munich, "CHF", "Switzerland", false, false},
	{"Isartaler Laborglas KG", consumableMaker, munich, "EUR", "Germany", false, false},
	{"Société Verrerie d'Alsace", consumableMaker, munich, "EUR", "France", false, false},
	{"Deleted vendor 3", officeSupplier, shared, "USD", "United States", true, true},
	{"Chemie & Mehr Großhandel", consumableMaker, munich, "EUR", "Germany", false, false},
	{"Rheinspedition Köln GmbH", carrier, munich, "EUR", "Germany", false, false},
	{"Paketdienst Süd", carrier, munich, "EUR", "Germany", false, false},
	{"Elektro Brändle", subcontractor, munich, "EUR", "Germany", false, false},
	{"Hausverwaltung Schwanthaler Höhe", landlord, munich, "EUR", "Germany", false, false},
	{"Lagerpark Niehl GmbH & Co. KG", landlord, munich, "EUR", "Germany", false, false},
	{"Stadtwerke Isar", utility, munich, "EUR", "Germany", false, false},
	{"Funknetz Bayern", telecomCarrier, munich, "EUR", "Germany", false, false},
	{"Buchwerk Software SE", softwareHouse, munich, "EUR", "Germany", false, false},
	{"Messe & Stand GmbH", agency, munich, "EUR", "Germany", false, false},
	{"Dr. Öztürk Steuerberatung", adviser, munich, "EUR", "Germany", false, false},
	{"Allgäuer Versicherung", insurer, munich, "EUR", "Germany", false, false},
	{"Bürobedarf Weiß", officeSupplier, munich, "EUR", "Germany", false, false},
	{"Reisebüro Alpenblick", travelAgent, munich, "EUR", "Germany", false, false},
	{"Gabelstapler Krüger", repairShop, munich, "EUR", "Germany", false, false},
	{"Zeitarbeit Rhein-Main", staffing, munich, "EUR", "Germany", false, false},
	{"Leadenhall Court Estates", landlord, london, "GBP", "United Kingdom", false, false},
	{"Threadneedle Corporate Law LLP", adviser, london, "GBP", "United Kingdom", false, false},
	{"Moorgate Accountants", adviser, london, "GBP", "United Kingdom", false, false},
	{"Aldgate Stationery", officeSupplier, london, "GBP", "United Kingdom", false, false},
	{"Thameslink Travel Desk", travelAgent, london, "GBP", "United Kingdom", false, false},
	{"Cartwright Nominees (Jersey)", adviser, london, "GBP", "Jersey", false, false},
	{"  Import Vendor 0007 ", officeSupplier, shared, "USD", "", true, false},
	{"Duplicate of V1017 - do not use", carrier, shared, "USD", "United States", true, false},
	{"Internal Revenue Service", adviser, shared, "USD", "United States", false, false},
}

func (v *vendor) id(place int) string { return "V" + number(1001+place) }
