package destination

import (
	"context"
	"slices"

	"github.com/rs/zerolog"
)

// A record is in the company twice when the gateway was still at a create whose
// process had died, and the next run sent it again. Nothing can prevent that
// where the gateway forgets control ids and nobody tells of the first run; so it
// is told, with the numbers of all records, wherever it is met.

// meets notes that several records stand for one of the input.
func (it *item) meets(records []stored) {
	if len(records) < 2 {
		return
	}
	it.duplicates = nil
	for _, record := range records {
		it.duplicates = append(it.duplicates, record.number)
	}
}

// identifies reports whether only copies of one record can share the item's
// handle. Fields that a person names as matching keys need not be a key.
func (it *item) identifies() bool {
	p := it.plan
	return !it.handle.content && (slices.Equal(it.handle.fields, []*field{p.identity}) || slices.Equal(it.handle.fields, p.natural()))
}

// same are the records that are the item's own earlier work by their content.
func (it *item) same(found []stored) []stored {
	var list []stored
	for _, record := range found {
		if (comparison{lenient: true, except: it.uncompared()}).differ(it.document, record).none() {
			list = append(list, record)
		}
	}
	return list
}

// Bounds of what is kept to be counted: identities, and the contents of records
// that have none.
const (
	maxCounted      = 50_000
	maxCountedBytes = 2 << 20
	countedAtOnce   = 500
)

// recount knows what the run has created and Intacct does not keep from being
// there twice. In the end it is asked for once more: by then a copy may show that
// a gateway made of what an earlier run had sent.
type recount struct {
	plans []*plan
	items map[*plan][]*item
	count int
	bytes int
	left  int // were too many to be kept
}

// note keeps a record that was created.
func (r *recount) note(it *item, o outcome) {
	if o.did != created || it.guarded() {
		return
	}
	kept := it
	if !it.handle.content {
		kept = &item{plan: it.plan, document: &document{}, handle: it.handle, identity: it.identity, label: it.label}
	} else if r.bytes += it.size; r.bytes > maxCountedBytes {
		r.left++
		return
	}
	if r.count++; r.count > maxCounted {
		r.left++
		return
	}
	if r.items == nil {
		r.items = map[*plan][]*item{}
	}
	if r.items[it.plan] == nil {
		r.plans = append(r.plans, it.plan)
	}
	r.items[it.plan] = append(r.items[it.plan], kept)
}

// run asks for all of them, and hands on each that stands on several records. Only
// the end of the context is an error: all that was to be written is.
func (r *recount) run(ctx context.Context, f *finder, duplicated func(*item), log *zerolog.Logger) error {
	for _, p := range r.plans {
		for some := range slices.Chunk(r.items[p], countedAtOnce) {
			found, err := f.find(ctx, p, some)
			if ctx.Err() != nil {
				return ctx.Err()
			}
			if err != nil {
				log.Warn().Err(err).Msgf("Stream %s: whether what was created is there once could not be counted.", p.stream)
				break
			}
			for i, it := range some {
				if it.handle.content {
					found[i] = it.same(found[i])
				}
				if it.meets(found[i]); it.duplicates != nil {
					duplicated(it)
				}
			}
		}
	}
	if r.left > 0 {
		log.Info().Msgf("%d created records were too many to be counted once more.", r.left)
	}
	return nil
}
