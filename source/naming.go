package source

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/intacct"
)

// A naming is whose names streams and their columns have.
type naming string

// Texts that stream_naming may have.
const (
	namingIntacct  naming = "intacct"
	namingHotglue  naming = "hotglue"
	namingFivetran naming = "fivetran"
)

var namings = []naming{namingIntacct, namingHotglue, namingFivetran}

// reserved are columns that the connector itself may put beside the fields.
var reserved = []string{deletedColumn, entityColumn, goneColumn, syncedColumn}

// column is the name of a field's column.
func (n naming) column(field string) string {
	if n == namingFivetran {
		return destinationName(field)
	}
	return field
}

// object is the name of the stream of an object. Those that the naming's owner
// does not read get a name in the same manner.
func (n naming) object(row *intacct.Object) string {
	switch n {
	case namingHotglue:
		return cmp.Or(row.Hotglue, row.Spelled)
	case namingFivetran:
		return cmp.Or(row.Fivetran, row.Spelled)
	}
	return row.Name
}

// history is the name of the stream of an object's audit history.
func (n naming) history(object string) string {
	row, known := intacct.ObjectNamed(object)
	switch {
	case n == namingIntacct || n == "":
		return auditPrefix + strings.ToUpper(object)
	case known:
		return hotglueAuditPrefix + n.object(row)
	}
	return hotglueAuditPrefix + strings.ToLower(object)
}

// listing is the name of the stream of a listing.
func (n naming) listing(l *listing) string {
	row, known := intacct.ObjectNamed(l.name)
	switch {
	case n == namingIntacct || n == "":
		return l.name
	case known:
		return n.object(row)
	}
	return strings.ToLower(l.name)
}

// custom is the name of the stream of an object that the table does not have.
// A company may call its own objects what another stream is called.
func (n naming) custom(object string) string {
	name := object
	if n != namingIntacct && n != "" {
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

// isTaken says whether a name means something else than a company's object.
func isTaken(name string) bool {
	_, known := intacct.ObjectNamed(name)
	_, audited := auditStreamNamed(name)
	_, unified := unifiedNamed(name)
	return known || audited || unified || listingNamed(name) != nil
}

// shown gives candidates the names that their streams will have.
func (n naming) shown(list []candidate) []candidate {
	for i := range list {
		list[i].name = n.stream(list[i])
	}
	return list
}

// stream is the name of a candidate's stream.
func (n naming) stream(c candidate) string {
	switch {
	case c.docpar != "" || c.object == "" || c.excluded != nil || c.table != nil:
		return c.name
	case c.audited != "":
		return n.history(c.audited)
	case c.listing != nil:
		return n.listing(c.listing)
	case c.row != nil:
		return n.object(c.row)
	}
	return n.custom(c.object)
}

// check refuses a configured stream that was discovered under another naming:
// its columns have other names.
func (n naming) check(c candidate, configured string) error {
	if name := n.stream(c); c.object != "" && !strings.EqualFold(name, configured) {
		return airbyte.Errorf(airbyte.ConfigError,
			"stream %s is called %s now, because stream_naming is %q; refresh the source's schema", configured, name, n)
	}
	return nil
}

// document is the name of the stream of the documents of one type, or of their
// lines.
func (n naming) document(row *intacct.Object, definition string) string {
	if n == namingIntacct || n == "" {
		return row.Name + "_" + streamWord(definition)
	}
	return n.object(row) + "_" + strings.ToLower(streamWord(definition))
}

// taken are the names of the streams that there may be in any company.
func (n naming) taken() map[string]bool {
	taken := make(map[string]bool)
	for _, row := range intacct.Objects() {
		taken[destinationName(n.object(row))] = true
	}
	for _, l := range listings() {
		taken[destinationName(n.listing(l))] = true
	}
	return taken
}

// propertyNames gives each field the name of its column. Where two would collide
// in a destination, which lower-cases names and replaces what is no letter or
// digit, the later one is numbered. Standard fields come before a company's own,
// so that these cannot take a name away.
func propertyNames(fields []intacct.Field, n naming) (names []string, renamed map[string]string) {
	order := make([]int, len(fields))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		if fields[a].Custom != fields[b].Custom {
			if fields[b].Custom {
				return -1
			}
			return 1
		}
		return cmp.Compare(fields[a].ID, fields[b].ID)
	})
	taken := make(map[string]bool, len(fields))
	for _, name := range reserved {
		taken[destinationName(name)] = true
	}
	names = make([]string, len(fields))
	for _, i := range order {
		wanted := n.column(fields[i].ID)
		names[i] = freeName(wanted, taken)
		if names[i] != wanted {
			if renamed == nil {
				renamed = make(map[string]string)
			}
			renamed[fields[i].ID] = names[i]
		}
	}
	return names, renamed
}

func freeName(name string, taken map[string]bool) string {
	free := name
	for n := 2; taken[destinationName(free)]; n++ {
		free = name + "_" + strconv.Itoa(n)
	}
	taken[destinationName(free)] = true
	return free
}

// destinationName is what destinations commonly make of a column's name.
func destinationName(name string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			return r
		case r >= 'A' && r <= 'Z':
			return r - 'A' + 'a'
		}
		return '_'
	}, name)
}
