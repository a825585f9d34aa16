package intacct

import (
	"context"

	"github.com/beevik/etree"
)

// Entity is a part of a company that keeps its own books.
type Entity struct {
	ID               string
	Name             string
	RecordNo         string
	Currency         string
	FirstFiscalMonth string
}

// EntityDetails lists the entities that the user may enter.
//
// Source: Sage docs, XML API, "Entities" (readEntityDetails).
func (c *Client) EntityDetails(ctx context.Context) ([]Entity, error) {
	result, err := c.DoOne(ctx, Function{Body: etree.NewElement("readEntityDetails")})
	if err != nil {
		return nil, err
	}
	var list []Entity
	for _, el := range children(result.Data, "entity") {
		list = append(list, Entity{
			ID:               childText(el, "id"),
			Name:             childText(el, "name"),
			RecordNo:         childText(el, "recordno"),
			Currency:         childText(el, "currency"),
			FirstFiscalMonth: childText(el, "firstfiscalmonth"),
		})
	}
	return list, nil
}

// Dimension is something a ledger line can be attributed to.
type Dimension struct {
	Object      string
	Label       string
	Term        string
	UserDefined bool
	InLedger    bool
}

// Dimensions lists the company's dimensions, user-defined ones included.
//
// Source: Sage docs, XML API, "Dimensions" (getDimensions).
func (c *Client) Dimensions(ctx context.Context) ([]Dimension, error) {
	result, err := c.DoOne(ctx, Function{Body: etree.NewElement("getDimensions")})
	if err != nil {
		return nil, err
	}
	var list []Dimension
	for _, el := range children(child(result.Data, "dimensions"), "dimension") {
		list = append(list, Dimension{
			Object:      childText(el, "objectName"),
			Label:       childText(el, "objectLabel"),
			Term:        childText(el, "termLabel"),
			UserDefined: isTrue(childText(el, "userDefinedDimension")),
			InLedger:    isTrue(childText(el, "enabledInGL")),
		})
	}
	return list, nil
}
