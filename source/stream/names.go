package stream

import (
	"strings"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/intacct"
	"airbyte-sage-intacct/source/naming"
	"airbyte-sage-intacct/source/report"
)

// customName is the name of the stream of an object that the table does not have.
// A company may call its own objects what another stream is called.
func customName(n naming.Naming, object string) string {
	name := object
	if n != naming.Intacct && n != "" {
		name = strings.ToLower(object)
	}
	if isTaken(object) {
		name += customSuffix
	}
	return name
}

// customSuffix tells a company's object from the stream whose name it has.
const customSuffix = "_custom"

// ownName is the name of a company's object whose stream may have the suffix.
func ownName(name string) string {
	if own, cut := strings.CutSuffix(strings.ToLower(name), customSuffix); cut && isTaken(own) {
		return name[:len(own)]
	}
	return name
}

// isTaken reports whether a name means something else than a company's object.
func isTaken(name string) bool {
	_, known := intacct.ObjectNamed(name)
	_, audited := historyNamed(name)
	_, unified := tableNamed(name)
	return known || audited || unified || report.Named(name) != nil
}

// Renamed gives definitions the names that their streams will have.
func Renamed(n naming.Naming, list []Definition) []Definition {
	for i := range list {
		list[i].Name = list[i].shownAs(n)
	}
	return list
}

// shownAs is the name of a definition's stream.
func (c Definition) shownAs(n naming.Naming) string {
	switch {
	case c.docpar != "" || c.Object == "" || c.excluded != nil || c.table != nil:
		return c.Name
	case c.Audited != "":
		return n.History(c.Audited)
	case c.listing != nil:
		return n.Report(c.listing.Name)
	case c.Row != nil:
		return n.Object(c.Row)
	}
	return customName(n, c.Object)
}

// CheckName refuses a configured stream that was discovered under another naming:
// its columns have other names.
func (c Definition) CheckName(n naming.Naming, configured string) error {
	if name := c.shownAs(n); c.Object != "" && !strings.EqualFold(name, configured) {
		return airbyte.Errorf(airbyte.ConfigError,
			"stream %s is called %s now, because stream_naming is %q; refresh the source's schema", configured, name, n)
	}
	return nil
}

// takenNames are the names of the streams that there may be in any company.
func takenNames(n naming.Naming) map[string]bool {
	taken := make(map[string]bool)
	for _, row := range intacct.Objects() {
		taken[naming.Folded(n.Object(row))] = true
	}
	for _, l := range report.All() {
		taken[naming.Folded(n.Report(l.Name))] = true
	}
	return taken
}
