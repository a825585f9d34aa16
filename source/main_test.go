package source

import (
	"os"
	"testing"
)

// TestMain leaves the garbage collector alone. A read keeps it at little more
// than it holds itself; here it would look after whole companies, in tests that
// run side by side, at every occasion, and take most of the time.
func TestMain(m *testing.M) {
	for name, usual := range map[string]string{"GOGC": "200", "GOMEMLIMIT": "off"} {
		if os.Getenv(name) == "" {
			if err := os.Setenv(name, usual); err != nil {
				panic(err)
			}
		}
	}
	os.Exit(m.Run())
}
