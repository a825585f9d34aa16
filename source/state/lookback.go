package state

import (
	"cmp"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"slices"
	"time"
)

// MaxFingerprints bounds what one stream's state remembers of the rows inside
// its look-back: some 400 KB at the most.
const MaxFingerprints = 25_000

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// Fingerprint condenses a row's data. Two checksums of different polynomials
// are one of degree 64, and processors have instructions for both.
func Fingerprint(data []byte) uint64 {
	return uint64(crc32.ChecksumIEEE(data))<<32 | uint64(crc32.Checksum(data, castagnoli))
}

// A seenRow is a row that was emitted: which, when it was stamped, and a
// fingerprint of its data.
type seenRow struct {
	key  uint64
	at   Instant
	data uint64
}

// A lookBack collects the rows that the next window will meet again, because
// they lie inside its look-back. Rows come in the order of their keys, so which
// they are is known only when the last has come; until then the collection is
// thinned as the greatest time seen rises.
type lookBack struct {
	lookback time.Duration
	limit    int
	modified recent    // rows with a cursor value, by it
	created  recent    // rows without one, by the time of their creation
	ahead    []seenRow // rows of the future, which every window meets until it is there
	again    recent    // lines that came with their parents, by the parents' time
	timeless []seenRow // rows with neither: every window meets them again
	lost     int       // of the timeless, beyond the limit
	begun    Instant   // the greatest time that was known before
}

// newLookBack begins where a place's cursors are.
func newLookBack(s *Place, lookback time.Duration, limit int) *lookBack {
	return &lookBack{
		lookback: lookback,
		limit:    limit,
		begun:    s.Cursor,
		modified: recent{high: max(s.Cursor, s.High)},
		created:  recent{high: max(s.Created, s.HighCreated)},
		again:    recent{high: s.Parents},
	}
}

// wants reports whether the next window may meet the row again.
func (s *lookBack) wants(r *Row) bool {
	switch {
	case r.Ahead:
		return true
	case r.HasModified:
		return r.Modified >= s.modified.high.Before(s.lookback)
	case r.HasCreated:
		return r.Created >= s.created.high.Before(s.lookback)
	}
	return true
}

// add remembers one row.
func (s *lookBack) add(r *Row, data uint64) {
	seen := seenRow{key: r.ID, at: r.Modified, data: data}
	switch {
	case r.Ahead && len(s.ahead) < s.limit:
		s.ahead = append(s.ahead, seen)
	case r.Ahead:
		s.lost++
	case r.HasModified:
		s.modified.add(seen, s.lookback, s.limit)
	case r.HasCreated:
		seen.at = r.Created
		s.created.add(seen, s.lookback, s.limit)
	case len(s.timeless) < s.limit:
		s.timeless = append(s.timeless, seen)
	default:
		s.lost++
	}
}

// addAgain remembers a line that came because its parent was changed.
func (s *lookBack) addAgain(r *Row, data uint64, parent Instant) {
	s.again.add(seenRow{key: r.ID, at: parent, data: data}, s.lookback, s.limit)
}

// rows is what the state keeps, and how many rows did not fit.
func (s *lookBack) rows() (rows []seenRow, lost int) {
	s.modified.trim(s.lookback)
	s.created.trim(s.lookback)
	s.again.trim(s.lookback)
	rows = slices.Concat(s.modified.list, s.created.list, s.again.list, s.timeless, s.ahead)
	lost = s.lost + s.modified.lost(s.lookback) + s.created.lost(s.lookback) + s.again.lost(s.lookback)
	if over := len(rows) - s.limit; over > 0 {
		lost += over
		rows = rows[:s.limit]
	}
	slices.SortFunc(rows, func(a, b seenRow) int { return cmp.Compare(a.key, b.key) })
	return rows, lost
}

// recent keeps the rows whose time lies at most the look-back before the
// greatest one seen.
type recent struct {
	high    Instant
	list    []seenRow
	dropped []drop
}

// A drop says that rows up to a time had no place.
type drop struct {
	newest Instant
	count  int
}

func (r *recent) add(s seenRow, lookback time.Duration, limit int) {
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
	slices.SortStableFunc(r.list, func(a, b seenRow) int { return cmp.Compare(b.at, a.at) })
	r.dropped = append(r.dropped, drop{newest: r.list[limit].at, count: len(r.list) - limit})
	r.list = r.list[:limit]
}

// trim drops the rows that the next window will not meet.
func (r *recent) trim(lookback time.Duration) {
	low := r.high.Before(lookback)
	r.list = slices.DeleteFunc(r.list, func(s seenRow) bool { return s.at < low })
}

// lost counts the dropped rows that the next window will meet again.
func (r *recent) lost(lookback time.Duration) int {
	n := 0
	for _, d := range r.dropped {
		if d.newest >= r.high.Before(lookback) {
			n += d.count
		}
	}
	return n
}

// PackedRows is the text of seen rows in a state: base64 of the keys' differences
// and the fingerprints. The times are not in it, the next window has its own.
type PackedRows string

func packRows(rows []seenRow) PackedRows {
	data := make([]byte, 0, len(rows)*(3+8))
	var last uint64
	for _, s := range rows {
		data = binary.AppendUvarint(data, s.key-last)
		data = binary.BigEndian.AppendUint64(data, s.data)
		last = s.key
	}
	return PackedRows(base64.RawStdEncoding.EncodeToString(data))
}

// Unpack returns the fingerprints by key.
func (p PackedRows) Unpack() (map[uint64]uint64, error) {
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
