package demo

import "strconv"

func (b *Books) taskTable() *Table {
	of := func(name string, show func(t *task) string) column[int] {
		return at(name, func(place int) string { return show(&b.tasks[place]) })
	}
	ofProject := func(name string, show func(p *project) string) column[int] {
		return of(name, func(t *task) string { return show(&b.projects[t.project]) })
	}
	begin := func(t *task) day {
		p := &b.projects[t.project]
		return p.begin + day(int(p.end-p.begin)*int(t.no)/len(taskNames))
	}
	return tabulate("TASK", without(len(b.tasks), taskGone), []column[int]{
		recordNo(),
		of("TASKID", taskID),
		of("NAME", func(t *task) string { return t.name }),
		of("TASKNO", func(t *task) string { return number(t.no + 1) }),
		of("PROJECTKEY", func(t *task) string { return number(t.project + 1) }),
		of("PROJECTID", func(t *task) string { return projectID(int(t.project)) }),
		ofProject("PROJECTNAME", func(p *project) string { return p.name }),
		ofProject("CUSTOMERID", func(p *project) string { return b.customerID(int(p.customer)) }),
		ofProject("CUSTOMERNAME", func(p *project) string { return b.customerName(int(p.customer)) }),
		of("TASKSTATUS", func(t *task) string { return t.status }),
		active(),
		of("BUDGETQTY", func(t *task) string { return strconv.Itoa(t.hours) }),
		of("ESTQTY", func(t *task) string { return decimal(int64(t.hours)*95, 2) }),
		of("PBEGINDATE", func(t *task) string { return begin(t).String() }),
		of("PENDDATE", func(t *task) string { return (begin(t) + 14).String() }),
		of("BILLABLE", func(t *task) string { return truth(t.no > 1) }),
		of("ISMILESTONE", func(t *task) string { return truth(t.no == 4) }),
		fixed[int]("UTILIZED", "true"),
		fixed[int]("PRIORITY", "2"),
		of("TIMETYPENAME", func(t *task) string { return only(t.no > 1, "Regular") }),
	}, stamps("WHENCREATED", trailsOf(len(b.tasks), setUp+500_000)))
}

// taskGone says which tasks were deleted.
func taskGone(place int) bool { return place%65 == 13 }

// sheet is a week of somebody's time.
type sheet struct {
	self     ref
	employee int16
	begin    day
	hours    int64 // in quarters
	state    string
	trail
}

// stint is a line of a time sheet.
type stint struct {
	sheet    ref
	no       int8
	on       day
	task     int16 // place plus one, or none
	quarters int64
}

// timeSheets are those of the field engineers since the company went live,
// every other week.
func (b *Books) timeSheets() ([]sheet, []stint, *serial, *serial) {
	d := dice{17}
	keys, lineKeys := newSerial(501), newSerial(2_501)
	var sheets []sheet
	var stints []stint
	for begin := goLive + 2; begin+6 <= lastDay; begin += 14 {
		for place := range b.employees {
			e := &b.employees[place]
			if e.department != fieldService || !e.at(begin) {
				continue
			}
			if d.chance(2) {
				keys.skip()
			}
			s := sheet{self: keys.issue(), employee: int16(place), begin: begin, state: "Approved"}
			if begin > lastDay-15 {
				s.state = pick(&d, []string{"Submitted", "Draft", "Declined"})
			}
			entered := (begin + 5).at(15*3600 + place*97)
			s.trail = trail{created: entered, modified: entered + stamp(d.below(3)*86_400), by: controller + 1, editor: controller + 1}
			for no := range d.between(3, 5) {
				n := stint{sheet: s.self, no: int8(no), on: begin + day(no), quarters: int64(d.between(6, 34))}
				n.task = b.taskOf(e.entity, begin+day(no), &d)
				s.hours += n.quarters
				lineKeys.issue()
				stints = append(stints, n)
			}
			sheets = append(sheets, s)
		}
	}
	return sheets, stints, keys, lineKeys
}

// taskOf is a task of a project that an entity has in hand on a day, or none.
func (b *Books) taskOf(entity int8, on day, d *dice) int16 {
	first := d.below(len(b.projects))
	for i := range b.projects {
		place := (first + i) % len(b.projects)
		if p := &b.projects[place]; p.entity == entity && p.begin <= on && on <= p.end {
			if task := place*len(taskNames) + d.below(len(taskNames)); !taskGone(task) {
				return int16(task + 1)
			}
		}
	}
	return 0
}

func (b *Books) sheetTable(scale int) *Table {
	sheets, _, keys, _ := b.timeSheets()
	return tabulate("TIMESHEET", sheets, []column[sheet]{
		key("RECORDNO", keys, func(s *sheet) ref { return s.self }),
		text("BEGINDATE", func(s *sheet) string { return s.begin.String() }),
		text("ENDDATE", func(s *sheet) string { return (s.begin + 6).String() }),
		text("GLPOSTDATE", func(s *sheet) string { return (s.begin + 6).String() }),
		text("EMPLOYEEID", func(s *sheet) string { return b.employeeID(int(s.employee)) }),
		text("EMPLOYEENAME", func(s *sheet) string { return b.employeeName(int(s.employee)) }),
		text("DESCRIPTION", func(s *sheet) string { return "Week of " + s.begin.String() }),
		text("STATE", func(s *sheet) string { return s.state }),
		text("TOTALQTY", func(s *sheet) string { return decimal(s.hours*25, 2) }),
	}, owner(func(s *sheet) int8 { return b.employees[s.employee].entity }), stamps("WHENCREATED", func(s *sheet) *trail { return &s.trail })).
		times(scale, func(place int) int8 { return b.employees[sheets[place].employee].entity })
}

func (b *Books) stintTable(scale int) *Table {
	sheets, stints, keys, lineKeys := b.timeSheets()
	at := func(place *int32) *stint { return &stints[*place] }
	of := func(place *int32) *sheet { return &sheets[at(place).sheet-1] }
	who := func(place *int32) *employee { return &b.employees[of(place).employee] }
	project := func(name string, show func(place int) string) column[int32] {
		return text(name, func(place *int32) string {
			if n := at(place); n.task != 0 {
				return show(int(b.tasks[n.task-1].project))
			}
			return ""
		})
	}
	return tabulate("TIMESHEETENTRY", placesOf(len(stints)), []column[int32]{
		key("RECORDNO", lineKeys, func(place *int32) ref { return ref(*place + 1) }),
		key("TIMESHEETKEY", keys, func(place *int32) ref { return at(place).sheet }),
		text("LINENO", func(place *int32) string { return number(at(place).no + 1) }),
		text("ENTRYDATE", func(place *int32) string { return at(place).on.String() }),
		text("QTY", func(place *int32) string { return decimal(at(place).quarters*25, 2) }),
		text("STATE", func(place *int32) string { return of(place).state }),
		text("DESCRIPTION", func(place *int32) string { return only(*place%17 == 4, odds[int(*place)%len(odds)]) }),
		text("TIMETYPE", func(place *int32) string { return side(at(place).task == 0, "Regular", "Paid time off") }),
		text("BILLABLE", func(place *int32) string { return truth(at(place).task != 0 && *place%3 != 0) }),
		text("EXTBILLRATE", func(place *int32) string { return only(at(place).task != 0, "215") }),
		fixed[int32]("EXTCOSTRATE", "61.5"),
		text("EMPLOYEEID", func(place *int32) string { return b.employeeID(int(of(place).employee)) }),
		text("EMPLOYEENAME", func(place *int32) string { return who(place).name() }),
		text("DEPARTMENTID", func(place *int32) string { return departments[who(place).department].id }),
		text("DEPARTMENTNAME", func(place *int32) string { return departments[who(place).department].title }),
		text("LOCATIONID", func(place *int32) string { return locations[who(place).location].id }),
		text("LOCATIONNAME", func(place *int32) string { return locations[who(place).location].name }),
		text("TASKKEY", func(place *int32) string { return number(at(place).task) }),
		text("TASKID", func(place *int32) string {
			if n := at(place); n.task != 0 {
				return taskID(&b.tasks[n.task-1])
			}
			return ""
		}),
		text("TASKNAME", func(place *int32) string {
			if n := at(place); n.task != 0 {
				return b.tasks[n.task-1].name
			}
			return ""
		}),
		project("PROJECTID", projectID),
		project("PROJECTNAME", b.projectName),
		project("CUSTOMERID", func(place int) string { return b.customerID(int(b.projects[place].customer)) }),
		project("CUSTOMERNAME", func(place int) string { return b.customerName(int(b.projects[place].customer)) }),
	}, stamps("WHENCREATED", func(place *int32) *trail { return &of(place).trail })).
		times(scale, func(place int) int8 { return b.employees[sheets[stints[place].sheet-1].employee].entity })
}

// agreement is a maintenance contract: it follows from the invoice for its first year.
type agreement struct {
	customer int16
	item     int16
	entity   int8
	begin    day
	quantity int16
	price    cents
	trail
}

func (b *Books) agreements() []agreement {
	var all []agreement
	for i := range b.invoices.lines {
		l := &b.invoices.lines[i]
		if l.item == 0 || items[l.item-1].line != lineContracts {
			continue
		}
		d := b.invoices.at(l.doc)
		all = append(all, agreement{d.party, l.item - 1, d.entity, d.on, l.quantity, l.amount, l.trail})
	}
	return all
}

func agreementID(place int) string { return "MC-" + number(2_401+place) }

func (b *Books) contractTable() *Table {
	all := b.agreements()
	of := func(name string, show func(a *agreement) string) column[int] {
		return at(name, func(place int) string { return show(&all[place]) })
	}
	contact := func(a *agreement) string { return b.contactName(b.customerContact(int(a.customer))) }
	return tabulate("CONTRACT", numbered(len(all)), []column[int]{
		recordNo(),
		at("CONTRACTID", agreementID),
		of("NAME", func(a *agreement) string { return items[a.item].name + " – " + b.customerName(int(a.customer)) }),
		of("CUSTOMERID", func(a *agreement) string { return b.customerID(int(a.customer)) }),
		of("CUSTOMERNAME", func(a *agreement) string { return b.customerName(int(a.customer)) }),
		fixed[int]("CONTRACTTYPE", "Maintenance"),
		of("BEGINDATE", func(a *agreement) string { return a.begin.String() }),
		of("ENDDATE", func(a *agreement) string { return (a.begin + 364).String() }),
		fixed[int]("BILLINGFREQUENCY", "Annually"),
		of("TERMNAME", func(a *agreement) string { return terms[b.customers[a.customer].term()].name }),
		fixed[int]("TERMTYPE", "Termed"),
		of("STATE", func(a *agreement) string { return side(a.begin+364 < lastDay, "In progress", "Completed") }),
		of("BILLTOCONTACTNAME", contact),
		of("SHIPTOCONTACTNAME", contact),
		of("LOCATIONID", func(a *agreement) string { return entities[a.entity].id }),
		of("LOCATIONNAME", func(a *agreement) string { return entities[a.entity].name }),
		fixed[int]("DEPARTMENTID", departments[fieldService].id),
		fixed[int]("DEPARTMENTNAME", departments[fieldService].title),
		fixed[int]("CLASSID", classes[services].id),
		of("CURRENCY", func(a *agreement) string { return b.customers[a.customer].currency }),
		fixed[int]("RENEWAL", "true"),
		fixed[int]("RENEWTERMLENGTH", "1"),
		fixed[int]("RENEWTERMPERIOD", "Years"),
		fixed[int]("APPLICATION", "Contracts"),
	}, owner(func(place *int) int8 { return all[*place].entity }), stamps("WHENCREATED", func(place *int) *trail { return &all[*place].trail }))
}

func (b *Books) contractLineTable() *Table {
	all := b.agreements()
	of := func(name string, show func(a *agreement) string) column[int] {
		return at(name, func(place int) string { return show(&all[place]) })
	}
	begin, end := func(a *agreement) string { return a.begin.String() }, func(a *agreement) string { return (a.begin + 364).String() }
	return tabulate("CONTRACTDETAIL", numbered(len(all)), []column[int]{
		recordNo(),
		at("CONTRACTID", agreementID),
		fixed[int]("LINENO", "1"),
		of("ITEMID", func(a *agreement) string { return itemID(int(a.item)) }),
		of("ITEMDESC", func(a *agreement) string { return itemName(int(a.item)) }),
		of("STATE", func(a *agreement) string { return side(a.begin+364 < lastDay, "In progress", "Completed") }),
		of("BEGINDATE", begin),
		of("ENDDATE", end),
		of("REVENUESTARTDATE", begin),
		of("REVENUEENDDATE", end),
		of("BILLINGSTARTDATE", begin),
		of("BILLINGENDDATE", end),
		of("GLPOSTINGDATE", begin),
		fixed[int]("BILLINGMETHOD", "Fixed price"),
		fixed[int]("BILLINGOPTIONS", "One-time"),
		fixed[int]("REVENUETEMPLATENAME", "Straight line 12"),
		of("QUANTITY", func(a *agreement) string { return number(a.quantity) }),
		of("PRICE", func(a *agreement) string { return strconv.Itoa(items[a.item].price) }),
		of("FLATAMOUNT", func(a *agreement) string { return a.price.String() }),
		of("LOCATIONID", func(a *agreement) string { return entities[a.entity].id }),
		fixed[int]("DEPARTMENTID", departments[fieldService].id),
		fixed[int]("CLASSID", classes[services].id),
		fixed[int]("RENEWAL", "true"),
	}, stamps("WHENCREATED", func(place *int) *trail { return &all[*place].trail }))
}
