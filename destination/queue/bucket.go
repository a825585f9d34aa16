package queue

import "time"

// Bucket is what the records of one batch have in common: the stream, and the
// entity whose session they are written in.
type Bucket struct{ Stream, Entity string }

// bucket is where records that may travel together wait until a batch of them
// leaves.
type bucket[T any] struct{ entries []*Entry[T] }

// bounds of one batch.
type bounds struct{ count, bytes int }

// linger is how long a record waits for others to travel with.
const linger = time.Second

// due is when the bucket's oldest record has waited long enough.
func (b *bucket[T]) due() time.Time { return b.entries[0].arrived.Add(linger) }

// free lists, by index, the records that could leave together now.
func (b *bucket[T]) free(k keyLocks, most bounds) []int {
	var chosen []int
	bytes := 0
	for i, e := range b.entries {
		if !k.free(e.Links, e.seq) {
			continue
		}
		if bytes += e.Size; len(chosen) > 0 && bytes > most.bytes {
			break
		}
		if chosen = append(chosen, i); len(chosen) == most.count {
			break
		}
	}
	return chosen
}

// take removes records from the bucket.
func (b *bucket[T]) take(chosen []int) []*Entry[T] {
	taken := make([]*Entry[T], 0, len(chosen))
	for _, i := range chosen {
		taken = append(taken, b.entries[i])
		b.entries[i] = nil
	}
	kept := b.entries[:0]
	for _, e := range b.entries {
		if e != nil {
			kept = append(kept, e)
		}
	}
	clear(b.entries[len(kept):])
	b.entries = kept
	return taken
}
