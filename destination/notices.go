package destination

import (
	"fmt"
	"sync"

	"airbyte-sage-intacct/airbyte"

	"github.com/rs/zerolog"
)

// notices tells of fields that records bring and that are not written: at their
// first record for those who look on, and in the end with their number.
type notices struct {
	log    *zerolog.Logger
	mu     sync.Mutex
	counts map[notice]*noted
	order  []notice
}

// notice is a field of a stream, and why it is not written.
type notice struct{ stream, field, reason string }

type noted struct {
	records int
	first   string // names the first record
	detail  string // what else is to be said of it
}

// maxNotices bounds the memory where names of fields are without number.
const maxNotices = 500

func newNotices(log *zerolog.Logger) *notices {
	return &notices{log: log, counts: map[notice]*noted{}}
}

// note counts a record whose field is not written.
func (n *notices) note(of notice, label, detail string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if len(n.order) == maxNotices && n.counts[of] == nil {
		of.field = "further fields"
	}
	t := n.counts[of]
	if t == nil {
		t = &noted{first: label, detail: detail}
		n.counts[of], n.order = t, append(n.order, of)
		n.log.Info().Msgf("Stream %s, %s: %s %s%s.", of.stream, label, of.field, of.reason, detail)
	}
	t.records++
}

// tell warns of everything that was noted.
func (n *notices) tell() {
	n.mu.Lock()
	defer n.mu.Unlock()
	for _, of := range n.order {
		t := n.counts[of]
		records := fmt.Sprintf("%d records", t.records)
		if t.records == 1 {
			records = "1 record"
		}
		n.log.Warn().Msgf("Stream %s: %s %s in %s%s; the first: %s.", of.stream, of.field, of.reason, records, t.detail, t.first)
	}
}

// warnOfGenerations says that what earlier generations have written stays:
// a refresh or a clear asks to drop it, and a ledger is not emptied.
func warnOfGenerations(catalog *airbyte.ConfiguredCatalog, log *zerolog.Logger) {
	for _, stream := range catalog.Streams {
		if least := stream.MinimumGenerationID; least != nil && *least > 0 {
			log.Warn().Msgf("Stream %s: this sync asks to drop what was written before generation %d, as a refresh that removes records does, and a clear. Intacct keeps those records: nothing is deleted but what records of the input mark as deleted.",
				stream.Stream.Name, *least)
		}
	}
}
