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
