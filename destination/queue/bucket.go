package destination

import "time"

// place is what the records of one batch have in common: the stream, and the
// entity whose session they are written in.
type place struct {
	plan   *plan
	entity string
}

// lane is where the records of a place wait until a batch of them leaves.
type lane struct{ items []*item }

// bounds of one batch.
type bounds struct{ count, bytes int }

// linger is how long a record waits for others to travel with.
const linger = time.Second

// due is when the lane's oldest record has waited long enough.
func (l *lane) due() time.Time { return l.items[0].arrived.Add(linger) }

// free lists, by index, the records that could leave together now.
func (l *lane) free(h holds, b bounds) []int {
	var chosen []int
	bytes := 0
	for i, it := range l.items {
		if !h.free(it) {
			continue
		}
		if bytes += it.size; len(chosen) > 0 && bytes > b.bytes {
			break
		}
		if chosen = append(chosen, i); len(chosen) == b.count {
			break
		}
	}
	return chosen
}

// take removes records from the lane.
func (l *lane) take(chosen []int) []*item {
	taken := make([]*item, 0, len(chosen))
	for _, i := range chosen {
		taken = append(taken, l.items[i])
		l.items[i] = nil
	}
	kept := l.items[:0]
	for _, it := range l.items {
		if it != nil {
			kept = append(kept, it)
		}
	}
	clear(l.items[len(kept):])
	l.items = kept
	return taken
}
