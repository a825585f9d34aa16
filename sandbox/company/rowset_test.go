package company

import (
	"math/rand/v2"
	"testing"
)

// Set operations must agree with sets of single rows, as spans and as bitmaps.
func TestRowsetsAgreeWithSets(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 8))
	for range 2000 {
		rows := 1 + random.IntN(200)
		a, inA := randomRowset(random, rows)
		b, inB := randomRowset(random, rows)
		gone := []int{}
		for i := range rows {
			if random.IntN(20) == 0 {
				gone = append(gone, i)
			}
		}
		checkRowset(t, a.and(b), rows, func(i int) bool { return inA[i] && inB[i] })
		checkRowset(t, a.or(b), rows, func(i int) bool { return inA[i] || inB[i] })
		checkRowset(t, a.without(gone), rows, func(i int) bool { return inA[i] && !contains(gone, i) })
	}
}

func contains(rows []int, i int) bool {
	for _, x := range rows {
		if x == i {
			return true
		}
	}
	return false
}

func randomRowset(random *rand.Rand, rows int) (rowset, map[int]bool) {
	in := map[int]bool{}
	s := rowset{rows: rows}
	for i := 0; i < rows; {
		from := i + random.IntN(70)
		to := min(from+1+random.IntN(140), rows)
		if from >= rows {
			break
		}
		s.spans = append(s.spans, span{from, to})
		for x := from; x < to; x++ {
			in[x] = true
		}
		i = to + 1
	}
	if random.IntN(2) == 0 {
		s = rowset{rows: rows, bits: s.bitmap()}
	}
	return s, in
}

func checkRowset(t *testing.T, s rowset, rows int, in func(int) bool) {
	t.Helper()
	var want []int
	for i := range rows {
		if in(i) {
			want = append(want, i)
		}
	}
	if s.count() != len(want) {
		t.Fatalf("count = %d, want %d", s.count(), len(want))
	}
	c := s.walk(false)
	for _, i := range want {
		if !c.ok || c.next != i {
			t.Fatalf("walking up: at %d (%v), want %d", c.next, c.ok, i)
		}
		c.step()
	}
	if c.ok {
		t.Fatalf("walking up goes on to %d", c.next)
	}
	down := s.walk(true)
	for n := len(want) - 1; n >= 0; n-- {
		if !down.ok || down.next != want[n] {
			t.Fatalf("walking down: at %d (%v), want %d", down.next, down.ok, want[n])
		}
		down.step()
	}
	checkSkip(t, s, want)
}

func checkSkip(t *testing.T, s rowset, want []int) {
	t.Helper()
	for n := range want {
		up, down := s.walk(false), s.walk(true)
		up.skip(n)
		down.skip(n)
		if up.next != want[n] || down.next != want[len(want)-1-n] {
			t.Fatalf("skipping %d leads to %d and %d, want %d and %d", n, up.next, down.next, want[n], want[len(want)-1-n])
		}
	}
}
