package naming

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"airbyte-sage-intacct/intacct"
)

// Columns gives each field the name of its column. Where two would collide
// in a destination, which lower-cases names and replaces what is no letter or
// digit, the later one is numbered. Standard fields come before a company's own,
// so that these cannot take a name away.
func Columns(fields []intacct.Field, n Naming) (names []string, renamed map[string]string) {
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
	for _, name := range Reserved {
		taken[Folded(name)] = true
	}
	names = make([]string, len(fields))
	for _, i := range order {
		wanted := n.Column(fields[i].ID)
		names[i] = Free(wanted, taken)
		if names[i] != wanted {
			if renamed == nil {
				renamed = make(map[string]string)
			}
			renamed[fields[i].ID] = names[i]
		}
	}
	return names, renamed
}

// Free is a name that no other has: a number follows where one does.
func Free(name string, taken map[string]bool) string {
	free := name
	for n := 2; taken[Folded(free)]; n++ {
		free = name + "_" + strconv.Itoa(n)
	}
	taken[Folded(free)] = true
	return free
}

// Folded is what destinations commonly make of a column's name.
func Folded(name string) string {
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

// Word makes a part of a stream's name out of a name that people gave:
// destinations make tables of streams, and letters and digits are safe in all.
func Word(name string) string {
	words := strings.FieldsFunc(strings.ToUpper(name), func(r rune) bool {
		return (r < 'A' || r > 'Z') && (r < '0' || r > '9')
	})
	if len(words) == 0 {
		return "TYPE"
	}
	return strings.Join(words, "_")
}

// Reserved are columns that the connector itself may put beside the fields.
var Reserved = []string{DeletedColumn, EntityColumn, GoneColumn, SyncedColumn}
