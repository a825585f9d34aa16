package sandbox

import (
	"slices"
	"strconv"
	"strings"

	"airbyte-sage-intacct/sandbox/company"
)

// lookup answers the definition of an object, whatever the user's rights.
func (c *call) lookup() failure {
	o, why := c.object(c.named())
	if why != nil {
		return why
	}
	docpar := c.body.Value("docparid")
	c.w.open("data", attribute{"listtype", "All"}, attribute{"count", "1"})
	c.w.open("Type", attribute{"Name", o.Name}, attribute{"DocumentType", docpar})
	c.w.open("Fields")
	for i := range o.Fields {
		if f := &o.Fields[i]; f.Listed(docpar) {
			c.w.writeField(f)
		}
	}
	for _, f := range c.oddFields(o) {
		if o.Ordinal(f.ID) < 0 {
			c.w.writeField(&f)
		}
	}
	c.w.close("Fields")
	c.w.open("Relationships")
	for i := range o.Relations {
		if r := &o.Relations[i]; !slices.ContainsFunc(o.Elsewhere, func(e company.Relation) bool { return e.Path == r.Path }) {
			c.w.writeRelation(r)
		}
	}
	for i := range o.Elsewhere {
		c.w.writeRelation(&o.Elsewhere[i])
	}
	c.w.close("Relationships")
	c.w.close("Type")
	c.w.close("data")
	return nil
}

// named is the object asked for, by either of the two elements that name it.
func (c *call) named() string {
	if object := c.body.Value("object"); object != "" {
		return object
	}
	return c.body.Value("name")
}

func (w *writer) writeField(f *company.Field) {
	w.open("Field")
	w.leaf("ID", f.ID)
	w.leaf("LABEL", f.Label)
	w.leaf("DESCRIPTION", f.Description)
	claim := f.Claimed()
	if claim.DataType == company.Boolean {
		claim.ValidValues = []string{"true", "false"}
	}
	w.leaf("REQUIRED", strconv.FormatBool(claim.Required))
	w.leaf("READONLY", strconv.FormatBool(claim.ReadOnly))
	w.leaf("DATATYPE", string(claim.DataType))
	if len(claim.ValidValues) > 0 {
		w.open("VALIDVALUES")
		for _, value := range claim.ValidValues {
			w.leaf("VALIDVALUE", value)
		}
		w.close("VALIDVALUES")
	}
	w.leaf("ISCUSTOM", strconv.FormatBool(f.Custom))
	w.close("Field")
}

func (w *writer) writeRelation(r *company.Relation) {
	w.open("Relationship")
	w.leaf("OBJECTPATH", r.Path)
	w.leaf("OBJECTNAME", r.Object)
	w.leaf("LABEL", r.Label)
	w.leaf("RELATIONSHIPTYPE", r.Type)
	w.leaf("RELATEDBY", r.Via)
	w.close("Relationship")
}

// inspect lists all object types, or the fields of one, plainly or in detail.
func (c *call) inspect() failure {
	name := c.named()
	if name == "*" {
		c.inspectAll()
		return nil
	}
	o, why := c.object(name)
	if why != nil {
		return why
	}
	detail := c.body.Attr("detail") == "1" || c.body.Attr("detail") == "true"
	c.w.open("data", attribute{"listtype", "All"}, attribute{"count", "1"})
	c.w.open("Type", attribute{"Name", name})
	if detail {
		c.w.writeAttributes(o)
	}
	c.w.open("Fields")
	for i := range o.Fields {
		switch f := &o.Fields[i]; {
		case !f.Listed(""):
		case detail:
			c.w.writeDetail(f, i)
		default:
			c.w.leaf("Field", f.ID)
		}
	}
	c.w.close("Fields")
	c.w.close("Type")
	c.w.close("data")
	return nil
}

// inspectAll lists every type, of which the real gateway says there is one.
func (c *call) inspectAll() {
	c.w.open("data", attribute{"listtype", "All"}, attribute{"count", "1"})
	for _, t := range c.gateway.company.TypeNames() {
		name := t.Name
		if o, known := c.gateway.company.Object(name); !known || !o.Custom {
			name = strings.ToLower(name)
		}
		c.w.leaf("type", t.Label, attribute{"typename", name})
	}
	c.w.close("data")
}

func (w *writer) writeAttributes(o *company.Object) {
	w.open("Attributes")
	w.leaf("SingularName", o.Label)
	w.leaf("PluralName", o.Plural())
	w.leaf("Description", "")
	w.close("Attributes")
}

func (w *writer) writeDetail(f *company.Field, place int) {
	internal, external, length := detailType(f.DataType)
	w.open("Field")
	w.leaf("Name", f.ID)
	w.leaf("GroupName", "")
	w.leaf("dataName", internal)
	w.leaf("externalDataName", external)
	w.leaf("isRequired", strconv.FormatBool(f.Required))
	w.leaf("isReadOnly", strconv.FormatBool(f.ReadOnly))
	w.leaf("maxLength", length)
	w.leaf("DisplayLabel", f.Label)
	w.leaf("Description", f.Description)
	w.leaf("id", strconv.Itoa(999500400000900+place))
	w.close("Field")
}

// detailType is how inspect calls a data type: inside, outside, and how long.
func detailType(t company.DataType) (internal, external, length string) {
	switch t {
	case company.Integer:
		return "Pt_FieldInt", "integer", "8"
	case company.Boolean:
		return "Pt_FieldBoolean", "boolean", "1"
	case company.Date:
		return "Pt_FieldDate", "date", "10"
	case company.Timestamp:
		return "Pt_FieldDateTime", "datetime", "22"
	case company.Decimal, company.Percent:
		return "Pt_FieldDouble", "number", "38"
	case company.Currency:
		return "Pt_FieldCurrency", "currency", "38"
	default:
		return "Pt_FieldString", "string", "100"
	}
}
