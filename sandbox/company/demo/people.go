package demo

import (
	"strconv"
	"strings"
)

// employee is somebody on the payroll; its key is its place in the list plus one.
type employee struct {
	first, last, title string
	department         int8
	location           int8
	entity             int8
	salary             cents // a month, in the entity's currency
	hired, born, left  day
}

// staffed says how many people an entity has in a department, and under which title.
var staffed = []struct {
	entity, location, department int8
	count                        int
	title                        string
	salary                       int // a year, in whole units
}{
	{boston, 4, executive, 1, "Chief Executive Officer", 240_000},
	{boston, 4, finance, 1, "Chief Financial Officer", 195_000},
	{boston, 4, sales, 1, "VP Sales", 180_000},
	{boston, 5, operations, 1, "VP Operations", 165_000},
	{boston, 4, finance, 1, "Controller", 128_000},
	{boston, 4, insideSales, 1, "Inside Sales Manager", 96_000},
	{boston, 6, fieldSales, 1, "Field Sales Manager", 118_000},
	{boston, 5, logistics, 1, "Distribution Center Manager", 89_000},
	{chicago, 7, fieldService, 1, "Service Director", 132_000},
	{boston, 4, marketingDept, 1, "Head of Marketing", 115_000},
	{boston, 4, technology, 1, "Head of IT", 124_000},
	{boston, 4, research, 1, "Head of Applications", 130_000},
	{boston, 4, finance, 2, "Staff Accountant", 68_000},
	{boston, 4, insideSales, 4, "Inside Sales Representative", 61_000},
	{boston, 6, fieldSales, 3, "Account Executive", 84_000},
	{boston, 5, logistics, 5, "Warehouse Associate", 44_000},
	{boston, 4, technology, 1, "Systems Administrator", 88_000},
	{boston, 4, research, 2, "Application Scientist", 97_000},
	{chicago, 7, fieldService, 5, "Field Service Engineer", 79_000},
	{chicago, 8, fieldService, 3, "Field Service Engineer", 77_000},
	{chicago, 7, logistics, 1, "Parts Coordinator", 52_000},
	{munich, 9, sales, 1, "Geschäftsführer", 118_000},
	{munich, 9, finance, 1, "Buchhalter", 58_000},
	{munich, 9, fieldSales, 2, "Außendienst", 66_000},
	{munich, 9, fieldService, 2, "Servicetechniker", 54_000},
	{munich, 10, logistics, 2, "Fachkraft Lagerlogistik", 39_000},
	{london, 11, finance, 1, "Company Secretary", 72_000},
}

var firstNames = []string{
	"Ingrid", "Michael", "Priya", "Tomás", "Grace", "Wei", "Hannah", "Dmitri", "Aisha", "Noah", "Zoë", "Samuel", "Julia", "Thảo", "Peter", "Olga", "Chidi", "Maren", "Luis", "Bridget",
	"Kofi", "Elena", "Ravi", "Simone", "Anders", "Nadia", "Héctor", "Fiona", "Jun", "Marta", "Owen", "Leïla", "Stefan", "Ruth", "Caleb", "Yuki", "Dana", "Ivo", "Nora", "Emeka",
}

var lastNames = []string{
	"Solberg", "Okafor", "Raman", "Vidal", "O'Connor", "Zhang", "Weiss", "Petrov", "Rahman", "Lindqvist", "Delacroix", "Adeyemi", "Reyes", "Nguyễn", "Kaminski", "Ivanova", "Eze", "Vogel", "Núñez", "Walsh",
	"Mensah", "Costa", "Iyer", "Laurent", "Bergström", "Haddad", "García", "MacLeod", "Tanaka", "Nowak", "Price", "Benali", "Hofmann", "Adler", "Brooks", "Sato", "Levy", "Horvat", "Byrne", "Obi",
}

// payroll hires everybody, the same people every time.
func payroll(d *dice) []employee {
	var all []employee
	for _, s := range staffed {
		for range s.count {
			n := len(all)
			all = append(all, employee{
				first: firstNames[n%len(firstNames)], last: lastNames[(n+n/len(lastNames)*7)%len(lastNames)],
				title: s.title, department: s.department, location: s.location, entity: s.entity,
				salary: cents(s.salary*100/12 + d.below(40)*1000),
				hired:  dayOf(2025-d.between(1, 9), 1, 1) + day(d.below(300)),
				born:   never, left: never,
			})
		}
	}
	all[19].left = dayOf(2025, 9, 30)
	all[33].left = dayOf(2026, 3, 31)
	return all
}

func (e *employee) id(place int) string { return "E" + strconv.Itoa(1001+place) }

func (e *employee) name() string { return e.first + " " + e.last }

// at reports whether somebody is on the payroll on a day.
func (e *employee) at(d day) bool { return e.hired <= d && (e.left == never || d <= e.left) }

// contact is an address; its key is its place in the list plus one.
type contact struct {
	name, company, first, last, email, phone string
	address, city, state, zip, country       string
	gone                                     bool
}

// countryCodes are of the countries in use.
var countryCodes = map[string]string{
	"United States": "US", "Canada": "CA", "Germany": "DE", "Switzerland": "CH", "Austria": "AT", "Poland": "PL", "France": "FR", "Denmark": "DK",
	"Japan": "JP", "Jersey": "JE", "United Kingdom": "GB", "Ireland": "IE", "Slovakia": "SK",
}

var streets = []string{"Main Street", "Church Street", "Station Road", "Mill Lane", "Harbor Drive", "College Avenue", "Industriestraße", "Park Row", "River Road", "Marktplatz"}

// addressBook lists a contact for every vendor, customer, entity, employee and user, in this order.
func (b *Books) addressBook() []contact {
	d := &dice{7}
	book := make([]contact, 0, len(vendors)+len(b.customers)+len(entities)+len(b.employees))
	for i := range vendors {
		v := &vendors[i]
		book = append(book, b.someone(d, v.name, v.id(i), "", "", v.country))
		book[len(book)-1].gone = v.gone
	}
	for i := range b.customers {
		c := &b.customers[i]
		book = append(book, b.someone(d, c.name, c.id(i), c.city, c.state, c.country))
		book[len(book)-1].gone = c.gone
	}
	for i := range entities {
		e := &entities[i]
		book = append(book, contact{
			name: e.name, company: e.legal, email: "office@fernhill.example",
			address: e.address, city: e.city, state: e.state, zip: e.zip, country: e.country,
		})
	}
	for i := range b.employees {
		e := &b.employees[i]
		at := &entities[e.entity]
		book = append(book, contact{
			name: e.last + ", " + e.first, first: e.first, last: e.last, email: plain(e.first) + "." + plain(e.last) + "@fernhill.example",
			address: at.address, city: at.city, state: at.state, zip: at.zip, country: at.country,
		})
	}
	for i := range users {
		u := &users[i]
		first, last, _ := strings.Cut(u.name, " ")
		book = append(book, contact{name: u.name, first: first, last: last, email: u.email})
	}
	return book
}

// someone makes up the person to write to.
func (b *Books) someone(d *dice, company, id, city, state, country string) contact {
	first, last := pick(d, firstNames), pick(d, lastNames)
	c := contact{
		name: strings.TrimSpace(company) + " (" + id + ")", company: company, first: first, last: last, city: city, state: state, country: country,
		email:   plain(first) + "." + plain(last) + "@" + strings.ToLower(id) + ".example",
		phone:   "555-01" + strconv.Itoa(10+d.below(90)),
		address: strconv.Itoa(d.between(1, 480)) + " " + pick(d, streets),
	}
	if state != "" {
		c.zip = "0" + strconv.Itoa(d.between(1000, 9999))
	}
	return c
}

// plain keeps the letters that every mail system takes.
func plain(name string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'A' && r <= 'Z' {
			return r + 32
		}
		if r >= 'a' && r <= 'z' {
			return r
		}
		return -1
	}, name)
}

func (b *Books) vendorContact(place int) int32   { return int32(place + 1) }
func (b *Books) customerContact(place int) int32 { return int32(len(vendors) + place + 1) }
func (b *Books) entityContact(place int) int32 {
	return int32(len(vendors) + len(b.customers) + place + 1)
}

func (b *Books) employeeContact(place int) int32 {
	return int32(len(vendors) + len(b.customers) + len(entities) + place + 1)
}
