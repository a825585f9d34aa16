package result

import (
	"fmt"
	"sync"

	"github.com/rs/zerolog"
)

// Notices reports fields that records bring and that are not written: at their
// first record in the log, and in the end with their number.
type Notices struct {
	Log    *zerolog.Logger
	mu     sync.Mutex
	counts map[Notice]*noted
	order  []Notice
}

// Notice is a field of a stream, and why it is not written.
type Notice struct{ Stream, Field, Reason string }

type noted struct {
	records int
	first   string // names the first record
	detail  string // what else is to be said of it
}

// maxNotices bounds the memory where names of fields are without number.
const maxNotices = 500

// NewNotices makes notices without any.
func NewNotices(log *zerolog.Logger) *Notices {
	return &Notices{Log: log, counts: map[Notice]*noted{}}
}

// Note counts a record whose field is not written.
func (n *Notices) Note(of Notice, label, detail string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if len(n.order) == maxNotices && n.counts[of] == nil {
		of.Field = "further fields"
	}
	t := n.counts[of]
	if t == nil {
		t = &noted{first: label, detail: detail}
		n.counts[of], n.order = t, append(n.order, of)
		n.Log.Info().Msgf("Stream %s, %s: %s %s%s.", of.Stream, label, of.Field, of.Reason, detail)
	}
	t.records++
}

// WarnAll warns of everything that was noted.
func (n *Notices) WarnAll() {
	n.mu.Lock()
	defer n.mu.Unlock()
	for _, of := range n.order {
		t := n.counts[of]
		records := fmt.Sprintf("%d records", t.records)
		if t.records == 1 {
			records = "1 record"
		}
		n.Log.Warn().Msgf("Stream %s: %s %s in %s%s; the first: %s.", of.Stream, of.Field, of.Reason, records, t.detail, t.first)
	}
}
