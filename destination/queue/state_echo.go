package queue

import (
	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/destination/result"
)

// stateEcho knows which records are settled, and gives each STATE back once every
// record before it is. It is the only place that echoes.
type stateEcho struct {
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

// mark is a record's place among the states.
type mark struct {
	segment *segment
	tally   *tally
	stream  string
}

func newStateEcho(echo func([]byte, airbyte.DestinationStats) error, failing bool) *stateEcho {
	return &stateEcho{echo: echo, failing: failing, open: &segment{}, tallies: map[string]*tally{}, rejected: map[string]int{}}
}

// record enters a record that is yet to be settled.
func (e *stateEcho) record(stream string) mark {
	t := e.tallies[stream]
	if t == nil {
		t = &tally{}
		e.tallies[stream] = t
	}
	e.open.pending++
	return mark{e.open, t, stream}
}

// state enters a state; stream "" stands for all streams.
func (e *stateEcho) state(raw []byte, stream string, global bool) error {
	s := e.open
	s.raw, s.stream, s.global = raw, stream, global
	for name, t := range e.tallies {
		if global || name == stream {
			s.tallies = append(s.tallies, t)
			delete(e.tallies, name)
		}
	}
	e.waiting = append(e.waiting, s)
	e.next++
	e.open = &segment{number: e.next}
	return e.advance()
}

// count notes what became of a record that is not rejected.
func (e *stateEcho) count(m mark, kind result.Kind) { m.tally.kinds[kind]++ }

// settle notes that a record is done with.
func (e *stateEcho) settle(m mark, rejected bool) error {
	m.segment.pending--
	if !rejected {
		m.tally.written++
		return e.advance()
	}
	m.tally.rejected++
	if first, known := e.rejected[m.stream]; !known || m.segment.number < first {
		e.rejected[m.stream] = m.segment.number
	}
	return e.advance()
}

// advance echoes the states whose records are all settled, in their order.
func (e *stateEcho) advance() error {
	for len(e.waiting) > 0 && e.waiting[0].pending == 0 {
		s := e.waiting[0]
		e.waiting[0] = nil
		e.waiting = e.waiting[1:]
		if e.failing && e.spoilt(s) {
			continue
		}
		if err := e.echo(s.raw, s.stats()); err != nil {
			return err
		}
	}
	return nil
}

// spoilt reports whether a record that the state covers was rejected.
func (e *stateEcho) spoilt(s *segment) bool {
	for stream, first := range e.rejected {
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
func (e *stateEcho) size() int {
	total := 0
	for _, s := range e.waiting {
		total += len(s.raw)
	}
	return total
}
