package demo

// entity is a legal unit with books of its own.
type entity struct {
	id, name, legal, country, currency, bank, federalID string
	city, state, zip, address                           string
	place                                               int8 // its own row among the locations
	private                                             bool
	sites                                               []int8 // where its people and goods are
}

// The entities, by their place in the list.
const (
	boston = iota
	chicago
	munich
	london
	shared = -1 // a record that belongs to no entity
)

var entities = []entity{
	boston: {
		id: "100", name: "Fernhill Scientific Inc.", legal: "Fernhill Scientific, Inc.", country: "United States", currency: "USD", bank: cashBoston,
		federalID: "04-3519882", address: "88 Sidney Street", city: "Cambridge", state: "MA", zip: "02139", place: 0, sites: []int8{4, 5, 6},
	},
	chicago: {
		id: "200", name: "Fernhill Field Services LLC", legal: "Fernhill Field Services, LLC", country: "United States", currency: "USD", bank: cashChicago,
		federalID: "36-4107755", address: "1420 W Fulton Market", city: "Chicago", state: "IL", zip: "60607", place: 1, sites: []int8{7, 8},
	},
	munich: {
		id: "300", name: "Fernhill Laborbedarf GmbH", legal: "Fernhill Laborbedarf Gesellschaft mbH", country: "Germany", currency: "EUR", bank: cashMunich,
		federalID: "DE301887542", address: "Schwanthalerstraße 73", city: "München", zip: "80336", place: 2, sites: []int8{9, 10},
	},
	london: {
		id: "400", name: "Fernhill Holdings Ltd", legal: "Fernhill Holdings Limited", country: "United Kingdom", currency: "GBP", bank: cashLondon,
		federalID: "GB 204 8812 67", address: "19 Leadenhall Court", city: "London", zip: "EC3V 1LT", place: 3, sites: []int8{11}, private: true,
	},
}

// location is an entity or a place within one; its key is its place in the list plus one.
type location struct {
	id, name string
	entity   int8
	parent   int8 // among the locations; -1 for the entities
	inactive bool
}

var locations = []location{
	{"100", "Fernhill Scientific Inc.", boston, -1, false},
	{"200", "Fernhill Field Services LLC", chicago, -1, false},
	{"300", "Fernhill Laborbedarf GmbH", munich, -1, false},
	{"400", "Fernhill Holdings Ltd", london, -1, false},
	{"110", "Cambridge Headquarters", boston, 0, false},
	{"120", "Worcester Distribution Center", boston, 0, false},
	{"130", "San José Sales Office", boston, 0, false},
	{"210", "Chicago Depot", chicago, 1, false},
	{"220", "Denver Depot", chicago, 1, false},
	{"310", "München Büro", munich, 2, false},
	{"320", "Köln Lager", munich, 2, false},
	{"410", "London Office", london, 3, false},
	{"190", "Providence Showroom (closed 2025)", boston, 0, true},
}

type department struct {
	id, title  string
	parent     int8
	supervisor int16 // among the employees
	inactive   bool
}

// The departments, by their place in the list.
const (
	executive = iota
	finance
	sales
	insideSales
	fieldSales
	operations
	logistics
	fieldService
	marketingDept
	technology
	research
	none = -1
)

var departments = []department{
	executive:     {"100", "Executive", none, 0, false},
	finance:       {"200", "Finance & Administration", none, 1, false},
	sales:         {"300", "Sales", none, 2, false},
	insideSales:   {"310", "Inside Sales", sales, 5, false},
	fieldSales:    {"320", "Field Sales", sales, 6, false},
	operations:    {"400", "Operations", none, 3, false},
	logistics:     {"410", "Warehouse & Logistics", operations, 7, false},
	fieldService:  {"420", "Field Service", operations, 8, false},
	marketingDept: {"500", "Marketing", none, 9, false},
	technology:    {"600", "Information Technology", none, 10, false},
	research:      {"700", "Applications Lab <R&D>", none, 11, false},
	{"990", "Catalogue \"Print\" Desk", marketingDept, none, true},
}

// class is a line of business.
type class struct {
	id, name, description string
	parent                int8
	inactive              bool
}

const (
	instruments = iota
	consumables
	services
	rentals
	overhead
)

var classes = []class{
	instruments: {"10", "Instruments", "Capital equipment for laboratories", none, false},
	consumables: {"20", "Consumables", "Glassware, plastics, reagents", none, false},
	services:    {"30", "Services", "Calibration, repair & maintenance contracts", none, false},
	rentals:     {"40", "Rentals", "Instruments leased to customers", none, false},
	overhead:    {"90", "Overhead", "", none, false},
	{"11", "Instruments – Refurbished", "Second-hand & demo units", instruments, false},
	{"21", "Reagents <controlled>", "Needs a licence", consumables, false},
	{"99", "Do not use", "Left over from the old system", none, true},
}

// user is somebody who may sign in. Their password is not part of the books.
type user struct {
	login, name, email string
	admin              bool
}

// The users, by their place in the list; a user's key is the place plus one.
const (
	administrator = iota
	importer
	controller
	payablesClerk
	receivablesClerk
)

var users = []user{
	administrator:    {"admin", "Ingrid Solberg", "ingrid.solberg@fernhill.example", true},
	importer:         {"import", "Data Import", "it@fernhill.example", false},
	controller:       {"mokafor", "Michael Okafor", "michael.okafor@fernhill.example", false},
	payablesClerk:    {"jreyes", "Julia Reyes", "julia.reyes@fernhill.example", false},
	receivablesClerk: {"tnguyen", "Thảo Nguyễn", "thao.nguyen@fernhill.example", false},
	{"demo", "Demo User", "demo@fernhill.example", true},
	{"readonly", "Read Only", "readonly@fernhill.example", false},
	{"no_gl", "No General Ledger", "no.gl@fernhill.example", false},
	{"no_audit", "No Audit History", "no.audit@fernhill.example", false},
	{"tokyo", "Tokyo Reader", "tokyo@fernhill.example", false},
}
