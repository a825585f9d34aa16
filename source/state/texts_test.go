package state

import (
	"cmp"
	"encoding/base64"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
)

func textsOf(s *Texts) []OwnedText {
	s.settle()
	var all []OwnedText
	for rows := s.Rows(); rows.Next(); {
		all = append(all, OwnedText{rows.Owner, rows.Text()})
	}
	return all
}

func TestTextSetHoldsWhatIsPutIn(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 7))
	s := NewTexts()
	want := make(map[OwnedText]bool)
	shapes := []string{"%[1]d-%[2]d-%[3]d--accrual", "%[1]d-%[2]d--cash", "x%[2]d", "00%[1]d-%[2]d", "é%[3]d", "%[2]dnone", "123456789012345678901234567890-%[2]d"}
	for range 4000 {
		owner := random.Int64N(500)
		shape := shapes[random.IntN(len(shapes))]
		k := OwnedText{owner, fmt.Sprintf(shape, owner, random.IntN(3000), random.IntN(9))}
		switch random.IntN(5) {
		case 0:
			s.Remove([]OwnedText{k})
			delete(want, k)
		default:
			s.Add(k)
			want[k] = true
		}
		if random.IntN(2000) == 0 {
			again, err := s.Pack().Unpack()
			if err != nil {
				t.Fatal(err)
			}
			s = again
		}
	}
	got := make(map[OwnedText]bool)
	for _, k := range textsOf(s) {
		got[k] = true
	}
	if !maps.Equal(got, want) || s.Size() != uint64(len(want)) {
		t.Fatalf("%d keys (%d), want %d", len(got), s.Size(), len(want))
	}
	low, high, _ := s.Bounds()
	owners := slices.SortedFunc(maps.Keys(want), func(a, b OwnedText) int { return cmp.Compare(a.Owner, b.Owner) })
	if low != owners[0].Owner || high != owners[len(owners)-1].Owner {
		t.Errorf("owners from %d to %d", low, high)
	}
	n := 0
	for k := range want {
		if k.Owner >= 100 && k.Owner <= 200 {
			n++
		}
	}
	if tally := s.Tally(100, 200); tally != n {
		t.Errorf("%d keys from 100 to 200, want %d", tally, n)
	}
	if middle, err := s.Nth(100, n-1); err != nil || middle != 200 {
		t.Errorf("the last of them is of %d, %v", middle, err)
	}
}

// TestTextSetsAreSmall packs the keys of a ledger as the published record shows
// them: three numbers that rise with each other, more or less.
func TestTextSetsAreSmall(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 1))
	s := NewTexts()
	const batches, lines = 20_000, 5
	entry, other := int64(1_000_000), int64(900_000)
	for batch := range int64(batches) {
		for range lines {
			entry += 1 + random.Int64N(3)
			other += 1 + random.Int64N(4)
			s.Add(OwnedText{200_000 + batch, fmt.Sprintf("%d-%d-%d--accrual", 200_000+batch, entry, other)})
		}
	}
	text := s.Pack()
	perKey := float64(len(text)) / (batches * lines)
	t.Logf("%.1f bytes of a state per key; %d keys fit", perKey, int(MaxKeys/perKey))
	if perKey > 4 {
		t.Errorf("%.1f bytes per key", perKey)
	}
}

func TestBrokenTextSetsAreRefused(t *testing.T) {
	s := NewTexts()
	for i := range 200 {
		s.Add(OwnedText{int64(i / 3), fmt.Sprintf("%d-%d--accrual", i/3, i)})
	}
	packed := s.Pack()
	if empty, err := NewTexts().Pack().Unpack(); err != nil || empty == nil || empty.Size() != 0 {
		t.Errorf("an empty set is read as %v, %v", empty, err)
	}
	raw, err := base64.RawStdEncoding.DecodeString(string(packed))
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(1, 2))
	for range 3000 {
		changed := slices.Clone(raw)
		for range 1 + random.IntN(3) {
			changed[random.IntN(len(changed))] ^= byte(1 << random.IntN(8))
		}
		if read, err := PackedTexts(base64.RawStdEncoding.EncodeToString(changed)).Unpack(); err == nil {
			if n := len(textsOf(read)); uint64(n) != read.Size() {
				t.Errorf("%d of %d keys", n, read.Size())
			}
		}
	}
	for _, text := range []PackedTexts{"?", packed[:len(packed)/2], "AAAA"} {
		if _, err := text.Unpack(); err == nil {
			t.Errorf("%q is taken for a set", text)
		}
	}
}
