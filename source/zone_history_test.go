package source

import (
	"math/rand/v2"
	"testing"
	"time"

	"airbyte-sage-intacct/sandbox"
)

// TestHistoriesWithMovedZones plays histories in which the user's zone is moved
// by an hour, once or twice and in either direction, between the syncs or during
// them. Replies follow, the formatting does, or both.
func TestHistoriesWithMovedZones(t *testing.T) {
	eachHistory(t, *histories, func(_ *testing.T, seed uint64) *history {
		random := rand.New(rand.NewPCG(seed, 1918))
		var moves []sandbox.ZoneMove
		at := time.Date(2026, 11, 2, 12, 0, 0, 0, time.UTC)
		for range 1 + random.IntN(2) {
			at = at.Add(time.Duration(random.IntN(36*3600)) * time.Second)
			moves = append(moves, sandbox.ZoneMove{
				At: at, By: pick(random, time.Hour, -time.Hour),
				Shown: pick(random, sandbox.ZoneShownBoth, sandbox.ZoneShownBoth, sandbox.ZoneShownInReplies, sandbox.ZoneShownInFormatting),
			})
		}
		h := movedHistory(seed, moves)
		h.note("the zone is moved: %+v", moves)
		return h
	})
}

// meetMove lets time pass until the next move of the zone is seconds away, now
// and then, so that it falls into the next sync.
func (h *history) meetMove() {
	for _, move := range h.moves {
		until := move.At.Sub(h.clock())
		if until <= 0 {
			continue
		}
		if h.random.IntN(2) == 0 {
			h.later(until - time.Duration(h.random.IntN(12))*time.Second)
			h.note("the zone is about to be moved")
		}
		return
	}
}
