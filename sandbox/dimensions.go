package sandbox

import (
	"strconv"
	"strings"

	"airbyte-sage-intacct/sandbox/company"
)

// A dimension is an object by which ledger entries are told apart.
type dimension struct {
	object, label, term string
	field               string // of a ledger entry
	userDefined         bool
}

// standardDimensions are those every company has (Sage docs, XML API:
// Dimensions).
var standardDimensions = []dimension{
	{object: "DEPARTMENT", label: "Department", term: "Department", field: "DEPARTMENT"},
	{object: "LOCATION", label: "Location", term: "Location", field: "LOCATION"},
	{object: "PROJECT", label: "Project", term: "Project", field: "PROJECTID"},
	{object: "CUSTOMER", label: "Customer", term: "Customer", field: "CUSTOMERID"},
	{object: "VENDOR", label: "Vendor", term: "Vendor", field: "VENDORID"},
	{object: "EMPLOYEE", label: "Employee", term: "Employee", field: "EMPLOYEEID"},
	{object: "ITEM", label: "Item", term: "Item", field: "ITEMID"},
	{object: "CLASS", label: "Class", term: "Class", field: "CLASSID"},
	{object: "CONTRACT", label: "Contract", term: "Contract", field: "CONTRACTID"},
	{object: "TASK", label: "Task", term: "Task", field: "TASKID"},
	{object: "WAREHOUSE", label: "Warehouse", term: "Warehouse", field: "WAREHOUSEID"},
}

// dimensions are the standard dimensions and the company's own, which are the
// custom objects that a ledger entry has a GLDIM field for.
func (c *call) dimensions() []dimension {
	var found []dimension
	for _, d := range standardDimensions {
		if _, known := c.gateway.company.Object(d.object); known {
			found = append(found, d)
		}
	}
	entry, known := c.gateway.company.Object("GLENTRY")
	if !known {
		return found
	}
	for _, f := range entry.Fields {
		name, isDimension := strings.CutPrefix(strings.ToUpper(f.ID), "GLDIM")
		if !isDimension {
			continue
		}
		if o, known := c.gateway.company.Object(name); known && o.Custom {
			found = append(found, dimension{object: o.Name, label: o.Label, term: o.Label, field: f.ID, userDefined: true})
		}
	}
	return found
}

func (c *call) getDimensions() failure {
	c.w.open("data")
	c.w.open("dimensions")
	for _, d := range c.dimensions() {
		c.w.open("dimension")
		c.w.leaf("objectName", d.object)
		c.w.leaf("objectLabel", d.label)
		c.w.leaf("termLabel", d.term)
		c.w.leaf("userDefinedDimension", strconv.FormatBool(d.userDefined))
		c.w.leaf("enabledInGL", "true")
		c.w.close("dimension")
	}
	c.w.close("dimensions")
	c.w.close("data")
	return nil
}

// A link is a relation of one dimension to another, seen from either of them.
type link struct {
	to     dimension
	via    string // the field that points, of the dimension on the side of many
	id     string // the same from both sides
	toMany bool
}

// links are the relations among the dimensions, by dimension.
func (c *call) links() map[string][]link {
	links := map[string][]link{}
	dimensions := c.dimensions()
	id := firstRelationID
	for _, from := range dimensions {
		o, known := c.gateway.company.Object(from.object)
		if !known {
			continue
		}
		for _, relation := range o.Relations {
			for _, to := range dimensions {
				if relation.Live || to.object != relation.Object || to.object == from.object {
					continue
				}
				id++
				number := strconv.Itoa(id)
				links[from.object] = append(links[from.object], link{to: to, via: relation.Via, id: number})
				links[to.object] = append(links[to.object], link{to: from, via: relation.Via, id: number, toMany: true})
			}
		}
	}
	return links
}

// Ids of dimensions and of their relations are numbers that mean nothing.
const (
	firstDimensionID = 5000
	firstRelationID  = 10100
)

// objectID numbers a dimension as the functions about relations do.
func (c *call) objectID(d dimension) string {
	for i, other := range c.dimensions() {
		if other.object == d.object {
			return strconv.Itoa(firstDimensionID + i + 1)
		}
	}
	return ""
}

// getDimensionRelationships lists the relations of every dimension, those to
// many among them.
func (c *call) getDimensionRelationships() failure {
	c.eachDimension(func(links []link) {
		c.w.leaf("autofillrelated", strconv.FormatBool(len(links) > 0))
		c.w.leaf("enableoverride", strconv.FormatBool(len(links) > 0))
		for _, l := range links {
			source, related := "Many", "One"
			if l.toMany {
				source, related = "One", "Many"
			}
			c.w.open("related")
			c.writeLink(l)
			c.w.leaf("source_side", source)
			c.w.leaf("related_side", related)
			c.w.close("related")
		}
	})
	return nil
}

// getDimensionAutofillDetails lists the relations that fill a dimension in:
// only those to one can.
func (c *call) getDimensionAutofillDetails() failure {
	c.eachDimension(func(links []link) {
		c.w.leaf("enableoverride", "true")
		for _, l := range links {
			if l.toMany {
				continue
			}
			c.w.open("autofill")
			c.writeLink(l)
			c.w.leaf("type", "Many-to-One")
			c.w.close("autofill")
		}
	})
	return nil
}

func (c *call) writeLink(l link) {
	c.w.leaf("dimension", l.to.object)
	c.w.leaf("object_id", c.objectID(l.to))
	c.w.leaf("relationship_id", l.id)
}

// eachDimension writes an element for every dimension, also those that lead
// nowhere.
func (c *call) eachDimension(content func([]link)) {
	links := c.links()
	c.w.open("data")
	for _, d := range c.dimensions() {
		c.w.open("relationship")
		c.w.leaf("dimension", d.object)
		c.w.leaf("object_id", c.objectID(d))
		content(links[d.object])
		c.w.close("relationship")
	}
	c.w.close("data")
}

// getDimensionRestrictions lists what restricts what: nothing, as the company
// has set up no restrictions.
func (c *call) getDimensionRestrictions() failure {
	c.w.open("data")
	c.w.close("data")
	return nil
}

// getDimensionRestrictedData lists the values that a dimension's value allows
// of each dimension related to it: those that point to it.
func (c *call) getDimensionRestrictedData() failure {
	asked := c.body.Child("DimensionValue")
	target, value := strings.ToUpper(asked.Value("dimension")), asked.Value("value")
	if _, why := c.object(target); why != nil {
		return why
	}
	c.w.open("data")
	defer c.w.close("data")
	for _, l := range c.links()[target] {
		if !l.toMany {
			continue
		}
		if why := c.writeRestricted(l, value); why != nil {
			return why
		}
	}
	return nil
}

func (c *call) writeRestricted(l link, value string) failure {
	o, _ := c.gateway.company.Object(l.to.object)
	name := o.NaturalKey
	if name == "" {
		name = o.Key
	}
	c.w.open("RestrictedData")
	c.w.leaf("dimension", l.to.object)
	_, why := c.rows(c.viewer(), company.Selection{
		Object:  o.Name,
		Mode:    company.Read,
		Columns: []company.Column{{Field: name}},
		Filter:  &company.Filter{Op: company.Equal, Field: l.via, Values: []string{value}},
		Order:   []company.Order{{Field: name}},
	}, func(row []string) error {
		c.w.leaf("value", row[0])
		return nil
	})
	c.w.close("RestrictedData")
	return why
}
