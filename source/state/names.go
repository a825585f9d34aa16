package state

import (
	"encoding/base64"
	"encoding/binary"
	"errors"
	"maps"
	"slices"
)

// Names are what the emitted records of a stream are called whose key is not the
// record number, as hotglue's vendors. A delete has to name its record as the
// stream does, and when it is found there is no record to ask any more.
type Names map[int64]string

// maxNames bounds the text of names in a state.
const maxNames = 1 << 20

// Add notes what a record is called.
func (r Names) Add(key int64, name []byte) {
	if r[key] != string(name) {
		r[key] = string(name)
	}
}

// PackedNames is the text of names in a state: base64 of the keys' differences
// and the names.
type PackedNames string

// Pack is "" for names that take too much room.
func (r Names) Pack() PackedNames {
	var data []byte
	var last int64
	for _, key := range slices.Sorted(maps.Keys(r)) {
		data = binary.AppendUvarint(data, uint64(key-last))
		data = binary.AppendUvarint(data, uint64(len(r[key])))
		data = append(data, r[key]...)
		last = key
	}
	if base64.RawStdEncoding.EncodedLen(len(data)) > maxNames {
		return ""
	}
	return PackedNames(base64.RawStdEncoding.EncodeToString(data))
}

// Unpack reads names. A state comes from outside, so nothing in it is trusted.
func (p PackedNames) Unpack() (Names, error) {
	data, err := base64.RawStdEncoding.DecodeString(string(p))
	if err != nil {
		return nil, err
	}
	r := make(Names)
	var key int64
	for len(data) > 0 {
		step, n := binary.Uvarint(data)
		length, m := binary.Uvarint(data[max(n, 0):])
		if n <= 0 || m <= 0 || uint64(len(data)-n-m) < length {
			return nil, errors.New("the list of names is cut")
		}
		key += int64(step)
		data = data[n+m:]
		r[key] = string(data[:length])
		data = data[length:]
	}
	return r, nil
}
