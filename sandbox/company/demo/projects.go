package demo

// project is work for a customer; its key is its place in the list plus one.
type project struct {
	name, status, kind string
	customer           int16
	entity             int8
	manager            int16 // place of the employee
	begin, end         day
	contract, budget   cents
	parent             int16 // place plus one
	inactive           bool
}

// task is a part of a project; its key is its place in the list plus one.
type task struct {
	project int16
	no      int8
	name    string
	status  string
	hours   int
}

var projectTypes = []string{"Laboratory fit-out", "Validation", "Relocation", "Service contract", "Internal"}

var taskNames = []string{"Survey & layout", "Delivery", "Installation", "IQ/OQ", "Hand-over & training"}

const projectCount = 64

// planProjects makes a project for every other customer, spread over the two years.
func (b *Books) planProjects(d *dice) {
	for place := range projectCount {
		customer := b.someCustomer(place*37 + 5)
		c := &b.customers[customer]
		kind := place % 4
		p := project{
			name: projectTypes[kind] + " – " + c.name, kind: projectTypes[kind], customer: customer, entity: c.entity, manager: b.projectManager(c.entity, place),
			begin: day(place * 11), contract: cents(d.between(18, 420)) * 100_000, status: "In Progress",
		}
		p.end, p.budget = p.begin+day(d.between(40, 240)), p.contract.share(d.between(5500, 8200))
		switch {
		case p.end < lastDay-20:
			p.status = "Completed"
		case place%17 == 9:
			p.status = "On Hold"
		case p.begin > lastDay-45:
			p.status = "Not Started"
		}
		if place%13 == 12 {
			p.parent = int16(place)
		}
		p.inactive = p.status == "Completed" && place%5 == 0
		b.projects = append(b.projects, p)
		for no, name := range taskNames {
			b.tasks = append(b.tasks, task{int16(place), int8(no), name, taskStatus(&p, no), 8 * d.between(1, 20)})
		}
	}
}

// someCustomer is a customer that is still there.
func (b *Books) someCustomer(place int) int16 {
	for place %= len(b.customers); b.customers[place].gone; place++ {
	}
	return int16(place)
}

func (b *Books) projectManager(entity int8, place int) int16 {
	switch entity {
	case munich:
		return int16(len(b.employees) - 9 + place%2)
	case boston:
		return int16(11 + place%2*6)
	}
	return 8
}

func taskStatus(p *project, no int) string {
	length := int(p.end-p.begin) / len(taskNames)
	switch begin := p.begin + day(no*length); {
	case p.status == "Completed" || int(begin)+length < int(lastDay):
		return "Completed"
	case begin < lastDay:
		return "In Progress"
	}
	return "Not Started"
}

// projectOf finds a project in progress for a line, of a customer or of anyone; 0 is none.
func (b *Books) projectOf(entity int8, customer int) int16 {
	for i := range b.projects {
		p := &b.projects[(i+int(b.day))%len(b.projects)]
		if p.entity == entity && p.begin <= b.day && b.day <= p.end && (customer < 0 || int(p.customer) == customer) {
			return int16((i+int(b.day))%len(b.projects)) + 1
		}
	}
	return 0
}

func projectID(place int) string {
	id := number(place + 1)
	return "P-" + "0000"[len(id):] + id
}

func taskID(t *task) string { return projectID(int(t.project)) + "." + number(int(t.no)+1) }
