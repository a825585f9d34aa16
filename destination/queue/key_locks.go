package queue

import "slices"

// Ref names a record: an object, and one of the texts that identify a record of
// it.
type Ref struct{ Object, Name string }

// Links are the names of a record, and those of the records that it refers to.
type Links struct{ Refs, Needs []Ref }

// shares reports whether two records have a name in common.
func (l Links) shares(other Links) bool {
	return slices.ContainsFunc(l.Refs, func(r Ref) bool { return slices.Contains(other.Refs, r) })
}

// keyLocks knows which records are on their way, by all their names. A record
// waits for an earlier one that has its name, so that order is kept per key,
// and for an earlier one that it refers to. Of each name it has the places of the
// records in the input, in order.
type keyLocks map[Ref][]uint64

func (k keyLocks) add(l Links, at uint64) {
	for _, r := range l.Refs {
		k[r] = append(k[r], at)
	}
}

func (k keyLocks) remove(l Links, at uint64) {
	for _, r := range l.Refs {
		left := k[r]
		if i := slices.Index(left, at); i >= 0 {
			left = slices.Delete(left, i, i+1)
		}
		if len(left) == 0 {
			delete(k, r)
			continue
		}
		k[r] = left
	}
}

// free reports whether nothing that came before keeps a record waiting.
func (k keyLocks) free(l Links, at uint64) bool {
	return !k.heldBefore(l.Refs, at) && !k.heldBefore(l.Needs, at)
}

// held reports whether any record that has one of these names is on its way.
func (k keyLocks) held(refs []Ref) bool {
	return slices.ContainsFunc(refs, func(r Ref) bool { return len(k[r]) > 0 })
}

func (k keyLocks) heldBefore(refs []Ref, at uint64) bool {
	for _, r := range refs {
		if holders := k[r]; len(holders) > 0 && holders[0] < at {
			return true
		}
	}
	return false
}
