package destination

import (
	"strings"

	"airbyte-sage-intacct/intacct"
)

// normal is the form in which names meet: Airbyte destinations and caches
// lower-case names and replace what is not a letter or digit, so that
// DISPLAYCONTACT.PRINTAS may come back as displaycontact_printas.
func normal(name string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case 'A' <= r && r <= 'Z':
			return r + 'a' - 'A'
		case 'a' <= r && r <= 'z', '0' <= r && r <= '9', r > 127:
			return r
		}
		return '_'
	}, name)
}

// foreignPrefixes begin the columns that tools add to records on their way.
var foreignPrefixes = []string{"_airbyte_", "_ab_", "_fivetran_"}

// foreign tells the columns that are about the record and not part of it.
func foreign(name string) bool {
	name = normal(name)
	if name == entityColumn {
		return true
	}
	for _, prefix := range foreignPrefixes {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return false
}

const (
	// entityColumn names the entity that our source read a row in.
	entityColumn = "_entity_id"
	// owner is the field that names the entity a record belongs to.
	owner = "MEGAENTITYID"
	// deletedColumn is where sources say when a row was deleted, goneColumn where
	// Fivetran's tables and our source under their names say that it was.
	deletedColumn = "_ab_cdc_deleted_at"
	goneColumn    = "_fivetran_deleted"
)

// index finds things by name: exactly but for letter case first, by the normal
// form second. Two things may share a normal form (PROJECT.NAME and
// PROJECT_NAME); then only the exact name finds either.
type index[T any] struct {
	exact map[string]T
	loose map[string][]T
}

func newIndex[T any](size int) index[T] {
	return index[T]{exact: make(map[string]T, size), loose: make(map[string][]T, size)}
}

func (x index[T]) add(name string, thing T) {
	x.exact[strings.ToUpper(name)] = thing
	x.loose[normal(name)] = append(x.loose[normal(name)], thing)
}

// find answers the thing, and whether there is exactly one.
func (x index[T]) find(name string) (thing T, found bool) {
	if thing, found = x.exact[strings.ToUpper(name)]; found {
		return thing, true
	}
	if candidates := x.loose[normal(name)]; len(candidates) == 1 {
		return candidates[0], true
	}
	return thing, false
}

// plurals are the ends that the names of tables have where those of objects do
// not.
var plurals = [][2]string{{"ies", "y"}, {"es", ""}, {"s", ""}}

// meant is what the name of a stream means where the company has no object of
// that name: one of Intacct's in the plural (vendors, ap_bills), or an object of
// the company's own that our source tells from one of Intacct's by a suffix.
// nil is nothing.
func meant(name string) *intacct.Object {
	name = strings.ToLower(name)
	if own, cut := strings.CutSuffix(name, "_custom"); cut {
		return unlisted(own)
	}
	for _, end := range plurals {
		if stem, cut := strings.CutSuffix(name, end[0]); cut {
			if object, known := intacct.ObjectNamed(stem + end[1]); known {
				return object
			}
		}
	}
	return nil
}
