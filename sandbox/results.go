package sandbox

import "sync"

// resultSets keeps what readMore continues.
type resultSets struct {
	mu sync.Mutex
}

func newResultSets() *resultSets { return &resultSets{} }
