package sandbox

import (
	"slices"

	"airbyte-sage-intacct/sandbox/company"
)

// oddFields are the fields of an object beside those that it really has: two
// standard ones of objects with a location and a department, and the key of a
// user-defined dimension whose name a person has made up.
func (c *call) oddFields(o *company.Object) []company.Field {
	var fields []company.Field
	if c.gateway.settings.OddFields == "" {
		return nil
	}
	if _, has := o.Field("LOCATIONID"); has {
		fields = append(fields, company.Field{ID: "LOCATION#", Label: "Location key", DataType: company.Integer, Queryable: true})
	}
	if _, has := o.Field("DEPARTMENTID"); has {
		fields = append(fields,
			company.Field{ID: "DEPT#", Label: "Department key", DataType: company.Integer, Queryable: true},
			company.Field{ID: "GLDIMCost/Center (50%)", Label: "Cost/Center (50%)", DataType: company.Integer, Custom: true, Queryable: true})
	}
	return fields
}

// withoutOdd takes the odd fields out of what is selected of the rows, whose
// keys take their place.
func (c *call) withoutOdd(l *listing) failure {
	odd := c.oddFields(l.object)
	columns := slices.Clone(l.selection.Columns)
	for i, column := range columns {
		if !slices.ContainsFunc(odd, func(f company.Field) bool { return f.ID == column.Field }) {
			continue
		}
		if c.gateway.settings.OddFields == OddFieldsRefused {
			return processingError()
		}
		columns[i].Field = l.object.Key
	}
	l.selection.Columns = columns
	return nil
}
