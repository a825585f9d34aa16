package source

import (
	"os"
	"runtime/debug"
)

// A read makes next to no garbage: its memory is the pages on their way. The
// garbage collector would let the heap grow to twice of that before it looks;
// it is told to look earlier, which costs a few milliseconds a minute.
const (
	collectAt  = 50       // percent of growth
	collectAll = 26 << 20 // bytes, above which it looks at every occasion
)

// thrifty sets the garbage collector for a read, as far as its environment does
// not say otherwise.
func thrifty() (restore func()) {
	percent, limit := -2, int64(-1)
	if os.Getenv("GOGC") == "" {
		percent = debug.SetGCPercent(collectAt)
	}
	if os.Getenv("GOMEMLIMIT") == "" {
		limit = debug.SetMemoryLimit(min(collectAll, debug.SetMemoryLimit(-1)))
	}
	return func() {
		if percent >= -1 {
			debug.SetGCPercent(percent)
		}
		debug.SetMemoryLimit(limit) // less than nothing changes nothing
	}
}
