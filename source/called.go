package source

import (
	"slices"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/source/state"
)

// roll is that of the present entity.
func (f *feed) roll() state.Names {
	part := f.reading.part
	if f.rolls[part] == nil {
		f.rolls[part] = make(state.Names)
	}
	return f.rolls[part]
}

// enrol notes what the present record is called.
func (f *feed) enrol() {
	if f.plan.Called != nil && f.memory != nil {
		f.roll().Add(f.to.Row.Number, f.to.Row.Called)
	}
}

// named are those of the sorted keys of gone records that a stream can name. Where another
// record is called the same by now, the stream's row is that one's.
func (f *feed) named(keys []int64) (named []int64, unknown int) {
	if f.plan.Called == nil {
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
	if f.plan.Called == nil {
		return dst
	}
	return airbyte.AppendJSONString(append(dst, f.plan.Called.Label...), f.roll()[key])
}

// strike takes gone records off the roll.
func (f *feed) strike(keys []int64) {
	if f.plan.Called == nil {
		return
	}
	for _, key := range keys {
		delete(f.roll(), key)
	}
}
