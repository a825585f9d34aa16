package source

import (
	"cmp"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"slices"
	"time"
)

// maxFingerprints bounds what one stream's state remembers of the rows inside
// its look-back: some 400 KB at the most.
const maxFingerprints = 25_000

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// fingerprint condenses a row's data. Two checksums of different polynomials
// are one of degree 64, and processors have instructions for both.
func fingerprint(data []byte) uint64 {
	return uint64(crc32.ChecksumIEEE(data))<<32 | uint64(crc32.Checksum(data, castagnoli))
}

// A sighting is a row that was emitted: which, when it was stamped, and a
// fingerprint of its data.
type sighting struct {
	key  uint64
	at   instant
	data uint64
}

// sightings collects the rows that the next window will meet again, because
// they lie inside its look-back. Rows come in the order of their keys, so which
// they are is known only when the last has come; until then the collection is
// thinned as the greatest time seen rises.
type sightings struct {
	lookback time.Duration
	limit    int
	modified recent     // rows with a cursor value, by it
	created  recent     // rows without one, by the time of their creation
	ahead    []sighting // rows of the future, which every window meets until it is there
	again    recent     // lines that came with their parents, by the parents' time
	timeless []sighting // rows with neither: every window meets them again
	lost     int        // of the timeless, beyond the limit
	begun    instant    // the greatest time that was known before
}

// newSightings begins where a slice's cursors are.
func newSightings(s *slice, lookback time.Duration, limit int) *sightings {
	return &sightings{
		lookback: lookback,
		limit:    limit,
		begun:    s.Cursor,
		modified: recent{high: max(s.Cursor, s.High)},
		created:  recent{high: max(s.Created, s.HighCreated)},
		again:    recent{high: s.Parents},
	}
}

// wants says whether the next window may meet the row again.
func (s *sightings) wants(r *row) bool {
	switch {
	case r.ahead:
		return true
	case r.hasModified:
		return r.modified >= s.modified.high.before(s.lookback)
	case r.hasCreated:
		return r.created >= s.created.high.before(s.lookback)
	}
	return true
}

// add remembers one row.
func (s *sightings) add(r *row, data uint64) {
	seen := sighting{key: r.id, at: r.modified, data: data}
	switch {
	case r.ahead && len(s.ahead) < s.limit:
		s.ahead = append(s.ahead, seen)
	case r.ahead:
		s.lost++
	case r.hasModified:
		s.modified.add(seen, s.lookback, s.limit)
	case r.hasCreated:
		seen.at = r.created
		s.created.add(seen, s.lookback, s.limit)
	case len(s.timeless) < s.limit:
		s.timeless = append(s.timeless, seen)
	default:
		s.lost++
	}
}

// addAgain remembers a line that came because its parent was changed.
func (s *sightings) addAgain(r *row, data uint64, parent instant) {
	s.again.add(sighting{key: r.id, at: parent, data: data}, s.lookback, s.limit)
}

// rows is what the state keeps, and how many rows did not fit.
func (s *sightings) rows() (rows []sighting, lost int) {
	s.modified.trim(s.lookback)
	s.created.trim(s.lookback)
	s.again.trim(s.lookback)
	rows = slices.Concat(s.modified.list, s.created.list, s.again.list, s.timeless, s.ahead)
	lost = s.lost + s.modified.lost(s.lookback) + s.created.lost(s.lookback) + s.again.lost(s.lookback)
	if over := len(rows) - s.limit; over > 0 {
		lost += over
		rows = rows[:s.limit]
	}
	slices.SortFunc(rows, func(a, b sighting) int { return cmp.Compare(a.key, b.key) })
	return rows, lost
}

// recent keeps the rows whose time lies at most the look-back before the
// greatest one seen.
type recent struct {
	high    instant
	list    []sighting
	dropped []drop
}

// A drop says that rows up to a time had no place.
type drop struct {
	newest instant
	count  int
}

func (r *recent) add(s sighting, lookback time.Duration, limit int) {
	r.high = max(r.high, s.at)
	r.list = append(r.list, s)
	if len(r.list) >= 2*limit {
		r.thin(lookback, limit)
	}
}

// thin drops the rows that fell behind, and, if that does not help, the oldest.
func (r *recent) thin(lookback time.Duration, limit int) {
	r.trim(lookback)
	if len(r.list) <= limit {
		return
	}
	slices.SortStableFunc(r.list, func(a, b sighting) int { return cmp.Compare(b.at, a.at) })
	r.dropped = append(r.dropped, drop{newest: r.list[limit].at, count: len(r.list) - limit})
	r.list = r.list[:limit]
}

// trim drops the rows that the next window will not meet.
func (r *recent) trim(lookback time.Duration) {
	low := r.high.before(lookback)
	r.list = slices.DeleteFunc(r.list, func(s sighting) bool { return s.at < low })
}

// lost counts the dropped rows that the next window will meet again.
func (r *recent) lost(lookback time.Duration) int {
	n := 0
	for _, d := range r.dropped {
		if d.newest >= r.high.before(lookback) {
			n += d.count
		}
	}
	return n
}

// packedRows is the text of sightings in a state: base64 of the keys' differences
// and the fingerprints. The times are not in it, the next window has its own.
type packedRows string

func packRows(rows []sighting) packedRows {
	data := make([]byte, 0, len(rows)*(3+8))
	var last uint64
	for _, s := range rows {
		data = binary.AppendUvarint(data, s.key-last)
		data = binary.BigEndian.AppendUint64(data, s.data)
		last = s.key
	}
	return packedRows(base64.RawStdEncoding.EncodeToString(data))
}

// unpack returns the fingerprints by key.
func (p packedRows) unpack() (map[uint64]uint64, error) {
	data, err := base64.RawStdEncoding.DecodeString(string(p))
	if err != nil {
		return nil, err
	}
	rows := make(map[uint64]uint64, len(data)/10)
	var key uint64
	for len(data) > 0 {
		step, n := binary.Uvarint(data)
		if n <= 0 || len(data) < n+8 {
			return nil, errors.New("the list of fingerprints is cut")
		}
		key += step
		rows[key] = binary.BigEndian.Uint64(data[n:])
		data = data[n+8:]
	}
	return rows, nil
}
