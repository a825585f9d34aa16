package demo

import "strconv"

// customer is somebody who receives invoices from one of the entities; its key
// is its place in the list plus one.
type customer struct {
	name      string
	kind      int8
	entity    int8
	currency  string
	city      string
	state     string
	country   string
	territory int8
	parent    int8 // place of the parent customer plus one
	inactive  bool
	onHold    bool
	gone      bool // it was deleted: its number is left
}

// The customer types, by their place in the list.
const (
	university = iota
	hospital
	biotech
	industry
	government
	group
)

var customerTypes = []string{"University", "Hospital", "Biotech", "Industry", "Government", "Group company"}

// territory is a sales area; key is the place plus one.
type territory struct{ id, name string }

var territories = []territory{
	{"NE", "New England"}, {"MA", "Mid-Atlantic"}, {"MW", "Midwest"}, {"RM", "Rocky Mountains"}, {"WC", "West Coast"}, {"DACH", "Deutschland, Österreich, Schweiz"}, {"EU", "Rest of Europe"},
}

// town is a place customers come from, with the entity that serves it.
type town struct {
	name, state, country string
	entity, territory    int8
	currency             string
}

var towns = []town{
	{"Boston", "MA", "United States", boston, 0, "USD"},
	{"Providence", "RI", "United States", boston, 0, "USD"},
	{"Hartford", "CT", "United States", boston, 0, "USD"},
	{"Burlington", "VT", "United States", boston, 0, "USD"},
	{"Albany", "NY", "United States", boston, 1, "USD"},
	{"Princeton", "NJ", "United States", boston, 1, "USD"},
	{"Baltimore", "MD", "United States", boston, 1, "USD"},
	{"Durham", "NC", "United States", boston, 1, "USD"},
	{"San Diego", "CA", "United States", boston, 4, "USD"},
	{"Montréal", "QC", "Canada", boston, 0, "CAD"},
	{"Chicago", "IL", "United States", chicago, 2, "USD"},
	{"Madison", "WI", "United States", chicago, 2, "USD"},
	{"Ann Arbor", "MI", "United States", chicago, 2, "USD"},
	{"Minneapolis", "MN", "United States", chicago, 2, "USD"},
	{"Denver", "CO", "United States", chicago, 3, "USD"},
	{"München", "BY", "Germany", munich, 5, "EUR"},
	{"Köln", "NW", "Germany", munich, 5, "EUR"},
	{"Wien", "", "Austria", munich, 5, "EUR"},
	{"Zürich", "", "Switzerland", munich, 5, "CHF"},
	{"Kraków", "", "Poland", munich, 6, "EUR"},
}

// establishments are the customers of every town; %s is the town.
var establishments = []struct {
	before, after string
	kind          int8
}{
	{"University of ", "", university},
	{"", " General Hospital", hospital},
	{"", " Genomics", biotech},
	{"", " Water & Sewer Authority", government},
	{"", " Polymer Works", industry},
}

// notable are customers that do not follow a pattern.
var notable = []customer{
	{name: "Smith & Sons <Calibration> Ltd.", kind: industry, entity: boston, currency: "USD", city: "Lowell", state: "MA", country: "United States"},
	{name: "O'Hara \"Quick\" Diagnostics", kind: biotech, entity: boston, currency: "USD", city: "Worcester", state: "MA", country: "United States"},
	{name: "東京理科大学 葛飾キャンパス", kind: university, entity: boston, currency: "JPY", city: "東京", country: "Japan", territory: 4},
	{name: "BioSpark 🔬 Labs", kind: biotech, entity: boston, currency: "USD", city: "San José", state: "CA", country: "United States", territory: 4},
	{name: "BioSpark 🔬 Labs – Oakland", kind: biotech, entity: boston, currency: "USD", city: "Oakland", state: "CA", country: "United States", territory: 4, parent: 4},
	{name: "𠮷川 Precision K.K.", kind: industry, entity: boston, currency: "USD", city: "Boston", state: "MA", country: "United States"},
	{name: "Deleted customer 1", entity: boston, currency: "USD", inactive: true, gone: true},
	{name: "Hôpital Saint-Éloi", kind: hospital, entity: munich, currency: "EUR", city: "Montpellier", country: "France", territory: 6},
	{name: "Ægir Hydrographic ApS", kind: industry, entity: munich, currency: "EUR", city: "København", country: "Denmark", territory: 6},
	{name: "Univerzita Žilina", kind: university, entity: munich, currency: "EUR", city: "Žilina", country: "Slovakia", territory: 6},
	{name: "U.S. Dept. of Fisheries, Region 5", kind: government, entity: chicago, currency: "USD", city: "St. Paul", state: "MN", country: "United States", territory: 2},
	{name: "Deleted customer 2", entity: boston, currency: "USD", inactive: true, gone: true},
	{name: "Blackwood Custody Services", kind: industry, entity: london, currency: "GBP", city: "London", country: "United Kingdom", territory: 6},
	{name: "Carrick Private Clinics", kind: hospital, entity: london, currency: "GBP", city: "Dublin", country: "Ireland", territory: 6},
	{name: "  Walk-in counter sales ", kind: industry, entity: boston, currency: "USD", city: "Cambridge", state: "MA", country: "United States"},
	{name: "Insolvent Analytics Corp.", kind: biotech, entity: boston, currency: "USD", city: "Nashua", state: "NH", country: "United States", onHold: true},
	{name: "Merged into C10014", kind: biotech, entity: chicago, currency: "USD", city: "Gary", state: "IN", country: "United States", inactive: true},
}

// allCustomers are the notable ones and the establishments of the towns.
func allCustomers() []customer {
	all := append([]customer(nil), notable...)
	for _, t := range towns {
		for _, e := range establishments {
			all = append(all, customer{
				name: e.before + t.name + e.after, kind: e.kind, entity: t.entity, currency: t.currency,
				city: t.name, state: t.state, country: t.country, territory: t.territory,
			})
		}
	}
	return all
}

func (c *customer) id(place int) string { return "C" + strconv.Itoa(10001+place) }

// term is a term of payment, the same for vendors and customers; key is the place plus one.
type term struct {
	name, description string
	days              int
	discount          int // percent
	discountDays      int
}

var terms = []term{
	{"Due on receipt", "Payable at once", 0, 0, 0},
	{"Net 15", "15 days", 15, 0, 0},
	{"Net 30", "30 days", 30, 0, 0},
	{"Net 60", "60 days, public bodies & universities", 60, 0, 0},
	{"2% 10, Net 30", "2 % in 10 days, else 30 days", 30, 2, 10},
}

func termNamed(name string) int8 {
	for i := range terms {
		if terms[i].name == name {
			return int8(i)
		}
	}
	panic("no term " + name)
}

// packed is the form in which documents keep a copy of their term.
func (t *term) packed() string {
	if t.discount == 0 {
		return "::#" + strconv.Itoa(t.days) + "#:O:"
	}
	return strconv.Itoa(t.discountDays) + ":" + strconv.Itoa(t.discount) + "%:#" + strconv.Itoa(t.days) + "#:O:"
}

// term is what a type of customer is given.
func (c *customer) term() int8 {
	switch c.kind {
	case university, government:
		return termNamed("Net 60")
	case hospital, industry:
		return termNamed("Net 30")
	}
	return termNamed("Net 15")
}
