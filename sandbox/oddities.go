package sandbox

import (
	"slices"
	"strings"

	"airbyte-sage-intacct/sandbox/company"
)

// withhold returns the selection by which a page is looked for, and which of its
// rows are shown.
func (s Settings) withhold(l *listing) (selection company.Selection, shows func(row []string) bool) {
	selection = l.selection
	hides, counted := s.hiding(l)
	switch {
	case hides == nil:
		return selection, func([]string) bool { return true }
	case counted:
		return selection, func(row []string) bool { return !hides(row) }
	}
	skip, left := selection.Offset, selection.Limit
	selection.Offset, selection.Limit = 0, 0
	return selection, func(row []string) bool {
		switch {
		case hides(row) || left == 0:
			return false
		case skip > 0:
			skip--
			return false
		}
		left--
		return true
	}
}

// hiding returns what hides rows of a listing; nil if nothing does.
func (s Settings) hiding(l *listing) (hides func(row []string) bool, counted bool) {
	place := func(field string) int {
		return slices.IndexFunc(l.selection.Columns, func(c company.Column) bool { return c.Func == "" && strings.EqualFold(c.Field, field) })
	}
	for _, w := range s.Withheld {
		field, key := place(w.Field), place(l.object.Key)
		if !strings.EqualFold(w.Object, l.object.Name) || field < 0 || key < 0 && len(w.Keys) > 0 {
			continue
		}
		before := hides
		hides, counted = func(row []string) bool {
			hidden := len(w.Keys) == 0 && row[field] == "" || len(w.Keys) > 0 && slices.Contains(w.Keys, row[key])
			return hidden || before != nil && before(row)
		}, w.Counted
	}
	return hides, counted
}

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
