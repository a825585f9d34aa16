package intacct

import (
	"context"
	"strconv"
	"strings"

	"github.com/beevik/etree"
)

// TypeName is one kind of object the company knows.
type TypeName struct {
	Name  string // as the gateway writes it, mostly in lower case
	Label string
}

// Inspection is what inspect says about an object. Lookup says more; inspect
// knows some objects that lookup does not.
type Inspection struct {
	Name        string
	Singular    string
	Plural      string
	Description string
	Fields      []InspectedField
}

// InspectedField is a field by inspect. DataType is integer, string, boolean,
// number, date, datetime or currency.
type InspectedField struct {
	Name        string
	Label       string
	Description string
	DataType    string
	Required    bool
	ReadOnly    bool
	MaxLength   int
}

// InspectAll lists every object, standard and custom, whatever the user may
// read and the company subscribes to.
//
// Source: Sage docs, XML API, "Objects" (inspect).
func (c *Client) InspectAll(ctx context.Context) ([]TypeName, error) {
	data, err := c.inspect(ctx, "*", false)
	if err != nil {
		return nil, err
	}
	var names []TypeName
	for _, el := range children(data, "type") {
		if name := attrFold(el, "typename"); name != "" {
			names = append(names, TypeName{Name: name, Label: strings.TrimSpace(el.Text())})
		}
	}
	if len(names) == 0 {
		return nil, nonsense("inspect", "the gateway listed no object").during("inspect", "*")
	}
	return names, nil
}

// Inspect describes one object in detail.
func (c *Client) Inspect(ctx context.Context, object string) (*Inspection, error) {
	data, err := c.inspect(ctx, object, true)
	if err != nil {
		return nil, err
	}
	el := child(data, "Type")
	if el == nil {
		return nil, nonsense("inspect", "the gateway described nothing").during("inspect", object)
	}
	attributes := child(el, "Attributes")
	found := &Inspection{
		Name:        attrFold(el, "Name"),
		Singular:    childText(attributes, "SingularName"),
		Plural:      childText(attributes, "PluralName"),
		Description: childText(attributes, "Description"),
	}
	for _, f := range children(child(el, "Fields"), "Field") {
		field := readInspected(f)
		if field.Name != "" {
			found.Fields = append(found.Fields, field)
		}
	}
	return found, nil
}

func (c *Client) inspect(ctx context.Context, object string, detail bool) (*etree.Element, error) {
	body := etree.NewElement("inspect")
	if detail {
		body.CreateAttr("detail", "1")
	}
	body.CreateElement("object").SetText(object)
	result, err := c.DoOne(ctx, Function{Body: body})
	return result.Data, err
}

// readInspected reads both forms: with details, and the bare name.
func readInspected(f *etree.Element) InspectedField {
	length, _ := strconv.Atoi(childText(f, "maxLength"))
	field := InspectedField{
		Name:        childText(f, "Name"),
		Label:       childText(f, "DisplayLabel"),
		Description: childText(f, "Description"),
		DataType:    strings.ToLower(childText(f, "externalDataName")),
		Required:    isTrue(childText(f, "isRequired")),
		ReadOnly:    isTrue(childText(f, "isReadOnly")),
		MaxLength:   length,
	}
	if field.Name == "" && len(f.ChildElements()) == 0 {
		field.Name = strings.TrimSpace(f.Text())
	}
	return field
}
