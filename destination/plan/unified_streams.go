package plan

import (
	"context"
	"strings"
	"time"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/destination/record"
	"airbyte-sage-intacct/destination/schema"
	"airbyte-sage-intacct/intacct"
	"airbyte-sage-intacct/unified"
)

// tableOf finds the unified table of a stream: as configured there, as mapped,
// or as the stream is called.
func tableOf(config Settings, stream airbyte.ConfiguredStream) *unified.Table {
	table, known := unified.Named(objectName(config, stream))
	if !known {
		return nil
	}
	return table
}

// checkTable refuses what no record of a unified stream can be.
func checkTable(stream string, table *unified.Table) error {
	if table == nil || !table.ReadOnly {
		return nil
	}
	return airbyte.Errorf(airbyte.ConfigError, "stream %s: Intacct offers no way to write records of %s through this interface", stream, table.Name)
}

// columns are names of fields as Intacct has them.
func (p *Plan) columns(names []string) []string {
	if p.Table == nil {
		return names
	}
	return p.Table.Translate(names)
}

// naturalNames is the object's own key, or what a unified table goes by where
// Intacct has none.
func (p *Plan) naturalNames() []string {
	if natural := p.Schema.Object.Natural; len(natural) > 0 || p.Table == nil {
		return natural
	}
	return p.Table.Match
}

// alternatives are other ways to find a record of a unified stream that lacks
// its key: the record number in this company, or the name.
func (p *Plan) addAlternatives() {
	if p.Table == nil || p.Match == nil {
		return
	}
	if key := p.Schema.Key(); key != nil {
		p.Numbered = []*schema.Field{key}
	}
	if d := schema.DimensionOf(p.Object()); d != nil {
		p.Titled, _ = p.fieldsNamed([]string{d.Name})
	}
}

// Prepare gives the plans of unified streams what they need to know of the
// company.
func Prepare(ctx context.Context, config Settings, client companion, plans map[string]*Plan) error {
	for _, p := range plans {
		if p.Table == nil {
			continue
		}
		now, err := client.Now(ctx)
		if err != nil {
			return err
		}
		p.Today = now.Format(time.DateOnly)
		if p.Object() != "PODOCUMENT" {
			continue
		}
		if err := p.findOrderType(ctx, config, client); err != nil {
			return err
		}
	}
	return nil
}

// companion is the part of the client that unified streams ask.
type companion interface {
	intacct.Querier
	Now(ctx context.Context) (time.Time, error)
}

// findOrderType finds out what the company calls its purchase orders.
func (p *Plan) findOrderType(ctx context.Context, config Settings, client intacct.Querier) error {
	f, known := p.Schema.Fields.Find("DOCPARID")
	if !known {
		return nil
	}
	name := config.OrderType
	if name == "" {
		var err error
		if name, err = purchaseOrder(ctx, client); err != nil {
			return err
		}
	}
	if name != "" {
		p.Constants = []record.Cell{{Field: f, Text: name}}
	}
	return nil
}

// purchaseOrder is the transaction definition called so; "" if there is none,
// and then each record has to name its own.
func purchaseOrder(ctx context.Context, client intacct.Querier) (string, error) {
	q := intacct.Query{
		Object: "PODOCUMENTPARAMS", Select: []string{"DOCID"}, Filter: intacct.Eq("DOCCLASS", "Order"), Order: []intacct.Order{intacct.Asc("DOCID")},
	}
	var found string
	for row, err := range intacct.Records(ctx, client, q, "") {
		if err != nil {
			return "", err
		}
		id, _ := row.Get("DOCID")
		if found == "" && strings.EqualFold(strings.ReplaceAll(string(id), " ", ""), "purchaseorder") {
			found = string(id)
		}
	}
	return found, nil
}
