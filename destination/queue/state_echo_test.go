package queue

import (
	"fmt"
	"math/rand"
	"slices"
	"testing"

	"airbyte-sage-intacct/airbyte"
)

// echoes collects what a stateEcho gives back.
type echoes []string

func (e *echoes) echo(raw []byte, stats airbyte.DestinationStats) error {
	*e = append(*e, fmt.Sprintf("%s %d+%d", raw, stats.RecordCount, stats.RejectedRecordCount))
	return nil
}

func TestStatesFollowTheirRecords(t *testing.T) {
	var got echoes
	l := newStateEcho(got.echo, true)
	a, b := l.record("A"), l.record("B")
	must(t, l.state([]byte("A1"), "A", false))
	a2 := l.record("A")
	must(t, l.state([]byte("A2"), "A", false))
	must(t, l.state([]byte("B1"), "B", false))
	must(t, l.settle(a2, false))
	must(t, l.settle(a, false))
	if len(got) > 0 {
		t.Fatalf("%v came before the record of B was settled", got)
	}
	must(t, l.settle(b, false))
	must(t, l.state([]byte("A3"), "A", false))
	if want := []string{"A1 1+0", "A2 1+0", "B1 1+0", "A3 0+0"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestNoStateAfterTheFirstRejection(t *testing.T) {
	var got echoes
	l := newStateEcho(got.echo, true)
	good, other := l.record("A"), l.record("B")
	must(t, l.state([]byte("A1"), "A", false))
	bad := l.record("A")
	must(t, l.state([]byte("A2"), "A", false))
	must(t, l.state([]byte("B1"), "B", false))
	must(t, l.state([]byte("all"), "", true))
	late := l.record("A")
	must(t, l.state([]byte("A3"), "A", false))
	for _, m := range []mark{late, other, good} {
		must(t, l.settle(m, false))
	}
	must(t, l.settle(bad, true))
	if want := []string{"A1 1+0", "B1 1+0"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestRejectionsAreCountedWhereTheyAreTolerated(t *testing.T) {
	var got echoes
	l := newStateEcho(got.echo, false)
	first, second, third := l.record("A"), l.record("A"), l.record("B")
	must(t, l.settle(second, true))
	must(t, l.settle(first, false))
	must(t, l.settle(third, true))
	must(t, l.state([]byte("A1"), "A", false))
	must(t, l.state([]byte("all"), "", true))
	if want := []string{"A1 1+1", "all 0+1"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// TestStatesKeepTheirOrder settles records in random order: each state comes
// exactly once, in order, and not before any record that precedes it.
func TestStatesKeepTheirOrder(t *testing.T) {
	random := rand.New(rand.NewSource(1))
	for range 200 {
		settled, records := map[int]bool{}, 0
		var before []int // records before each state
		said := 0
		l := newStateEcho(func(raw []byte, _ airbyte.DestinationStats) error {
			if string(raw) != fmt.Sprint(said) {
				t.Fatalf("state %s came as number %d", raw, said)
			}
			for record := range before[said] {
				if !settled[record] {
					t.Fatalf("state %d came before record %d was settled", said, record)
				}
			}
			said++
			return nil
		}, true)
		marks := map[int]mark{}
		for step := 0; step < 60 || len(marks) > 0; step++ {
			switch random.Intn(3) {
			case 0:
				if step < 60 {
					marks[records] = l.record("A")
					records++
				}
			case 1:
				if step < 60 {
					before = append(before, records)
					must(t, l.state(fmt.Append(nil, len(before)-1), "A", false))
				}
			default:
				for record, m := range marks {
					settled[record] = true
					delete(marks, record)
					must(t, l.settle(m, false))
					break
				}
			}
		}
		if said != len(before) {
			t.Fatalf("%d of %d states came", said, len(before))
		}
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
