package read

import (
	"context"
	"errors"
	"fmt"
	"math"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/source/config"
)

// excessive is the error of a stream of which more is gone at once than may be.
// It is reported when everything else has been emitted.
type excessive struct{ error }

func (e excessive) Unwrap() error { return e.error }

// A shrinkage is what of a reading's rows is gone, in the entities so far.
type shrinkage struct{ had, gone int }

// bearable returns an error if more of the present entity's rows are gone than
// may be at once, or of all so far. What was deleted is not to be told from what
// the user is not shown any more, so where it is most of a stream, somebody has
// to say so. Nothing was emitted yet, and the keys stay in the state: as soon as
// that is said, the next read emits them. atLeast is how many are gone, as far
// as is known.
func (r *objectRead) bearable(ctx context.Context, atLeast int) error {
	if atLeast == 0 || r.settings.MaxDeletes >= 100 {
		return nil
	}
	had, err := r.hadRows(ctx, atLeast)
	if err != nil {
		return err
	}
	gone := shrinkage{had, atLeast}
	if gone.gone <= r.settings.MostDeletes(gone.had) {
		gone = shrinkage{r.shrunk.had + had, r.shrunk.gone + atLeast}
	}
	if gone.gone <= r.settings.MostDeletes(gone.had) {
		return nil
	}
	return excessive{airbyte.Errorf(airbyte.ConfigError,
		"%s: %d of %d records (%d %%) are not in the company any more, which is more than may be deleted at once (max_deletes_percent: %d); no delete was emitted. "+
			"If the user's rights, entities or restrictions were narrowed, restore them. If the records were deleted, set max_deletes_percent to 100 for the next sync, or clear the stream's data and sync it again",
		r.name, gone.gone, gone.had, percentOf(gone), r.settings.MaxDeletes)}
}

func percentOf(s shrinkage) int { return int(int64(s.gone) * 100 / int64(s.had)) }

// hadRows is how many rows there were of the present entity before any was gone.
func (r *objectRead) hadRows(ctx context.Context, gone int) (int, error) {
	switch {
	case r.tracks() && r.place.Cursor == 0 && r.place.Created == 0:
		return int(r.tracked()), nil // the first window: all were emitted in it
	case r.tracks():
		return r.had, nil
	case gone <= r.settings.MostDeletes(config.CountedFrom+1):
		return gone, nil // too few to matter
	}
	there, err := r.records.Keys(r.keys).Count(ctx, 0, math.MaxInt64)
	return there + gone, err
}

// shrink notes the deletes of the present entity, which were emitted.
func (r *objectRead) shrink(gone int) {
	r.shrunk.had += max(r.had, gone)
	r.shrunk.gone += gone
}

// unbearable keeps the error of the present entity until everything else is out.
func (r *objectRead) unbearable(err error) bool {
	var much excessive
	if !errors.As(err, &much) {
		return false
	}
	if r.excess == nil {
		r.excess = err
		if r.settings.Entities.Many() && r.part != "" {
			r.excess = fmt.Errorf("entity %s: %w", r.part, err)
		}
	}
	return true
}
