package source

import (
	"encoding/base64"
	"encoding/binary"
	"errors"
	"maps"
	"slices"

	"airbyte-sage-intacct/airbyte"
)

// A roll is what the emitted records of a stream are called whose key is not the
// record number, as hotglue's vendors. A delete has to name its record as the
// stream does, and when it is found there is no record to ask any more.
type roll map[int64]string

// maxRoll bounds the text of one roll in a state.
const maxRoll = 1 << 20

// roll is that of the present entity.
func (f *feed) roll() roll {
	part := f.reading.part
	if f.rolls[part] == nil {
		f.rolls[part] = make(roll)
	}
	return f.rolls[part]
}

// enrol notes what the present record is called.
func (f *feed) enrol() {
	if f.plan.called != nil && f.memory != nil {
		f.roll().add(f.to.row.number, f.to.row.called)
	}
}

func (r roll) add(key int64, name []byte) {
	if r[key] != string(name) {
		r[key] = string(name)
	}
}

// named are those of the sorted keys of gone records that a stream can name. Where another
// record is called the same by now, the stream's row is that one's.
func (f *feed) named(keys []int64) (named []int64, unknown int) {
	if f.plan.called == nil {
		return keys, 0
	}
	living := make(map[string]bool, len(f.roll()))
	for key, name := range f.roll() {
		if _, gone := slices.BinarySearch(keys, key); !gone {
			living[name] = true
		}
	}
	for _, key := range keys {
		name, known := f.roll()[key]
		switch {
		case !known:
			unknown++
		case !living[name]:
			named = append(named, key)
		}
	}
	return named, unknown
}

// appendCalled appends what a gone record was called.
func (f *feed) appendCalled(dst []byte, key int64) []byte {
	if f.plan.called == nil {
		return dst
	}
	return airbyte.AppendJSONString(append(dst, f.plan.called.label...), f.roll()[key])
}

// strike takes gone records off the roll.
func (f *feed) strike(keys []int64) {
	if f.plan.called == nil {
		return
	}
	for _, key := range keys {
		delete(f.roll(), key)
	}
}

// packedRoll is the text of a roll in a state: base64 of the keys' differences
// and the names.
type packedRoll string

// pack is "" for a roll that takes too much room.
func (r roll) pack() packedRoll {
	var data []byte
	var last int64
	for _, key := range slices.Sorted(maps.Keys(r)) {
		data = binary.AppendUvarint(data, uint64(key-last))
		data = binary.AppendUvarint(data, uint64(len(r[key])))
		data = append(data, r[key]...)
		last = key
	}
	if base64.RawStdEncoding.EncodedLen(len(data)) > maxRoll {
		return ""
	}
	return packedRoll(base64.RawStdEncoding.EncodeToString(data))
}

// unpack reads a roll. A state comes from outside, so nothing in it is trusted.
func (p packedRoll) unpack() (roll, error) {
	data, err := base64.RawStdEncoding.DecodeString(string(p))
	if err != nil {
		return nil, err
	}
	r := make(roll)
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
