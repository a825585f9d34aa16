package airbyte

import (
	"math"
	"runtime/debug"
	"testing"
	"testing/fstest"
)

// The files are those of the kernel, so this test looks at the package from inside.
func TestMemoryLimit(t *testing.T) {
	before := debug.SetMemoryLimit(-1)
	defer debug.SetMemoryLimit(before)
	for _, tt := range []struct {
		name, file, text, env string
		want                  int64
	}{
		{"version 2", "sys/fs/cgroup/memory.max", "1000000000\n", "", 900000000},
		{"version 2, none", "sys/fs/cgroup/memory.max", "max\n", "", math.MaxInt64},
		{"version 1", "sys/fs/cgroup/memory/memory.limit_in_bytes", "2000000000\n", "", 1800000000},
		{"no file", "etc/hosts", "", "", math.MaxInt64},
		{"GOMEMLIMIT", "sys/fs/cgroup/memory.max", "1000000000\n", "512MiB", math.MaxInt64},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Setenv("GOMEMLIMIT", tt.env)
			debug.SetMemoryLimit(math.MaxInt64)
			limitMemory(fstest.MapFS{tt.file: {Data: []byte(tt.text)}})
			if got := debug.SetMemoryLimit(-1); got != tt.want {
				t.Errorf("the limit is %d, not %d", got, tt.want)
			}
		})
	}
}

func TestThrifty(t *testing.T) {
	percent, limit := debug.SetGCPercent(100), debug.SetMemoryLimit(1<<30)
	defer func() {
		debug.SetGCPercent(percent)
		debug.SetMemoryLimit(limit)
	}()
	now := func() [2]int64 {
		percent := debug.SetGCPercent(100)
		debug.SetGCPercent(percent)
		return [2]int64{int64(percent), debug.SetMemoryLimit(-1)}
	}
	for _, tt := range []struct {
		name, gogc, gomemlimit string
		bytes                  int64
		want                   [2]int64
	}{
		{"as asked", "", "", 1 << 25, [2]int64{50, 1 << 25}},
		{"the container's limit is less", "", "", 1 << 31, [2]int64{50, 1 << 30}},
		{"the environment's percent", "80", "", 1 << 25, [2]int64{100, 1 << 25}},
		{"the environment's limit", "", "1GiB", 1 << 25, [2]int64{50, 1 << 30}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Setenv("GOGC", tt.gogc)
			t.Setenv("GOMEMLIMIT", tt.gomemlimit)
			restore := Thrifty(50, tt.bytes)
			if got := now(); got != tt.want {
				t.Errorf("percent and limit are %d, not %d", got, tt.want)
			}
			restore()
			if got := now(); got != [2]int64{100, 1 << 30} {
				t.Errorf("afterwards they are %d", got)
			}
		})
	}
}
