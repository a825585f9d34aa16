package demo

func (b *Books) projectTable() *Table {
	of := func(show func(p *project) string) func(int) string {
		return func(place int) string { return show(&b.projects[place]) }
	}
	parent := func(show func(place int) string) func(int) string {
		return of(func(p *project) string {
			if p.parent == 0 {
				return ""
			}
			return show(int(p.parent) - 1)
		})
	}
	customer := func(show func(place int) string) func(int) string {
		return of(func(p *project) string { return show(int(p.customer)) })
	}
	contact := customer(func(place int) string { return b.contacts[b.customerContact(place)-1].name })
	columns := []column[int]{
		recordNo(),
		at("PROJECTID", projectID),
		at("NAME", b.projectName),
		at("DESCRIPTION", func(place int) string { return only(place%5 == 2, odds[place%len(odds)]) }),
		status(func(place *int) bool { return b.projects[*place].inactive }),
		fixed[int]("PROJECTCATEGORY", "Contract"),
		at("PROJECTTYPE", of(func(p *project) string { return p.kind })),
		at("PROJECTSTATUS", of(func(p *project) string { return p.status })),
		at("PARENTKEY", parent(func(place int) string { return number(place + 1) })),
		at("PARENTID", parent(projectID)),
		at("PARENTNAME", parent(b.projectName)),
		at("CUSTOMERKEY", customer(func(place int) string { return number(place + 1) })),
		at("CUSTOMERID", customer(b.customerID)),
		at("CUSTOMERNAME", customer(b.customerName)),
		at("MANAGERKEY", of(func(p *project) string { return number(p.manager + 1) })),
		at("MANAGERID", of(func(p *project) string { return b.employeeID(int(p.manager)) })),
		at("MANAGERCONTACTNAME", of(func(p *project) string { return b.contacts[b.employeeContact(int(p.manager))-1].name })),
		fixed[int]("DEPARTMENTID", departments[fieldService].id),
		fixed[int]("DEPARTMENTNAME", departments[fieldService].title),
		fixed[int]("PROJECTDEPTKEY", number(fieldService+1)),
		at("LOCATIONID", of(func(p *project) string { return entities[p.entity].id })),
		at("LOCATIONNAME", of(func(p *project) string { return entities[p.entity].name })),
		at("PROJECTLOCATIONKEY", of(func(p *project) string { return number(entities[p.entity].place + 1) })),
		at("CURRENCY", of(func(p *project) string { return entities[p.entity].currency })),
		at("INVOICECURRENCY", of(func(p *project) string { return b.customers[p.customer].currency })),
		at("BEGINDATE", of(func(p *project) string { return p.begin.String() })),
		at("ENDDATE", of(func(p *project) string { return p.end.String() })),
		at("CONTRACTAMOUNT", of(func(p *project) string { return p.contract.String() })),
		at("BUDGETAMOUNT", of(func(p *project) string { return p.budget.String() })),
		at("BUDGETEDCOST", of(func(p *project) string { return p.budget.share(7000).String() })),
		at("BUDGETQTY", of(func(p *project) string { return decimal(int64(p.budget)/11, 3) })),
		fixed[int]("BILLINGTYPE", "Time & Material"),
		at("PERCENTCOMPLETE", of(projectShare)),
		fixed[int]("PREVENTTIMESHEET", "false"),
		fixed[int]("PREVENTEXPENSE", "false"),
		at("BILLABLEEXPDEFAULT", func(place int) string { return truth(place%2 == 0) }),
		fixed[int]("BILLABLEAPPODEFAULT", "true"),
		fixed[int]("INVOICEWITHPARENT", "false"),
		at("TERMNAME", of(func(p *project) string { return terms[b.customers[p.customer].term()].name })),
		fixed[int]("CLASSID", classes[services].id),
		fixed[int]("CLASSNAME", classes[services].name),
		fixed[int]("CLASSKEY", number(services+1)),
		at("CONTACTINFO.CONTACTNAME", contact),
		at("BILLTO.CONTACTNAME", contact),
		at("SHIPTO.CONTACTNAME", contact),
	}
	trails := trailsOf(len(b.projects), setUp+400_000)
	return tabulate("PROJECT", numbered(len(b.projects)), columns, b.projectCustom(),
		owner(func(place *int) int8 { return onlyOwn(b.projects[*place].entity) }), stamps("WHENCREATED", trails))
}

// onlyOwn keeps to the subsidiaries what is theirs; the rest is shared.
func onlyOwn(entity int8) int8 {
	if entity == munich || entity == london {
		return entity
	}
	return shared
}

func projectShare(p *project) string {
	switch p.status {
	case "Completed":
		return "100"
	case "Not Started":
		return "0"
	}
	return decimal(int64(lastDay-p.begin)*1000/int64(max(p.end-p.begin, lastDay-p.begin+1)), 1)
}
