package state

import (
	"maps"
	"math/rand/v2"
	"testing"
	"time"
)

func TestFingerprintsSurviveTheState(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	want := make(map[uint64]uint64)
	s := newLookBack(&Place{}, time.Hour, 10_000)
	for range 5000 {
		r := &Row{ID: random.Uint64() >> random.IntN(64), Modified: 1000, HasModified: true}
		if _, twice := want[r.ID]; twice {
			continue
		}
		want[r.ID] = random.Uint64()
		s.add(r, want[r.ID])
	}
	rows, lost := s.rows()
	got, err := packRows(rows).Unpack()
	if err != nil || lost != 0 || !maps.Equal(got, want) {
		t.Errorf("%d rows became %d, %d lost, %v", len(want), len(got), lost, err)
	}
}

func TestFingerprintsTellDataApart(t *testing.T) {
	data := []byte(`{"RECORDNO":1,"TOTAL":10.5}`)
	was := Fingerprint(data)
	for i := range data {
		for bit := range 8 {
			data[i] ^= 1 << bit
			if Fingerprint(data) == was {
				t.Errorf("the same with bit %d of byte %d changed", bit, i)
			}
			data[i] ^= 1 << bit
		}
	}
}

// TestLookBacksKeepTheLookBack adds rows in every order of time; what is kept
// must be what lies within the look-back of the greatest time.
func TestLookBacksKeepTheLookBack(t *testing.T) {
	const rows, lookback = 3000, 100
	for name, when := range map[string]func(int) Instant{
		"rising":  func(i int) Instant { return Instant(i) },
		"falling": func(i int) Instant { return Instant(rows - i) },
		"mixed":   func(i int) Instant { return Instant(i * 7919 % rows) },
	} {
		s := newLookBack(&Place{}, lookback*time.Second, 150)
		var high Instant
		for i := range rows {
			r := &Row{ID: uint64(i), Modified: when(i), HasModified: true}
			high = max(high, r.Modified)
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

func TestLookBacksAreBounded(t *testing.T) {
	const limit = 100
	s := newLookBack(&Place{}, time.Hour, limit)
	for i := range 1000 {
		s.add(&Row{ID: uint64(i), Modified: 5000, HasModified: true}, 0)
	}
	rows, lost := s.rows()
	if len(rows) != limit || lost != 900 {
		t.Errorf("%d kept, %d lost", len(rows), lost)
	}
}

func TestRowsDroppedBehindTheLookBackAreNotLost(t *testing.T) {
	const limit = 10
	s := newLookBack(&Place{}, time.Second, limit)
	for i := range 100 {
		s.add(&Row{ID: uint64(i), Modified: 1000, HasModified: true}, 0)
	}
	s.add(&Row{ID: 100, Modified: 2000, HasModified: true}, 0)
	rows, lost := s.rows()
	if len(rows) != 1 || lost != 0 {
		t.Errorf("%d kept, %d lost", len(rows), lost)
	}
}

func TestRowsWithoutACursorAreKept(t *testing.T) {
	s := newLookBack(&Place{}, time.Second, 10)
	s.add(&Row{ID: 1, Modified: 1_000_000, HasModified: true}, 1)
	s.add(&Row{ID: 2, Created: 10, HasCreated: true}, 2)
	s.add(&Row{ID: 3, Created: 20, HasCreated: true}, 3)
	s.add(&Row{ID: 4}, 4)
	rows, lost := s.rows()
	if len(rows) != 3 || lost != 0 || rows[0].key != 1 || rows[1].key != 3 || rows[2].key != 4 {
		t.Errorf("kept %v, %d lost", rows, lost)
	}
	if s.modified.high != 1_000_000 || s.created.high != 20 {
		t.Errorf("greatest times are %d and %d", s.modified.high, s.created.high)
	}
}
