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

// A link is a relation from one dimension to another.
type link struct {
	from, to dimension
	relation company.Relation
	id       string
}

// links are the relations among the dimensions.
func (c *call) links(from dimension) []link {
	o, known := c.gateway.company.Object(from.object)
	if !known {
		return nil
	}
	var links []link
	for i, relation := range o.Relations {
		for _, to := range c.dimensions() {
			if to.object == relation.Object && to.object != from.object {
				links = append(links, link{from: from, to: to, relation: relation, id: from.object + "." + strconv.Itoa(i+1)})
			}
		}
	}
	return links
}

// objectID numbers a dimension as the functions about relations do.
func (c *call) objectID(d dimension) string {
	for i, other := range c.dimensions() {
		if other.object == d.object {
			return strconv.Itoa(i + 1)
		}
	}
	return ""
}

func (c *call) getDimensionRelationships() failure {
	return c.eachLinked("relationship", func(links []link) {
		c.w.leaf("autofillrelated", "true")
		c.w.leaf("enableoverride", "true")
		for _, l := range links {
			c.w.open("related")
			c.w.leaf("dimension", l.to.object)
			c.w.leaf("object_id", c.objectID(l.to))
			c.w.leaf("relationship_id", l.id)
			c.w.leaf("source_side", "Many")
			c.w.leaf("related_side", "One")
			c.w.close("related")
		}
	})
}

func (c *call) getDimensionAutofillDetails() failure {
	return c.eachLinked("relationship", func(links []link) {
		c.w.leaf("enableoverride", "true")
		for _, l := range links {
			c.w.open("autofill")
			c.w.leaf("dimension", l.to.object)
			c.w.leaf("object_id", c.objectID(l.to))
			c.w.leaf("relationship_id", l.id)
			c.w.leaf("type", "ToOne")
			c.w.close("autofill")
		}
	})
}

// eachLinked writes an element for every dimension that leads to others.
func (c *call) eachLinked(name string, content func([]link)) failure {
	c.w.open("data")
	for _, d := range c.dimensions() {
		links := c.links(d)
		if len(links) == 0 {
			continue
		}
		c.w.open(name)
		c.w.leaf("dimension", d.object)
		c.w.leaf("object_id", c.objectID(d))
		content(links)
		c.w.close(name)
	}
	c.w.close("data")
	return nil
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
	asked := c.body.child("DimensionValue")
	target, value := strings.ToUpper(asked.value("dimension")), asked.value("value")
	if _, why := c.object(target); why != nil {
		return why
	}
	c.w.open("data")
	defer c.w.close("data")
	for _, d := range c.dimensions() {
		for _, l := range c.links(d) {
			if l.to.object != target {
				continue
			}
			if why := c.writeRestricted(l, value); why != nil {
				return why
			}
		}
	}
	return nil
}

func (c *call) writeRestricted(l link, value string) failure {
	o, _ := c.gateway.company.Object(l.from.object)
	name := o.NaturalKey
	if name == "" {
		name = o.Key
	}
	c.w.open("RestrictedData")
	c.w.leaf("dimension", l.from.object)
	_, why := c.rows(c.viewer(), company.Selection{
		Object:  o.Name,
		Mode:    company.Read,
		Columns: []company.Column{{Field: name}},
		Filter:  &company.Filter{Op: company.Equal, Field: l.relation.Via, Values: []string{value}},
		Order:   []company.Order{{Field: name}},
	}, func(row []string) error {
		c.w.leaf("value", row[0])
		return nil
	})
	c.w.close("RestrictedData")
	return why
}
