package demo

import "slices"

// Groups of columns that many objects share.

// stamps are who made and last changed a record, and when; created is the name
// of the column with the time of creation, which documents call otherwise.
func stamps[T any](created string, of func(*T) *trail) []column[T] {
	return []column[T]{
		text(created, func(r *T) string { return of(r).created.String() }),
		text("WHENMODIFIED", func(r *T) string { return of(r).modified.String() }),
		text("CREATEDBY", func(r *T) string { return number(of(r).by) }),
		text("MODIFIEDBY", func(r *T) string { return number(of(r).editor) }),
	}
}

// settled are the stamps of records that nobody entered by hand: they came
// with the set-up of the company, each a minute after the one before.
func settled[T any](since stamp, place func(*T) int) []column[T] {
	at := func(r *T) string { return (since + stamp(60*place(r))).String() }
	return []column[T]{
		text("WHENCREATED", at), text("WHENMODIFIED", at),
		fixed[T]("CREATEDBY", "1"), fixed[T]("MODIFIEDBY", "1"),
	}
}

// owner is the entity that a record belongs to; none for shared records.
func owner[T any](of func(*T) int8) []column[T] {
	show := func(name string, what func(*entity) string) column[T] {
		return text(name, func(r *T) string {
			if e := of(r); e != shared {
				return what(&entities[e])
			}
			return ""
		})
	}
	return []column[T]{
		show("MEGAENTITYKEY", func(e *entity) string { return number(e.place + 1) }),
		show("MEGAENTITYID", func(e *entity) string { return e.id }),
		show("MEGAENTITYNAME", func(e *entity) string { return e.name }),
	}
}

// dimension is three columns of a dimension: key, id and name.
func dimension[T any](name string, of func(*T) int16, id, title func(place int) string) []column[T] {
	return named(name+"DIMKEY", name+"ID", name+"NAME", of, id, title)
}

func named[T any](keyName, idName, titleName string, of func(*T) int16, id, title func(place int) string) []column[T] {
	show := func(name string, what func(place int) string) column[T] {
		return text(name, func(r *T) string {
			if place := of(r); place != 0 {
				return what(int(place) - 1)
			}
			return ""
		})
	}
	return []column[T]{
		show(keyName, func(place int) string { return number(place + 1) }), show(idName, id), show(titleName, title),
	}
}

// dimensionColumns are the dimensions that lines and entries have in common.
func dimensionColumns[T any](b *Books, of func(*T) *dims) []column[T] {
	var all []column[T]
	all = append(all, dimension("CUSTOMER", func(r *T) int16 { return of(r).customer }, b.customerID, b.customerName)...)
	all = append(all, dimension("VENDOR", func(r *T) int16 { return of(r).vendor }, vendorID, vendorName)...)
	all = append(all, dimension("EMPLOYEE", func(r *T) int16 { return of(r).employee }, b.employeeID, b.employeeName)...)
	all = append(all, dimension("ITEM", func(r *T) int16 { return of(r).item }, itemID, itemName)...)
	all = append(all, dimension("CLASS", func(r *T) int16 { return of(r).class }, classID, className)...)
	all = append(all, dimension("WAREHOUSE", func(r *T) int16 { return of(r).warehouse }, warehouseID, warehouseName)...)
	return all
}

// projectColumns are the project of a line, without its key, which not all objects have.
func projectColumns[T any](b *Books, of func(*T) *dims) []column[T] {
	project := dimension("PROJECT", func(r *T) int16 { return of(r).project }, projectID, b.projectName)
	return append(project[1:], text("TASKID", func(r *T) string {
		if task := of(r).task; task != 0 {
			return taskID(&b.tasks[task-1])
		}
		return ""
	}))
}

func vendorID(place int) string             { return vendors[place].id(place) }
func vendorName(place int) string           { return vendors[place].name }
func itemID(place int) string               { return items[place].id(place) }
func itemName(place int) string             { return items[place].name }
func classID(place int) string              { return classes[place].id }
func className(place int) string            { return classes[place].name }
func warehouseID(place int) string          { return warehouses[place].id }
func warehouseName(place int) string        { return warehouses[place].name }
func departmentID(place int) string         { return departments[place].id }
func departmentName(place int) string       { return departments[place].title }
func locationID(place int) string           { return locations[place].id }
func locationName(place int) string         { return locations[place].name }
func (b *Books) customerID(p int) string    { return b.customers[p].id(p) }
func (b *Books) customerName(p int) string  { return b.customers[p].name }
func (b *Books) employeeID(p int) string    { return b.employees[p].id(p) }
func (b *Books) employeeName(p int) string  { return b.employees[p].name() }
func (b *Books) projectName(p int) string   { return b.projects[p].name }
func (b *Books) contactName(k int32) string { return b.contacts[k-1].name }

// money is a pair of columns: an amount in the currency of the entity, and in that of the document.
func money[T any](name string, base, foreign func(*T) cents) []column[T] {
	return []column[T]{
		text(name, func(r *T) string { return base(r).String() }),
		text("TRX_"+name, func(r *T) string { return foreign(r).String() }),
	}
}

// currencyColumns are the currencies of a document and the rate between them.
func currencyColumns[T any](of func(*T) (e int8, currency string, r rate, on day)) []column[T] {
	foreign := func(r *T) bool { e, currency, _, _ := of(r); return currency != entities[e].currency }
	when := func(r *T, value string) string {
		if foreign(r) {
			return value
		}
		return ""
	}
	return []column[T]{
		text("BASECURR", func(r *T) string { e, _, _, _ := of(r); return entities[e].currency }),
		text("CURRENCY", func(r *T) string { _, currency, _, _ := of(r); return currency }),
		text("EXCH_RATE_DATE", func(r *T) string { _, _, _, on := of(r); return when(r, on.String()) }),
		text("EXCH_RATE_TYPE_ID", func(r *T) string { return when(r, dailyRateID) }),
		text("EXCHANGE_RATE", func(r *T) string { _, _, rate, _ := of(r); return rate.String() }),
	}
}

const dailyRate, dailyRateID = "Intacct Daily Rate", "-1"

// status tells active records from others.
func status[T any](inactive func(*T) bool) column[T] {
	return text("STATUS", func(r *T) string {
		if inactive(r) {
			return "inactive"
		}
		return "active"
	})
}

// numbered makes records of the places of a list, for tables of lists whose
// records do not know their own place.
func numbered(count int) []int {
	places := make([]int, count)
	for i := range places {
		places[i] = i
	}
	return places
}

// without are the places of a list but for those that are gone, which leave
// gaps in the record numbers.
func without(count int, gone func(place int) bool) []int {
	return slices.DeleteFunc(numbered(count), gone)
}

func placeOf(place *int) int { return *place }

// recordNo is the key of a record that is its place in the list plus one.
func recordNo() column[int] {
	return text("RECORDNO", func(place *int) string { return number(*place + 1) })
}

// at is a column of a list of places.
func at(name string, of func(place int) string) column[int] {
	return text(name, func(place *int) string { return of(*place) })
}
