package source

import (
	"strings"

	"airbyte-sage-intacct/source/config"
	"airbyte-sage-intacct/source/encode"
	"airbyte-sage-intacct/source/report"
)

// reportStream describes a report as a stream.
func reportStream(l *report.Report, s *config.Settings) *stream {
	st := &stream{name: s.Naming.Report(l.Name), object: l.Name, listing: l, naming: s.Naming}
	for _, listed := range l.Columns(s) {
		c := encode.NewColumn(listed.Name, s.Naming.Column(listed.Name), listed.Datatype)
		c.Quoted = s.Decimals == config.DecimalsString && !strings.EqualFold(listed.Datatype, "INTEGER")
		st.columns = append(st.columns, c)
	}
	for _, name := range l.Key(s) {
		c := st.column(name)
		c.Strict = true
		st.identity = append(st.identity, c)
	}
	return st
}
