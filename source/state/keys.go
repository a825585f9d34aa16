package state

import (
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/RoaringBitmap/roaring/v2/roaring64"
)

// Keys are a set of the record numbers that were emitted and not deleted since. It
// is what a company is compared with to find the deleted ones.
type Keys struct {
	settled *roaring64.Bitmap
	fresh   []uint64 // not in the bitmap yet: many are added faster than one
}

// enoughFresh is how many keys wait to be added together.
const enoughFresh = 4096

// NewKeys is an empty set.
func NewKeys() *Keys { return &Keys{settled: roaring64.New()} }

// Add takes a key in. Records are numbered from 1; another number is none.
func (s *Keys) Add(key int64) {
	if s == nil || key <= 0 {
		return
	}
	if s.fresh = append(s.fresh, uint64(key)); len(s.fresh) >= enoughFresh {
		s.keys()
	}
}

// keys is the whole set.
func (s *Keys) keys() *roaring64.Bitmap {
	if len(s.fresh) > 0 {
		s.settled.AddMany(s.fresh)
		s.fresh = s.fresh[:0]
	}
	return s.settled
}

// Remove takes a key out.
func (s *Keys) Remove(key int64) { s.keys().Remove(uint64(key)) }

// RemoveAll takes keys out.
func (s *Keys) RemoveAll(list []int64) {
	for _, key := range list {
		s.Remove(key)
	}
}

// Has reports whether a key is in the set.
func (s *Keys) Has(key int64) bool { return key > 0 && s.keys().Contains(uint64(key)) }

// Bounds are the least and the greatest key.
func (s *Keys) Bounds() (low, high int64, some bool) {
	keys := s.keys()
	if keys.IsEmpty() {
		return 0, 0, false
	}
	return int64(keys.Minimum()), int64(keys.Maximum()), true
}

// Tally is how many keys lie between two, which are included.
func (s *Keys) Tally(low, high int64) int {
	keys := s.keys()
	n := keys.Rank(uint64(high))
	if low > 0 {
		n -= keys.Rank(uint64(low) - 1)
	}
	return int(n)
}

// Nth is the key with n others before it, counted from low on.
func (s *Keys) Nth(low int64, n int) (int64, error) {
	before := uint64(0)
	if low > 0 {
		before = s.keys().Rank(uint64(low) - 1)
	}
	key, err := s.keys().Select(before + uint64(n))
	return int64(key), err
}

// From walks the keys from one on.
func (s *Keys) From(low int64) roaring64.IntPeekable64 {
	keys := s.keys().Iterator()
	keys.AdvanceIfNeeded(uint64(low))
	return keys
}

// Size is how many keys there are.
func (s *Keys) Size() uint64 {
	if s == nil {
		return 0
	}
	return s.keys().GetCardinality()
}

// PackedKeys is the text of a key set in a state: base64 of a roaring bitmap in
// its portable format. "" is no set, which is another thing than an empty one.
type PackedKeys string

// Pack is the set as a state holds it.
func (s *Keys) Pack() PackedKeys {
	keys := s.keys()
	keys.RunOptimize()
	data, err := keys.ToBytes()
	if err != nil {
		panic("state: a key set that cannot be written: " + err.Error()) // it is written to memory
	}
	return PackedKeys(base64.RawStdEncoding.EncodeToString(data))
}

// Unpack reads a key set. A state comes from outside, so nothing in it is
// trusted.
func (p PackedKeys) Unpack() (set *Keys, err error) {
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
	set = NewKeys()
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

// MaxKeys bounds the text of one key set in a state. Record numbers that lie
// close together take less than a bit each, scattered ones some ten.
const MaxKeys = 1 << 20
