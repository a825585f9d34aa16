package destination

import (
	"testing"

	"airbyte-sage-intacct/destination/canonical"
	"airbyte-sage-intacct/destination/record"
	"airbyte-sage-intacct/destination/schema"
)

// TestStays: what the company changes on its way in is nothing to search by.
func TestStays(t *testing.T) {
	choice := &schema.Field{Choices: []string{"Open", "Closed"}}
	for _, c := range []struct {
		cell record.Cell
		want bool
	}{
		{record.Cell{Field: &schema.Field{}, Text: "plain text"}, true},
		{record.Cell{Field: &schema.Field{}, Text: ""}, false},
		{record.Cell{Field: &schema.Field{}, Text: " blank before"}, false},
		{record.Cell{Field: &schema.Field{}, Text: "two\nlines"}, false},
		{record.Cell{Field: choice, Text: "Open"}, true},
		{record.Cell{Field: choice, Text: "open"}, false},
		{record.Cell{Field: &schema.Field{Kind: canonical.Numeric}, Text: "10.05"}, true},
		{record.Cell{Field: &schema.Field{Kind: canonical.Numeric}, Text: "10.005"}, false},
		{record.Cell{Field: &schema.Field{Kind: canonical.Numeric}, Text: "0"}, false},
		{record.Cell{Field: &schema.Field{Kind: canonical.Boolean}, Text: "true"}, true},
		{record.Cell{Field: &schema.Field{Kind: canonical.Boolean}, Text: "false"}, false},
		{record.Cell{Field: &schema.Field{Kind: canonical.Date}, Text: "2026-11-01"}, true},
		{record.Cell{Field: &schema.Field{Kind: canonical.Timestamp}, Text: "2026-11-01T00:00:00Z"}, false},
	} {
		if got := stays(c.cell, record.Currencies{}); got != c.want {
			t.Errorf("%q: %v", c.cell.Text, got)
		}
	}
}
