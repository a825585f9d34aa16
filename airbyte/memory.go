package airbyte

import (
	"io/fs"
	"math"
	"os"
	"runtime/debug"
	"strconv"
	"strings"
)

// limitMemory tells the garbage collector what the container may use, so that it works harder near
// the limit instead of letting the kernel end the program there. GOMEMLIMIT, if set, has its way.
func limitMemory(root fs.FS) {
	if limit := memoryLimit(root); limit < math.MaxInt64 && os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(limit / 10 * 9)
	}
}

// Thrifty makes the garbage collector look after so many percent of growth, and at every occasion
// above so many bytes, as far as the environment does not say otherwise. It is for commands that hold
// little and pass much on: by itself the heap would grow to twice of what is held.
func Thrifty(percent int, bytes int64) (restore func()) {
	const unchanged = -1 // as a limit; as a percentage it switches collection off
	oldPercent, oldLimit := unchanged-1, int64(unchanged)
	if os.Getenv("GOGC") == "" {
		oldPercent = debug.SetGCPercent(percent)
	}
	if os.Getenv("GOMEMLIMIT") == "" {
		oldLimit = debug.SetMemoryLimit(min(bytes, debug.SetMemoryLimit(unchanged)))
	}
	return func() {
		if oldPercent >= unchanged {
			debug.SetGCPercent(oldPercent)
		}
		debug.SetMemoryLimit(oldLimit)
	}
}

// memoryLimit is the limit of the container's control group, of version 2 or 1.
func memoryLimit(root fs.FS) int64 {
	for _, name := range []string{"sys/fs/cgroup/memory.max", "sys/fs/cgroup/memory/memory.limit_in_bytes"} {
		text, err := fs.ReadFile(root, name)
		if err != nil {
			continue
		}
		if limit, err := strconv.ParseInt(strings.TrimSpace(string(text)), 10, 64); err == nil && limit > 0 {
			return limit
		}
	}
	return math.MaxInt64
}
