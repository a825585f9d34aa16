package intacct

import (
	"context"
	"strings"

	"github.com/beevik/etree"
)

// Definition is what lookup says about an object.
type Definition struct {
	Name          string
	DocumentType  string
	Fields        []Field
	Relationships []Relationship
}

// Field is one field of an object. Required and ReadOnly are as sent and not
// to be relied on. DataType is TEXT, INTEGER, BOOLEAN, DATE, TIMESTAMP, ENUM,
// DECIMAL, CURRENCY, PERCENT or SEQUENCE.
type Field struct {
	ID          string
	Label       string
	Description string
	DataType    string
	Required    bool
	ReadOnly    bool
	Custom      bool
	ValidValues []string
}

// Relationship leads to one object from another.
type Relationship struct {
	Path      string // before the dot in a query: PATH.FIELD
	Object    string
	Label     string
	Type      string // MANY2ONE, ONE2ONE
	RelatedBy string // the field that holds the key
}

// Field finds a field by name in any letter case.
func (d *Definition) Field(id string) (Field, bool) {
	for _, f := range d.Fields {
		if strings.EqualFold(f.ID, id) {
			return f, true
		}
	}
	return Field{}, false
}

// Lookup describes an object as this company has it, custom fields included.
// It ignores permissions. docpar names a transaction definition, or is empty.
//
// Source: Sage docs, XML API, "Queries" (lookup).
func (c *Client) Lookup(ctx context.Context, object, docpar string) (*Definition, error) {
	body := etree.NewElement("lookup")
	body.CreateElement("object").SetText(object)
	if docpar != "" {
		body.CreateElement("docparid").SetText(docpar)
	}
	result, err := c.DoOne(ctx, Function{Body: body})
	if err != nil {
		return nil, err
	}
	el := child(result.Data, "Type")
	if el == nil {
		return nil, nonsense("lookup", "the gateway described nothing").during("lookup", object)
	}
	return readDefinition(el), nil
}

func readDefinition(el *etree.Element) *Definition {
	d := &Definition{Name: attrFold(el, "Name"), DocumentType: attrFold(el, "DocumentType")}
	for _, f := range children(child(el, "Fields"), "Field") {
		field := Field{
			ID:          childText(f, "ID"),
			Label:       childText(f, "LABEL"),
			Description: childText(f, "DESCRIPTION"),
			DataType:    strings.ToUpper(childText(f, "DATATYPE")),
			Required:    isTrue(childText(f, "REQUIRED")),
			ReadOnly:    isTrue(childText(f, "READONLY")),
			Custom:      isTrue(childText(f, "ISCUSTOM")),
		}
		for _, value := range children(child(f, "VALIDVALUES"), "VALIDVALUE") {
			field.ValidValues = append(field.ValidValues, strings.TrimSpace(value.Text()))
		}
		if field.ID != "" {
			d.Fields = append(d.Fields, field)
		}
	}
	for _, r := range children(child(el, "Relationships"), "Relationship") {
		d.Relationships = append(d.Relationships, Relationship{
			Path:      childText(r, "OBJECTPATH"),
			Object:    childText(r, "OBJECTNAME"),
			Label:     childText(r, "LABEL"),
			Type:      childText(r, "RELATIONSHIPTYPE"),
			RelatedBy: childText(r, "RELATEDBY"),
		})
	}
	return d
}

// isTrue reads the gateway's several ways of saying yes.
func isTrue(text string) bool {
	switch strings.ToLower(text) {
	case "true", "t", "1", "yes":
		return true
	}
	return false
}
