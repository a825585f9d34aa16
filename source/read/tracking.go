package read

import (
	"context"
	"errors"
	"fmt"
	"math"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/intacct"
	"airbyte-sage-intacct/source/config"
	"airbyte-sage-intacct/source/state"
)

// track prepares the key set of the present entity. Where rows were read before
// there was one, it begins with the rows that there are now.
func (r *objectRead) track(ctx context.Context) error {
	r.announced = 0
	r.fresh = r.place.Phase == "" && r.place.Cursor == 0 && r.place.Created == 0
	r.zones.Fresh = r.fresh
	packed, packedTexts := r.place.Keys, r.place.Texts
	r.keys, r.place.Keys = nil, ""
	r.texts, r.place.Texts = nil, ""
	if !r.noticesDeletes() {
		return nil
	}
	if r.asksTrail() && r.place.Deleted == 0 {
		end, err := r.reader.trail.Begin(ctx)
		if err != nil {
			return err
		}
		r.place.Deleted = end
	}
	if r.place.KeysLost {
		return nil
	}
	var err error
	if r.plan.Grouped() {
		err = r.trackTexts(ctx, packedTexts)
	} else {
		err = r.trackKeys(ctx, packed)
	}
	if r.had = 0; r.tracks() {
		r.had = int(r.tracked())
	}
	return err
}

// trackKeys is track for keys that are integers.
func (r *objectRead) trackKeys(ctx context.Context, packed state.PackedKeys) error {
	var err error
	if r.keys, err = packed.Unpack(); err != nil || r.keys != nil {
		r.announced = r.keys.Size()
		return err
	}
	r.keys = state.NewKeys()
	if r.fresh {
		return nil
	}
	r.out.Log().Info().Msgf("%s: listing the keys of all records once, so that deleted ones are noticed from now on", r.name)
	q := r.records.Keys(r.keys).Between(0, math.MaxInt64)
	called := r.plan.Called
	if called != nil {
		q.Select = append(q.Select, called.Field)
	}
	return r.records.EachKey(ctx, r.client, q, r.plan.Key.Field, func(key int64, record *intacct.Record) error {
		r.keys.Add(key)
		if called != nil {
			name, _ := record.Get(called.Field)
			r.sink.names.Add(key, name)
		}
		return nil
	})
}

// tracks reports whether the keys of what is emitted are kept.
func (r *objectRead) tracks() bool { return r.keys != nil || r.texts != nil }

// tracked is how many keys are kept.
func (r *objectRead) tracked() uint64 {
	if r.texts != nil {
		return r.texts.Size()
	}
	return r.keys.Size()
}

// announceKeys writes a state before records go out whose keys no state has yet.
// Otherwise a record that comes out just before a kill, and is deleted before the
// next attempt, would stay in the destination: nothing would know of it. For the
// same reason the state that covers a page waits for the keys of the next one.
func (r *objectRead) announceKeys(e *emission) error {
	if !r.tracks() || e.empty() && !r.unwritten {
		return nil
	}
	if n := r.tracked(); n > r.announced {
		r.announced, r.unwritten = n, true
	}
	if !r.unwritten {
		return nil
	}
	return r.checkpoint()
}

// say writes the state that waits for the keys of another page, which will not
// come because of an error.
func (r *objectRead) writeOwed(failure error) error {
	if !r.unwritten {
		return failure
	}
	if err := r.checkpoint(); err != nil {
		return errors.Join(failure, err)
	}
	return failure
}

// pack puts the key set into the place, as long as it is small enough.
func (r *objectRead) pack() {
	size := 0
	switch {
	case r.texts != nil:
		r.place.Texts = r.texts.Pack()
		size = len(r.place.Texts)
	case r.keys != nil:
		r.place.Keys = r.keys.Pack()
		size = len(r.place.Keys)
	}
	if size > state.MaxKeys || r.texts != nil && r.texts.TooLarge() {
		r.loseKeys()
	}
}

// loseKeys gives up on the set of keys.
func (r *objectRead) loseKeys() {
	where := "only noticed where the audit history tells of them"
	if r.plan.Grouped() {
		where = "not noticed; drop those whose " + r.plan.ParentKey.Name + " is no record of " + r.plan.Row.Parent + " any more, or read the stream in full"
	}
	r.out.Log().Warn().Msgf("%s: the keys of its records take more room than a state has (%d MB); deleted records are %s", r.name, state.MaxKeys>>20, where)
	r.keys, r.place.Keys, r.texts, r.place.Texts, r.place.KeysLost = nil, "", nil, "", true
	if r.sink.memory != nil {
		r.sink.memory.Keys, r.sink.memory.Texts = nil, nil
	}
}

// trackTexts is track for keys that are texts.
func (r *objectRead) trackTexts(ctx context.Context, packed state.PackedTexts) error {
	var err error
	if r.texts, err = packed.Unpack(); err != nil {
		return err
	}
	known := r.texts != nil
	if !known {
		r.texts = state.NewTexts()
	}
	if r.announced = r.texts.Size(); known || r.fresh {
		return nil
	}
	r.out.Log().Info().Msgf("%s: listing the keys of all records once, so that deleted ones are noticed from now on", r.name)
	err = r.records.Texts(r.texts).Each(ctx, 0, math.MaxInt64, func(owner int64, texts []string) error {
		for _, text := range texts {
			r.texts.Add(state.OwnedText{Owner: owner, Text: text})
		}
		if r.texts.TooLarge() {
			return errTooMany
		}
		return nil
	})
	if errors.Is(err, errTooMany) {
		r.loseKeys()
		return nil
	}
	return err
}

// errTooMany says that there are more keys than can be kept.
var errTooMany = errors.New("there are too many keys")

// excessive is the error of a stream of which more is gone at once than may be.
// It is reported when everything else has been emitted.
type excessive struct{ error }

func (e excessive) Unwrap() error { return e.error }

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

// checkpoint writes the state of the stream.
func (r *objectRead) checkpoint() error {
	r.pack()
	r.unwritten = false
	return r.out.State(r.name, r.check.state())
}

// complete writes the state of a stream that was read in full.
func (r *objectRead) complete() error {
	if !r.saved.last {
		return nil
	}
	return r.out.State(r.name, r.check.completed())
}
