package source

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"airbyte-sage-intacct/intacct"
)

// reserved are columns that the connector itself may put beside the fields.
var reserved = []string{"_ab_cdc_deleted_at", "_entity_id"}

// propertyNames gives each field the name of its column: Intacct's own. Where
// two would collide in a destination, which lower-cases names and replaces
// what is no letter or digit, the later one is numbered. Standard fields come
// before a company's own, so that these cannot take a name away.
func propertyNames(fields []intacct.Field) (names []string, renamed map[string]string) {
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
		names[i] = freeName(fields[i].ID, taken)
		if names[i] != fields[i].ID {
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
