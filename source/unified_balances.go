package source

import (
	"slices"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/source/config"
	"airbyte-sage-intacct/source/report"
	"airbyte-sage-intacct/unified"
)

// balanceStream is the listing of balances in the words of a table. Periods are
// read whole: the function knows no changes.
func balanceStream(c candidate, s *config.Settings) *stream {
	st := reportStream(report.TrialBalance, s)
	st.name, st.table, st.quoted = c.name, c.table, s.Decimals == config.DecimalsString
	fields := c.table.View("", nil).Record().Fields
	for _, column := range st.columns {
		if i := slices.IndexFunc(fields, func(f unified.PartField) bool { return f.Name == column.Field }); i >= 0 {
			column.Name = fields[i].Members[0]
			column.Label = append(airbyte.AppendJSONString([]byte{','}, column.Name), ':')
		}
	}
	return st
}
