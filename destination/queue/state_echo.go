package destination

import (
	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/destination/result"
)

// ledger knows which records are settled, and gives each STATE back once every
// record before it is. It is the only place that echoes.
type ledger struct {
	echo     func(raw []byte, stats airbyte.DestinationStats) error
	failing  bool              // a rejection keeps later states of its stream back
	open     *segment          // where records are added
	waiting  []*segment        // closed by states that are not echoed yet
	tallies  map[string]*tally // by stream: since its previous state
	rejected map[string]int    // by stream: the segment of its first rejection
	next     int
}

// segment is the part of the input between two states.
type segment struct {
	number  int
	pending int
	raw     []byte // the state that ends it
	stream  string
	global  bool
	tallies []*tally // what that state counts
}

// tally counts a stream's records between two of its states.
type tally struct {
	written, rejected int64
	kinds             [result.Kinds]int64 // the written ones, by what became of them
}

// statistics are the counts that a state bears beside how many records it covers.
var statistics = []struct {
	name  string
	kinds []result.Kind
}{
	{"created", []result.Kind{result.Created}},
	{"updated", []result.Kind{result.Updated}},
	{"unchanged", []result.Kind{result.AlreadyThere, result.AlreadyGone, result.PassedOver}},
	{"deleted", []result.Kind{result.Deleted, result.Deactivated, result.Reversed}},
}

// mark is a record's place in the ledger.
type mark struct {
	segment *segment
	tally   *tally
	stream  string
}

func newLedger(echo func([]byte, airbyte.DestinationStats) error, failing bool) *ledger {
	return &ledger{echo: echo, failing: failing, open: &segment{}, tallies: map[string]*tally{}, rejected: map[string]int{}}
}

// record enters a record that is yet to be settled.
func (l *ledger) record(stream string) mark {
	t := l.tallies[stream]
	if t == nil {
		t = &tally{}
		l.tallies[stream] = t
	}
	l.open.pending++
	return mark{l.open, t, stream}
}

// state enters a state; stream "" stands for all streams.
func (l *ledger) state(raw []byte, stream string, global bool) error {
	s := l.open
	s.raw, s.stream, s.global = raw, stream, global
	for name, t := range l.tallies {
		if global || name == stream {
			s.tallies = append(s.tallies, t)
			delete(l.tallies, name)
		}
	}
	l.waiting = append(l.waiting, s)
	l.next++
	l.open = &segment{number: l.next}
	return l.advance()
}

// count notes what became of a record that is not rejected.
func (l *ledger) count(m mark, kind result.Kind) { m.tally.kinds[kind]++ }

// settle says that a record is done with.
func (l *ledger) settle(m mark, rejected bool) error {
	m.segment.pending--
	if !rejected {
		m.tally.written++
		return l.advance()
	}
	m.tally.rejected++
	if first, known := l.rejected[m.stream]; !known || m.segment.number < first {
		l.rejected[m.stream] = m.segment.number
	}
	return l.advance()
}

// advance echoes the states whose records are all settled, in their order.
func (l *ledger) advance() error {
	for len(l.waiting) > 0 && l.waiting[0].pending == 0 {
		s := l.waiting[0]
		l.waiting[0] = nil
		l.waiting = l.waiting[1:]
		if l.failing && l.spoilt(s) {
			continue
		}
		if err := l.echo(s.raw, s.stats()); err != nil {
			return err
		}
	}
	return nil
}

// spoilt tells whether a record that the state covers was rejected.
func (l *ledger) spoilt(s *segment) bool {
	for stream, first := range l.rejected {
		if (s.global || s.stream == stream) && first <= s.number {
			return true
		}
	}
	return false
}

func (s *segment) stats() airbyte.DestinationStats {
	var sum airbyte.DestinationStats
	for _, t := range s.tallies {
		sum.RecordCount += t.written
		sum.RejectedRecordCount += t.rejected
	}
	for _, statistic := range statistics {
		count := airbyte.Count{Name: statistic.name}
		for _, t := range s.tallies {
			for _, kind := range statistic.kinds {
				count.Value += t.kinds[kind]
			}
		}
		sum.Additional = append(sum.Additional, count)
	}
	sum.Additional = append(sum.Additional, airbyte.Count{Name: "rejected", Value: sum.RejectedRecordCount})
	return sum
}

// size is how much memory the waiting states take.
func (l *ledger) size() int {
	total := 0
	for _, s := range l.waiting {
		total += len(s.raw)
	}
	return total
}
