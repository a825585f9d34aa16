package destination

import (
	"context"
	"slices"

	"airbyte-sage-intacct/destination/plan"
	"airbyte-sage-intacct/destination/record"
	"airbyte-sage-intacct/destination/result"

	"github.com/rs/zerolog"
)

// recount knows what the run has created and Intacct does not keep from being
// there twice. In the end it is asked for once more: by then a copy may show that
// a gateway made of what an earlier run had sent.
type recount struct {
	plans []*plan.Plan
	items map[*plan.Plan][]*item
	count int
	bytes int
	left  int // were too many to be kept
}

// note keeps a record that was created.
func (r *recount) note(it *item, o result.Outcome) {
	if o.Kind != result.Created || it.guarded() {
		return
	}
	kept := it
	if !it.handle.content {
		kept = &item{plan: it.plan, document: &record.Document{}, handle: it.handle, identity: it.identity, label: it.label}
	} else if r.bytes += it.size; r.bytes > maxCountedBytes {
		r.left++
		return
	}
	if r.count++; r.count > maxCounted {
		r.left++
		return
	}
	if r.items == nil {
		r.items = map[*plan.Plan][]*item{}
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
				log.Warn().Err(err).Msgf("Stream %s: whether what was created is there once could not be counted.", p.Stream)
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

// Bounds of what is kept to be counted: identities, and the contents of records
// that have none.
const (
	maxCounted      = 50_000
	maxCountedBytes = 2 << 20
	countedAtOnce   = 500
)
