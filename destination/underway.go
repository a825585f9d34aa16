package destination

import (
	"context"
	"strings"
	"sync"

	"airbyte-sage-intacct/destination/record"
	"airbyte-sage-intacct/destination/result"
)

// underway knows the bills and invoices of the input that are on their way into
// the company. A payment names what it pays by a number that only Intacct gives
// out, so it waits for them: the resolver enters them, the queue strikes them
// off.
type underway struct {
	mu      sync.Mutex
	counts  map[sought]int
	struck  chan struct{}    // replaced whenever one is struck off
	written map[sought][]hit // what a dry run would have created
}

func newUnderway() *underway {
	return &underway{counts: map[sought]int{}, struck: make(chan struct{}), written: map[sought][]hit{}}
}

// calledIn is what payments call a document by; false if none does.
func calledIn(it *item) (sought, bool) {
	if dueOf(it.plan.Object()) == nil {
		return sought{}, false
	}
	number := it.document.TextOf("RECORDID")
	return sought{lookup: lookup{object: it.plan.Object(), field: "RECORDID"}, value: strings.ToLower(strings.TrimSpace(number))}, number != ""
}

// enter takes note of a record that is handed to the queue.
func (u *underway) enter(it *item) {
	s, called := calledIn(it)
	if !called {
		return
	}
	u.mu.Lock()
	defer u.mu.Unlock()
	u.counts[s]++
	it.called = s
}

// strike takes note that a record is settled.
func (u *underway) strike(it *item, o result.Outcome) {
	s := it.called
	if s == (sought{}) {
		return
	}
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.counts[s]--; u.counts[s] <= 0 {
		delete(u.counts, s)
	}
	if o.Kind == result.WouldCreate {
		u.written[s] = append(u.written[s], rehearsedHit(it))
	}
	it.called = sought{}
	close(u.struck)
	u.struck = make(chan struct{})
}

// unwritten is the number of a record that a dry run did not write.
const unwritten = "0"

// rehearsedHit is what a dry run knows of a document that it did not create.
func rehearsedHit(it *item) hit {
	h := hit{object: it.plan.Object(), texts: map[string]string{"RECORDNO": unwritten}}
	for _, name := range []string{"RECORDID", dueOf(h.object).Party, "CURRENCY"} {
		h.texts[name] = it.document.TextOf(name)
	}
	return h
}

// rehearsed are the documents that a dry run would have created.
func (u *underway) rehearsed(s sought) []hit {
	u.mu.Lock()
	defer u.mu.Unlock()
	return u.written[s]
}

// has tells whether any of these is on its way, and what to wait for if so.
func (u *underway) has(list []sought) (<-chan struct{}, bool) {
	u.mu.Lock()
	defer u.mu.Unlock()
	for _, s := range list {
		if u.counts[s] > 0 {
			return u.struck, true
		}
	}
	return nil, false
}

// await waits until none of these is on its way; false if the write has ended.
func (u *underway) await(ctx context.Context, list []sought) bool {
	for {
		struck, waiting := u.has(list)
		if !waiting {
			return true
		}
		select {
		case <-struck:
		case <-ctx.Done():
			return false
		}
	}
}

// pays lists the documents that a record pays and calls by their numbers.
func pays(d *record.Document) []sought {
	var list []sought
	d.EachLookup(func(_ *record.Document, w record.Lookup) {
		for _, part := range w.Parts {
			for _, one := range part {
				if dueOf(one.Object) != nil && one.Field == "RECORDID" {
					list = append(list, soughtBy(one))
				}
			}
		}
	})
	return list
}
