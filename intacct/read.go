package intacct

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/beevik/etree"
)

// Read fetches records by record number, with the lines they own. It asks for
// up to 100 at a time. Records that do not exist are left out. No fields means
// all of them; docpar names a transaction definition, or is empty.
//
// Unlike a query it gives dates as 2006-01-02, times as 2006-01-02T15:04:05Z,
// and fields of related objects as nested elements.
//
// Source: Sage docs, XML API, "Records" (read).
func (c *Client) Read(ctx context.Context, object string, keys, fields []string, docpar string) ([]*etree.Element, error) {
	return c.readBy(ctx, "read", object, keys, fields, docpar)
}

// ReadByName is Read by natural key.
func (c *Client) ReadByName(ctx context.Context, object string, keys, fields []string, docpar string) ([]*etree.Element, error) {
	return c.readBy(ctx, "readByName", object, keys, fields, docpar)
}

func (c *Client) readBy(ctx context.Context, verb, object string, keys, fields []string, docpar string) ([]*etree.Element, error) {
	for _, key := range keys {
		if key == "" || strings.Contains(key, ",") {
			return nil, fmt.Errorf("%s of %s: the key %q cannot stand in a list of keys", verb, object, key)
		}
	}
	var records []*etree.Element
	for some := range slices.Chunk(keys, maxObjects) {
		body := etree.NewElement(verb)
		body.CreateElement("object").SetText(object)
		body.CreateElement("keys").SetText(strings.Join(some, ","))
		body.CreateElement("fields").SetText(fieldList(fields))
		if docpar != "" {
			body.CreateElement("docparid").SetText(docpar)
		}
		result, err := c.DoOne(ctx, Function{Body: body})
		if err != nil {
			return nil, err
		}
		found := children(result.Data, object)
		if result.Data == nil || len(found) != len(result.Data.ChildElements()) || len(found) > len(some) {
			return nil, nonsense(verb, "the gateway answered with something else than was asked").during(verb, object)
		}
		if count := attrCount(result.Data, "count"); count != len(found) {
			return nil, nonsense(verb, fmt.Sprintf("the gateway announced %s records and sent %d", shownNumber([]byte(attrFold(result.Data, "count"))), len(found))).during(verb, object)
		}
		records = append(records, found...)
	}
	return records, nil
}

func fieldList(fields []string) string {
	if len(fields) == 0 {
		return "*"
	}
	return strings.Join(fields, ",")
}
