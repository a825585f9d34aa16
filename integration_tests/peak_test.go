package integration_tests

import (
	"fmt"
	"os"
	"regexp"
	"strconv"
	"time"
)

var highWater = regexp.MustCompile(`(?m)^VmHWM:\s+([0-9]+) kB$`)

// watchMemory follows how many bytes of memory a process has had at most. The
// account that the kernel gives of an ended process begins with the memory of
// the one that started it, which here is that of all tests.
func watchMemory(process int) (peak func() int64) {
	ended, most := make(chan struct{}), make(chan int64)
	go func() {
		var bytes int64
		for {
			status, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", process))
			if found := highWater.FindSubmatch(status); found != nil {
				kilobytes, _ := strconv.ParseInt(string(found[1]), 10, 64)
				bytes = kilobytes << 10
			}
			select {
			case <-ended:
				most <- bytes
				return
			case <-time.After(10 * time.Millisecond):
			}
		}
	}()
	return func() int64 {
		close(ended)
		return <-most
	}
}
