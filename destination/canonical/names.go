package canonical

import (
	"maps"
	"strings"
)

// NormalName is the form in which names meet: Airbyte destinations and caches
// lower-case names and replace what is not a letter or digit, so that
// DISPLAYCONTACT.PRINTAS may come back as displaycontact_printas.
func NormalName(name string) string {
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

// IsForeign tells the columns that are about the record and not part of it.
func IsForeign(name string) bool {
	name = NormalName(name)
	if name == EntityColumn {
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
	// EntityColumn names the entity that our source read a row in.
	EntityColumn = "_entity_id"
	// OwnerField is the field that names the entity a record belongs to.
	OwnerField = "MEGAENTITYID"
	// DeletedColumn is where sources say when a row was deleted.
	DeletedColumn = "_ab_cdc_deleted_at"
	// GoneColumn is where Fivetran's tables, and our source under their names, say
	// that a row was deleted.
	GoneColumn = "_fivetran_deleted"
)

// Index finds things by name: exactly but for letter case first, by the normal
// form second. Two things may share a normal form (PROJECT.NAME and
// PROJECT_NAME); then only the exact name finds either.
type Index[T any] struct {
	Exact map[string]T
	loose map[string][]T
}

// NewIndex makes an index for so many things.
func NewIndex[T any](size int) Index[T] {
	return Index[T]{Exact: make(map[string]T, size), loose: make(map[string][]T, size)}
}

// Add makes a thing known by a name.
func (x Index[T]) Add(name string, thing T) {
	x.Exact[strings.ToUpper(name)] = thing
	x.loose[NormalName(name)] = append(x.loose[NormalName(name)], thing)
}

// Clone is an index of its own with the same things.
func (x Index[T]) Clone() Index[T] {
	return Index[T]{Exact: maps.Clone(x.Exact), loose: maps.Clone(x.loose)}
}

// Find answers the thing, and whether there is exactly one.
func (x Index[T]) Find(name string) (thing T, found bool) {
	if thing, found = x.Exact[strings.ToUpper(name)]; found {
		return thing, true
	}
	if candidates := x.loose[NormalName(name)]; len(candidates) == 1 {
		return candidates[0], true
	}
	return thing, false
}

// AppendNew adds the texts that a list does not have, in any letter case.
func AppendNew(list []string, texts ...string) []string {
	for _, text := range texts {
		if text != "" && !HasName(list, text) {
			list = append(list, text)
		}
	}
	return list
}

// HasName reports whether a name is in a list, in any letter case.
func HasName(names []string, name string) bool {
	for _, candidate := range names {
		if strings.EqualFold(candidate, name) {
			return true
		}
	}
	return false
}

// AttachmentsColumn brings the files of a record.
const AttachmentsColumn = "attachments"
