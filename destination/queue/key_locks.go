package destination

import "slices"

// holds knows which records are on their way, by all their names. A record
// waits for an earlier one that has its name, so that order is kept per key,
// and for an earlier one that it refers to.
type holds map[ref][]uint64

func (h holds) add(it *item) {
	for _, r := range it.refs {
		h[r] = append(h[r], it.seq)
	}
}

func (h holds) remove(it *item) {
	for _, r := range it.refs {
		left := h[r]
		if at := slices.Index(left, it.seq); at >= 0 {
			left = slices.Delete(left, at, at+1)
		}
		if len(left) == 0 {
			delete(h, r)
			continue
		}
		h[r] = left
	}
}

// free tells whether nothing that came before keeps a record waiting. Holders
// are in the order of the input.
func (h holds) free(it *item) bool {
	return !h.heldBefore(it.refs, it.seq) && !h.heldBefore(it.needs, it.seq)
}

// held reports whether any record that has one of these names is on its way.
func (h holds) held(refs []ref) bool {
	return slices.ContainsFunc(refs, func(r ref) bool { return len(h[r]) > 0 })
}

func (h holds) heldBefore(refs []ref, seq uint64) bool {
	for _, r := range refs {
		if holders := h[r]; len(holders) > 0 && holders[0] < seq {
			return true
		}
	}
	return false
}
