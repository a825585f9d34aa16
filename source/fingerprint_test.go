package source

import (
	"maps"
	"math/rand/v2"
	"testing"
	"time"
)

func TestFingerprintsSurviveTheState(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	want := make(map[uint64]uint64)
	s := newSightings(&slice{}, time.Hour, 10_000)
	for range 5000 {
		r := &row{id: random.Uint64() >> random.IntN(64), modified: 1000, hasModified: true}
		if _, twice := want[r.id]; twice {
			continue
		}
		want[r.id] = random.Uint64()
		s.add(r, want[r.id])
	}
	rows, lost := s.rows()
	got, err := packRows(rows).unpack()
	if err != nil || lost != 0 || !maps.Equal(got, want) {
		t.Errorf("%d rows became %d, %d lost, %v", len(want), len(got), lost, err)
	}
}

func TestFingerprintsTellDataApart(t *testing.T) {
	data := []byte(`{"RECORDNO":1,"TOTAL":10.5}`)
	was := fingerprint(data)
	for i := range data {
		for bit := range 8 {
			data[i] ^= 1 << bit
			if fingerprint(data) == was {
				t.Errorf("the same with bit %d of byte %d changed", bit, i)
			}
			data[i] ^= 1 << bit
		}
	}
}

// TestSightingsKeepTheLookBack adds rows in every order of time; what is kept
// must be what lies within the look-back of the greatest time.
func TestSightingsKeepTheLookBack(t *testing.T) {
	const rows, lookback = 3000, 100
	for name, when := range map[string]func(int) instant{
		"rising":  func(i int) instant { return instant(i) },
		"falling": func(i int) instant { return instant(rows - i) },
		"mixed":   func(i int) instant { return instant(i * 7919 % rows) },
	} {
		s := newSightings(&slice{}, lookback*time.Second, 150)
		var high instant
		for i := range rows {
			r := &row{id: uint64(i), modified: when(i), hasModified: true}
			high = max(high, r.modified)
			if s.wants(r) {
				s.add(r, uint64(i))
			}
		}
		kept, lost := s.rows()
		want := 0
		for i := range rows {
			if when(i) >= high-lookback {
				want++
			}
		}
		if len(kept) != want || lost != 0 {
			t.Errorf("%s: %d kept, %d lost, want %d", name, len(kept), lost, want)
		}
	}
}

func TestSightingsAreBounded(t *testing.T) {
	const limit = 100
	s := newSightings(&slice{}, time.Hour, limit)
	for i := range 1000 {
		s.add(&row{id: uint64(i), modified: 5000, hasModified: true}, 0)
	}
	rows, lost := s.rows()
	if len(rows) != limit || lost != 900 {
		t.Errorf("%d kept, %d lost", len(rows), lost)
	}
}

func TestRowsDroppedBehindTheLookBackAreNotLost(t *testing.T) {
	const limit = 10
	s := newSightings(&slice{}, time.Second, limit)
	for i := range 100 {
		s.add(&row{id: uint64(i), modified: 1000, hasModified: true}, 0)
	}
	s.add(&row{id: 100, modified: 2000, hasModified: true}, 0)
	rows, lost := s.rows()
	if len(rows) != 1 || lost != 0 {
		t.Errorf("%d kept, %d lost", len(rows), lost)
	}
}

func TestRowsWithoutACursorAreKept(t *testing.T) {
	s := newSightings(&slice{}, time.Second, 10)
	s.add(&row{id: 1, modified: 1_000_000, hasModified: true}, 1)
	s.add(&row{id: 2, created: 10, hasCreated: true}, 2)
	s.add(&row{id: 3, created: 20, hasCreated: true}, 3)
	s.add(&row{id: 4}, 4)
	rows, lost := s.rows()
	if len(rows) != 3 || lost != 0 || rows[0].key != 1 || rows[1].key != 3 || rows[2].key != 4 {
		t.Errorf("kept %v, %d lost", rows, lost)
	}
	if s.modified.high != 1_000_000 || s.created.high != 20 {
		t.Errorf("greatest times are %d and %d", s.modified.high, s.created.high)
	}
}
