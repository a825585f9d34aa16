package destination

import (
	"crypto/sha256"
	"slices"
	"strconv"
	"strings"
	"sync"

	"airbyte-sage-intacct/destination/record"
	"airbyte-sage-intacct/destination/result"
	"airbyte-sage-intacct/destination/schema"
)

// claims knows which records of the company this run has taken for which of the
// input, where several of the input may be the same.
type claims struct {
	mu    sync.Mutex
	taken map[claimKey]claim
}

// claim is what a record was taken for. It is open as long as the record itself
// does not say so.
type claim struct {
	by   claimKey
	open bool
}

// claimKey is short, because there may be one for every record of an input.
type claimKey [12]byte

func claimKeyOf(object, name string) claimKey {
	sum := sha256.Sum256([]byte(joined([]string{object, name})))
	return claimKey(sum[:12])
}

// take reports whether a record is the item's, because nobody has taken it
// before, and else whether the record says whose it is.
func (c *claims) take(it *item, number string) (own, said bool) {
	name := it.identity
	if it.exclusive {
		name = strconv.FormatUint(it.place, 10)
	}
	of, by := claimKeyOf(it.plan.Object(), number), claimKeyOf(it.plan.Object(), name)
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.taken == nil {
		c.taken = map[claimKey]claim{}
	}
	earlier, taken := c.taken[of]
	if !taken {
		c.taken[of] = claim{by, true}
	}
	return !taken || earlier.by == by, taken && !earlier.open
}

// close notes that a record now says what it was taken for.
func (c *claims) close(object, number string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	of := claimKeyOf(object, number)
	if earlier, taken := c.taken[of]; taken {
		c.taken[of] = claim{earlier.by, false}
	}
}

// choose are the records that an item stands for: those of the first of its
// handles that has any.
func (c *claims) choose(it *item, hits [][]record.Stored) []record.Stored {
	it.refused, it.foundBy, it.further = nil, ours, nil
	if it.handles == nil {
		return c.own(it, it.handle, hits[0])
	}
	it.stand(it.handle)
	var chosen []record.Stored
	for at, h := range it.handles {
		found := c.standingFor(it, h, hits[at], chosen != nil)
		switch {
		case len(found) == 0:
		case chosen == nil:
			chosen, it.foundBy, it.refused = found, h.role, nil
			if h.role == ours {
				it.stand(h)
			}
		case found[0].Number != chosen[0].Number:
			it.further = append(it.further, found...)
		}
	}
	return chosen
}

// standingFor are the records that a handle of an item stands for. known: a
// likelier handle stands for one already.
func (c *claims) standingFor(it *item, h handle, found []record.Stored, known bool) []record.Stored {
	switch {
	case h.role == natural:
		return it.sameNatural(found)
	case h.role == ours:
		return c.own(it, h, found)
	case known:
		return nil
	}
	return c.unclaimed(it, found)
}

// own leaves out the records that were taken for others of the input, which only
// those can be that stand under a handle of more than one.
func (c *claims) own(it *item, h handle, found []record.Stored) []record.Stored {
	if !it.exclusive && h.equal(it.handle) {
		return found
	}
	return slices.DeleteFunc(found, func(existing record.Stored) bool {
		own, _ := c.take(it, existing.Number)
		return !own
	})
}

// unclaimed is the first record that was written without a primary key and is
// nobody's yet. Where another was taken for it and cannot say so, nobody can tell
// whether this one is it too, or was never written.
func (c *claims) unclaimed(it *item, found []record.Stored) []record.Stored {
	for _, existing := range found {
		own, said := c.take(it, existing.Number)
		if own {
			it.refused = nil
			return []record.Stored{existing}
		}
		if !said {
			it.refused = result.Rejectf("%s %s has the same content, and an earlier record of this input with another primary key was taken for it", it.plan.Object(), existing.Number).
				Advise("It was written before the stream had a primary key, and cannot be given one. If this is another record, write it by a stream without that history, or enter it in Intacct with %s in %s.", result.Shorten(it.handle.values[0]), it.plan.Identity.ID)
		}
	}
	return nil
}

// sameNatural are records with the natural key of an item, unless they carry the
// primary key of another.
func (it *item) sameNatural(found []record.Stored) []record.Stored {
	identity := it.plan.Identity
	for _, existing := range found {
		carried, read := existing.Text(identity)
		carried = strings.TrimSpace(carried)
		isOwn := func(h handle) bool { return len(h.fields) == 1 && h.fields[0] == identity && h.values[0] == carried }
		if read && carried != "" && !slices.ContainsFunc(it.handles, isOwn) {
			it.refused = result.Rejectf("%s %s has the same %s, and its %s holds another key (%s)",
				it.plan.Object(), existing.Number, schema.Names(it.plan.Match), identity.ID, result.Shorten(carried)).
				Advise("Correct what is the same, or, if it is this record, put %s into its %s in Intacct. To know records by %s alone, name these as matching_keys in objects_map.",
					result.Shorten(it.handle.values[0]), identity.ID, schema.Names(it.plan.Match))
			return nil
		}
	}
	return found
}
