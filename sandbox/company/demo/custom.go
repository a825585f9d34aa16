package demo

// Field is a field that the company has added to an object.
type Field struct {
	Object, ID, Label, Type string
	Values                  []string
	DocPar                  string // the only document type that shows it
}

// Fields are the custom fields of the standard objects, the dimension of the
// company's own among them.
func Fields() []Field {
	grants := func(object string) Field {
		return Field{Object: object, ID: "GLDIMGRANT", Label: "Grant", Type: "INTEGER"}
	}
	return []Field{
		{Object: "VENDOR", ID: "SUSTAINABILITY_RATING", Label: "Sustainability rating", Type: "ENUM", Values: []string{"A", "B", "C", "not rated"}},
		{Object: "VENDOR", ID: "CERTIFICATIONS", Label: "Certifications", Type: "TEXT", Values: certificates},
		{Object: "VENDOR", ID: "LAST_AUDIT", Label: "Last audit", Type: "DATE"},
		{Object: "CUSTOMER", ID: "ACCOUNT_TIER", Label: "Account tier", Type: "ENUM", Values: []string{"Platinum", "Gold", "Silver"}},
		{Object: "CUSTOMER", ID: "Newsletter", Label: "Wants the newsletter", Type: "BOOLEAN"},
		{Object: "APBILL", ID: "APPROVAL_NOTE", Label: "Approval note", Type: "TEXT"},
		{Object: "APBILL", ID: "SCAN_SCORE", Label: "Scan score", Type: "DECIMAL"},
		{Object: "ITEM", ID: "HAZARD_CLASS", Label: "Hazard class", Type: "TEXT", Values: hazards},
		{Object: "PROJECT", ID: "SITE_VISIT", Label: "Site visit", Type: "TIMESTAMP"},
		{Object: "SODOCUMENT", ID: "DELIVERY_SLOT", Label: "Delivery slot", Type: "TEXT", DocPar: "Sales Order"},
		grants("GLENTRY"), grants("APBILLITEM"), grants("ARINVOICEITEM"),
	}
}

var (
	certificates = []string{"ISO 9001", "ISO 14001", "GMP", "R&D <lab>"}
	hazards      = []string{"GHS02 Flammable", "GHS05 Corrosive", "GHS07 Harmful"}
)

// choose joins some of a pick list's values as the platform keeps them.
func choose(from []string, bits int) string {
	var chosen string
	for i, value := range from {
		if bits>>i&1 == 0 {
			continue
		}
		if chosen != "" {
			chosen += "#~#"
		}
		chosen += value
	}
	return chosen
}

func vendorCustom() []column[int] {
	return []column[int]{
		at("SUSTAINABILITY_RATING", func(place int) string { return []string{"A", "B", "", "not rated", "C"}[place%5] }),
		at("CERTIFICATIONS", func(place int) string { return choose(certificates, place*7%16) }),
		at("LAST_AUDIT", func(place int) string { return only(place%3 == 0, day(place*7).String()) }),
	}
}

func customerCustom() []column[int] {
	return []column[int]{
		at("ACCOUNT_TIER", func(place int) string { return []string{"Gold", "Silver", "", "Platinum"}[place%4] }),
		at("Newsletter", func(place int) string { return []string{"true", "false", ""}[place%3] }),
	}
}

func itemCustom() []column[int] {
	return []column[int]{at("HAZARD_CLASS", func(place int) string {
		return only(items[place].line == lineConsumables, choose(hazards, place%8))
	})}
}

func (b *Books) projectCustom() []column[int] {
	return []column[int]{at("SITE_VISIT", func(place int) string {
		return only(place%3 == 1, b.projects[place].begin.at(8*3600+place*900).String())
	})}
}

func billCustom() []column[document] {
	return []column[document]{
		text("APPROVAL_NOTE", func(d *document) string { return only(d.hold, "Waiting for the \"second\" signature") }),
		text("SCAN_SCORE", func(d *document) string {
			return only(d.attachment != 0, decimal(int64(d.attachment)*37%1000, 3))
		}),
	}
}

// grant is a value of the company's own dimension: money from outside that
// pays for a customer's project.
type grant struct {
	name string
	made stamp
}

var grants = []grant{
	{"NSF 2231-884 Marine Optics", moment("2024-10-20T08:00:00Z")},
	{"Horizon Europe 101-3 „Zelle“", moment("2024-10-20T08:05:00Z")},
	{"State of Illinois R&D Match", moment("2025-02-11T15:30:00Z")},
	{"科研費 23K0415", moment("2025-06-03T01:15:00Z")},
	{"Wellcome <Discovery> 2026", moment("2026-01-19T10:45:12Z")},
}

const firstGrant = 10_011

func grantID(place int) string { return number(firstGrant + place) }

// grantColumn is the company's own dimension on a line.
func grantColumn[T any](of func(*T) *dims) column[T] {
	return text("GLDIMGRANT", func(r *T) string {
		if g := of(r).grant; g != 0 {
			return grantID(int(g) - 1)
		}
		return ""
	})
}

// grantOf is the grant of a project, if it has one.
func grantOf(project int16) int16 {
	if project%4 == 1 {
		return project/4%int16(len(grants)) + 1
	}
	return 0
}

// own are the columns that every custom object has.
func own(first int, created, updated func(place int) stamp) []column[int] {
	return []column[int]{
		at("id", func(place int) string { return number(first + place) }),
		fixed[int]("createdBy", "1"),
		at("createdAt", func(place int) string { return created(place).String() }),
		fixed[int]("updatedBy", "3"),
		at("updatedAt", func(place int) string { return updated(place).String() }),
	}
}

func (b *Books) grantTable() *Table {
	made := func(place int) stamp { return grants[place].made }
	return tabulate("grant", numbered(len(grants)), own(firstGrant, made, made), []column[int]{at("name", func(place int) string { return grants[place].name })})
}

const leases = 57

// leaseTable is the instruments that customers have on lease: the company's own object.
func (b *Books) leaseTable() *Table {
	begin := func(place int) day { return day(place*13 - 20) }
	made := func(place int) stamp { return max(begin(place), goLive).at(9*3600 + place*131) }
	changed := func(place int) stamp { return made(place) + stamp(place%4*86_400) }
	customer := func(place int) int { return int(b.someCustomer(place * 7)) }
	monthly := func(place int) cents { return []cents{31_000, 54_000, 76_050}[place%3] }
	return tabulate("equipment_lease", numbered(leases), own(20_001, made, changed), []column[int]{
		at("name", func(place int) string { return "LEASE-" + number(1_001+place) }),
		at("instrument", func(place int) string { return items[place%16].name }),
		at("Serial_No", func(place int) string { return "SN" + number(700_000+place*4_093) }),
		at("Rcustomer", func(place int) string { return number(customer(place) + 1) }),
		at("customer_id", func(place int) string { return b.customerID(customer(place)) }),
		at("lease_begin", func(place int) string { return begin(place).String() }),
		at("lease_end", func(place int) string { return only(place%6 != 0, (begin(place) + 1_095).String()) }),
		at("monthly_rate", func(place int) string { return monthly(place).String() }),
		at("status", func(place int) string { return []string{"active", "returned", "in repair"}[place%5%3] }),
		at("options", func(place int) string { return choose([]string{"Insurance", "Calibration", "Buy-out"}, place%8) }),
		at("notes", func(place int) string { return only(place%4 == 3, odds[place%len(odds)]) }),
		at("insured", func(place int) string { return truth(place%8&1 == 1) }),
	})
}
