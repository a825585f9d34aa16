package source

import (
	"context"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"math"

	"github.com/RoaringBitmap/roaring/v2/roaring64"

	"airbyte-sage-intacct/intacct"
)

// maxKeys bounds the text of one key set in a state. Record numbers that lie
// close together take less than a bit each, scattered ones some ten.
const maxKeys = 1 << 20

// A keySet holds the record numbers that were emitted and not deleted since. It
// is what a company is compared with to find the deleted ones.
type keySet struct {
	settled *roaring64.Bitmap
	fresh   []uint64 // not in the bitmap yet: many are added faster than one
}

// enoughFresh is how many keys wait to be added together.
const enoughFresh = 4096

func newKeySet() *keySet { return &keySet{settled: roaring64.New()} }

// add takes a key in. Records are numbered from 1; another number is none.
func (s *keySet) add(key int64) {
	if s == nil || key <= 0 {
		return
	}
	if s.fresh = append(s.fresh, uint64(key)); len(s.fresh) >= enoughFresh {
		s.keys()
	}
}

// keys is the whole set.
func (s *keySet) keys() *roaring64.Bitmap {
	if len(s.fresh) > 0 {
		s.settled.AddMany(s.fresh)
		s.fresh = s.fresh[:0]
	}
	return s.settled
}

func (s *keySet) remove(key int64) { s.keys().Remove(uint64(key)) }

func (s *keySet) removeAll(list []int64) {
	for _, key := range list {
		s.remove(key)
	}
}

func (s *keySet) has(key int64) bool { return key > 0 && s.keys().Contains(uint64(key)) }

// bounds are the least and the greatest key.
func (s *keySet) bounds() (low, high int64, some bool) {
	keys := s.keys()
	if keys.IsEmpty() {
		return 0, 0, false
	}
	return int64(keys.Minimum()), int64(keys.Maximum()), true
}

// tally is how many keys lie between two, which are included.
func (s *keySet) tally(low, high int64) int {
	keys := s.keys()
	n := keys.Rank(uint64(high))
	if low > 0 {
		n -= keys.Rank(uint64(low) - 1)
	}
	return int(n)
}

// nth is the key with n others before it, counted from low on.
func (s *keySet) nth(low int64, n int) (int64, error) {
	before := uint64(0)
	if low > 0 {
		before = s.keys().Rank(uint64(low) - 1)
	}
	key, err := s.keys().Select(before + uint64(n))
	return int64(key), err
}

// from walks the keys from one on.
func (s *keySet) from(low int64) roaring64.IntPeekable64 {
	keys := s.keys().Iterator()
	keys.AdvanceIfNeeded(uint64(low))
	return keys
}

// track prepares the key set of the present entity. Where rows were read before
// there was one, it begins with the rows that there are now.
func (r *reading) track(ctx context.Context) error {
	r.announced = 0
	r.fresh = r.place.Phase == "" && r.place.Cursor == 0 && r.place.Created == 0
	packed, packedTexts := r.place.Keys, r.place.Texts
	r.keys, r.place.Keys = nil, ""
	r.texts, r.place.Texts = nil, ""
	if !r.noticesDeletes() {
		return nil
	}
	if r.asksTrail() && r.place.Deleted == 0 {
		end, err := r.gone.begin(ctx)
		if err != nil {
			return err
		}
		r.place.Deleted = end
	}
	if r.place.KeysLost {
		return nil
	}
	var err error
	if r.plan.grouped() {
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
func (r *reading) trackKeys(ctx context.Context, packed packedKeys) error {
	var err error
	if r.keys, err = packed.unpack(); err != nil || r.keys != nil {
		r.announced = r.keys.size()
		return err
	}
	r.keys = newKeySet()
	if r.fresh {
		return nil
	}
	r.out.Log().Info().Msgf("%s: listing the keys of all records once, so that deleted ones are noticed from now on", r.name)
	q := r.census().between(0, math.MaxInt64)
	called := r.plan.called
	if called != nil {
		q.Select = append(q.Select, called.field)
	}
	return r.eachKey(ctx, r.client, q, r.plan.key.field, func(key int64, record *intacct.Record) error {
		r.keys.add(key)
		if called != nil {
			name, _ := record.Get(called.field)
			r.roll().add(key, name)
		}
		return nil
	})
}

// size is how many keys there are.
func (s *keySet) size() uint64 {
	if s == nil {
		return 0
	}
	return s.keys().GetCardinality()
}

// tracks says whether the keys of what is emitted are kept.
func (r *reading) tracks() bool { return r.keys != nil || r.texts != nil }

// tracked is how many keys are kept.
func (r *reading) tracked() uint64 {
	if r.texts != nil {
		return r.texts.size()
	}
	return r.keys.size()
}

// announceKeys writes a state before records go out whose keys no state has yet.
// Otherwise a record that comes out just before a kill, and is deleted before the
// next attempt, would stay in the destination: nothing would know of it. For the
// same reason the state that covers a page waits for the keys of the next one.
func (r *reading) announceKeys(e *emission) error {
	if !r.tracks() || e.empty() && !r.unsaid {
		return nil
	}
	if n := r.tracked(); n > r.announced {
		r.announced, r.unsaid = n, true
	}
	if !r.unsaid {
		return nil
	}
	return r.checkpoint()
}

// say writes the state that waits for the keys of another page, which will not
// come because of an error.
func (r *reading) say(failure error) error {
	if !r.unsaid {
		return failure
	}
	if err := r.checkpoint(); err != nil {
		return errors.Join(failure, err)
	}
	return failure
}

// pack puts the key set into the place, as long as it is small enough.
func (r *reading) pack() {
	size := 0
	switch {
	case r.texts != nil:
		r.place.Texts = r.texts.pack()
		size = len(r.place.Texts)
	case r.keys != nil:
		r.place.Keys = r.keys.pack()
		size = len(r.place.Keys)
	}
	if size > maxKeys || r.texts != nil && len(r.texts.settled) > maxTexts {
		r.loseKeys()
	}
}

// loseKeys gives up on the set of keys.
func (r *reading) loseKeys() {
	where := "only noticed where the audit history tells of them"
	if r.plan.grouped() {
		where = "not noticed; drop those whose " + r.plan.parentKey.name + " is no record of " + r.plan.row.Parent + " any more, or read the stream in full"
	}
	r.out.Log().Warn().Msgf("%s: the keys of its records take more room than a state has (%d MB); deleted records are %s", r.name, maxKeys>>20, where)
	r.keys, r.place.Keys, r.texts, r.place.Texts, r.place.KeysLost = nil, "", nil, "", true
	if r.memory != nil {
		r.memory.keys, r.memory.texts = nil, nil
	}
}

// packedKeys is the text of a key set in a state: base64 of a roaring bitmap in
// its portable format. "" is no set, which is another thing than an empty one.
type packedKeys string

func (s *keySet) pack() packedKeys {
	keys := s.keys()
	keys.RunOptimize()
	data, err := keys.ToBytes()
	if err != nil {
		panic("source: a key set that cannot be written: " + err.Error()) // it is written to memory
	}
	return packedKeys(base64.RawStdEncoding.EncodeToString(data))
}

// unpack reads a key set. A state comes from outside, so nothing in it is
// trusted.
func (p packedKeys) unpack() (set *keySet, err error) {
	if p == "" {
		return nil, nil
	}
	data, err := base64.RawStdEncoding.DecodeString(string(p))
	if err != nil {
		return nil, err
	}
	defer func() {
		if broken := recover(); broken != nil {
			set, err = nil, fmt.Errorf("the set of keys is broken: %v", broken)
		}
	}()
	// A bitmap begins with the number of its parts, each of which takes more
	// than that; room is made for them before they are read.
	const part = 8
	if len(data) < part || binary.LittleEndian.Uint64(data) > uint64(len(data)/part) {
		return nil, errors.New("the set of keys is cut")
	}
	set = newKeySet()
	if err := set.settled.UnmarshalBinary(data); err != nil {
		return nil, fmt.Errorf("the set of keys is broken: %w", err)
	}
	if err := set.settled.Validate(); err != nil {
		return nil, fmt.Errorf("the set of keys is broken: %w", err)
	}
	if set.settled.Contains(0) {
		return nil, errors.New("the set of keys has a key that no record has")
	}
	return set, nil
}
