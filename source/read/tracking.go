package read

import (
	"context"
	"errors"
	"math"

	"airbyte-sage-intacct/intacct"
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
		end, err := r.trail.Begin(ctx)
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
			r.namesHere().Add(key, name)
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
	if r.memory != nil {
		r.memory.Keys, r.memory.Texts = nil, nil
	}
}
