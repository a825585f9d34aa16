package schema

import (
	"slices"
	"strings"

	"airbyte-sage-intacct/destination/canonical"
)

// filledNames are parts of names of texts that Intacct may fill where a create
// leaves them empty: numbers that it gives out, what comes from a vendor,
// customer or item, and what other fields stand for. No list of them is public,
// so whatever looks like one counts: to take a change for a default is told by
// nobody, but to take a default for a change would reject our own work for ever.
var filledNames = []string{
	"NAME", "CURR", "TERM", "ACCOUNT", "ACCT", "METHOD", "TYPE", "STATE", "STATUS", "TITLE", "BATCH", "KEY", "RECORDID",
	"DOCNO", "DOCID", "UNIT", "UOM", "WAREHOUSE", "TEMPLATE", "GROUP", "SOLUTION", "LOCATION", "DEPARTMENT", "ENTITY",
	"PRICE", "SCHEDULE", "EXCH", "MODULE", "ALLOCATION", "USER", "CONTACT", "PARENT", "LABEL", "PRINTAS", "PROVIDER",
	"PRECISION", "CLEARED", "OPTION", "TAXCODE", "1099", "URL", "DESCRIPTION2",
}

// StaysEmpty reports whether Intacct leaves a field empty that a create leaves
// empty. computes: of documents and their lines it makes amounts and dates itself.
func (f *Field) StaysEmpty(s *Schema, computes bool) bool {
	if f.Custom || len(f.Path) > 1 || len(f.Choices) > 0 || s.refers(f) {
		return false
	}
	id := strings.ToUpper(f.ID)
	switch f.Kind {
	case canonical.Text:
		number := strings.HasSuffix(id, "ID") && !strings.HasSuffix(id, "TAXID")
		return !number && !slices.ContainsFunc(filledNames, func(part string) bool { return strings.Contains(id, part) })
	case canonical.Numeric:
		return f.Money && !computes
	case canonical.Date:
		return !computes && !strings.HasPrefix(id, "WHEN")
	}
	return false
}
