package stream

import (
	"slices"
	"strings"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/source/config"
	"airbyte-sage-intacct/source/encode"
	"airbyte-sage-intacct/source/report"
	"airbyte-sage-intacct/unified"
)

// reportStream describes a report as a stream.
func reportStream(l *report.Report, s *config.Settings) *Stream {
	st := &Stream{Name: s.Naming.Report(l.Name), Object: l.Name, Report: l, naming: s.Naming}
	for _, listed := range l.Columns(s) {
		c := encode.NewColumn(listed.Name, s.Naming.Column(listed.Name), listed.Datatype)
		c.Quoted = s.Decimals == config.DecimalsString && !strings.EqualFold(listed.Datatype, "INTEGER")
		st.Columns = append(st.Columns, c)
	}
	for _, name := range l.Key(s) {
		c := st.column(name)
		c.Strict = true
		st.Identity = append(st.Identity, c)
	}
	return st
}

// balanceStream is the listing of balances in the words of a table. Periods are
// read whole: the function knows no changes.
func balanceStream(c Definition, s *config.Settings) *Stream {
	st := reportStream(report.TrialBalance, s)
	st.Name, st.table, st.quoted = c.Name, c.table, s.Decimals == config.DecimalsString
	fields := c.table.View("", nil).Record().Fields
	for _, column := range st.Columns {
		if i := slices.IndexFunc(fields, func(f unified.PartField) bool { return f.Name == column.Field }); i >= 0 {
			column.Name = fields[i].Members[0]
			column.Label = append(airbyte.AppendJSONString([]byte{','}, column.Name), ':')
		}
	}
	return st
}
